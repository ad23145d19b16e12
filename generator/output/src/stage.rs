//! The only code that changes files. In: the report of what has to change. Out: a project that agrees with it, or one
//! that is as it was. The journal says what is coming; every new text is staged beside its destination; once the journal
//! says that all of them are, they are renamed into place, so that a reader sees an old file or a new one and never a
//! part of one. Nothing else is ever touched than what the journal lists.

use crate::error::SyncError;
use crate::journal::{COMMITTED, JOURNAL, Journal, Step};
use crate::project::{Project, refused};
use crate::report::{Entry, Report};
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Brings the files up to date that the report says something about.
pub(crate) fn change(project: &Project, report: &Report, manifest: Option<&str>) -> Result<(), SyncError> {
    let changes = in_order(report, manifest);
    if changes.is_empty() {
        return Ok(());
    }
    let journal = Journal::of(project, &changes);
    begin(project, &journal)?;
    let carried_out = prepare(project, &journal, &changes).and_then(|()| carry_out(project, &journal));
    if let Err(SyncError::Refused { .. }) = carried_out {
        // What cannot be taken back now stays in the journal, for the next run.
        let _left = take_back(project, &journal);
    }
    carried_out
}

/// New texts, then removals, and the manifest last: until then the old one still vouches for every file that was ours.
fn in_order<'r>(report: &'r Report, manifest: Option<&str>) -> Vec<&'r Entry> {
    let changes = report.entries.iter();
    let mut changes: Vec<&Entry> = changes
        .filter(|entry| entry.before.is_some() || entry.after.is_some())
        .collect();
    changes.sort_by_key(|entry| (manifest == Some(entry.path.as_str()), entry.after.is_none()));
    changes
}

/// Writes down what is coming.
fn begin(project: &Project, journal: &Journal) -> Result<(), SyncError> {
    let written = write_new(&project.locate(JOURNAL), &journal.to_text(), None);
    let written = written.and_then(|()| sync_folder(&project.locate("")));
    written.map_err(|error| {
        // One that is there already is of another run, on a file system without locks.
        if error.kind() != ErrorKind::AlreadyExists {
            let _left = discard(project, JOURNAL);
        }
        refused("write", JOURNAL, error)
    })
}

/// Does everything that can fail for want of space or permission, and changes no file of the project.
fn prepare(project: &Project, journal: &Journal, changes: &[&Entry]) -> Result<(), SyncError> {
    for folder in &journal.folders {
        fs::create_dir(project.locate(folder)).map_err(|error| refused("make", folder, error))?;
    }
    for (step, change) in journal.steps.iter().zip(changes) {
        stage(project, step, change.after.as_deref())?;
    }
    sync_touched(project, journal).map_err(|(folder, error)| refused("save", &folder, error))?;
    commit(&project.locate(JOURNAL)).map_err(|error| refused("write", JOURNAL, error))
}

/// Puts a new text beside its destination; of a removal, finds out whether the folder lets go of its files.
fn stage(project: &Project, step: &Step, text: Option<&str>) -> Result<(), SyncError> {
    let [staged, place] = [&step.staged, &step.path].map(|path| project.locate(path));
    // There is one only where somebody deleted the journal that lists it.
    let free = discard(project, &step.staged);
    let (verb, done) = match text {
        Some(text) => {
            let permissions = fs::metadata(place).ok().map(|old| old.permissions());
            ("write", free.and_then(|()| write_new(&staged, text, permissions)))
        }
        None => {
            let tried = free.and_then(|()| write_new(&staged, "", None));
            ("remove", tried.and_then(|()| fs::remove_file(&staged)))
        }
    };
    done.map_err(|error| refused(verb, &step.path, error))
}

fn commit(journal: &Path) -> io::Result<()> {
    let mut file = File::options().append(true).open(journal)?;
    file.write_all(COMMITTED.as_bytes())?;
    file.sync_all()
}

/// Takes the steps of a journal and then forgets it. An error after the first step leaves it for the next run.
pub(crate) fn carry_out(project: &Project, journal: &Journal) -> Result<(), SyncError> {
    for (at, step) in journal.steps.iter().enumerate() {
        let (verb, done) = match step.writes {
            true => (
                "replace",
                fs::rename(project.locate(&step.staged), project.locate(&step.path)),
            ),
            false => ("remove", remove(project, &step.path)),
        };
        done.map_err(|error| match at {
            0 => refused(verb, &step.path, error),
            _ => interrupted(verb, &step.path, error),
        })?;
    }
    sync_touched(project, journal).map_err(|(folder, error)| interrupted("save", &folder, error))?;
    discard(project, JOURNAL).map_err(|error| interrupted("remove", JOURNAL, error))
}

