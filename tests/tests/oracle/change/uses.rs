//! What hangs on a field of a World, and former names that have served their time.

use crate::world::{Entity, Id, Kind, World};

pub(super) fn forget_former_names(world: &mut World) {
    for entity in &mut world.entities {
        entity.former = None;
        entity.fields.iter_mut().for_each(|field| field.former = None);
        for link in &mut entity.links {
            link.former = None;
            link.fields.iter_mut().for_each(|field| field.former = None);
        }
    }
    let named = world.types.iter_mut().map(|named| &mut named.former);
    let enums = world.enums.iter_mut().map(|of| &mut of.former);
    let records = world.records.iter_mut().map(|record| &mut record.former);
    named.chain(enums).chain(records).for_each(|former| *former = None);
    for record in &mut world.records {
        record.fields.iter_mut().for_each(|field| field.former = None);
    }
    for word in world.enums.iter_mut().flat_map(|of| &mut of.values) {
        word.former = None;
    }
}

/// Whether other parts of an entity depend on a field.
pub(super) fn is_used(entity: &Entity, id: Id) -> bool {
    let in_sets = entity.sets.iter().any(|set| {
        set.parts.iter().any(|part| part.field() == Some(id)) || set.only.is_some_and(|only| only.field() == id)
    });
    let in_checks = entity.checks.iter().any(|check| check.rule.fields().contains(&id));
    in_sets || in_checks || is_computed_from(entity, id) || is_tag(entity, id)
}

pub(super) fn is_computed_from(entity: &Entity, id: Id) -> bool {
    entity.fields.iter().any(|field| match &field.kind {
        Kind::Computed(formula) => formula.fields().contains(&id),
        _ => false,
    })
}

pub(super) fn is_tag(entity: &Entity, id: Id) -> bool {
    entity.variants.as_ref().is_some_and(|variants| variants.tag == id)
}
