//! The four shapes of an entity. In: its fields. Out: which of them each shape has, and how.

use driftless_model::{Entity, EntityId, Field, FieldId, FieldKind, Mutability, Name, Schema, Visibility};

use crate::item::{ItemType, column_type};
use crate::tagged::tagged;
use crate::{Body, Member, Origin, Presence, Role, Shape, Usage};

/// The shapes of an entity: read, create, patch where rows may change, row.
pub(crate) fn entity_shapes(schema: &Schema, id: EntityId) -> Vec<Shape> {
    let entity = schema.entity(id);
    let mut roles = vec![Role::Read, Role::Create];
    if entity.mutability == Mutability::Mutable && !patch_members(schema, id).is_empty() {
        roles.push(Role::Patch);
    }
    roles.push(Role::Row);
    roles.into_iter().map(|role| entity_shape(schema, id, role)).collect()
}

/// The name of a shape of an entity.
pub(crate) fn shape_name(entity: &Entity, role: Role) -> String {
    let suffix = match role {
        Role::Read | Role::Record => "",
        Role::Create => "Create",
        Role::Patch => "Patch",
        Role::Row => "Row",
    };
    format!("{}{suffix}", entity.name.pascal())
}

fn entity_shape(schema: &Schema, id: EntityId, role: Role) -> Shape {
    let entity = schema.entity(id);
    let name = shape_name(entity, role);
    let body = match (&entity.variants, role) {
        // A patch may change the tag, so its members cannot depend on one.
        (Some(_), Role::Patch) | (None, _) => Body::Struct(members(schema, id, role, |_| true)),
        (Some(variants), _) => {
            let of = |keep: &dyn Fn(FieldId) -> bool| members(schema, id, role, keep);
            Body::Tagged(tagged(schema, &name, &entity.fields, variants, &of))
        }
    };
    Shape {
        name,
        role,
        origin: Origin::Entity(id),
        span: entity.span,
        doc: entity.doc.clone(),
        deprecated: entity.deprecated.clone(),
        usage: usage(role),
        body,
        derives: entity.derives.clone(),
        attributes: entity.attributes.clone(),
    }
}

fn usage(role: Role) -> Usage {
    match role {
        Role::Create | Role::Patch => Usage {
            request: true,
            ..Usage::default()
        },
        Role::Read | Role::Record => Usage {
            response: true,
            ..Usage::default()
        },
        Role::Row => Usage {
            stored: true,
            ..Usage::default()
        },
    }
}

fn patch_members(schema: &Schema, id: EntityId) -> Vec<Member> {
    members(schema, id, Role::Patch, |_| true)
}

fn members(schema: &Schema, id: EntityId, role: Role, keep: impl Fn(FieldId) -> bool) -> Vec<Member> {
    let entity = schema.entity(id);
    entity
        .fields()
        .filter(|(field, _)| keep(*field))
        .filter(|(position, field)| is_in(entity, *position, field, role))
        .flat_map(|(position, _)| field_members(schema, id, position, role))
        .collect()
}

/// Which fields a shape has: the one place that answers it.
fn is_in(entity: &Entity, position: FieldId, field: &Field, role: Role) -> bool {
    let is_owner_end = entity.ends().is_some_and(|ends| ends.owner_field == position);
    match role {
        Role::Read | Role::Record => field.visibility == Visibility::Public,
        Role::Row => !field.transient,
        Role::Create => {
            // The owner of a link is named by the path of the request.
            field.visibility != Visibility::Internal && !field.read_only && !field.tenant && !is_owner_end
        }
        Role::Patch => {
            field.visibility == Visibility::Public
                && !field.read_only
                && !field.tenant
                && !field.immutable
                && !entity.key.contains(&position)
        }
    }
}

fn field_members(schema: &Schema, id: EntityId, position: FieldId, role: Role) -> Vec<Member> {
    let entity = schema.entity(id);
    let field = entity.field(position);
    let object = format!("{}.{}", entity.name, field.name);
    let origin = Origin::Entity(id);
    wire_columns(field)
        .into_iter()
        .map(|(column, json)| {
            let ty = match column {
                Some(column) => column_type(schema, id, position, column),
                None => ItemType::arc(origin, position),
            };
            member(field, position, column, json, &object, ty).in_role(field, role)
        })
        .collect()
}

/// The keys a field has on the wire: one per column, but an arc is one value.
pub(crate) fn wire_columns(field: &Field) -> Vec<(Option<usize>, String)> {
    match &field.kind {
        FieldKind::Value(column) => vec![(Some(0), column.json.clone())],
        FieldKind::Reference(reference) => reference
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| (Some(at), column.json.clone()))
            .collect(),
        FieldKind::Arc(arc) => vec![(None, arc.json.clone())],
    }
}

/// A member as the field declares it, before any role narrows it.
pub(crate) fn member(
    field: &Field,
    position: FieldId,
    column: Option<usize>,
    json: String,
    object: &str,
    ty: ItemType,
) -> Member {
    Member {
        name: member_name(field, column),
        json,
        object: object.to_owned(),
        span: field.span,
        doc: field.doc.clone(),
        ty,
        nullable: field.nullable,
        presence: Presence::Required,
        default: field.default.clone(),
        read_only: field.read_only,
        write_only: false,
        redacted: field.is_redacted(),
        pii: field.pii.clone(),
        deprecated: field.deprecated.clone(),
        examples: field.examples.clone(),
        field: position,
        column,
    }
}

/// The words of a member: of a reference those of its column, so that `author` is `author_id` in every language.
fn member_name(field: &Field, column: Option<usize>) -> Name {
    match (&field.kind, column) {
        (FieldKind::Reference(reference), Some(at)) => reference.columns[at].words.clone(),
        _ => field.name.clone(),
    }
}

impl Member {
    fn in_role(mut self, field: &Field, role: Role) -> Self {
        match role {
            Role::Read | Role::Row | Role::Record => self,
            Role::Create => {
                if self.nullable || field.default.is_some() {
                    self.presence = Presence::Optional;
                }
                self.write_only = field.visibility == Visibility::Secret;
                self
            }
            Role::Patch => {
                self.presence = Presence::Optional;
                self.default = None;
                self
            }
        }
    }
}
