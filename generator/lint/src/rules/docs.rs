//! Everything that has a name has a sentence.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{EntityKind, Enum, Schema};

use crate::place::{Holder, places};
use crate::rule::rule;

rule! {
    /// **What it finds.** A domain, type, enum, enum value, record, mixin, entity, link, field, check, operation,
    /// parameter, graph or native object without `doc`.
    ///
    /// **Why.** The sentence is all that a reader of the database, the API, the types and the data dictionary gets to see.
    /// Whoever declares a thing knows what it is for; nobody else will find out later.
    ///
    /// **What to do.** Write one sentence that says what the name does not: `doc = "When the loan has to be back."`.
    MISSING_DOC = MissingDoc, Warning, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for (what, name, span, doc) in declarations(schema) {
        if doc.is_empty() {
            found.push(missing(&format!("the {what} `{name}`"), span, "doc = \"…\""));
        }
    }
    for enumeration in &schema.enums {
        check_values(enumeration, found);
    }
    for entity in &schema.entities {
        for check in entity.checks.iter().filter(|check| check.doc.is_empty()) {
            let name = format!("the check `{}.{}`", entity.name, check.name);
            found.push(missing(&name, check.span, "{ expr = \"…\", doc = \"…\" }"));
        }
    }
    for place in places(schema).iter().filter(|place| place.field.doc.is_empty()) {
        let what = if place.holder == Holder::Operation {
            "parameter"
        } else {
            "field"
        };
        let name = format!("the {what} `{}`", place.name());
        found.push(missing(&name, place.field.span, "doc = \"…\"").object(place.name()));
    }
}

fn declarations(schema: &Schema) -> Vec<(&'static str, &str, Span, &str)> {
    let mut all = Vec::new();
    all.extend(
        schema
            .domains
            .iter()
            .map(|item| ("domain", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(
        schema
            .types
            .iter()
            .map(|item| ("type", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(
        schema
            .mixins
            .iter()
            .map(|item| ("mixin", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(
        schema
            .enums
            .iter()
            .map(|item| ("enum", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(
        schema
            .records
            .iter()
            .map(|item| ("record", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(schema.entities.iter().map(|item| match &item.kind {
        EntityKind::Declared => ("entity", item.name.as_str(), item.span, item.doc.as_str()),
        EntityKind::Link(ends) => ("link", ends.name.as_str(), item.span, item.doc.as_str()),
    }));
    all.extend(
        schema
            .operations
            .iter()
            .map(|item| ("operation", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(
        schema
            .graphs
            .iter()
            .map(|item| ("graph", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all.extend(
        schema
            .natives
            .iter()
            .map(|item| ("native object", item.name.as_str(), item.span, item.doc.as_str())),
    );
    all
}

/// Values in the short form have no sentence each: one finding says so for all of them.
fn check_values(enumeration: &Enum, found: &mut Diagnostics) {
    let silent: Vec<_> = enumeration.values.iter().filter(|value| value.doc.is_empty()).collect();
    let [first, rest @ ..] = silent.as_slice() else { return };
    let message = match rest.len() {
        0 => format!("the value `{}` of `{}` has no doc", first.value, enumeration.name),
        _ => format!("{} values of `{}` have no doc", silent.len(), enumeration.name),
    };
    let mut diagnostic = Diagnostic::warning(Code::MissingDoc, message).label(first.span, "nothing says what it means");
    for value in rest {
        diagnostic = diagnostic.related(value.span, "nor here");
    }
    found.push(diagnostic.help(format!(
        "write a sentence per value, as in `values = {{ {} = \"…\" }}`",
        first.value
    )));
}

fn missing(what: &str, span: Span, example: &str) -> Diagnostic {
    Diagnostic::warning(Code::MissingDoc, format!("{what} has no doc"))
        .label(span, "nothing says what it is for")
        .help(format!("add a sentence: `{example}`"))
}
