//! What a run found, file by file in path order, and what it did or would do about it.

/// How a file on disk relates to the outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The same text, whatever its line ends.
    Unchanged,
    /// Not there: created.
    Missing,
    /// Ours, from an earlier run: updated.
    Stale,
    /// Ours, but changed by somebody since: updated, and the change is lost.
    Edited,
    /// Ours, untouched, and no longer emitted: removed.
    Orphaned,
    /// No longer emitted, but changed by somebody since: kept.
    OrphanEdited,
    /// A draft migration that the plan no longer wants: removed.
    Withdrawn,
}

/// One file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Project-relative, with forward slashes.
    pub path: String,
    /// What was found.
    pub state: State,
    /// The text that is replaced or removed.
    pub before: Option<String>,
    /// The text that takes its place.
    pub after: Option<String>,
}

impl Entry {
    /// A file about which there is nothing to do.
    pub(crate) fn left_alone(path: &str, state: State) -> Self {
        Self {
            path: path.to_owned(),
            state,
            before: None,
            after: None,
        }
    }
}

/// How many files of which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Were missing.
    pub created: usize,
    /// Were stale or edited.
    pub updated: usize,
    /// Were orphaned or withdrawn.
    pub removed: usize,
    /// Agreed already.
    pub unchanged: usize,
    /// Orphans that somebody edited.
    pub kept: usize,
}

/// What a run found and, in write mode, did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// In byte order of their paths; the manifest is one of them.
    pub entries: Vec<Entry>,
    /// The version that made the manifest, where it is not the running one.
    pub other_version: Option<String>,
    /// The digest of the manifest that belongs to the outputs, where there is one.
    pub manifest: Option<String>,
}

impl Report {
    /// Whether the project agreed with its outputs before the run.
    pub fn is_clean(&self) -> bool {
        self.entries.iter().all(|entry| entry.state == State::Unchanged)
    }

    /// The entries that are not as they should be, in path order.
    pub fn differences(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.state != State::Unchanged)
    }

    /// The sums to print.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for entry in &self.entries {
            let count = match entry.state {
                State::Unchanged => &mut counts.unchanged,
                State::Missing => &mut counts.created,
                State::Stale | State::Edited => &mut counts.updated,
                State::Orphaned | State::Withdrawn => &mut counts.removed,
                State::OrphanEdited => &mut counts.kept,
            };
            *count += 1;
        }
        counts
    }
}
