//! What was given up should not be needed any more.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Api, Default, Entity, Field, FieldKind, Scalar, Schema, Type, Value};

use crate::place::places;
use crate::rule::rule;

rule! {
    /// **What it finds.** A field, link or operation that is not deprecated itself but needs something that is: a
    /// reference to a deprecated entity, a deprecated enum or record as its type, a deprecated value as its default; and
    /// a deprecated field that clients must still send.
    ///
    /// **Why.** Nobody can follow the advice to leave it: the schema itself goes on using it, or refuses rows without it.
    ///
    /// **What to do.** Point at the successor, deprecate the user too, or give a deprecated field `?` or a default.
    DEPRECATED_IN_USE = DeprecatedInUse, Warning, check;
}

/// Something deprecated: what it is, what to use instead, where it was declared.
type Leaving<'s> = (String, &'s str, Span);

fn check(schema: &Schema, found: &mut Diagnostics) {
    for place in places(schema).iter().filter(|place| place.field.deprecated.is_none()) {
        for leaving in needs(schema, place.field) {
            found.push(in_use(&place.name(), place.field.span, leaving));
        }
    }
    for operation in schema
        .operations
        .iter()
        .filter(|operation| operation.deprecated.is_none())
    {
        let payloads = operation.request.iter().chain(&operation.response);
        for leaving in payloads.filter_map(|payload| of_type(schema, &payload.ty)) {
            found.push(in_use(operation.name.as_str(), operation.span, leaving));
        }
    }
    for entity in schema
        .entities
        .iter()
        .filter(|entity| entity.api.contains(&Api::Create))
    {
        entity
            .fields
            .iter()
            .filter(|field| must_be_sent(field))
            .for_each(|field| found.push(still_sent(entity, field)));
    }
}

fn needs<'s>(schema: &'s Schema, field: &Field) -> Vec<Leaving<'s>> {
    match &field.kind {
        FieldKind::Reference(reference) => of_entity(schema.entity(reference.target)).into_iter().collect(),
        FieldKind::Arc(arc) => arc
            .targets
            .iter()
            .filter_map(|target| of_entity(schema.entity(target.entity)))
            .collect(),
        FieldKind::Value(column) => {
            let value = of_default(schema, &column.ty, field.default.as_ref());
            of_type(schema, &column.ty).into_iter().chain(value).collect()
        }
    }
}

fn of_entity(entity: &Entity) -> Option<Leaving<'_>> {
    let instead = entity.deprecated.as_deref()?;
    Some((format!("the entity `{}`", entity.name), instead, entity.span))
}

fn of_type<'s>(schema: &'s Schema, ty: &Type) -> Option<Leaving<'s>> {
    match ty.scalar {
        Scalar::Enum(id) => {
            let found = schema.enumeration(id);
            Some((
                format!("the enum `{}`", found.name),
                found.deprecated.as_deref()?,
                found.span,
            ))
        }
        Scalar::Record(id) => {
            let found = schema.record(id);
            Some((
                format!("the record `{}`", found.name),
                found.deprecated.as_deref()?,
                found.span,
            ))
        }
        Scalar::Entity(id) | Scalar::Create(id) | Scalar::Patch(id) => of_entity(schema.entity(id)),
        _ => None,
    }
}

fn of_default<'s>(schema: &'s Schema, ty: &Type, default: Option<&Default>) -> Option<Leaving<'s>> {
    let (Scalar::Enum(id), Some(Default::Value(Value::Text(word)))) = (ty.scalar, default) else {
        return None;
    };
    let value = schema
        .enumeration(id)
        .values
        .iter()
        .find(|value| value.value == *word)?;
    Some((format!("the value `{word}`"), value.deprecated.as_deref()?, value.span))
}

fn must_be_sent(field: &Field) -> bool {
    let optional = field.nullable || field.default.is_some() || field.read_only || field.tenant;
    field.deprecated.is_some() && !optional
}

fn in_use(user: &str, span: Span, (what, instead, declared): Leaving<'_>) -> Diagnostic {
    Diagnostic::warning(
        Code::DeprecatedInUse,
        format!("`{user}` needs {what}, which is deprecated"),
    )
    .label(span, "still needs it")
    .related(declared, instead)
    .help("use its successor, or add `deprecated = \"…\"` here too")
    .object(user)
}

fn still_sent(entity: &Entity, field: &Field) -> Diagnostic {
    let name = format!("{}.{}", entity.name, field.name);
    Diagnostic::warning(
        Code::DeprecatedInUse,
        format!("`{name}` is deprecated, but clients must send it"),
    )
    .label(field.span, "is required of every new row")
    .help("let it be left out: add `?` to its type, or a default")
    .object(name)
}
