//! Whether a migrations folder is what its history says: every edited, deleted, inserted, reordered or duplicate file
//! is named. In: the history and the texts of the folder. Out: findings.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::Dialect;
use driftless_diagnostics::{Code, Diagnostic, Diagnostics};

use crate::base::snapshot_difference;
use crate::checksum::checksum;
use crate::history::{Entry, HISTORY_FILE, History};
use crate::snapshot::SNAPSHOT_FILE;

/// Holds a folder against its history, and the snapshot against what the sealed files make.
pub fn verify(dialect: Dialect, folder: &BTreeMap<String, String>) -> Diagnostics {
    let history = match read_history(dialect, folder) {
        Ok(history) => history,
        Err(unreadable) => return unreadable,
    };
    let mut findings = report_folder(&history, folder, Entry::is_fixed);
    if !findings.has_errors() {
        match snapshot_difference(&history, folder) {
            Ok(difference) => findings.extend(difference.map(|difference| foreign_snapshot(dialect, &difference))),
            Err(unreadable) => findings.extend(unreadable),
        }
    }
    findings
}

/// A snapshot of other migrations, as a merge may bring one.
fn foreign_snapshot(dialect: Dialect, difference: &str) -> Diagnostic {
    let title = dialect.title();
    let message = format!("`{SNAPSHOT_FILE}` is not what the sealed {title} migrations make: {difference}");
    let help = format!("restore it together with `{HISTORY_FILE}`, both from the same revision");
    Diagnostic::error(Code::EditedHistory, message).help(help)
}

/// The history of a folder; an empty one where the folder has none.
pub(crate) fn read_history(dialect: Dialect, folder: &BTreeMap<String, String>) -> Result<History, Diagnostics> {
    let Some(text) = folder.get(HISTORY_FILE) else {
        return Ok(History::empty(dialect));
    };
    History::read(dialect, text).map_err(|fault| {
        let message = format!("the history of the {} migrations {fault}", dialect.title());
        let help = format!(
            "restore `{}/{HISTORY_FILE}` from version control, keeping both branches' migrations",
            dialect.as_str()
        );
        std::iter::once(Diagnostic::error(Code::HistoryUnreadable, message).help(help)).collect()
    })
}

/// Findings about the entries and files; contents are compared only for the entries that `fixed` chooses.
pub(crate) fn report_folder(
    history: &History,
    folder: &BTreeMap<String, String>,
    fixed: impl Fn(&Entry) -> bool,
) -> Diagnostics {
    let mut report = Verification {
        history,
        folder,
        findings: Diagnostics::default(),
    };
    report.entries_in_order();
    report.chain_unbroken();
    for entry in &history.entries {
        for (name, sum) in [(entry.up_file(), &entry.up), (entry.down_file(), &entry.down)] {
            if fixed(entry) {
                report.file(&name, sum);
            } else if entry.by_hand {
                report.presence(&name);
            }
        }
    }
    if let Some(sum) = &history.snapshot {
        report.file(SNAPSHOT_FILE, sum);
    }
    report.unknown_files();
    report.findings
}

struct Verification<'v> {
    history: &'v History,
    folder: &'v BTreeMap<String, String>,
    findings: Diagnostics,
}

impl Verification<'_> {
    fn error(&mut self, code: Code, message: String, help: &str) {
        self.findings.push(Diagnostic::error(code, message).help(help));
    }

    /// Numbers count up from 1 without a gap, and no sealed entry stands behind a draft.
    fn entries_in_order(&mut self) {
        let mut seen = BTreeSet::new();
        for (expected, entry) in (1u32..).zip(&self.history.entries) {
            let stem = entry.stem();
            if !seen.insert(entry.number) {
                let message = format!("the number of the migration `{stem}` is taken twice");
                self.error(Code::DuplicateMigration, message, "give one of the two the next number");
            } else if entry.number != expected {
                let message = format!("the migration `{stem}` stands where number {expected} belongs");
                self.error(
                    Code::ReorderedMigration,
                    message,
                    "restore the order of the history from version control",
                );
            }
        }
        let sealed = self.history.entries.iter().rposition(Entry::is_sealed).unwrap_or(0);
        for entry in self
            .history
            .entries
            .iter()
            .take(sealed)
            .filter(|entry| !entry.is_sealed())
        {
            let message = format!("the draft `{}` has sealed migrations after it", entry.stem());
            self.error(
                Code::ReorderedMigration,
                message,
                "release it first, or give it the last number",
            );
        }
    }

    /// Each entry is bound to those before it; the first that is not is where somebody changed the history.
    fn chain_unbroken(&mut self) {
        let mut before = String::new();
        for entry in &self.history.entries {
            if entry.chain != entry.chain_after(&before) {
                let message = format!("the history was changed at or before the migration `{}`", entry.stem());
                let help = "an entry was edited, removed, inserted or moved: restore the history from version control";
                return self.error(Code::EditedHistory, message, help);
            }
            before.clone_from(&entry.chain);
        }
    }

    fn file(&mut self, name: &str, expected: &str) {
        self.presence(name);
        if self.folder.get(name).is_some_and(|text| checksum(text) != expected) {
            let message = format!("the migration file `{name}` was edited");
            let help = "restore it from version control; a draft is rewritten by `driftless gen`";
            self.error(Code::EditedMigration, message, help);
        }
    }

    fn presence(&mut self, name: &str) {
        if !self.folder.contains_key(name) {
            let message = format!("the migration file `{name}` is not there");
            self.error(Code::MissingMigration, message, "restore it from version control");
        }
    }

    /// Files that look like migrations and are in no entry.
    fn unknown_files(&mut self) {
        let entries = &self.history.entries;
        let known: BTreeSet<_> = entries
            .iter()
            .flat_map(|entry| [entry.up_file(), entry.down_file()])
            .collect();
        let numbers: BTreeMap<_, _> = entries.iter().map(|entry| (entry.number, entry.stem())).collect();
        let names = self
            .folder
            .keys()
            .filter(|name| name.ends_with(".sql") && !known.contains(*name));
        for name in names.cloned().collect::<Vec<_>>() {
            let number = name.split('_').next().and_then(|digits| digits.parse().ok());
            if let Some(stem) = number.and_then(|number: u32| numbers.get(&number)) {
                let message = format!("the migration file `{name}` has the number of `{stem}`");
                self.error(
                    Code::DuplicateMigration,
                    message,
                    "give it the next number, or delete it",
                );
            } else {
                let message = format!("the migration file `{name}` is in no entry of the history");
                self.error(
                    Code::UnknownMigration,
                    message,
                    "delete it, or restore the history from version control",
                );
            }
        }
    }
}
