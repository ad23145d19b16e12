//! Folders of outputs: each output has its own, and none lies inside another's, where it would be taken for a part of it.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::Schema;
use driftless_target::Target;

use crate::migrations::databases;

/// An output and its folder.
struct Place {
    name: String,
    path: String,
    span: Option<Span>,
}

/// Outputs that would write into the same folder. The JSON Schema is one file and may lie beside the folders.
pub(crate) fn shared(schema: &Schema, targets: &[Box<dyn Target>]) -> Diagnostics {
    let places = places(schema, targets);
    let mut diagnostics = Diagnostics::default();
    for (at, place) in places.iter().enumerate() {
        for other in &places[at + 1..] {
            if contains(&place.path, &other.path) || contains(&other.path, &place.path) {
                diagnostics.push(overlap(schema, place, other));
            }
        }
    }
    diagnostics
}

fn places(schema: &Schema, targets: &[Box<dyn Target>]) -> Vec<Place> {
    let place = |name: &str, path: String| {
        let settings = schema.output(name);
        Place {
            name: name.to_owned(),
            path,
            span: settings.map(|settings| settings.span),
        }
    };
    let enabled = |name: &str| schema.output(name).is_none_or(|settings| settings.enabled);
    let folders = targets
        .iter()
        .filter(|target| target.name() != "json_schema" && enabled(target.name()));
    let folders = folders.map(|target| {
        let stated = schema.output(target.name()).and_then(|settings| settings.path.clone());
        place(target.name(), stated.unwrap_or_else(|| target.default_path()))
    });
    let databases = databases(schema)
        .into_iter()
        .map(|database| place(database.dialect.as_str(), database.path));
    folders.chain(databases).collect()
}

fn contains(outer: &str, inner: &str) -> bool {
    let (outer, inner) = (outer.trim_start_matches("./"), inner.trim_start_matches("./"));
    outer == "." || inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

fn overlap(schema: &Schema, one: &Place, other: &Place) -> Diagnostic {
    let (stated, beside) = if other.span.is_some() {
        (other, one)
    } else {
        (one, other)
    };
    let headline = format!("the outputs `{}` and `{}` would share a folder", one.name, other.name);
    Diagnostic::error(Code::NameCollision, headline)
        .label(
            stated.span.unwrap_or(schema.span),
            format!("`{}` and `{}`", stated.path, beside.path),
        )
        .help("give one of them a folder of its own with `path = \"…\"`")
}
