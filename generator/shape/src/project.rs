//! The projection itself: domain by domain, in declaration order.

use driftless_model::{DomainId, Field, FieldId, Schema};

use crate::endpoint::endpoints;
use crate::entity::entity_shapes;
use crate::item::has_id_type;
use crate::record::{record_shapes, usages};
use crate::{ArcShape, IdShape, Module, Origin, Shapes};

/// Projects a schema.
pub fn project(schema: &Schema) -> Shapes {
    let usages = usages(schema);
    let mut endpoints = endpoints(schema);
    let modules = schema.domains().map(|(domain, _)| {
        let mut shapes = record_shapes(schema, domain, &usages);
        let entities = schema.entities().filter(|(_, entity)| entity.domain == domain);
        shapes.extend(entities.flat_map(|(id, _)| entity_shapes(schema, id)));
        Module {
            domain,
            ids: ids(schema, domain),
            enums: schema
                .enums()
                .filter(|(_, item)| item.domain == domain)
                .map(|(id, _)| id)
                .collect(),
            arcs: arcs(schema, domain),
            shapes,
            endpoints: endpoints.extract_if(.., |endpoint| endpoint.domain == domain).collect(),
        }
    });
    Shapes {
        modules: modules.collect(),
    }
}

fn ids(schema: &Schema, domain: DomainId) -> Vec<IdShape> {
    schema
        .entities()
        .filter(|(_, entity)| entity.domain == domain && has_id_type(entity))
        .filter_map(|(id, entity)| {
            let field = entity.field(entity.key[0]);
            let column = field.value()?;
            Some(IdShape {
                name: format!("{}Id", entity.name.pascal()),
                entity: id,
                ty: column.ty.clone(),
                span: field.span,
            })
        })
        .collect()
}

fn arcs(schema: &Schema, domain: DomainId) -> Vec<ArcShape> {
    let records = schema
        .records()
        .filter(|(_, record)| record.domain == domain)
        .map(|(id, record)| (Origin::Record(id), record.name.pascal(), &record.fields));
    let entities = schema
        .entities()
        .filter(|(_, entity)| entity.domain == domain)
        .map(|(id, entity)| (Origin::Entity(id), entity.name.pascal(), &entity.fields));
    records
        .chain(entities)
        .flat_map(|(origin, owner, fields)| arcs_of(origin, &owner, fields))
        .collect()
}

fn arcs_of(origin: Origin, owner: &str, fields: &[Field]) -> Vec<ArcShape> {
    fields
        .iter()
        .enumerate()
        .filter_map(|(position, field)| {
            let arc = field.arc()?;
            Some(ArcShape {
                name: format!("{owner}{}", field.name.pascal()),
                origin,
                field: FieldId(position),
                targets: arc
                    .targets
                    .iter()
                    .map(|target| (target.kind.clone(), target.entity))
                    .collect(),
                doc: field.doc.clone(),
                span: field.span,
            })
        })
        .collect()
}
