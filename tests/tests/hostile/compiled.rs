//! The whole compiler, in process. In: the text of a schema. Out: every file it would write, or what is wrong, as the
//! program itself would say it. Nothing is written.

use driftless::compile::{Compiled, compile};
use driftless::failure::Failure;
use driftless::project::Project;
use driftless_diagnostics::Diagnostics;

/// What the compiler says: files, or what is wrong. A bug of the compiler is a panic.
#[track_caller]
pub(crate) fn compiled(text: &str) -> Result<Compiled, Diagnostics> {
    match compile(Project::of_text(text), &[]) {
        Ok(compiled) => Ok(compiled),
        Err(Failure::Wrong { diagnostics, .. }) => Err(diagnostics),
        Err(other) => panic!("{other:?}\nof\n{text}"),
    }
}
