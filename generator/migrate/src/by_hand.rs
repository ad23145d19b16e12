//! Migrations written by hand: for what a schema cannot say, such as rows to fill or mend. In: a folder and a name. Out:
//! two files for the author to write, before the draft, whose files get the numbers behind. What they hold is the
//! author's until they are sealed.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::Dialect;
use driftless_diagnostics::{Code, Diagnostic};

use crate::checksum::checksum;
use crate::draft::{DraftError, MigrationFile, MigrationOutput};
use crate::history::{Entry, HISTORY_FILE, History, State, is_name};
use crate::verify::{read_history, report_folder};

/// Begins a migration that is written by hand.
///
/// # Errors
/// The folder is not what its history says, or the name cannot be part of a file's name.
pub fn begin_by_hand(
    dialect: Dialect,
    name: &str,
    folder: &BTreeMap<String, String>,
) -> Result<MigrationOutput, DraftError> {
    let history = read_history(dialect, folder).map_err(DraftError::Refused)?;
    let mut findings = report_folder(&history, folder, Entry::is_sealed);
    if !is_name(name) {
        findings.push(unfit_name(name));
    }
    if findings.has_errors() {
        return Err(DraftError::Refused(findings));
    }
    Ok(begun(&history, name, folder))
}

fn begun(history: &History, name: &str, folder: &BTreeMap<String, String>) -> MigrationOutput {
    let (up, down) = (up_text(dialect_notes(history.dialect), name), down_text(name));
    let mut next = History {
        entries: history.kept().cloned().collect(),
        ..history.clone()
    };
    let entry = Entry {
        number: next.next_number(),
        name: name.to_owned(),
        part: None,
        state: State::Draft,
        by_hand: true,
        allowed: Vec::new(),
        up: checksum(&up),
        down: checksum(&down),
        chain: String::new(),
    };
    let mut files = vec![(entry.up_file(), up), (entry.down_file(), down)];
    next.entries.push(entry);
    let mut old = BTreeSet::new();
    for draft in history.drafts().filter(|entry| !entry.by_hand) {
        let moved = Entry {
            number: next.next_number(),
            ..draft.clone()
        };
        let pairs = [
            (draft.up_file(), moved.up_file()),
            (draft.down_file(), moved.down_file()),
        ];
        for (before, after) in pairs {
            files.extend(folder.get(&before).map(|text| (after, text.clone())));
            old.insert(before);
        }
        next.entries.push(moved);
    }
    files.push((HISTORY_FILE.to_owned(), next.to_text()));
    old.retain(|name| !files.iter().any(|(written, _)| written == name));
    MigrationOutput {
        files: files
            .into_iter()
            .map(|(name, text)| MigrationFile { name, text })
            .collect(),
        withdrawn: old.into_iter().collect(),
        ..MigrationOutput::default()
    }
}

fn up_text(notes: &str, name: &str) -> String {
    format!(
        "-- {name}: written by hand.\n\
         -- For what a schema does not say, such as rows to fill, split or mend before the draft behind it runs.\n\
         -- `driftless gen` reads it and plans from what it makes: run that after each edit.\n{notes}"
    )
}

fn down_text(name: &str) -> String {
    format!("-- {name}: written by hand.\n-- Undoes what the other file does, as far as that can be undone.\n")
}

fn dialect_notes(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "-- It runs in one transaction. One statement that must not, such as CREATE INDEX CONCURRENTLY, needs a \
             migration\n-- of its own that begins with the line `-- no-transaction`.\n"
        }
        Dialect::Sqlite => "-- It runs in one transaction.\n",
    }
}

pub(crate) fn unfit_name(name: &str) -> Diagnostic {
    let message = format!("`{}` cannot be the name of a migration", name.escape_debug());
    Diagnostic::error(Code::NameForm, message).help("use lower-case words joined by `_`, such as `add_loans`")
}
