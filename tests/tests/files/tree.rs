//! A folder as plain values. In: a folder, or values. Out: the same as the other; what differs between two.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Everything below a folder, by relative path: files with their content, folders without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tree(pub(crate) BTreeMap<String, Option<Vec<u8>>>);

impl Tree {
    /// What lies in a folder.
    pub(crate) fn read(root: &Path) -> Self {
        let mut tree = Self::default();
        tree.take(root, "");
        tree
    }

    fn take(&mut self, folder: &Path, prefix: &str) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let entry = entry.expect("it can be read");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("it has a type").is_dir() {
                self.take(&entry.path(), &format!("{path}/"));
                self.0.insert(path, None);
            } else {
                self.0
                    .insert(path, Some(fs::read(entry.path()).expect("a file can be read")));
            }
        }
    }

    /// Makes a folder that was empty hold all of it.
    pub(crate) fn write(&self, root: &Path) {
        for (path, content) in &self.0 {
            match content {
                None => fs::create_dir_all(root.join(path)).expect("the folder can be made"),
                Some(content) => {
                    let file = root.join(path);
                    fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder can be made");
                    fs::write(file, content).expect("the file can be written");
                }
            }
        }
    }

    /// The paths that are not the same in both.
    pub(crate) fn differences(&self, other: &Self) -> BTreeSet<String> {
        let paths = self.0.keys().chain(other.0.keys());
        paths
            .filter(|path| self.0.get(*path) != other.0.get(*path))
            .cloned()
            .collect()
    }
}
