//! What an entity promises about change must not contradict what it declares.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Action, Entity, Field, FieldKind, Mutability, Schema};

/// Checks immutable and append-only entities, and immutable fields of the others.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    for entity in &schema.entities {
        for field in &entity.fields {
            match entity.mutability {
                Mutability::Mutable if field.immutable && sets_null(field) => {
                    diagnostics.push(contradiction(
                        entity,
                        field,
                        "is immutable, but would become null",
                        SET_NULL,
                    ));
                }
                Mutability::Mutable => {}
                Mutability::Immutable | Mutability::AppendOnly => check_field(entity, field, diagnostics),
            }
        }
    }
}

const SET_NULL: &str = "use `on_delete = \"cascade\"`, `\"restrict\"` or `\"no action\"`";

/// The database itself would have to change a row that may not change.
fn check_field(entity: &Entity, field: &Field, diagnostics: &mut Diagnostics) {
    let follows = field
        .reference()
        .is_some_and(|reference| matches!(reference.on_update, Action::Cascade | Action::SetNull));
    let (what, help) = if sets_null(field) {
        ("would become null in a row that never changes", SET_NULL)
    } else if follows {
        (
            "would follow a key in a row that never changes",
            "remove `on_update`: the key it refers to stays as it is",
        )
    } else if field.touched {
        (
            "is set by updates, and there are none",
            "remove `on_update = \"now\"`, or the field",
        )
    } else {
        return;
    };
    diagnostics.push(contradiction(entity, field, what, help));
}

fn sets_null(field: &Field) -> bool {
    match &field.kind {
        FieldKind::Value(_) => false,
        FieldKind::Reference(reference) => reference.on_delete == Action::SetNull,
        FieldKind::Arc(arc) => arc.on_delete == Action::SetNull,
    }
}

fn contradiction(entity: &Entity, field: &Field, what: &str, help: &str) -> Diagnostic {
    let promise = match entity.mutability {
        Mutability::Mutable => "its entity",
        Mutability::Immutable => "is immutable",
        Mutability::AppendOnly => "is append-only",
    };
    Diagnostic::error(
        Code::MutabilityConflict,
        format!("`{}.{}` {what}", entity.name, field.name),
    )
    .label(field.span, "contradicts the promise")
    .related(entity.span, promise)
    .help(help)
}
