//! What a run ends with. CI relies on these numbers.

use std::process::ExitCode;

/// The end of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing to say.
    Done,
    /// There are findings: stale files, lint, a migration that cannot be planned.
    Findings,
    /// The input or the environment is wrong.
    Unusable,
    /// A bug in Driftless.
    Bug,
}

impl Status {
    /// The number a shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Unusable => 2,
            Self::Bug => 3,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}
