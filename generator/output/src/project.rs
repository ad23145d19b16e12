//! The project's folder as it is on disk. In: project-relative paths. Out: what stands there. It refuses to look through
//! a symbolic link that leads out of the project, so that nothing outside is ever read as ours, replaced or removed.

use crate::error::SyncError;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What stands at a path.
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A regular file with this content.
    File(Vec<u8>),
    /// Something else, said so that it follows the path in a sentence.
    Other(&'static str),
}

/// The project's folder, and which of its folders have been looked at.
pub(crate) struct Project {
    root: PathBuf,
    /// Whether a folder exists; those that must not be used are errors instead.
    folders: BTreeMap<String, bool>,
}

impl Project {
    /// The folder, which must exist.
    pub(crate) fn open(root: &Path) -> Result<Self, SyncError> {
        let real = root
            .canonicalize()
            .map_err(|error| refused("open", &root.display().to_string(), error))?;
        Ok(Self {
            root: real,
            folders: BTreeMap::new(),
        })
    }

    /// Where a path is on disk.
    pub(crate) fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What stands at a path.
    pub(crate) fn look(&mut self, path: &str) -> Result<Found, SyncError> {
        if !self.has_folder_of(path)? {
            return Ok(Found::Nothing);
        }
        let place = self.locate(path);
        let Some(kind) = file_type(&place, path)? else {
            return Ok(Found::Nothing);
        };
        if kind.is_file() {
            return fs::read(place)
                .map(Found::File)
                .map_err(|error| refused("read", path, error));
        }
        Ok(Found::Other(match () {
            () if kind.is_symlink() => "is a symbolic link where an output must go",
            () if kind.is_dir() => "is a folder where an output must go",
            () => "is not a regular file, but an output must go there",
        }))
    }

    /// Whether the folder that holds `path` exists.
    fn has_folder_of(&mut self, path: &str) -> Result<bool, SyncError> {
        let Some((folder, _)) = path.rsplit_once('/') else {
            return Ok(true);
        };
        if let Some(&exists) = self.folders.get(folder) {
            return Ok(exists);
        }
        let exists = self.has_folder_of(folder)? && self.check_folder(folder)?;
        self.folders.insert(folder.to_owned(), exists);
        Ok(exists)
    }

    /// Whether the folder exists, given that the one above it does.
    fn check_folder(&self, folder: &str) -> Result<bool, SyncError> {
        let place = self.locate(folder);
        let Some(kind) = file_type(&place, folder)? else {
            return Ok(false);
        };
        if kind.is_symlink() {
            let target = place.canonicalize().map_err(|error| refused("follow", folder, error))?;
            if !target.starts_with(&self.root) {
                return Err(SyncError::Outside {
                    path: folder.to_owned(),
                });
            }
        }
        match place.is_dir() {
            true => Ok(true),
            false => Err(SyncError::Blocked {
                path: folder.to_owned(),
                reason: "is a file where a folder must be",
            }),
        }
    }
}

/// An error of the operating system before anything was changed.
pub(crate) fn refused(verb: &'static str, path: &str, error: std::io::Error) -> SyncError {
    SyncError::Refused {
        verb,
        path: path.to_owned(),
        error,
    }
}

/// What kind of thing stands there, links not followed.
fn file_type(place: &Path, path: &str) -> Result<Option<fs::FileType>, SyncError> {
    match fs::symlink_metadata(place) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(refused("look at", path, error)),
    }
}
