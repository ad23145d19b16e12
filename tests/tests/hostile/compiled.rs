//! The whole compiler, in process. In: the text of a schema. Out: every file it would write, or what is wrong, as the
//! program itself would say it. Nothing is written.

use std::path::PathBuf;

use driftless::compile::{Compiled, compile};
use driftless::failure::Failure;
use driftless::project::Project;
use driftless_diagnostics::{Diagnostics, Sources};

/// What the compiler says: files, or what is wrong. A bug of the compiler is a panic.
#[track_caller]
pub(crate) fn compiled(text: &str) -> Result<Compiled, Diagnostics> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("schema.toml", text);
    let document = driftless_syntax::parse(file, text, &mut diagnostics);
    let project = Project {
        // A folder that is not there: no templates, no history.
        root: PathBuf::from("no such folder"),
        sources,
        document,
        diagnostics,
    };
    match compile(project, &[]) {
        Ok(compiled) => Ok(compiled),
        Err(Failure::Wrong { diagnostics, .. }) => Err(diagnostics),
        Err(other) => panic!("{other:?}\nof\n{text}"),
    }
}
