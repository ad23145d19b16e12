//! Declarations that nothing uses.

use std::collections::BTreeSet;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Field, RecordId, Scalar, Schema, Type};

use crate::rule::rule;

rule! {
    /// **What it finds.** A domain without declarations, a named type, enum or record that no field, parameter, request
    /// or response mentions, and a mixin that nothing uses.
    ///
    /// **Why.** It is emitted into every output, has to be read and kept in step, and says that something exists which
    /// does not. More often than not a field was meant to have it and has a plain `text` instead.
    ///
    /// **What to do.** Use it where it was meant to be used, or remove it.
    UNUSED_DECLARATION = UnusedDeclaration, Warning, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    let (enums, records) = reached(schema);
    let domains = schema.domains().filter(|(id, _)| {
        schema.entities.iter().all(|entity| entity.domain != *id)
            && schema.operations.iter().all(|operation| operation.domain != *id)
            && schema.records.iter().all(|record| record.domain != *id)
            && schema.enums.iter().all(|enumeration| enumeration.domain != *id)
    });
    for (_, domain) in domains {
        found.push(
            Diagnostic::warning(
                Code::UnusedDeclaration,
                format!("the domain `{}` is empty", domain.name),
            )
            .label(domain.span, "nothing belongs to it")
            .help(format!(
                "write `domain = \"{}\"` where it belongs, or remove it",
                domain.name
            )),
        );
    }
    for mixin in schema.mixins.iter().filter(|mixin| !mixin.used) {
        found.push(unused("mixin", mixin.name.as_str(), mixin.span));
    }
    for named in schema.types.iter().filter(|named| !named.used) {
        found.push(unused("type", named.name.as_str(), named.span));
    }
    for (_, enumeration) in schema.enums().filter(|(id, _)| !enums.contains(&id.0)) {
        found.push(unused("enum", enumeration.name.as_str(), enumeration.span));
    }
    for (_, record) in schema.records().filter(|(id, _)| !records.contains(&id.0)) {
        found.push(unused("record", record.name.as_str(), record.span));
    }
}

fn unused(what: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(Code::UnusedDeclaration, format!("the {what} `{name}` is used nowhere"))
        .label(span, "nothing mentions it")
        .help("use it or remove it")
}

/// Positions of the enums and records that entities and operations reach, through other records too.
fn reached(schema: &Schema) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut enums, mut records) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting: Vec<&Type> = schema
        .entities
        .iter()
        .flat_map(|entity| types(&entity.fields))
        .collect();
    for operation in &schema.operations {
        let parameters = operation
            .params
            .iter()
            .chain(&operation.query)
            .map(|parameter| &parameter.field);
        waiting.extend(parameters.flat_map(|field| types(std::slice::from_ref(field))));
        waiting.extend(
            operation
                .request
                .iter()
                .chain(&operation.response)
                .map(|payload| &payload.ty),
        );
    }
    while let Some(ty) = waiting.pop() {
        match ty.scalar {
            Scalar::Enum(id) => drop(enums.insert(id.0)),
            Scalar::Record(RecordId(at)) if records.insert(at) => waiting.extend(types(&schema.records[at].fields)),
            _ => {}
        }
    }
    (enums, records)
}

fn types(fields: &[Field]) -> impl Iterator<Item = &Type> {
    fields.iter().filter_map(|field| field.value()).map(|column| &column.ty)
}
