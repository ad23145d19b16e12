//! Redocly: one of the two independent judges of an OpenAPI document (the other is [`crate::python::openapi`]).

use crate::process::Ran;
use std::path::Path;

/// Lints `document`, in its folder, by the recommended rules; errors make it fail, warnings do not.
pub fn lint(document: &Path) -> Ran {
    redocly(document, &["lint", "--format=stylish"])
}

/// Bundles `document` into one JSON document, on standard output.
pub fn bundle(document: &Path) -> Ran {
    redocly(document, &["bundle", "--ext=json"])
}

fn redocly(document: &Path, arguments: &[&str]) -> Ran {
    let folder = document.parent().expect("a document lies in a folder");
    let name = document.file_name().expect("a document has a name").to_string_lossy();
    let arguments: Vec<&str> = arguments.iter().copied().chain([name.as_ref()]).collect();
    crate::node::script("Redocly", "node_modules/@redocly/cli/bin/cli.js", folder, &arguments)
}
