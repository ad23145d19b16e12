//! What an entity promises about change must not contradict what it declares.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Action, Entity, Field, FieldKind, Mutability, Schema};

/// Checks immutable and append-only entities.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    let fixed = schema
        .entities
        .iter()
        .filter(|entity| entity.mutability != Mutability::Mutable);
    for entity in fixed {
        for field in &entity.fields {
            check_field(entity, field, diagnostics);
        }
    }
    for entity in schema
        .entities
        .iter()
        .filter(|entity| entity.mutability == Mutability::Mutable)
    {
        for field in entity.fields.iter().filter(|field| field.immutable && sets_null(field)) {
            diagnostics.push(conflict(entity, field, "is immutable, but would become null"));
        }
    }
}

/// The database itself would have to change a row that may not change.
fn check_field(entity: &Entity, field: &Field, diagnostics: &mut Diagnostics) {
    let updates = field
        .reference()
        .is_some_and(|reference| matches!(reference.on_update, Action::Cascade | Action::SetNull));
    if sets_null(field) {
        diagnostics.push(conflict(entity, field, "would become null in a row that never changes"));
    } else if updates {
        diagnostics.push(conflict(entity, field, "would change in a row that never changes"));
    } else if field.touched {
        diagnostics.push(conflict(entity, field, "is set by updates, and there are none"));
    }
}

fn sets_null(field: &Field) -> bool {
    match &field.kind {
        FieldKind::Value(_) => false,
        FieldKind::Reference(reference) => reference.on_delete == Action::SetNull,
        FieldKind::Arc(arc) => arc.on_delete == Action::SetNull,
    }
}

fn conflict(entity: &Entity, field: &Field, why: &str) -> Diagnostic {
    let span: Span = field.span;
    Diagnostic::error(
        Code::MutabilityConflict,
        format!("`{}.{}` contradicts what never changes", entity.name, field.name),
    )
    .label(span, why.to_owned())
    .related(entity.span, "its entity")
    .help("use `on_delete = \"cascade\"`, `\"restrict\"` or `\"no action\"`, or drop the promise")
}
