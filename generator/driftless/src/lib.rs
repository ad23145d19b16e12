//! The command line: one schema, no drift.
//!
//! Reads a project, runs the stages in order and prints what they say. It decides nothing about schemas, databases or
//! languages: [`compile`](compile::compile) is the whole pipeline, [`targets::all`] the list of what it emits, and each
//! command is one file that turns a result into text and an exit status. Writing is left to `driftless-output`.

pub mod agreement;
pub mod arguments;
pub mod commands;
pub mod compile;
pub mod costs;
pub mod failure;
mod fingerprint;
mod folders;
mod inputs;
pub mod losses;
mod migrations;
pub mod project;
pub mod targets;
pub mod texts;

mod revision;
mod status;

pub use commands::run;
pub use status::Status;

/// Where the list of generated files is kept.
const MANIFEST: &str = "generated/manifest.json";

/// The running version, printed and kept in the manifest.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
