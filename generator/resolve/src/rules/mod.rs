//! Rules over the whole schema: what no single declaration can see. In: a Schema that is linked but not yet trusted.
//! Out: diagnostics; whoever gets the Schema afterwards may rely on every rule here.

mod keys;
mod mutability;
mod names;
mod records;

use driftless_diagnostics::Diagnostics;
use driftless_model::{EntityId, Field, FieldKind, Schema};

/// Checks every rule.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    keys::check(schema, diagnostics);
    mutability::check(schema, diagnostics);
    names::check(schema, diagnostics);
    records::check(schema, diagnostics);
    crate::tenancy::check_crossings(schema, diagnostics);
}

/// The entities a field refers to.
pub(crate) fn targets(field: &Field) -> Vec<EntityId> {
    match &field.kind {
        FieldKind::Value(_) => Vec::new(),
        FieldKind::Reference(reference) => vec![reference.target],
        FieldKind::Arc(arc) => arc.targets.iter().map(|target| target.entity).collect(),
    }
}
