//! Names that fall together once they are Rust. In: a Schema and its Shapes. Out: a diagnostic on the schema for each
//! pair, never a silent suffix.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::Schema;
use driftless_shape::{Body, Shape, Shapes};

use crate::names;
use crate::view::{View, variant_type};

/// Every type of the emitted crate that the schema names.
pub(crate) fn declared_types(schema: &Schema, shapes: &Shapes) -> Vec<(String, Span)> {
    let mut types: Vec<(String, Span)> = Vec::new();
    for module in &shapes.modules {
        types.extend(module.ids.iter().map(|id| (id.name.clone(), id.span)));
        types.extend(
            module
                .enums
                .iter()
                .map(|&id| schema.enumeration(id))
                .map(|e| (e.name.pascal(), e.span)),
        );
        types.extend(module.arcs.iter().map(|arc| (arc.name.clone(), arc.span)));
        types.extend(module.shapes.iter().map(|shape| (shape.name.clone(), shape.span)));
        types.extend(
            module
                .shapes
                .iter()
                .filter_map(|shape| Some((variant_type(shape)?, shape.span))),
        );
    }
    types
}

/// Everything that falls together.
pub(crate) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let types = declared_types(view.schema, view.shapes);
    unique(
        types
            .into_iter()
            .map(|(name, span)| (names::ident(&name).to_string(), span)),
        "type",
        diagnostics,
    );
    let modules = view.schema.domains();
    unique(
        modules.map(|(id, domain)| (view.module(id).to_owned(), domain.span)),
        "module",
        diagnostics,
    );
    for item in &view.schema.enums {
        let variants = item
            .values
            .iter()
            .map(|value| (names::variant(&value.value).to_string(), value.span));
        unique(variants, "variant", diagnostics);
    }
    for (_, shape) in view.shapes.shapes() {
        members(shape, diagnostics);
    }
}

fn members(shape: &Shape, diagnostics: &mut Diagnostics) {
    let named = |member: &&driftless_shape::Member| (names::ident(&member.name.snake()).to_string(), member.span);
    match &shape.body {
        Body::Struct(members) => unique(
            members.iter().collect::<Vec<_>>().iter().map(named),
            "field",
            diagnostics,
        ),
        Body::Tagged(tagged) => {
            unique(tagged.leading().iter().map(named), "field", diagnostics);
            for case in &tagged.cases {
                unique(
                    case.members.iter().collect::<Vec<_>>().iter().map(named),
                    "field",
                    diagnostics,
                );
            }
        }
    }
}

fn unique(names: impl Iterator<Item = (String, Span)>, kind: &str, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for (name, span) in names {
        match seen.get(&name) {
            None => drop(seen.insert(name, span)),
            Some(&first) => diagnostics.push(
                Diagnostic::error(
                    Code::NameCollision,
                    format!("two declarations make the Rust {kind} `{name}`"),
                )
                .label(span, format!("makes `{name}`"))
                .related(first, "makes the same")
                .help("rename one of them"),
            ),
        }
    }
}
