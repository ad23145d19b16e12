//! Records as shapes, and in which direction each travels. In: records, entities, operations. Out: one shape per
//! record with its [`Usage`], from which a target decides how strict a reader has to be.

use driftless_model::{DomainId, Field, FieldId, FieldKind, RecordId, Scalar, Schema, Type, Visibility};

use crate::entity::{member, wire_columns};
use crate::item::{ItemType, target_type};
use crate::tagged::tagged;
use crate::{Body, Member, Origin, Presence, Role, Shape, Usage};

/// The records of a domain, in order.
pub(crate) fn record_shapes(schema: &Schema, domain: DomainId, usages: &[Usage]) -> Vec<Shape> {
    schema
        .records()
        .filter(|(_, record)| record.domain == domain)
        .map(|(id, _)| record_shape(schema, id, usages[id.0]))
        .collect()
}

fn record_shape(schema: &Schema, id: RecordId, usage: Usage) -> Shape {
    let record = schema.record(id);
    let name = record.name.pascal();
    let members = |keep: &dyn Fn(FieldId) -> bool| record_members(schema, id, keep);
    let body = match &record.variants {
        None => Body::Struct(members(&|_| true)),
        Some(variants) => Body::Tagged(tagged(schema, &name, &record.fields, variants, &members)),
    };
    Shape {
        name,
        role: Role::Record,
        origin: Origin::Record(id),
        span: record.span,
        doc: record.doc.clone(),
        deprecated: record.deprecated.clone(),
        usage,
        body,
        derives: record.derives.clone(),
        attributes: record.attributes.clone(),
    }
}

fn record_members(schema: &Schema, id: RecordId, keep: &dyn Fn(FieldId) -> bool) -> Vec<Member> {
    let record = schema.record(id);
    let positions = (0..record.fields.len()).map(FieldId).filter(|&field| keep(field));
    positions
        .flat_map(|position| {
            let field = &record.fields[position.0];
            let object = format!("{}.{}", record.name, field.name);
            wire_columns(field).into_iter().map(move |(column, json)| {
                let ty = field_type(schema, Origin::Record(id), field, position, column);
                let mut member = member(field, position, column, json, &object, ty);
                if member.nullable || member.default.is_some() {
                    member.presence = Presence::Optional;
                }
                member.write_only = field.visibility == Visibility::Secret;
                member
            })
        })
        .collect()
}

/// The type of a field outside an entity: of a record, a path or a query.
pub(crate) fn field_type(
    schema: &Schema,
    origin: Origin,
    field: &Field,
    position: FieldId,
    column: Option<usize>,
) -> ItemType {
    match (&field.kind, column) {
        (FieldKind::Value(value), _) => ItemType::of(&value.ty),
        (FieldKind::Reference(reference), at) => target_type(schema, reference, at.unwrap_or(0)),
        (FieldKind::Arc(_), _) => ItemType::arc(origin, position),
    }
}

/// In which direction each record travels, by following types from entities and operations.
pub(crate) fn usages(schema: &Schema) -> Vec<Usage> {
    let mut usages = vec![Usage::default(); schema.records.len()];
    for entity in &schema.entities {
        for field in entity.fields.iter().filter(|field| field.value().is_some()) {
            let sent = field.visibility != Visibility::Internal && !field.read_only;
            let way = Usage {
                request: sent,
                response: field.visibility == Visibility::Public,
                stored: !field.transient,
            };
            field
                .value()
                .into_iter()
                .for_each(|column| spread(schema, &column.ty, way, &mut usages));
        }
    }
    for operation in &schema.operations {
        let ways = [
            (
                &operation.request,
                Usage {
                    request: true,
                    ..Usage::default()
                },
            ),
            (
                &operation.response,
                Usage {
                    response: true,
                    ..Usage::default()
                },
            ),
        ];
        for (payload, way) in ways {
            payload
                .iter()
                .for_each(|payload| spread(schema, &payload.ty, way, &mut usages));
        }
    }
    usages
}

/// Marks the records inside a type. Stops where nothing is new, which also ends at records that contain themselves.
fn spread(schema: &Schema, ty: &Type, way: Usage, usages: &mut [Usage]) {
    let Scalar::Record(id) = ty.scalar else { return };
    let before = usages[id.0];
    let after = Usage {
        request: before.request || way.request,
        response: before.response || way.response,
        stored: before.stored || way.stored,
    };
    if after == before {
        return;
    }
    usages[id.0] = after;
    for field in &schema.record(id).fields {
        field
            .value()
            .into_iter()
            .for_each(|column| spread(schema, &column.ty, after, usages));
    }
}
