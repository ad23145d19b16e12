//! Which fields tell rows apart, and where references lead. In: a Schema. Out: answers about the fields of an entity.

use std::collections::BTreeSet;

use driftless_model::{Entity, EntityId, Field, FieldId, FieldKind, Schema};
use driftless_shape::referred_column;

/// Fields in which no two rows may agree, alone or together, and those that such fields are made from.
pub(crate) fn telling(entity: &Entity) -> BTreeSet<FieldId> {
    let parts = entity.uniques.iter().flat_map(|unique| &unique.parts);
    let mut found: BTreeSet<FieldId> = entity.key.iter().copied().collect();
    found.extend(parts.flat_map(|part| part.expr.fields()));
    let made: Vec<FieldId> = found.iter().flat_map(|&field| made_from(entity.field(field))).collect();
    found.extend(made);
    found
}

/// What the database or the service makes a field from.
fn made_from(field: &Field) -> Vec<FieldId> {
    let computed = field.computed.iter().flat_map(driftless_model::Expr::fields);
    computed.chain(field.digest_of.iter().copied()).collect()
}

/// The entity and the field whose value a column of a reference repeats, however many references there are on the way.
pub(crate) fn source(schema: &Schema, entity: EntityId, field: FieldId, column: usize) -> Option<(EntityId, FieldId)> {
    let (mut entity, mut field, mut column) = (entity, field, column);
    // More steps than there are entities lead in a circle.
    for _ in 0..=schema.entities.len() {
        match &schema.entity(entity).field(field).kind {
            FieldKind::Value(_) => return Some((entity, field)),
            FieldKind::Arc(_) => return None,
            FieldKind::Reference(reference) => {
                let (next, at) = referred_column(schema, reference, column)?;
                (entity, field, column) = (reference.target, next, at);
            }
        }
    }
    None
}

/// Who refers to whom.
pub(crate) struct References(Vec<Vec<EntityId>>);

impl References {
    /// Of a schema: for each entity those that refer to it.
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut found = vec![Vec::new(); schema.entities.len()];
        for (id, entity) in schema.entities() {
            for target in entity.fields.iter().flat_map(targets) {
                found[target.0].push(id);
            }
        }
        Self(found)
    }

    /// Which entities have rows that may need one of this, itself among them: it must not need one of theirs, or none could be first.
    pub(crate) fn leading_to(&self, id: EntityId) -> Vec<bool> {
        let mut found = vec![false; self.0.len()];
        let mut next = vec![id];
        while let Some(id) = next.pop() {
            if !std::mem::replace(&mut found[id.0], true) {
                next.extend(&self.0[id.0]);
            }
        }
        found
    }
}

/// The entities that a field may refer to.
pub(crate) fn targets(field: &Field) -> Vec<EntityId> {
    match &field.kind {
        FieldKind::Value(_) => Vec::new(),
        FieldKind::Reference(reference) => vec![reference.target],
        FieldKind::Arc(arc) => arc.targets.iter().map(|target| target.entity).collect(),
    }
}
