//! Codes that no schema by itself raises: tampered migrations, and rules that a database cannot enforce.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::{Dialect, lower};
use driftless_migrate::{DraftError, Entry, Goal, HISTORY_FILE, History, State, draft, release, verify};
use driftless_model::Schema;
use driftless_output::OutputFile;

use crate::case::compile;

const SCHEMA: &str = r#"
[schema]
name = "library"

[domain.lending]

[entity.Book]
domain = "lending"
fields.id = { type = "uuid", default = "uuid" }
fields.isbn = { type = "text", length = 13, pattern = "^[0-9]{13}$" }
"#;

type Folder = BTreeMap<String, String>;

#[test]
fn a_rule_that_a_database_cannot_enforce_is_a_gap() {
    let codes = |dialect| -> BTreeSet<&str> {
        let lowered = lower(&schema(), dialect);
        lowered
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect()
    };
    assert_eq!(
        codes(Dialect::Sqlite),
        BTreeSet::from(["gap"]),
        "SQLite has no regular expressions"
    );
    assert_eq!(codes(Dialect::Postgres), BTreeSet::new());
}

#[test]
fn an_untouched_history_has_nothing_to_say() {
    assert_eq!(verified(|_, _| {}), [""; 0]);
}

#[test]
fn a_changed_file_is_an_edited_migration() {
    let edit = |folder: &mut Folder, entries: &mut Vec<Entry>| {
        folder
            .entry(entries[0].up_file())
            .or_default()
            .push_str("\nSELECT 1;\n");
    };
    assert_eq!(verified(edit), ["edited-migration"]);
}

#[test]
fn a_deleted_file_is_a_missing_migration() {
    let delete = |folder: &mut Folder, entries: &mut Vec<Entry>| drop(folder.remove(&entries[1].down_file()));
    assert_eq!(verified(delete), ["missing-migration"]);
}

#[test]
fn a_file_in_no_entry_is_an_unknown_migration() {
    let sneak =
        |folder: &mut Folder, _: &mut Vec<Entry>| drop(folder.insert("0007_more.up.sql".to_owned(), String::new()));
    assert_eq!(verified(sneak), ["unknown-migration"]);
}

#[test]
fn one_number_for_two_is_a_duplicate_migration() {
    let file =
        |folder: &mut Folder, _: &mut Vec<Entry>| drop(folder.insert("0001_again.up.sql".to_owned(), String::new()));
    assert_eq!(verified(file), ["duplicate-migration"]);
    let entry = |folder: &mut Folder, entries: &mut Vec<Entry>| {
        entries[1].number = 1;
        folder.retain(|name, _| !name.starts_with("0002"));
        folder.extend(texts_of(&entries[1], folder));
    };
    assert_eq!(verified(entry), ["duplicate-migration"]);
}

#[test]
fn entries_out_of_order_are_reordered_migrations() {
    let swap = |_: &mut Folder, entries: &mut Vec<Entry>| entries.swap(0, 1);
    assert_eq!(verified(swap), ["reordered-migration"]);
}

#[test]
fn an_entry_changed_by_hand_is_an_edited_history() {
    let (mut folder, entries) = released();
    let edited = history_of(entries)
        .replacen("state  = \"released\"", "state  = \"draft\"", 2)
        .replacen("\"draft\"", "\"released\"", 1);
    folder.insert(HISTORY_FILE.to_owned(), edited);
    assert_eq!(codes(&folder), ["edited-history"]);
}

#[test]
fn a_merge_conflict_makes_the_history_unreadable() {
    let (mut folder, _) = released();
    folder.insert(
        HISTORY_FILE.to_owned(),
        "<<<<<<< ours\n=======\n>>>>>>> theirs\n".to_owned(),
    );
    assert_eq!(codes(&folder), ["history-unreadable"]);
}

#[test]
fn sql_that_says_nothing_is_an_unreadable_migration() {
    let (mut folder, mut entries) = released();
    entries.truncate(1);
    let file = entries[0].up_file();
    entries[0].by_hand = true;
    entries[0].state = State::Draft;
    folder.retain(|name, _| name.starts_with("0001"));
    folder.insert(file, "CREATE TABEL books ();\n".to_owned());
    folder.insert(HISTORY_FILE.to_owned(), history_of(entries));
    let catalog = lower(&schema(), Dialect::Postgres).catalog;
    let goal = Goal {
        catalog: &catalog,
        model: &catalog,
    };
    match draft(goal, &folder, &[]) {
        Err(DraftError::Refused(findings)) => {
            let codes: Vec<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!(codes, ["unreadable-migration"]);
        }
        other => panic!("it cannot be replayed: {other:?}"),
    }
}

fn schema() -> Schema {
    let compiled = compile(SCHEMA, None);
    let report = compiled.report();
    compiled
        .schema
        .unwrap_or_else(|| panic!("the schema of the test is sound: {report}"))
}

/// What a folder of two sealed migrations is told after some tampering; the history's chain is made to fit.
fn verified(tamper: impl Fn(&mut Folder, &mut Vec<Entry>)) -> Vec<&'static str> {
    let (mut folder, mut entries) = released();
    tamper(&mut folder, &mut entries);
    folder.insert(HISTORY_FILE.to_owned(), history_of(entries));
    codes(&folder)
}

/// The text of a history whose chain fits its entries.
fn history_of(entries: Vec<Entry>) -> String {
    let history = History {
        dialect: Dialect::Postgres,
        entries,
        snapshot: None,
    };
    history.to_text()
}

fn codes(folder: &Folder) -> Vec<&'static str> {
    let found = verify(Dialect::Postgres, folder);
    let codes: BTreeSet<&str> = found.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    codes.into_iter().collect()
}

/// A sealed migration, and a second one with the same texts.
fn released() -> (Folder, Vec<Entry>) {
    let catalog = lower(&schema(), Dialect::Postgres).catalog;
    let goal = Goal {
        catalog: &catalog,
        model: &catalog,
    };
    let drafted = draft(goal, &Folder::new(), &[]).expect("a first draft");
    let emitted = |marked: &str| OutputFile::from_marked(marked).expect("markers are whole").text;
    let mut folder: Folder = drafted
        .files
        .into_iter()
        .map(|file| (file.name, emitted(&file.text)))
        .collect();
    let sealed = release(goal, None, &folder)
        .expect("a whole folder")
        .expect("a draft to seal");
    let text = &sealed
        .files
        .iter()
        .find(|(name, _)| name == HISTORY_FILE)
        .expect("a history")
        .1;
    let history = History::read(Dialect::Postgres, text).expect("what was written can be read");
    let first = history.entries[0].clone();
    let second = Entry {
        number: 2,
        name: "more".to_owned(),
        ..first.clone()
    };
    let texts = [
        (second.up_file(), folder[&first.up_file()].clone()),
        (second.down_file(), folder[&first.down_file()].clone()),
    ];
    folder.extend(texts);
    (folder, vec![first, second])
}

/// The files of an entry that was given another number.
fn texts_of(entry: &Entry, folder: &Folder) -> Vec<(String, String)> {
    let text = |end: &str| {
        folder
            .iter()
            .find(|(name, _)| name.ends_with(end))
            .map(|(_, text)| text.clone())
            .unwrap_or_default()
    };
    vec![
        (entry.up_file(), text(".up.sql")),
        (entry.down_file(), text(".down.sql")),
    ]
}
