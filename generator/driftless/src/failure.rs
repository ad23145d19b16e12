//! Why a project was not compiled or not written, told apart by who has to act: the author, the history, who may change its
//! files, a template, or us.

use driftless_diagnostics::{Diagnostics, Sources};
use driftless_output::SyncError;
use driftless_target::EmitError;

use crate::losses::Stopped;
use crate::texts::Unreadable;

/// Why a project was not compiled or not written.
#[derive(Debug)]
pub enum Failure {
    /// The project cannot be read.
    Unreadable(Unreadable),
    /// The schema is wrong.
    Wrong {
        /// What was read, for diagnostics.
        sources: Sources,
        /// What is wrong.
        diagnostics: Diagnostics,
    },
    /// The migrations of a database do not allow for the schema as it is now.
    Migrations {
        /// What was read, for diagnostics.
        sources: Sources,
        /// What is in the way.
        diagnostics: Diagnostics,
    },
    /// A migration would lose what nobody allowed to be lost.
    Loss {
        /// What was read, for diagnostics.
        sources: Sources,
        /// The databases and what each would lose.
        stopped: Vec<Stopped>,
    },
    /// Its files cannot be compared with what was compiled, or not be changed.
    Files(SyncError),
    /// A template of the project asks for what is not there.
    Template(EmitError),
    /// A bug in Driftless.
    Bug(EmitError),
}

impl From<Unreadable> for Failure {
    fn from(problem: Unreadable) -> Self {
        Self::Unreadable(problem)
    }
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        Self::Files(error)
    }
}
