//! Names that would fall together. In: components and endpoints. Out: a diagnostic on the schema for each, never a silent
//! suffix. Names that every language declares are compared before any target runs; what is left are the names that only
//! a specification has, such as pages, and what its operations answer to.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_shape::{Endpoint, Shapes};

use crate::components::Components;

/// Everything that falls together.
pub(crate) fn find(components: &Components<'_>, shapes: &Shapes) -> Diagnostics {
    let mut found = Diagnostics::default();
    found.extend(schemas(components));
    found.extend(same(
        shapes,
        |endpoint| endpoint.name.snake(),
        |name| {
            (
                Code::NameCollision,
                format!("two operations are called `{name}`"),
                "rename one of them",
            )
        },
    ));
    found.extend(paths(shapes));
    found
}

/// Generators turn names into types and files, some of which ignore case.
fn schemas(components: &Components<'_>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Option<Span>> = BTreeMap::new();
    let mut found = Vec::new();
    for component in &components.list {
        let first = seen.insert(component.name.to_lowercase(), component.span).flatten();
        if let (Some(first), Some(span)) = (first, component.span) {
            let message = format!(
                "two declarations make the component `{}` of the OpenAPI document",
                component.name
            );
            let diagnostic = Diagnostic::error(Code::NameCollision, message).label(span, "makes it");
            found.push(diagnostic.related(first, "makes it too").help("rename one of them"));
        }
    }
    found
}

/// Paths that a server cannot tell apart have the same parameters.
fn paths(shapes: &Shapes) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &Endpoint> = BTreeMap::new();
    let mut found = Vec::new();
    for endpoint in shapes.endpoints() {
        let first = seen.entry(anonymous(&endpoint.path)).or_insert(endpoint);
        if first.path != endpoint.path {
            let message = format!("`{}` and `{}` are the same path to a server", first.path, endpoint.path);
            let diagnostic = Diagnostic::error(Code::DuplicatePath, message).label(endpoint.span, "answers to one");
            let diagnostic = diagnostic.related(first.span, "answers to the other");
            found.push(diagnostic.help(format!("call the parameters alike, as in `{}`", first.path)));
        }
    }
    let request = |endpoint: &Endpoint| format!("{} {}", endpoint.method.as_str(), endpoint.path);
    found.extend(same(shapes, request, |request| {
        (
            Code::DuplicatePath,
            format!("two operations answer to `{request}`"),
            "give one of them another path",
        )
    }));
    found
}

fn anonymous(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn same(
    shapes: &Shapes,
    key: impl Fn(&Endpoint) -> String,
    said: impl Fn(&str) -> (Code, String, &'static str),
) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for endpoint in shapes.endpoints() {
        let key = key(endpoint);
        let (code, message, help) = said(&key);
        if let Some(first) = seen.insert(key, endpoint.span) {
            let diagnostic = Diagnostic::error(code, message).label(endpoint.span, "one of them");
            found.push(diagnostic.related(first, "the other").help(help));
        }
    }
    found
}
