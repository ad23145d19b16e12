//! Makes a project agree with its outputs, or says where it does not. Writing, checking and the dry run do the same
//! work; only writing takes the last step.

use crate::error::SyncError;
use crate::lock::Lock;
use crate::plan::plan;
use crate::project::Project;
use crate::report::Report;
use crate::set::OutputSet;
use crate::stage::change;
use std::path::Path;

/// Whether to take the last step. Checking and the dry run differ in what their caller makes of the report.
#[derive(Debug, Clone, Copy)]
pub enum Mode<'l> {
    /// Bring the files up to date, which one run at a time may do: the one that holds the lock on the project.
    Write(&'l Lock),
    /// Say whether they are.
    Check,
    /// Show what writing would do.
    DryRun,
}

/// What a run has to know besides its outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options<'a> {
    /// Where the list of generated files is kept, relative to the project. Without one, no file is an orphan: for runs
    /// that write a few files and not everything that belongs to the project.
    pub manifest: Option<&'a str>,
    /// The running version, kept in the manifest.
    pub tool_version: &'a str,
}

/// Compares `outputs` with the project at `root` and, in write mode, replaces, creates and removes what differs. An
/// error before the first replacement leaves the project as it was.
pub fn sync(root: &Path, outputs: &OutputSet, options: &Options, mode: Mode<'_>) -> Result<Report, SyncError> {
    let mut project = Project::open(root)?;
    let report = plan(&mut project, outputs, options)?;
    if let Mode::Write(_lock) = mode {
        change(&project, &report, options.manifest)?;
    }
    Ok(report)
}
