//! The test kit: real servers, compilers and validators, found or failed for with an instruction.
//!
//! Comes in: SQL, schemas of other languages, expected folders. Goes out: rows, messages, exit codes, or a panic that says what to do.
//! It never skips: what is not installed makes the test fail and name `tests/run`, which installs it.

pub mod introspect;
pub mod node;
pub mod pattern;
pub mod postgres;
pub mod process;
pub mod project;
pub mod python;
pub mod redocly;
pub mod sqlite;
pub mod squawk;
pub mod tree;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn repository() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests live one level below the root")
        .to_owned()
}

/// Where `tests/run` puts what it installs for this repository alone.
pub fn installed(path: &str) -> PathBuf {
    repository().join(".tools").join(path)
}
