//! The only code that changes files. In: the report of what has to change. Out: a project that agrees with it, or one
//! that is as it was. [`stage()`] puts every new text beside its destination and [`Staged::commit`] renames them into
//! place, so that a reader sees an old file or a new one and never a part of one.

use crate::error::SyncError;
use crate::project::{Project, refused};
use crate::report::{Entry, Report};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempPath};

/// Everything a commit needs. Dropped without one, it leaves the project as it was.
pub(crate) struct Staged<'a> {
    project: &'a Project,
    // Before the folders, which can only be removed once the staged files in them are.
    files: Vec<StagedFile<'a>>,
    manifest: Option<StagedFile<'a>>,
    removals: Vec<&'a Entry>,
    folders: NewFolders,
}

struct StagedFile<'a> {
    path: &'a str,
    text: TempPath,
}

/// Writes every new text to a file of its own in the folder where it will be needed.
pub(crate) fn stage<'a>(
    project: &'a Project,
    report: &'a Report,
    manifest: Option<&str>,
) -> Result<Staged<'a>, SyncError> {
    let mut staged = Staged {
        project,
        files: Vec::new(),
        manifest: None,
        removals: Vec::new(),
        folders: NewFolders::default(),
    };
    for entry in &report.entries {
        let path = entry.path.as_str();
        match &entry.after {
            Some(text) => {
                let text = staged
                    .write(path, text)
                    .map_err(|error| refused("write", path, error))?;
                let file = StagedFile { path, text };
                match manifest == Some(path) {
                    true => staged.manifest = Some(file),
                    false => staged.files.push(file),
                }
            }
            None if entry.before.is_some() => staged.removals.push(entry),
            None => {}
        }
    }
    Ok(staged)
}

impl Staged<'_> {
    /// Puts the files in place, removes what is no longer wanted, and replaces the manifest last: until then the old one
    /// still vouches for every file that was ours.
    pub(crate) fn commit(mut self) -> Result<(), SyncError> {
        let mut touched = self.folders.parents();
        let mut changed = false;
        for StagedFile { path, text } in std::mem::take(&mut self.files) {
            let place = self.project.locate(path);
            text.persist(&place)
                .map_err(|error| failure(changed, "replace", path, error.error))?;
            touched.extend(place.parent().map(Path::to_owned));
            changed = true;
        }
        for entry in std::mem::take(&mut self.removals) {
            self.remove(&entry.path)
                .map_err(|error| failure(changed, "remove", &entry.path, error))?;
            touched.extend(self.project.locate(&entry.path).parent().map(Path::to_owned));
            changed = true;
        }
        for folder in touched.iter().filter(|folder| folder.exists()) {
            let name = folder.display().to_string();
            sync_folder(folder).map_err(|error| failure(changed, "save", &name, error))?;
        }
        let Some(StagedFile { path, text }) = self.manifest.take() else {
            return Ok(());
        };
        let place = self.project.locate(path);
        text.persist(&place)
            .map_err(|error| failure(changed, "replace", path, error.error))?;
        place
            .parent()
            .map_or(Ok(()), sync_folder)
            .map_err(|error| failure(true, "save", path, error))
    }

    fn write(&mut self, path: &str, text: &str) -> io::Result<TempPath> {
        let place = self.project.locate(path);
        let folder = place.parent().unwrap_or(&place);
        self.folders.create(folder)?;
        let mut file = new_file_in(folder)?;
        if let Ok(metadata) = fs::metadata(&place) {
            file.as_file().set_permissions(metadata.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        // Closed here: there may be more files than a process may hold open.
        Ok(file.into_temp_path())
    }

    /// Removes the file and the folders that are empty without it.
    fn remove(&self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.project.locate(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let folders = path.rmatch_indices('/').map(|(at, _)| self.project.locate(&path[..at]));
        // The first folder that still holds something refuses, and so keeps those above it.
        let _emptied = folders.take_while(|folder| fs::remove_dir(folder).is_ok()).count();
        Ok(())
    }
}

/// Folders made while staging; those that are still empty in the end go again.
#[derive(Default)]
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    fn create(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.0.push(folder.to_owned());
        }
        Ok(())
    }

    fn parents(&self) -> BTreeSet<PathBuf> {
        self.0
            .iter()
            .filter_map(|folder| folder.parent())
            .map(Path::to_owned)
            .collect()
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Refused where the folder is in use, which is what was wanted of it.
            let _in_use = fs::remove_dir(folder);
        }
    }
}

fn new_file_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".driftless-").suffix(".tmp");
    #[cfg(unix)]
    {
        // Temporary files are private by default; these become the project's files, so the umask decides.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Makes renames and removals in a folder survive a power cut, where the system offers it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

fn failure(changed: bool, verb: &'static str, path: &str, error: io::Error) -> SyncError {
    match changed {
        true => SyncError::Interrupted {
            verb,
            path: path.to_owned(),
            error,
        },
        false => refused(verb, path, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::State;

    fn report(paths: &[&str]) -> Report {
        let after = Some("new\n".to_owned());
        let entry = |path: &&str| Entry {
            after: after.clone(),
            ..Entry::left_alone(path, State::Missing)
        };
        Report {
            entries: paths.iter().map(entry).collect(),
            other_version: None,
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
        let error = stage(&project, &report, None).err().expect("a file is no folder");
        assert!(
            matches!(&error, SyncError::Refused { path, .. } if path == "blocked/e.txt"),
            "{error}"
        );
        assert!(error.help().starts_with("nothing was changed"), "{}", error.help());
        assert_eq!(names(root.path()), ["blocked"]);
    }

    #[test]
    fn staging_alone_changes_nothing_once_it_is_dropped() {
        let root = tempfile::tempdir().unwrap();
        let project = Project::open(root.path()).unwrap();
        let report = report(&["a.txt", "b/c/d.txt"]);
        let staged = stage(&project, &report, None).unwrap();
        assert_eq!(names(root.path()).len(), 2);
        drop(staged);
        assert_eq!(names(root.path()), [""; 0]);
    }

    #[test]
    fn an_interrupted_commit_says_so_and_leaves_no_staged_files() {
        let root = tempfile::tempdir().unwrap();
        let project = Project::open(root.path()).unwrap();
        let report = report(&["a.txt", "b.txt", "c/d.txt", "m.json"]);
        let staged = stage(&project, &report, Some("m.json")).unwrap();
        fs::create_dir(root.path().join("b.txt")).unwrap();
        let error = staged.commit().unwrap_err();
        assert!(
            matches!(&error, SyncError::Interrupted { path, .. } if path == "b.txt"),
            "{error}"
        );
        assert!(
            error.help().starts_with("some files are already new"),
            "{}",
            error.help()
        );
        assert_eq!(names(root.path()), ["a.txt", "b.txt"]);
    }
}
