//! The whole compiler over a text, in memory. In: the text of a schema. Out: nothing; a panic where the compiler has a bug.

use driftless::compile::compile;
use driftless::failure::Failure;
use driftless::project::Project;

/// Compiles to every output. What the compiler reports of the text is its business; what it reports of itself is not.
pub fn compiled(text: &str) {
    match compile(Project::of_text(text), &[]) {
        Ok(compiled) => assert!(compiled.outputs.iter().all(|(_, file)| file.text.ends_with('\n'))),
        Err(Failure::Wrong { diagnostics, .. }) => assert!(diagnostics.has_errors()),
        Err(other) => panic!("{other:?}"),
    }
}
