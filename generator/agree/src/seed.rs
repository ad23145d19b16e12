//! The first rows: of each entity one that others can refer to. In: an entity, and the rows that are there already. Out: what
//! databases shall write.

use driftless_model::{Entity, EntityId, Tenancy};
use driftless_sample::{Chance, Subject, beside, keys_of};
use driftless_shape::{Origin, Role, Shape};
use serde_json::{Map, Value};

use crate::verdict::{Act, Store};

/// What a database has to be told beside what a client sends, to make a row or to change the first one.
pub(crate) fn store(subject: &Subject, shape: &Shape, word: Option<&str>, chance: &mut Chance) -> Option<Store> {
    let Origin::Entity(id) = shape.origin else {
        return None;
    };
    let act = match shape.role {
        Role::Create => Act::Make,
        Role::Patch => Act::Change,
        _ => return None,
    };
    let entity = subject.schema.entity(id);
    let key = match act {
        Act::Change => key(subject, id, entity)?,
        _ => Map::new(),
    };
    Some(Store {
        entity: entity.name.to_string(),
        act,
        tenant: tenant(subject, id, entity, act)?,
        owner: owner(subject, id, entity)?,
        key,
        internal: subject
            .shape(id, Role::Row)
            .map(|row| beside(subject, row, word, shape, chance))
            .unwrap_or_default(),
    })
}

/// Whose row it is; a tenant that is made is its own.
fn tenant(subject: &Subject, id: EntityId, entity: &Entity, act: Act) -> Option<Value> {
    let known = |entity: EntityId| subject.keys(entity).into_iter().next().cloned();
    match entity.tenancy {
        Tenancy::Global { .. } => Some(Value::Null),
        Tenancy::Root if act == Act::Change => known(id),
        Tenancy::Root => {
            let taken: Vec<String> = subject.keys(id).into_iter().map(Value::to_string).collect();
            let mut keys = keys_of(subject, id).into_iter().filter(|key| !taken.contains(key));
            serde_json::from_str(&keys.next()?).ok()
        }
        Tenancy::Scoped { .. } => known(subject.schema.tenant.as_ref()?.entity),
    }
}

/// The owner of a link, by its columns.
fn owner(subject: &Subject, id: EntityId, entity: &Entity) -> Option<Map<String, Value>> {
    let Some(ends) = entity.ends() else {
        return Some(Map::new());
    };
    let columns = entity.field(ends.owner_field).columns().into_iter().enumerate();
    columns
        .map(|(at, column)| {
            let value = subject
                .referred(Origin::Entity(id), ends.owner_field, at)
                .into_iter()
                .next()?;
            Some((column.name.clone(), value.clone()))
        })
        .collect()
}

/// The key of the first row, by its columns.
fn key(subject: &Subject, id: EntityId, entity: &Entity) -> Option<Map<String, Value>> {
    let row = subject.rows.get(&id)?.first()?;
    let fields = entity.key.iter().filter(|&&field| !entity.field(field).tenant);
    let columns = fields.flat_map(|&field| entity.field(field).columns());
    columns
        .map(|column| Some((column.name.clone(), row.get(&column.json)?.clone())))
        .collect()
}

/// Whether every entity that a row has to refer to has a row.
pub(crate) fn is_ready(subject: &Subject, id: EntityId) -> bool {
    let entity = subject.schema.entity(id);
    let tenant = matches!(entity.tenancy, Tenancy::Scoped { .. });
    let root = subject.schema.tenant.as_ref().filter(|_| tenant);
    let needed = entity
        .fields
        .iter()
        .filter(|field| !field.nullable && !field.tenant && field.variants.is_empty());
    let mut targets: Vec<EntityId> = needed
        .filter_map(|field| Some(field.reference()?.target))
        .filter(|target| *target != id)
        .collect();
    targets.extend(root.map(|root| root.entity));
    let has_row = |target: &EntityId| subject.rows.get(target).is_some_and(|rows| !rows.is_empty());
    let arcs = entity
        .fields
        .iter()
        .filter(|field| !field.nullable)
        .filter_map(|field| field.arc());
    let mut arcs = arcs.map(|arc| arc.targets.iter().any(|target| has_row(&target.entity)));
    targets.iter().all(has_row) && arcs.all(|is_there| is_there)
}

/// How many rows of an entity there shall be: some of those that others refer to, so that a row may refer to two of them, and
/// so that pairs are left.
pub(crate) fn wanted(subject: &Subject, id: EntityId) -> usize {
    let entity = subject.schema.entity(id);
    let fields = subject.schema.entities.iter().flat_map(|entity| &entity.fields);
    let is_referred = fields.filter(|field| !field.tenant).any(|field| {
        let arc = field.arc().into_iter().flat_map(|arc| &arc.targets);
        field.reference().is_some_and(|reference| reference.target == id)
            || arc.into_iter().any(|target| target.entity == id)
    });
    let is_more = is_referred && subject.id(id).is_some() && entity.tenancy != Tenancy::Root;
    if is_more { 3 } else { 1 }
}
