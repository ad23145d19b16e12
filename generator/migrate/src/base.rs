//! Where a draft begins: what the sealed migrations, and those written by hand after them, make of an empty database. In:
//! the history and the texts of the folder. Out: the Catalog, with what SQL does not say about it where a snapshot does.

use std::collections::BTreeMap;

use driftless_catalog::Catalog;
use driftless_catalog::parse::Mistake;
use driftless_catalog::replay::Replay;
use driftless_diagnostics::{Code, Diagnostic, Diagnostics};

use crate::checksum::normalise;
use crate::draft::DraftError;
use crate::history::{Entry, History};
use crate::snapshot::{SNAPSHOT_FILE, Snapshot};

/// The state that a draft begins with.
///
/// # Errors
/// A sealed migration or one written by hand is not understood, or the snapshot is not.
pub(crate) fn base(history: &History, existing: &BTreeMap<String, String>) -> Result<Snapshot, DraftError> {
    let kept = read_snapshot(history, existing)?;
    let after: Vec<&Entry> = match &kept {
        Some(_) => history.kept().filter(|entry| !entry.is_sealed()).collect(),
        None => history.kept().collect(),
    };
    let (before, model) = match kept {
        Some(snapshot) => (snapshot.catalog, snapshot.model),
        None => (Catalog::empty(history.dialect), None),
    };
    let catalog = replayed(before.clone(), &after, existing)?;
    // What was made by hand is not in the model: losses are then judged by the database's own dialect.
    let model = model.filter(|_| catalog == before);
    Ok(Snapshot { catalog, model })
}

/// Where the snapshot parts from what the sealed files make; `None` where it does not, or there is none.
///
/// # Errors
/// One of them cannot be understood.
pub(crate) fn snapshot_difference(
    history: &History,
    existing: &BTreeMap<String, String>,
) -> Result<Option<String>, Diagnostics> {
    let compared = || {
        let Some(snapshot) = read_snapshot(history, existing)? else {
            return Ok(None);
        };
        let sealed = history.only_sealed();
        let all: Vec<&Entry> = sealed.entries.iter().collect();
        let made = replayed(Catalog::empty(history.dialect), &all, existing)?.sorted();
        Ok(made.first_difference(&snapshot.catalog.sorted()))
    };
    compared().map_err(|error| match error {
        DraftError::Refused(findings) => findings,
        other => std::iter::once(Diagnostic::error(Code::HistoryUnreadable, format!("{other:?}"))).collect(),
    })
}

/// The snapshot, where the history knows it; its checksum was compared with the folder before. SQL does not say all that
/// it says, so that one which cannot be read is no reason to do without.
fn read_snapshot(history: &History, existing: &BTreeMap<String, String>) -> Result<Option<Snapshot>, DraftError> {
    if history.snapshot.is_none() {
        return Ok(None);
    }
    let text = existing.get(SNAPSHOT_FILE);
    match text.and_then(|text| Snapshot::read(&normalise(text))) {
        Some(snapshot) if snapshot.catalog.dialect == history.dialect => Ok(Some(snapshot)),
        _ => {
            let message = format!(
                "the `{SNAPSHOT_FILE}` of the {} migrations is of a form that this version does not know",
                history.dialect.title()
            );
            let help = "use the version of driftless that sealed the newest migration, or a later one";
            let finding = Diagnostic::error(Code::HistoryUnreadable, message).help(help);
            Err(DraftError::Refused(std::iter::once(finding).collect()))
        }
    }
}

fn replayed(catalog: Catalog, entries: &[&Entry], existing: &BTreeMap<String, String>) -> Result<Catalog, DraftError> {
    replayed_files(catalog, entries.iter().map(|entry| entry.up_file()), existing)
}

/// What files make of what is there.
pub(crate) fn replayed_files(
    catalog: Catalog,
    names: impl Iterator<Item = String>,
    existing: &BTreeMap<String, String>,
) -> Result<Catalog, DraftError> {
    let mut replay = Replay::of(catalog);
    for name in names {
        let Some(text) = existing.get(&name) else { continue };
        let text = normalise(text);
        if let Err(mistake) = replay.apply(&text) {
            return Err(unreadable(&name, &text, &mistake));
        }
    }
    Ok(replay.finish())
}

/// A file that cannot be understood.
pub(crate) fn unreadable(name: &str, text: &str, mistake: &Mistake) -> DraftError {
    let line = text
        .get(..mistake.offset)
        .map_or(1, |before| before.matches('\n').count() + 1);
    let message = format!("`{name}` cannot be understood at line {line}: {}", mistake.message);
    let help = "write it with statements that a schema can say, or pass the object through as `[native.*]`";
    let finding = Diagnostic::error(Code::UnreadableMigration, message).help(help);
    DraftError::Refused(std::iter::once(finding).collect())
}
