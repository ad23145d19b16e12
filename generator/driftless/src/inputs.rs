//! What a run read, by digest. In: texts, as they are read. Out: an [`Inputs`] that can be read again from the disk and
//! compared. A run that is interrupted by an editor keeps what it saw itself: nothing here is read a second time for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use driftless_output::digest;
use serde::{Deserialize, Serialize};

use crate::project::matching;
use crate::texts::{Unreadable, read_folder_of, read_included, read_schema};

/// Digests by path.
type Digests = BTreeMap<String, String>;

/// Everything that decides what a run emits, besides its program and its arguments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Inputs {
    /// The schema.
    schema: String,
    /// What each pattern of `include` matched.
    patterns: BTreeMap<String, Vec<PathBuf>>,
    /// The files that they matched.
    included: BTreeMap<PathBuf, String>,
    /// The texts of templates and migrations, by folder.
    folders: BTreeMap<String, Digests>,
}

impl Inputs {
    /// Takes in the text of the schema.
    pub(crate) fn take_schema(&mut self, text: &str) {
        self.schema = digest(text.as_bytes());
    }

    /// Takes in what a pattern matched.
    pub(crate) fn take_pattern(&mut self, pattern: &str, files: Vec<PathBuf>) {
        self.patterns.insert(pattern.to_owned(), files);
    }

    /// Takes in a file that a pattern matched.
    pub(crate) fn take_included(&mut self, file: &Path, text: &str) {
        self.included.insert(file.to_owned(), digest(text.as_bytes()));
    }

    /// Takes in the texts of a folder.
    pub(crate) fn take_folder(&mut self, folder: &str, texts: &BTreeMap<String, String>) {
        let digests = texts.iter().map(|(name, text)| (name.clone(), digest(text.as_bytes())));
        self.folders.insert(folder.to_owned(), digests.collect());
    }

    /// Takes in that a file was written, or removed: drafted migrations are read by the next run.
    pub(crate) fn wrote(&mut self, path: &str, text: Option<&str>) {
        for (folder, texts) in &mut self.folders {
            let name = path
                .strip_prefix(folder.as_str())
                .and_then(|rest| rest.strip_prefix('/'));
            match (name, text) {
                (Some(name), Some(text)) => drop(texts.insert(name.to_owned(), digest(text.as_bytes()))),
                (Some(name), None) => drop(texts.remove(name)),
                (None, _) => {}
            }
        }
    }

    /// What the same places hold now.
    ///
    /// # Errors
    /// Something cannot be read; the run that computes says what.
    pub(crate) fn read_again(&self, root: &Path, schema: &Path) -> Result<Self, Unreadable> {
        let mut now = Self::default();
        now.take_schema(&read_schema(schema)?.text);
        for pattern in self.patterns.keys() {
            now.take_pattern(pattern, matching(root, pattern).unwrap_or_default());
        }
        for file in self.included.keys() {
            now.take_included(file, &read_included(root, file)?.text);
        }
        for folder in self.folders.keys() {
            now.take_folder(folder, &read_folder_of(root, folder)?);
        }
        Ok(now)
    }
}
