//! What becomes of a run that was killed. In: the journal it left. Out: a project as if that run had come to its end, if
//! every new text was staged, and as if it had never begun otherwise. What somebody changed since then stays as it is.

use crate::error::SyncError;
use crate::journal::{JOURNAL, Journal, Step};
use crate::project::{Found, Project, refused};
use crate::stage::{carry_out, discard, take_back};
use crate::text::digest;

/// Puts a project in order; whether there was something to do.
pub(crate) fn recover(project: &mut Project) -> Result<bool, SyncError> {
    let bytes = match project.look(JOURNAL)? {
        Found::Nothing => return Ok(false),
        Found::File(bytes) => bytes,
        Found::Other(reason) => {
            return Err(SyncError::Blocked {
                path: JOURNAL.to_owned(),
                reason,
            });
        }
    };
    match Journal::parse(&bytes)? {
        Some((journal, true)) => {
            let journal = unfinished(project, journal)?;
            carry_out(project, &journal)?;
        }
        Some((journal, false)) => {
            let journal = within(project, journal)?;
            take_back(project, &journal).map_err(unremovable)?;
        }
        None => discard(project, JOURNAL).map_err(unremovable)?,
    }
    Ok(true)
}

fn unremovable(error: std::io::Error) -> SyncError {
    refused("take back what is listed in", JOURNAL, error)
}

/// The part of a journal whose folders are still folders of the project.
fn within(project: &mut Project, journal: Journal) -> Result<Journal, SyncError> {
    let mut kept = Journal {
        folders: Vec::new(),
        steps: Vec::new(),
        ..journal
    };
    for folder in journal.folders {
        if is_reachable(project, &folder)? {
            kept.folders.push(folder);
        }
    }
    for step in journal.steps {
        if is_reachable(project, &step.path)? {
            kept.steps.push(step);
        }
    }
    Ok(kept)
}

fn is_reachable(project: &mut Project, path: &str) -> Result<bool, SyncError> {
    match project.look(path) {
        Ok(_) => Ok(true),
        Err(SyncError::Outside { .. } | SyncError::Blocked { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The steps that are still to be taken. What is staged for a place that somebody changed is of no use any more.
fn unfinished(project: &mut Project, journal: Journal) -> Result<Journal, SyncError> {
    let mut journal = within(project, journal)?;
    let mut steps = Vec::new();
    for step in journal.steps {
        if is_as_before(project, &step)? {
            let staged = !step.writes || matches!(project.look(&step.staged)?, Found::File(_));
            steps.extend(staged.then_some(step));
        } else if step.writes {
            discard(project, &step.staged).map_err(|error| refused("remove", &step.staged, error))?;
        }
    }
    journal.steps = steps;
    Ok(journal)
}

/// Whether nobody changed the place of a step since it was planned. One that was removed is as it shall be, but its
/// folders may be left.
fn is_as_before(project: &mut Project, step: &Step) -> Result<bool, SyncError> {
    Ok(match project.look(&step.path)? {
        Found::Nothing => step.before.is_none() || !step.writes,
        Found::File(bytes) => step.before.as_ref().is_some_and(|before| digest(&bytes) == *before),
        Found::Other(_) => false,
    })
}
