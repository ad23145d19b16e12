//! Where a draft begins: what the sealed migrations, and those written by hand after them, make of an empty database. In:
//! the history and the texts of the folder. Out: the Catalog, with what SQL does not say about it where a snapshot does.

use std::collections::BTreeMap;

use driftless_catalog::Catalog;
use driftless_catalog::replay::Replay;
use driftless_diagnostics::{Code, Diagnostic};

use crate::checksum::normalise;
use crate::draft::DraftError;
use crate::history::{Entry, History};
use crate::snapshot::{SNAPSHOT_FILE, Snapshot};

/// The state that a draft begins with.
///
/// # Errors
/// A sealed migration or one written by hand is not understood.
pub(crate) fn base(history: &History, existing: &BTreeMap<String, String>) -> Result<Snapshot, DraftError> {
    let kept = read_snapshot(history, existing);
    let after: Vec<&Entry> = match &kept {
        Some(_) => history.kept().filter(|entry| !entry.is_sealed()).collect(),
        None => history.kept().collect(),
    };
    let changed = !after.is_empty();
    let (catalog, model) = match kept {
        Some(snapshot) => (snapshot.catalog, snapshot.model),
        None => (Catalog::empty(history.dialect), None),
    };
    let catalog = replayed(catalog, &after, existing)?;
    // What was written by hand is not in the model: losses are then judged by the database's own dialect.
    Ok(Snapshot {
        catalog,
        model: model.filter(|_| !changed),
    })
}

/// The snapshot, where the history knows it; its checksum was compared with the folder before.
fn read_snapshot(history: &History, existing: &BTreeMap<String, String>) -> Option<Snapshot> {
    history.snapshot.as_ref()?;
    Snapshot::read(&normalise(existing.get(SNAPSHOT_FILE)?))
}

fn replayed(catalog: Catalog, entries: &[&Entry], existing: &BTreeMap<String, String>) -> Result<Catalog, DraftError> {
    let mut replay = Replay::of(catalog);
    for entry in entries {
        let name = entry.up_file();
        let Some(text) = existing.get(&name) else { continue };
        let text = normalise(text);
        if let Err(mistake) = replay.apply(&text) {
            let line = text
                .get(..mistake.offset)
                .map_or(1, |before| before.matches('\n').count() + 1);
            let message = format!("`{name}` cannot be understood at line {line}: {}", mistake.message);
            let help = "write it with statements that a schema can say, or pass the object through as `[native.*]`";
            let finding = Diagnostic::error(Code::UnreadableMigration, message).help(help);
            return Err(DraftError::Refused(std::iter::once(finding).collect()));
        }
    }
    Ok(replay.finish())
}
