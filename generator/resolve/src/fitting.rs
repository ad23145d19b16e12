//! Which keys go with which field. In: a declaration and what it was resolved to. Out: a diagnostic for every key that
//! would say nothing, since what says nothing was meant to say something.

use driftless_diagnostics::{Diagnostics, Span};
use driftless_model::{Scalar, Type};
use driftless_syntax::document::{FieldDecl, FieldKind, Flag, OnUpdate};

use crate::limits::misplaced;

/// Reports keys that say nothing about a field of this kind; `ty` is the type of a value.
pub(crate) fn check_keys(declared: &FieldDecl, ty: Option<&Type>, nullable: bool, diagnostics: &mut Diagnostics) {
    let mut wrong = |key: &str, span: Span, why: &str| {
        diagnostics.push(misplaced(key, declared.name.as_str(), span, why));
    };
    match ty {
        Some(ty) => check_value(declared, ty, &mut wrong),
        None => check_reference(declared, &mut wrong),
    }
    if declared.identity.is_on() && (nullable || declared.default.is_some()) {
        wrong(
            "identity",
            declared.identity.span,
            "a numbered field has neither null nor a default",
        );
    }
    if let (Some(literal), true) = (&declared.default, declared.computed.is_some()) {
        wrong("default", literal.span, "a computed field has its value already");
    }
    if declared.transient.is_on() {
        stored_keys(declared).for_each(|(key, span)| wrong(key, span, "is for columns; the field is not stored"));
    }
}

/// Reports keys that say nothing of a field that is JSON: a member of a record, or a parameter.
pub(crate) fn check_wire_only(declared: &FieldDecl, what: &str, diagnostics: &mut Diagnostics) {
    let flags = [
        ("transient", declared.transient),
        ("immutable", declared.immutable),
        ("read_only", declared.read_only),
    ];
    let keys = stored_keys(declared).chain(flags.into_iter().filter_map(written));
    for (key, span) in keys {
        diagnostics.push(misplaced(
            key,
            declared.name.as_str(),
            span,
            &format!("is for columns; {what}"),
        ));
    }
}

fn check_value(declared: &FieldDecl, ty: &Type, wrong: &mut dyn FnMut(&str, Span, &str)) {
    let scalar = Some(ty.scalar).filter(|_| ty.array.is_none());
    if let Some(action) = declared.on_delete {
        wrong("on_delete", action.span, "is for references");
    }
    if let Some(action) = declared.on_update {
        let is_time = matches!(scalar, Some(Scalar::Timestamp | Scalar::TimestampLocal));
        if !(is_time && action.value == OnUpdate::Now) {
            wrong(
                "on_update",
                action.span,
                "is for references; on a timestamp it may be `now`",
            );
        }
    }
    if declared.identity.is_on() && !matches!(scalar, Some(Scalar::Int | Scalar::Bigint)) {
        wrong(
            "identity",
            declared.identity.span,
            "the database numbers `int` and `bigint` only",
        );
    }
    if let Some(list) = declared.digest_of.as_ref().filter(|_| scalar != Some(Scalar::Sha256)) {
        wrong("digest_of", list.span, "a digest is a `sha256`");
    }
}

fn check_reference(declared: &FieldDecl, wrong: &mut dyn FnMut(&str, Span, &str)) {
    let keys = [
        ("min", declared.min.as_ref().map(|literal| literal.span)),
        ("max", declared.max.as_ref().map(|literal| literal.span)),
        ("length", declared.length.map(|length| length.span)),
        ("pattern", declared.pattern.as_ref().map(|pattern| pattern.span)),
        ("computed", declared.computed.as_ref().map(|text| text.span)),
        ("digest_of", declared.digest_of.as_ref().map(|list| list.span)),
    ];
    keys.into_iter()
        .filter_map(|(key, span)| Some((key, span?)))
        .for_each(|(key, span)| wrong(key, span, "is for values"));
    if declared.identity.is_on() {
        wrong(
            "identity",
            declared.identity.span,
            "the database numbers `int` and `bigint` only",
        );
    }
    if let (Some(FieldKind::OneOf { .. }), Some(column)) = (&declared.kind, &declared.column) {
        wrong("column", column.span, "a choice of references has a column per target");
    }
}

/// Keys about columns, where they are written.
fn stored_keys(declared: &FieldDecl) -> impl Iterator<Item = (&'static str, Span)> {
    let flags = [
        ("unique", declared.unique),
        ("index", declared.index),
        ("identity", declared.identity),
    ];
    let others = [
        ("computed", declared.computed.as_ref().map(|text| text.span)),
        ("digest_of", declared.digest_of.as_ref().map(|list| list.span)),
        ("column", declared.column.as_ref().map(|text| text.span)),
        ("on_delete", declared.on_delete.map(|action| action.span)),
        ("on_update", declared.on_update.map(|action| action.span)),
    ];
    let others = others.into_iter().filter_map(|(key, span)| Some((key, span?)));
    flags.into_iter().filter_map(written).chain(others)
}

fn written((key, flag): (&'static str, Flag)) -> Option<(&'static str, Span)> {
    flag.written.map(|_| (key, flag.span))
}
