//! Faults for the real binary. In: which operation on a file, and what happens there. Out: how the run ended. The
//! operations are those that the program asks the C library for: nothing in the program knows of this.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use driftless_tests::process::{Ran, command, run};
use driftless_tests::project::binary;

/// What happens at an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The process is killed.
    Kill,
    /// There is no more space, from there on.
    Full,
    /// The system answers with an error, once.
    Error(i32),
}

/// How far the operations lie apart at which something happens: `DRIFTLESS_FILES_EVERY`, 1 for all of them. No multiple of 4
/// or 6, so that what takes turns takes them all.
pub(crate) fn every() -> usize {
    let text = std::env::var("DRIFTLESS_FILES_EVERY").ok();
    text.and_then(|text| text.parse().ok())
        .filter(|&every| every > 0)
        .unwrap_or(7)
}

/// Runs the binary in `folder` with a fault at the operation `at`, from 1. One that has fewer operations meets none.
pub(crate) fn run_with(fault: Fault, at: usize, folder: &Path, arguments: &[&str]) -> Ran {
    let word = match fault {
        Fault::Kill => "kill".to_owned(),
        Fault::Full => "full".to_owned(),
        Fault::Error(number) => number.to_string(),
    };
    let mut faulty = command(binary());
    faulty.args(arguments).current_dir(folder).env("LD_PRELOAD", library());
    faulty.env("FAULT_FOLDER", folder).env("FAULT_AT", at.to_string());
    run(faulty.env("FAULT_WITH", word))
}

/// The same without a fault, and as fast.
pub(crate) fn undisturbed(folder: &Path, arguments: &[&str]) -> Ran {
    run_with(Fault::Kill, 0, folder, arguments)
}

/// The library that is preloaded, built once per test run.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, library) = LIBRARY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let [source, library] = ["fault.c", "fault.so"].map(|name| folder.path().join(name));
        std::fs::write(&source, include_str!("fault.c")).expect("it can be written");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]);
        run(cc.arg(&library).arg(&source).arg("-ldl")).passed();
        (folder, library)
    });
    library
}
