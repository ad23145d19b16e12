//! What the schema itself declares, by the name people call it: `Book`, `Book.title`, `BookStatus.lent`, `list_books`.

use driftless_diagnostics::Span;
use driftless_model::Schema;

/// Where a name is declared.
pub(super) fn find(schema: &Schema, what: &str) -> Option<Span> {
    declared(schema)
        .into_iter()
        .find(|(name, _)| name == what)
        .map(|(_, span)| span)
}

/// The declared name nearest to an unknown one.
pub(super) fn closest(schema: &Schema, what: &str) -> Option<String> {
    let names = declared(schema);
    driftless_diagnostics::closest(what, names.iter().map(|(name, _)| name.as_str())).map(str::to_owned)
}

fn declared(schema: &Schema) -> Vec<(String, Span)> {
    let mut names: Vec<(String, Span)> = Vec::new();
    for entity in &schema.entities {
        names.push((entity.name.to_string(), entity.span));
        names.extend(
            entity
                .fields
                .iter()
                .map(|field| (format!("{}.{}", entity.name, field.name), field.span)),
        );
        names.extend(
            entity
                .checks
                .iter()
                .map(|check| (format!("{}.{}", entity.name, check.name), check.span)),
        );
        for link in &entity.links {
            let link = schema.entity(*link);
            names.extend(
                link.ends()
                    .map(|ends| (format!("{}.{}", entity.name, ends.name), link.span)),
            );
        }
    }
    for record in &schema.records {
        names.push((record.name.to_string(), record.span));
        names.extend(
            record
                .fields
                .iter()
                .map(|field| (format!("{}.{}", record.name, field.name), field.span)),
        );
    }
    for item in &schema.enums {
        names.push((item.name.to_string(), item.span));
        names.extend(
            item.values
                .iter()
                .map(|value| (format!("{}.{}", item.name, value.value), value.span)),
        );
    }
    names.extend(schema.types.iter().map(|item| (item.name.to_string(), item.span)));
    names.extend(schema.domains.iter().map(|item| (item.name.to_string(), item.span)));
    names.extend(schema.operations.iter().map(|item| (item.name.to_string(), item.span)));
    names.extend(schema.graphs.iter().map(|item| (item.name.to_string(), item.span)));
    names
}
