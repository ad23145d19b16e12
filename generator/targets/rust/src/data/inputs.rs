//! What makes a row beside what a client sends: fields that only the service fills in. In: an entity. Out: the members of
//! its `Internal` type, and how each is given.

use driftless_model::{Default, EntityId, FieldId, Mutability, Visibility};
use driftless_shape::{Member, Origin, Role, Shape};

use crate::emit::digests;
use crate::types::Wrapping;
use crate::view::View;

/// A field that the service fills in.
pub(crate) struct Internal<'a> {
    /// As it is stored.
    pub(crate) member: &'a Member,
    /// How it is given.
    pub(crate) wrapping: Wrapping,
}

/// What the service fills in when a row is made.
pub(crate) fn at_creation<'a>(view: &View<'a>, id: EntityId) -> Vec<Internal<'a>> {
    let (entity, create) = (view.schema.entity(id), shape(view, id, Role::Create));
    let is_sent = |field: FieldId| create.is_some_and(|shape| has(shape, field));
    let is_internal = |member: &&Member| {
        let field = entity.field(member.field);
        let is_owner = entity.ends().is_some_and(|ends| ends.owner_field == member.field);
        let is_left_to_the_database = field.identity
            || field.touched
            || (field.read_only && matches!(field.default, Some(Default::Now | Default::Uuid)));
        !(is_sent(member.field)
            || field.tenant
            || is_owner
            || field.computed.is_some()
            || is_left_to_the_database
            || digests::is_made_by(view, id, field))
    };
    let wrapping = |member: &Member| {
        let field = entity.field(member.field);
        match (&field.default, member.nullable) {
            (Some(default), true) if *default != Default::Value(driftless_model::Value::Null) => Wrapping::Double,
            (None, false) if field.variants.is_empty() => Wrapping::Plain,
            _ => Wrapping::Option,
        }
    };
    stored(view, id)
        .into_iter()
        .filter(is_internal)
        .map(|member| Internal {
            wrapping: wrapping(member),
            member,
        })
        .collect()
}

/// What the service may change beside what a client sends.
pub(crate) fn at_change<'a>(view: &View<'a>, id: EntityId) -> Vec<Internal<'a>> {
    let (entity, patch) = (view.schema.entity(id), shape(view, id, Role::Patch));
    if entity.mutability != Mutability::Mutable {
        return Vec::new();
    }
    let is_internal = |member: &&Member| {
        let field = entity.field(member.field);
        // A secret is written once.
        let is_fixed = field.immutable
            || field.visibility == Visibility::Secret
            || field.tenant
            || field.identity
            || field.touched
            || field.computed.is_some()
            || !field.digest_of.is_empty()
            || entity.key.contains(&member.field)
            || entity
                .ends()
                .is_some_and(|ends| [ends.owner_field, ends.target_field].contains(&member.field));
        !is_fixed && !patch.is_some_and(|shape| has(shape, member.field))
    };
    let wrapping = |member: &Member| {
        if member.nullable {
            Wrapping::Double
        } else {
            Wrapping::Option
        }
    };
    stored(view, id)
        .into_iter()
        .filter(is_internal)
        .map(|member| Internal {
            wrapping: wrapping(member),
            member,
        })
        .collect()
}

/// Everything that is stored, each field once.
fn stored<'a>(view: &View<'a>, id: EntityId) -> Vec<&'a Member> {
    let mut members: Vec<&Member> = Vec::new();
    for member in shape(view, id, Role::Row)
        .into_iter()
        .flat_map(|shape| shape.body.members())
    {
        if !members
            .iter()
            .any(|known| (known.field, known.column) == (member.field, member.column))
        {
            members.push(member);
        }
    }
    members
}

fn shape<'a>(view: &View<'a>, id: EntityId, role: Role) -> Option<&'a Shape> {
    view.shape((Origin::Entity(id), role)).map(|(_, shape)| shape)
}

fn has(shape: &Shape, field: FieldId) -> bool {
    shape.body.members().iter().any(|member| member.field == field)
}
