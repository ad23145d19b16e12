//! `docs/hazards.md`: its tables are printed from what was measured, between comments that say so; the words around them
//! are written by hand. `UPDATE_GOLDEN=1` prints them anew.

use driftless_diagnostics::Code;
use driftless_hazard::{Facts, Kind, Role, Touch, facts, recipe};
use driftless_tests::repository;

#[test]
fn the_page_tells_what_was_measured() {
    let path = repository().join("docs/hazards.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let mut printed = page.clone();
    for (name, table) in [("codes", codes()), ("blocking", kinds(true)), ("brief", kinds(false))] {
        printed = with_table(&printed, name, &table);
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(&path, &printed).expect("the page can be written");
        return;
    }
    let difference = similar::TextDiff::from_lines(&page, &printed);
    assert!(
        page == printed,
        "UPDATE_GOLDEN=1 prints it anew:\n{}",
        difference.unified_diff()
    );
}

/// The page with another table between the comments that name it.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let (open, close) = (
        format!("<!-- {name}: printed by tests/tests/hazards -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let start = page.find(&open).unwrap_or_else(|| panic!("the page has no {open}")) + open.len();
    let end = page.find(&close).unwrap_or_else(|| panic!("the page has no {close}"));
    format!("{}{table}{}", &page[..start], &page[end..])
}

/// The codes of hazards are the folders of cases.
fn codes() -> String {
    let folder = repository().join("tests/hazards");
    let is_code = |code: &&Code| folder.join(code.as_str()).is_dir();
    let row = |code: &Code| format!("| `{code}` | {} |\n", code.meaning());
    let rows: String = Code::ALL.iter().filter(is_code).map(row).collect();
    format!("| Code | What it finds |\n|---|---|\n{rows}")
}

fn kinds(blocking: bool) -> String {
    let measured = Kind::ALL.iter().filter(|kind| !facts(**kind).is_empty());
    let chosen = measured.filter(|kind| facts(**kind).iter().any(blocks) == blocking);
    let rows: String = chosen.map(|kind| row(*kind, blocking)).collect();
    match blocking {
        true => format!("| Statement | What it does | Instead |\n|---|---|---|\n{rows}"),
        false => format!("| Statement | What it does |\n|---|---|\n{rows}"),
    }
}

fn row(kind: Kind, blocking: bool) -> String {
    let rows = facts(kind);
    let known: Vec<String> = match rows {
        [only] if only.majors.len() > 1 => vec![deeds(only)],
        rows => rows
            .iter()
            .map(|facts| format!("{}: {}", majors(facts), deeds(facts)))
            .collect(),
    };
    match blocking {
        true => format!("| {kind} | {} | {} |\n", known.join("<br>"), recipe(kind)),
        false => format!("| {kind} | {} |\n", known.join("<br>")),
    }
}

fn majors(facts: &Facts) -> String {
    let majors: Vec<String> = facts.majors.iter().map(u32::to_string).collect();
    majors.join(", ")
}

fn deeds(facts: &Facts) -> String {
    let roles = Role::ALL.into_iter().zip([
        "table",
        "referenced",
        "referencing",
        "partition",
        "source",
        "index",
        "attached index",
    ]);
    let mut deeds: Vec<String> = roles
        .filter(|(role, _)| facts.touch(*role) != Touch::default())
        .map(|(role, name)| format!("{name}: {}", deed(facts.touch(role))))
        .collect();
    deeds.extend(facts.alone.then(|| "never in a transaction".to_owned()));
    deeds.extend(
        facts
            .refused
            .as_ref()
            .map(|state| format!("refused where there are rows ({state})")),
    );
    match deeds.is_empty() {
        true => "no lock on any table".to_owned(),
        false => deeds.join("; "),
    }
}

fn deed(touch: Touch) -> String {
    let mut words: Vec<&str> = touch.lock.iter().map(|lock| lock.as_str()).collect();
    words.extend(touch.scan.then_some("**read**"));
    words.extend(touch.rewrite.then_some("**written anew**"));
    words.join(", ")
}

/// Whether some table is read or written anew while nobody can write to it.
fn blocks(facts: &Facts) -> bool {
    let tables = Role::ALL
        .into_iter()
        .filter(|role| !matches!(role, Role::Index | Role::Attached));
    tables
        .map(|role| facts.touch(role))
        .any(|touch| touch.lock.is_some_and(driftless_hazard::Lock::stops_writers) && (touch.scan || touch.rewrite))
}
