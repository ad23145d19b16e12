//! Migrations whose lines lead back to the schema. In: what the schema asks for, and the folder. Out: the draft, whether
//! or not something stops it, and the sealed first migration where this version would write it so. Nothing is written.

use std::collections::BTreeMap;

use driftless_catalog::Catalog;

use crate::checksum::checksum;
use crate::draft::{DraftError, Goal, MigrationFile, draft, emitted};
use crate::files::{MigrationTexts, Remarks};
use crate::plan::plan;
use crate::verify::read_history;

/// The files of a folder that are known line by line, with provenance markers.
///
/// # Errors
/// As for a draft, but for what it would lose.
pub fn traced(goal: Goal<'_>, folder: &BTreeMap<String, String>) -> Result<Vec<MigrationFile>, DraftError> {
    let mut files = match draft(goal, folder, &[]) {
        Ok(drafted) => drafted.files,
        Err(DraftError::Stopped(stop)) => stop.files,
        Err(error) => return Err(error),
    };
    files.extend(first_again(goal, folder)?);
    Ok(files)
}

/// The first migration, where it is the only one that is sealed: of a later one it is not known what the schema was.
fn first_again(goal: Goal<'_>, folder: &BTreeMap<String, String>) -> Result<Option<MigrationFile>, DraftError> {
    let dialect = goal.catalog.dialect;
    let history = read_history(dialect, folder).map_err(DraftError::Refused)?;
    let sealed: Vec<_> = history.entries.iter().filter(|entry| entry.is_sealed()).collect();
    let [entry] = sealed.as_slice() else {
        return Ok(None);
    };
    let all = plan(&Catalog::empty(dialect), goal.catalog).map_err(DraftError::Bug)?;
    let [part] = all.parts.as_slice() else {
        return Ok(None);
    };
    let text = MigrationTexts::of(dialect, part, Remarks::default()).up;
    let same = checksum(&emitted(&text)?) == entry.up;
    Ok(same.then(|| MigrationFile {
        name: entry.up_file(),
        text,
    }))
}
