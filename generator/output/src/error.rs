//! Why a project could not be compared with its outputs or brought to agree with them. Each error names the path and
//! what the operating system said; [`SyncError::help`] says what to do, and whether anything was changed.

use std::fmt;
use std::io::{self, ErrorKind};

/// What stops a run.
#[derive(Debug)]
pub enum SyncError {
    /// Files that Driftless did not make stand where outputs must go.
    Foreign(Vec<String>),
    /// Something other than a file stands where an output must go, or a file where a folder must be.
    Blocked {
        /// What stands in the way.
        path: String,
        /// What it is, and what is needed instead.
        reason: &'static str,
    },
    /// A symbolic link leads out of the project.
    Outside {
        /// The link.
        path: String,
    },
    /// The manifest cannot be read, or its path is not usable.
    Manifest {
        /// Its path.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What an earlier run left behind cannot be read.
    Journal {
        /// Its path.
        path: String,
    },
    /// The operating system refused something before any file was changed.
    Refused {
        /// What was tried, as in "cannot read".
        verb: &'static str,
        /// On what.
        path: String,
        /// What the operating system said.
        error: io::Error,
    },
    /// The operating system refused something after the first file had been put in place.
    Interrupted {
        /// What was tried, as in "cannot replace".
        verb: &'static str,
        /// On what.
        path: String,
        /// What the operating system said.
        error: io::Error,
    },
}

impl SyncError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Foreign(_) => "nothing was changed; move them away, or give the output another folder with \
                                 `[output.<name>]` in the schema"
                .to_owned(),
            Self::Blocked { path, .. } => format!("nothing was changed; move `{path}` away and run again"),
            Self::Outside { path } => format!("nothing was changed; replace the link `{path}` by a folder"),
            Self::Manifest { path, .. } => {
                format!("nothing was changed; restore `{path}` from version control, or delete it and run `gen` again")
            }
            Self::Journal { path } => format!(
                "nothing was changed; finish with the version of driftless that was interrupted, or delete `{path}` \
                 and run `gen` again"
            ),
            Self::Refused { path, error, .. } => format!("nothing was changed; {}", remedy(path, error)),
            Self::Interrupted { path, error, .. } => {
                format!(
                    "some files are already new; {}: the next run completes the rest",
                    remedy(path, error)
                )
            }
        }
    }
}

impl fmt::Display for SyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(paths) => {
                let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                write!(
                    f,
                    "not made by Driftless, but in the place of an output: {}",
                    names.join(", ")
                )
            }
            Self::Blocked { path, reason } => write!(f, "`{path}` {reason}"),
            Self::Outside { path } => write!(f, "the symbolic link `{path}` leads out of the project"),
            Self::Manifest { path, reason } => write!(f, "the manifest `{path}` is not usable: {reason}"),
            Self::Journal { path } => write!(f, "`{path}` was left by an interrupted run of another version"),
            Self::Refused { verb, path, error } | Self::Interrupted { verb, path, error } => {
                write!(f, "cannot {verb} `{path}`: {error}")
            }
        }
    }
}

impl std::error::Error for SyncError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused { error, .. } | Self::Interrupted { error, .. } => Some(error),
            _ => None,
        }
    }
}

fn remedy(path: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => format!("make `{path}` and its folder readable and writable and run again"),
        ErrorKind::ReadOnlyFilesystem => "make the file system writable and run again".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space and run again".to_owned(),
        _ => format!("check `{path}` and run again"),
    }
}
