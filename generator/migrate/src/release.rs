//! Sealing the draft: from then on its files are history. In: the folder and what it leads to. Out: the new text of the
//! history, a snapshot of what the sealed migrations make, and new names of files where the migration was given one.

use std::collections::BTreeMap;

use crate::base::base;
use crate::by_hand::unfit_name;
use crate::checksum::checksum;
use crate::draft::{DraftError, Goal};
use crate::history::{Entry, HISTORY_FILE, History, State, is_name};
use crate::snapshot::SNAPSHOT_FILE;
use crate::verify::{read_history, report_folder};

/// What sealing changes in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// `0001_init`, under their new names.
    pub stems: Vec<String>,
    /// Files to write: the history, and the snapshot of what the sealed migrations make.
    pub files: Vec<(String, String)>,
    /// Files to rename, old name to new.
    pub renames: Vec<(String, String)>,
}

/// Seals the draft of a folder, which leads to `goal`; `None` where there is none.
///
/// # Errors
/// The folder is not what its history says, or the name cannot be part of a file's name.
pub fn release(
    goal: Goal<'_>,
    name: Option<&str>,
    folder: &BTreeMap<String, String>,
) -> Result<Option<Release>, DraftError> {
    let history = read_history(goal.catalog.dialect, folder).map_err(DraftError::Refused)?;
    let findings = report_folder(&history, folder, Entry::is_fixed);
    if findings.has_errors() {
        return Err(DraftError::Refused(findings));
    }
    if let Some(name) = name.filter(|name| !is_name(name)) {
        return Err(DraftError::Refused(std::iter::once(unfit_name(name)).collect()));
    }
    let snapshot = goal.snapshot_beside(&base(&history, folder)?)?;
    seal(history, name, folder, &snapshot.to_text().map_err(DraftError::Bug)?)
}

fn seal(
    mut history: History,
    name: Option<&str>,
    folder: &BTreeMap<String, String>,
    snapshot: &str,
) -> Result<Option<Release>, DraftError> {
    let (mut stems, mut renames) = (Vec::new(), Vec::new());
    for entry in history.entries.iter_mut().filter(|entry| !entry.is_sealed()) {
        let before = [entry.up_file(), entry.down_file()];
        entry.state = State::Released;
        if entry.by_hand {
            let text = |name: &String| folder.get(name).map_or("", String::as_str);
            (entry.up, entry.down) = (checksum(text(&before[0])), checksum(text(&before[1])));
        } else if let Some(name) = name {
            name.clone_into(&mut entry.name);
        }
        let after = [entry.up_file(), entry.down_file()];
        renames.extend(before.into_iter().zip(after).filter(|(old, new)| old != new));
        stems.push(entry.stem());
    }
    if stems.is_empty() {
        return Ok(None);
    }
    history.snapshot = Some(checksum(snapshot));
    let files = vec![
        (HISTORY_FILE.to_owned(), history.to_text()),
        (SNAPSHOT_FILE.to_owned(), snapshot.to_owned()),
    ];
    Ok(Some(Release { stems, files, renames }))
}
