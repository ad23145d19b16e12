//! The binary: arguments in, exit status out.

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;
use driftless::{Status, arguments::Arguments, run};

/// Compiling makes and drops many small strings: the allocator is a quarter of its time with the one of glibc.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A panic is a bug whatever the input was; a script must be able to tell it from a finding.
    let status = catch_unwind(|| run(&arguments)).unwrap_or_else(|_| {
        eprintln!("this is a bug in driftless; please report it with the schema that led here");
        Status::Bug
    });
    status.into()
}