/// Removes whatever was staged, and the folders made for it.
pub(crate) fn take_back(project: &Project, journal: &Journal) -> io::Result<()> {
    let mut left = Ok(());
    for step in &journal.steps {
        left = left.and(discard(project, &step.staged));
    }
    for folder in journal.folders.iter().rev() {
        // Refused where somebody else uses it by now.
        let _in_use = fs::remove_dir(project.locate(folder));
    }
    left.and_then(|()| discard(project, JOURNAL))
}

/// Removes a file that may be gone already, or its folder before it.
pub(crate) fn discard(project: &Project, path: &str) -> io::Result<()> {
    fs::remove_file(project.locate(path)).or_else(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(()),
        _ => Err(error),
    })
}

/// Removes the file and the folders that are empty without it.
fn remove(project: &Project, path: &str) -> io::Result<()> {
    discard(project, path)?;
    let folders = path.rmatch_indices('/').map(|(at, _)| project.locate(&path[..at]));
    // The first folder that still holds something refuses, and so keeps those above it.
    let _emptied = folders.take_while(|folder| fs::remove_dir(folder).is_ok()).count();
    Ok(())
}

/// Writes a file that must not be there yet, so that it is written through no link, and closes it: there may be more
/// files than a process may hold open.
fn write_new(place: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(place)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes what happened in folders survive a power cut; on an error, with the folder.
fn sync_touched(project: &Project, journal: &Journal) -> Result<(), (String, io::Error)> {
    for folder in journal.touched() {
        let place = project.locate(folder);
        if place.exists() {
            let named = if folder.is_empty() { "." } else { folder };
            sync_folder(&place).map_err(|error| (named.to_owned(), error))?;
        }
    }
    Ok(())
}

/// Makes renames and removals in a folder survive a power cut, where the system offers it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// An error of the operating system after the first file was changed.
fn interrupted(verb: &'static str, path: &str, error: io::Error) -> SyncError {
    SyncError::Interrupted {
        verb,
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::recover;
    use crate::report::State;

    fn report(paths: &[&str]) -> Report {
        let after = Some("new\n".to_owned());
        let entry = |path: &&str| Entry {
            after: after.clone(),
            ..Entry::left_alone(path, State::Missing)
        };
        Report {
            entries: paths.iter().map(entry).collect(),
            ..Report::default()
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_while_staging_leaves_neither_files_nor_folders() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("blocked"), "mine").unwrap();
        let project = Project::open(root.path()).unwrap();
        let report = report(&["a.txt", "b/c/d.txt", "blocked/e.txt"]);
        let error = change(&project, &report, None).expect_err("a file is no folder");
        assert!(
            matches!(&error, SyncError::Refused { path, .. } if path == "blocked/e.txt"),
            "{error}"
        );
        assert!(error.help().starts_with("nothing was changed"), "{}", error.help());
        assert_eq!(names(root.path()), ["blocked"]);
    }

    #[test]
    fn the_manifest_comes_last_and_removals_before_it() {
        let mut report = report(&["a.json", "b.txt", "d.txt"]);
        let removal = Entry {
            before: Some("old\n".into()),
            ..Entry::left_alone("c.txt", State::Orphaned)
        };
        report.entries.insert(2, removal);
        report.entries.push(Entry::left_alone("e.txt", State::Unchanged));
        let paths: Vec<&str> = in_order(&report, Some("a.json"))
            .iter()
            .map(|entry| entry.path.as_str())
            .collect();
        assert_eq!(paths, ["b.txt", "d.txt", "c.txt", "a.json"]);
    }

    #[test]
    fn what_an_interrupted_run_could_not_do_is_left_to_the_next() {
        let root = tempfile::tempdir().unwrap();
        let mut project = Project::open(root.path()).unwrap();
        let report = report(&["a.txt", "b.txt", "c/d.txt", "m.json"]);
        let changes = in_order(&report, Some("m.json"));
        let journal = Journal::of(&project, &changes);
        begin(&project, &journal).unwrap();
        prepare(&project, &journal, &changes).unwrap();
        assert!(
            ["a.txt", "b.txt", "c/d.txt", "m.json"]
                .iter()
                .all(|path| !root.path().join(path).exists())
        );
        fs::create_dir(root.path().join("b.txt")).unwrap();
        let error = carry_out(&project, &journal).unwrap_err();
        assert!(
            matches!(&error, SyncError::Interrupted { path, .. } if path == "b.txt"),
            "{error}"
        );
        assert!(
            error.help().starts_with("some files are already new"),
            "{}",
            error.help()
        );
        assert!(recover(&mut project).unwrap());
        assert_eq!(names(root.path()), ["a.txt", "b.txt", "c", "m.json"]);
        assert_eq!(
            names(&root.path().join("b.txt")),
            [""; 0],
            "somebody's folder stays as it is"
        );
        assert!(!recover(&mut project).unwrap());
    }
}
