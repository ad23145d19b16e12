//! The files of a run, in memory. In: marked texts under project-relative paths. Out: stripped texts in path order, and
//! the way back from a line or a name to the schema. It never looks at the disk.

use crate::mark::{Anchor, MarkError, strip_marks};
use crate::text::normalise;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Who a file belongs to once it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ours: listed in the manifest, removed when it is no longer emitted.
    Generated,
    /// Part of the project's history: written when different, never listed, never removed by its absence.
    Migration,
}

/// One file: its text and where its lines come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// The text as it is written: line feeds, one final newline, no markers.
    pub text: String,
    /// In the order of the text.
    pub anchors: Vec<Anchor>,
    /// Who it belongs to.
    pub kind: Kind,
}

impl OutputFile {
    /// The generated file that a marked text stands for.
    pub fn from_marked(marked: &str) -> Result<Self, MarkError> {
        let (text, anchors) = strip_marks(&normalise(marked))?;
        Ok(Self {
            text: normalise(&text),
            anchors,
            kind: Kind::Generated,
        })
    }

    /// The anchors of the declaration that `line` (from 1) belongs to: those nearest at or above it, outermost first.
    pub fn anchors_at(&self, line: usize) -> &[Anchor] {
        let above = &self.anchors[..self.anchors.partition_point(|anchor| anchor.line <= line)];
        let Some(nearest) = above.last() else { return &[] };
        &above[above.partition_point(|anchor| anchor.line < nearest.line)..]
    }
}

/// Why a file cannot be part of the outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsertError {
    /// The path could lead out of the project, or does not exist on every system.
    Path {
        /// As the emitter gave it.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two outputs want the same place, if only on a file system that ignores case.
    Taken {
        /// The later of the two.
        path: String,
        /// The earlier of the two.
        by: String,
    },
    /// The provenance markers in the text cannot be read.
    Mark {
        /// The file that holds them.
        path: String,
        /// What is wrong with them.
        error: MarkError,
    },
}

impl fmt::Display for InsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { path, reason } => write!(f, "the output path `{path}` {reason}"),
            Self::Taken { path, by } => write!(f, "the outputs `{path}` and `{by}` need the same place"),
            Self::Mark { path, error } => write!(f, "the output `{path}`, {error}"),
        }
    }
}

impl std::error::Error for InsertError {}

/// Every file of a run, by project-relative path with forward slashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputSet {
    files: BTreeMap<String, OutputFile>,
    withdrawn: BTreeSet<String>,
    /// Lower-case path to path, so that no two outputs fall together on any file system.
    places: BTreeMap<String, String>,
}

impl OutputSet {
    /// Takes in a marked text.
    pub fn insert_marked(&mut self, path: &str, marked: &str, kind: Kind) -> Result<(), InsertError> {
        let file = OutputFile::from_marked(marked);
        let file = file.map_err(|error| InsertError::Mark {
            path: path.to_owned(),
            error,
        })?;
        self.insert(path.to_owned(), OutputFile { kind, ..file })
    }

    /// Takes in all files of another set: each target fills its own.
    pub fn extend(&mut self, other: Self) -> Result<(), InsertError> {
        for (path, file) in other.files {
            self.insert(path, file)?;
        }
        for path in other.withdrawn {
            self.withdraw(&path)?;
        }
        Ok(())
    }

    /// Says that a draft migration must no longer exist: drafts are replaced, and their names change with their
    /// content. Only a regular file with our header is removed.
    pub fn withdraw(&mut self, path: &str) -> Result<(), InsertError> {
        self.claim(path)?;
        self.withdrawn.insert(path.to_owned());
        Ok(())
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&OutputFile> {
        self.files.get(path)
    }

    /// All files, in byte order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &OutputFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The anchors of the declaration that a line belongs to, outermost first; empty where there is none.
    pub fn anchors_at(&self, path: &str, line: usize) -> &[Anchor] {
        self.get(path).map_or(&[], |file| file.anchors_at(line))
    }

    /// Every place where something of this name is emitted.
    pub fn find_name(&self, name: &str) -> Vec<(&str, &Anchor)> {
        let anchors = self
            .iter()
            .flat_map(|(path, file)| file.anchors.iter().map(move |anchor| (path, anchor)));
        anchors
            .filter(|(_, anchor)| anchor.name.as_deref() == Some(name))
            .collect()
    }

    /// Migrations that must no longer exist, in byte order.
    pub(crate) fn withdrawn(&self) -> impl Iterator<Item = &str> {
        self.withdrawn.iter().map(String::as_str)
    }

    fn insert(&mut self, path: String, file: OutputFile) -> Result<(), InsertError> {
        self.claim(&path)?;
        self.files.insert(path, file);
        Ok(())
    }

    fn claim(&mut self, path: &str) -> Result<(), InsertError> {
        if let Some(reason) = path_fault(path) {
            return Err(InsertError::Path {
                path: path.to_owned(),
                reason,
            });
        }
        let place = path.to_lowercase();
        if let Some(by) = self.occupant(&place) {
            return Err(InsertError::Taken {
                path: path.to_owned(),
                by: by.to_owned(),
            });
        }
        self.places.insert(place, path.to_owned());
        Ok(())
    }

    /// Who has the place, needs it as a folder, or stands where one of its folders must be.
    pub(crate) fn occupant(&self, place: &str) -> Option<&str> {
        let folders = place.match_indices('/').map(|(at, _)| &place[..at]);
        let taken = folders.chain([place]).find_map(|path| self.places.get(path));
        let inside = format!("{place}/");
        let below = || {
            self.places
                .range(inside.clone()..)
                .next()
                .filter(|(path, _)| path.starts_with(&inside))
        };
        taken.or_else(|| below().map(|(_, path)| path)).map(String::as_str)
    }
}

/// Names of what exists only while a run writes.
const RESERVED: &str = ".driftless-";

/// Why a path may not be used, said so that it follows the path in a sentence.
pub(crate) fn path_fault(path: &str) -> Option<&'static str> {
    if path.starts_with('/') || path.contains(':') {
        return Some("is not relative to the project");
    }
    if path.contains('\\') {
        return Some("holds a backslash; folders are separated by `/`");
    }
    if path.contains(char::is_control) {
        return Some("holds a control character");
    }
    path.split('/').find_map(|part| match part {
        "" => Some("has an empty part"),
        "." | ".." => Some("holds `.` or `..`, which could lead out of the project"),
        part if part.to_lowercase().starts_with(RESERVED) => {
            Some("begins with `.driftless-`, as what a run leaves only while it writes")
        }
        _ => None,
    })
}
