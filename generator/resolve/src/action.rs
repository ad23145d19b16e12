//! Referential actions of references and arcs.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::Action;
use driftless_syntax::document::{FieldDecl, OnDelete, OnUpdate, Spanned};

use crate::limits::misplaced;

/// What happens to the row when the target is deleted.
pub(crate) fn on_delete(declared: &FieldDecl, nullable: bool, diagnostics: &mut Diagnostics) -> Action {
    let Some(action) = declared.on_delete else {
        return Action::NoAction;
    };
    match action.value {
        OnDelete::Cascade => Action::Cascade,
        OnDelete::Restrict => Action::Restrict,
        OnDelete::NoAction => Action::NoAction,
        OnDelete::SetNull => set_null(declared, action, nullable, diagnostics),
    }
}

/// What happens to the row when the target's key changes.
pub(crate) fn on_update(declared: &FieldDecl, nullable: bool, diagnostics: &mut Diagnostics) -> Action {
    let Some(action) = declared.on_update else {
        return Action::NoAction;
    };
    match action.value {
        OnUpdate::Cascade => Action::Cascade,
        OnUpdate::Restrict => Action::Restrict,
        OnUpdate::NoAction => Action::NoAction,
        OnUpdate::SetNull => set_null(declared, action, nullable, diagnostics),
        OnUpdate::Now => {
            diagnostics.push(misplaced(
                "on_update",
                declared.name.as_str(),
                action.span,
                "`now` is for timestamps",
            ));
            Action::NoAction
        }
    }
}

fn set_null<T>(declared: &FieldDecl, action: Spanned<T>, nullable: bool, diagnostics: &mut Diagnostics) -> Action {
    if !nullable {
        let name = &declared.name.value;
        diagnostics.push(
            Diagnostic::error(
                Code::SetNullRequired,
                format!("`{name}` should become null but may not be null"),
            )
            .label(action.span, "needs a field that may be null")
            .related(declared.name.span, "is required")
            .help("add `?` to the reference (`nullable = true` for `one_of`), or use another action"),
        );
    }
    Action::SetNull
}
