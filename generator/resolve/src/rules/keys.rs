//! Keys are stored, never null, and comparable; what is referred to is unique.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, ExprKind, Field, FieldId, Scalar, Schema};

/// Checks keys, references to fields other than keys, and lookups.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    for (_, entity) in schema.entities() {
        entity
            .key
            .iter()
            .for_each(|&id| check_key_field(entity, id, diagnostics));
        for field in &entity.fields {
            check_reference(schema, field, diagnostics);
        }
        for &id in entity.lookup.iter().filter(|&&id| !is_unique(entity, id)) {
            diagnostics.push(many_found(entity, id));
        }
        check_identity(entity, diagnostics);
    }
}

fn check_key_field(entity: &Entity, id: FieldId, diagnostics: &mut Diagnostics) {
    let Some(field) = entity.fields.get(id.0) else { return };
    let why = match field.value().map(|column| (&column.ty.scalar, column.ty.array)) {
        _ if field.nullable => "may be null",
        _ if field.transient => "is not stored",
        _ if field.arc().is_some() => "is a choice of references",
        Some((_, Some(_))) => "is an array",
        Some((Scalar::Json | Scalar::Record(_) | Scalar::Vector(_) | Scalar::Float, None)) => {
            "cannot be compared exactly"
        }
        _ => return,
    };
    diagnostics.push(
        Diagnostic::error(
            Code::KeyField,
            format!("`{}.{}` cannot be part of a key", entity.name, field.name),
        )
        .label(field.span, why)
        .related(entity.span, "its entity")
        .help("name required, stored scalars or references as key"),
    );
}

fn check_reference(schema: &Schema, field: &Field, diagnostics: &mut Diagnostics) {
    let Some(reference) = field.reference() else { return };
    let target = schema.entity(reference.target);
    let [by] = reference.fields.as_slice() else { return };
    if reference.to_key || is_unique(target, *by) {
        return;
    }
    diagnostics.push(not_unique(target, *by, field));
}

fn many_found(entity: &Entity, id: FieldId) -> Diagnostic {
    let field = entity.field(id);
    Diagnostic::error(
        Code::NotUnique,
        format!(
            "`{}` is looked up by `{}`, which is not unique",
            entity.name, field.name
        ),
    )
    .label(field.span, "several rows may have the same value")
    .help(format!("add `unique = true` to `{}.{}`", entity.name, field.name))
}

fn not_unique(entity: &Entity, id: FieldId, by: &Field) -> Diagnostic {
    let name = &entity.field(id).name;
    Diagnostic::error(Code::NotUnique, format!("`{}.{name}` is not unique", entity.name))
        .label(by.span, "it is referred to here")
        .related(entity.field(id).span, "several rows may have the same value")
        .help(format!("add `unique = true` to `{}.{name}`", entity.name))
}

/// Whether a field alone, or with the tenant, tells rows apart.
fn is_unique(entity: &Entity, id: FieldId) -> bool {
    if entity.key == [id] {
        return true;
    }
    entity
        .uniques
        .iter()
        .filter(|unique| unique.predicate.is_none())
        .any(|unique| {
            let fields: Vec<FieldId> = unique.parts.iter().flat_map(|part| part.expr.fields()).collect();
            let plain = unique
                .parts
                .iter()
                .all(|part| matches!(part.expr.kind, ExprKind::Column(..)));
            plain && fields.contains(&id) && fields.iter().all(|&field| field == id || entity.field(field).tenant)
        })
}

/// Databases number rows by their key only, and only where it is one column.
fn check_identity(entity: &Entity, diagnostics: &mut Diagnostics) {
    let is_number = |field: &Field| {
        field
            .value()
            .is_some_and(|column| matches!(column.ty.scalar, Scalar::Int | Scalar::Bigint))
    };
    let numbered = entity.fields().filter(|(_, field)| field.identity && is_number(field));
    for (_, field) in numbered.filter(|(id, _)| entity.key != [*id]) {
        diagnostics.push(
            Diagnostic::error(
                Code::KeyField,
                format!("`{}.{}` cannot be numbered by the database", entity.name, field.name),
            )
            .label(field.span, "is not the whole key")
            .help("number the key itself, or let the service count"),
        );
    }
}
