//! `completions`: what a shell needs to complete the command line.

use clap::CommandFactory;

use super::print;
use crate::Status;
use crate::arguments::Arguments;

/// Prints them.
pub(super) fn run(shell: clap_complete::Shell) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "driftless", &mut script);
    print(&String::from_utf8_lossy(&script));
    Status::Done
}
