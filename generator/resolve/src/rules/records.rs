//! Records: finite, and storable where they are stored.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Field, RecordId, Scalar, Schema};

/// Checks that no record has to contain itself, and that stored ones hold nothing that is only ever on the wire.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    for (id, record) in schema.records() {
        if contains_itself(schema, id, id, &mut vec![false; schema.records.len()]) {
            diagnostics.push(
                Diagnostic::error(
                    Code::RecursiveRecord,
                    format!("`{}` would have to contain itself", record.name),
                )
                .label(record.span, "has no end")
                .help("make a field of the circle a list (`[]`)"),
            );
        }
        if record.stored {
            record
                .fields
                .iter()
                .for_each(|field| check_stored(schema, record.name.as_str(), field, diagnostics));
        }
    }
    for entity in &schema.entities {
        entity
            .fields
            .iter()
            .for_each(|field| check_stored(schema, entity.name.as_str(), field, diagnostics));
    }
}

/// Only a list ends a circle in every language: an optional member of a struct still has the size of the struct.
fn contains_itself(schema: &Schema, start: RecordId, at: RecordId, seen: &mut [bool]) -> bool {
    if std::mem::replace(&mut seen[at.0], true) {
        return false;
    }
    let inner = schema
        .record(at)
        .fields
        .iter()
        .filter_map(|field| match field.value().map(|column| &column.ty) {
            Some(ty) if ty.array.is_none() => match ty.scalar {
                Scalar::Record(id) => Some(id),
                _ => None,
            },
            _ => None,
        });
    inner
        .collect::<Vec<_>>()
        .into_iter()
        .any(|id| id == start || contains_itself(schema, start, id, seen))
}

fn check_stored(schema: &Schema, owner: &str, field: &Field, diagnostics: &mut Diagnostics) {
    let Some(column) = field.value() else { return };
    let entity = match column.ty.scalar {
        Scalar::Entity(id) | Scalar::Create(id) | Scalar::Patch(id) => schema.entity(id),
        _ => return,
    };
    diagnostics.push(
        Diagnostic::error(
            Code::StoredShape,
            format!("`{owner}.{}` would store rows of `{}`", field.name, entity.name),
        )
        .label(field.span, "rows are stored in their own table")
        .related(entity.span, "declared here")
        .help(format!(
            "refer to it, as in `ref = \"{}\"`; shapes belong in requests and responses",
            entity.name
        )),
    );
}
