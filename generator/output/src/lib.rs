//! Files in memory, where each line came from, and the one place that writes to disk.
//!
//! In: the texts that targets emit, marked with the spans they come from. Out: an [`OutputSet`] that can say which
//! declaration a line belongs to, and [`sync()`], which makes a project agree with it or reports where it does not.
//! Writing, checking and the dry run are one path that differs only in its last step, which needs the project's
//! [`Lock`]. A file that Driftless did not make is never overwritten and never removed.

pub mod cache;
mod diff;
mod error;
mod folder;
mod journal;
mod lock;
mod manifest;
mod mark;
mod plan;
mod project;
mod recovery;
mod report;
mod set;
mod stage;
mod sync;
mod text;
mod unchanged;

pub use diff::unified_diff;
pub use error::SyncError;
pub use folder::make_folder;
pub use lock::{Lock, settled, undisturbed};
pub use mark::{Anchor, MarkError, mark, mark_named};
pub use report::{Counts, Entry, Report, State};
pub use set::{InsertError, Kind, OutputFile, OutputSet};
pub use sync::{Mode, Options, sync};
pub use text::{HEADER, digest};
pub use unchanged::are_unchanged;
