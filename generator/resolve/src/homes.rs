//! Homes: which domain's files declare an enum or record that states none, and which records are stored. Both follow
//! from who uses them, so they come last.

use driftless_model::{DomainId, EnumId, Field, RecordId, Scalar, Schema, Type};
use driftless_syntax::Document;

/// Settles what follows from use.
pub(crate) fn settle(document: &Document, schema: &mut Schema) {
    let mut homes = Homes {
        enums: document.enums.iter().map(|item| item.domain.is_some()).collect(),
        records: document.records.iter().map(|item| item.domain.is_some()).collect(),
    };
    let uses = uses(schema);
    for (ty, domain) in &uses {
        homes.visit(schema, ty, *domain);
    }
    let stored: Vec<Type> = schema
        .entities
        .iter()
        .flat_map(|entity| stored_types(&entity.fields))
        .collect();
    stored.iter().for_each(|ty| mark_stored(schema, ty));
}

/// Every type in use with the domain that uses it, entities first.
fn uses(schema: &Schema) -> Vec<(Type, DomainId)> {
    let of_fields = |fields: &[Field], domain| types(fields).map(|ty| (ty, domain)).collect::<Vec<_>>();
    let entities = schema
        .entities
        .iter()
        .flat_map(|entity| of_fields(&entity.fields, entity.domain));
    let operations = schema.operations.iter().flat_map(|operation| {
        let parameters = operation.params.iter().chain(&operation.query);
        let parameters = parameters.filter_map(|parameter| parameter.field.value().map(|column| column.ty.clone()));
        let payloads = operation
            .request
            .iter()
            .chain(&operation.response)
            .map(|payload| payload.ty.clone());
        parameters
            .chain(payloads)
            .map(|ty| (ty, operation.domain))
            .collect::<Vec<_>>()
    });
    entities.chain(operations).collect()
}

fn types(fields: &[Field]) -> impl Iterator<Item = Type> {
    fields
        .iter()
        .filter_map(|field| field.value().map(|column| column.ty.clone()))
}

fn stored_types(fields: &[Field]) -> Vec<Type> {
    let stored = fields.iter().filter(|field| !field.transient);
    stored
        .filter_map(|field| field.value().map(|column| column.ty.clone()))
        .collect()
}

/// Which enums and records have their home already.
struct Homes {
    enums: Vec<bool>,
    records: Vec<bool>,
}

impl Homes {
    fn visit(&mut self, schema: &mut Schema, ty: &Type, domain: DomainId) {
        match ty.scalar {
            Scalar::Enum(EnumId(at)) if !self.enums[at] => {
                self.enums[at] = true;
                schema.enums[at].domain = domain;
            }
            Scalar::Record(RecordId(at)) if !self.records[at] => {
                self.records[at] = true;
                schema.records[at].domain = domain;
                let inner: Vec<Type> = types(&schema.records[at].fields).collect();
                inner.iter().for_each(|ty| self.visit(schema, ty, domain));
            }
            _ => {}
        }
    }
}

fn mark_stored(schema: &mut Schema, ty: &Type) {
    let Scalar::Record(RecordId(at)) = ty.scalar else {
        return;
    };
    if schema.records[at].stored {
        return;
    }
    schema.records[at].stored = true;
    let inner: Vec<Type> = types(&schema.records[at].fields).collect();
    inner.iter().for_each(|ty| mark_stored(schema, ty));
}
