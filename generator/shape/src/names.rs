//! Type names that would collide: everything a language declares in one scope. In: a Schema and its Shapes. Out: a
//! diagnostic for each pair, on the schema, never a silent suffix.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::Schema;

use crate::{Body, Shapes};

/// Two declarations whose type names fall together, compared without case because file systems and people do.
pub fn colliding_names(schema: &Schema, shapes: &Shapes) -> Diagnostics {
    let mut seen: BTreeMap<String, (String, Span)> = BTreeMap::new();
    let mut diagnostics = Diagnostics::default();
    for (name, span) in declared_names(schema, shapes) {
        match seen.get(&name.to_lowercase()) {
            None => {
                seen.insert(name.to_lowercase(), (name, span));
            }
            Some((first, first_span)) => diagnostics.push(
                Diagnostic::error(
                    Code::NameCollision,
                    format!("two declarations make the type name `{name}`"),
                )
                .label(span, format!("makes `{name}`"))
                .related(*first_span, format!("makes `{first}`"))
                .help("rename one of them"),
            ),
        }
    }
    diagnostics
}

fn declared_names(schema: &Schema, shapes: &Shapes) -> Vec<(String, Span)> {
    let mut names: Vec<(String, Span)> = Vec::new();
    names.extend(schema.types.iter().map(|item| (item.name.pascal(), item.span)));
    names.extend(schema.enums.iter().map(|item| (item.name.pascal(), item.span)));
    for module in &shapes.modules {
        names.extend(module.ids.iter().map(|id| (id.name.clone(), id.span)));
        names.extend(module.arcs.iter().map(|arc| (arc.name.clone(), arc.span)));
        for shape in &module.shapes {
            names.push((shape.name.clone(), shape.span));
            if let Body::Tagged(tagged) = &shape.body {
                names.extend(tagged.cases.iter().map(|case| (case.name.clone(), case.span)));
            }
        }
    }
    names
}
