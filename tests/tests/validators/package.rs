//! The emitted package on disk, where Node finds it and what the tests have installed.

use std::fs;
use std::path::{Path, PathBuf};

use driftless_output::OutputSet;
use driftless_tests::node;
use tempfile::TempDir;

/// A package in a folder of its own.
pub(crate) struct Package {
    folder: TempDir,
}

impl Package {
    /// Files, each as `change` leaves it.
    pub(crate) fn with(files: &OutputSet, change: impl Fn(&str, &str) -> String) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        for (path, file) in files.iter() {
            write(&folder.path().join(path), &change(path, &file.text));
        }
        node::link_packages(folder.path());
        Self { folder }
    }

    /// As emitted.
    pub(crate) fn of(files: &OutputSet) -> Self {
        Self::with(files, |_, text| text.to_owned())
    }

    /// The folder around it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The package itself.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("typescript")
    }

    /// Makes it importable by its name from `use/`, as `npm install` would.
    pub(crate) fn link(&self, name: &str) {
        let link = self.folder.path().join("use/node_modules").join(name);
        fs::create_dir_all(link.parent().expect("a name is in a folder")).expect("a folder can be made");
        std::os::unix::fs::symlink(self.root(), link).expect("a link can be made");
    }

    /// Writes a file beside it.
    pub(crate) fn add(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        write(&path, text);
        path
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}
