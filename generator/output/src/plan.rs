//! What would have to change. In: the outputs and the project on disk. Out: a report that holds every text before and
//! after, or the reason why nothing may be touched. It reads and never writes.

use crate::error::SyncError;
use crate::manifest::Manifest;
use crate::project::{Found, Project};
use crate::report::{Entry, Report, State};
use crate::set::{Kind, OutputFile, OutputSet, path_fault};
use crate::sync::Options;
use crate::text::{canonical, digest, has_header};
use std::collections::BTreeMap;

/// Compares every file that is wanted, listed or withdrawn.
pub(crate) fn plan(project: &mut Project, outputs: &OutputSet, options: &Options) -> Result<Report, SyncError> {
    let known = match options.manifest {
        Some(path) => read_manifest(project, outputs, path)?,
        None => None,
    };
    let mut entries = compare_outputs(project, outputs, known.as_ref())?;
    for path in outputs.withdrawn() {
        entries.extend(compare_withdrawn(project, path)?);
    }
    let version = options.tool_version.to_owned();
    let mut next = Manifest {
        version,
        files: list_generated(outputs),
    };
    if let Some(known) = &known {
        entries.extend(compare_orphans(project, outputs, known, &mut next)?);
    }
    let mut manifest = None;
    if let Some(path) = options.manifest {
        let text = next.to_text();
        entries.push(compare_manifest(project, path, &text)?);
        manifest = Some(digest(text.as_bytes()));
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let other_version = known
        .map(|known| known.version)
        .filter(|version| version != options.tool_version);
    Ok(Report {
        entries,
        other_version,
        manifest,
    })
}

fn read_manifest(project: &mut Project, outputs: &OutputSet, path: &str) -> Result<Option<Manifest>, SyncError> {
    let fault = |reason: String| SyncError::Manifest {
        path: path.to_owned(),
        reason,
    };
    if let Some(reason) = path_fault(path) {
        return Err(fault(format!("its path {reason}")));
    }
    if let Some(output) = outputs.occupant(&path.to_lowercase()) {
        return Err(fault(format!("the output `{output}` needs its place")));
    }
    match project.look(path)? {
        Found::Nothing => Ok(None),
        Found::File(bytes) => Manifest::parse(path, &bytes).map(Some),
        Found::Other(reason) => Err(SyncError::Blocked {
            path: path.to_owned(),
            reason,
        }),
    }
}

/// What the manifest lists: only what is ours alone.
fn list_generated(outputs: &OutputSet) -> BTreeMap<String, String> {
    let ours = outputs.iter().filter(|(_, file)| file.kind == Kind::Generated);
    ours.map(|(path, file)| (path.to_owned(), digest(file.text.as_bytes())))
        .collect()
}

fn compare_outputs(
    project: &mut Project,
    outputs: &OutputSet,
    known: Option<&Manifest>,
) -> Result<Vec<Entry>, SyncError> {
    let mut entries = Vec::with_capacity(outputs.len());
    let mut foreign = Vec::new();
    for (path, file) in outputs.iter() {
        let bytes = match project.look(path)? {
            Found::Nothing => {
                entries.push(replacement(path, State::Missing, None, &file.text));
                continue;
            }
            Found::File(bytes) => bytes,
            Found::Other(reason) => {
                return Err(SyncError::Blocked {
                    path: path.to_owned(),
                    reason,
                });
            }
        };
        let hash = known.and_then(|manifest| manifest.files.get(path));
        match compare_text(file, &bytes, hash) {
            Some(State::Unchanged) => entries.push(Entry::left_alone(path, State::Unchanged)),
            Some(state) => entries.push(replacement(path, state, Some(&bytes), &file.text)),
            None => foreign.push(path.to_owned()),
        }
    }
    if foreign.is_empty() {
        Ok(entries)
    } else {
        Err(SyncError::Foreign(foreign))
    }
}

/// The state of an existing file, or nothing where Driftless did not make it.
fn compare_text(file: &OutputFile, bytes: &[u8], hash: Option<&String>) -> Option<State> {
    if bytes == file.text.as_bytes() || *canonical(bytes) == *file.text.as_bytes() {
        return Some(State::Unchanged);
    }
    match (file.kind, hash) {
        // Who owns a migration is known to its history, which has been asked before the file came here.
        (Kind::Migration, _) => Some(State::Stale),
        (Kind::Generated, Some(hash)) if digest(bytes) == *hash => Some(State::Stale),
        (Kind::Generated, Some(_)) => Some(State::Edited),
        (Kind::Generated, None) => has_header(bytes).then_some(State::Stale),
    }
}

fn compare_withdrawn(project: &mut Project, path: &str) -> Result<Option<Entry>, SyncError> {
    Ok(match project.look(path)? {
        Found::Nothing => None,
        Found::File(bytes) if has_header(&bytes) => Some(removal(path, State::Withdrawn, &bytes)),
        Found::File(_) | Found::Other(_) => Some(Entry::left_alone(path, State::OrphanEdited)),
    })
}

/// What is listed and no longer wanted; what of it stays is listed again in `next`, and so is reported until somebody
/// decides what becomes of it.
fn compare_orphans(
    project: &mut Project,
    outputs: &OutputSet,
    known: &Manifest,
    next: &mut Manifest,
) -> Result<Vec<Entry>, SyncError> {
    let mut entries = Vec::new();
    for (path, hash) in known.files.iter().filter(|(path, _)| outputs.get(path).is_none()) {
        let Some(entry) = compare_orphan(project, path, hash)? else {
            continue;
        };
        if entry.state == State::OrphanEdited {
            next.files.insert(path.clone(), hash.clone());
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn compare_orphan(project: &mut Project, path: &str, hash: &str) -> Result<Option<Entry>, SyncError> {
    Ok(match project.look(path) {
        // A file where its folder was means that it is gone as well.
        Ok(Found::Nothing) | Err(SyncError::Blocked { .. }) => None,
        Ok(Found::File(bytes)) if digest(&bytes) == hash => Some(removal(path, State::Orphaned, &bytes)),
        Ok(Found::File(_) | Found::Other(_)) | Err(SyncError::Outside { .. }) => {
            Some(Entry::left_alone(path, State::OrphanEdited))
        }
        Err(error) => return Err(error),
    })
}

fn compare_manifest(project: &mut Project, path: &str, text: &str) -> Result<Entry, SyncError> {
    Ok(match project.look(path)? {
        Found::File(bytes) if *canonical(&bytes) == *text.as_bytes() => Entry::left_alone(path, State::Unchanged),
        Found::File(bytes) => replacement(path, State::Stale, Some(&bytes), text),
        Found::Nothing => replacement(path, State::Missing, None, text),
        Found::Other(reason) => {
            return Err(SyncError::Blocked {
                path: path.to_owned(),
                reason,
            });
        }
    })
}

fn replacement(path: &str, state: State, before: Option<&[u8]>, after: &str) -> Entry {
    Entry {
        before: before.map(readable),
        after: Some(after.to_owned()),
        ..Entry::left_alone(path, state)
    }
}

fn removal(path: &str, state: State, before: &[u8]) -> Entry {
    Entry {
        before: Some(readable(before)),
        ..Entry::left_alone(path, state)
    }
}

/// The text for a diff: what is not UTF-8 is shown as such and never written back.
fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&canonical(bytes)).into_owned()
}
