//! Every field that somebody wrote down, once: a field of a mixin stands in many entities but is one declaration.

use std::collections::BTreeSet;

use driftless_model::{Field, Schema};

/// A field and the first thing that has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'s> {
    /// Name of the entity, record or operation.
    pub(crate) owner: &'s str,
    /// The field.
    pub(crate) field: &'s Field,
    /// What has it.
    pub(crate) holder: Holder,
}

/// What has a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// An entity: it is stored, unless transient.
    Entity,
    /// A record.
    Record,
    /// An operation: it is a parameter.
    Operation,
}

impl Place<'_> {
    /// As reports name it: `Book.title`.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.owner, self.field.name)
    }
}

/// All fields, each declaration once. What was not written by anybody (ends of links, inferred parameters) has a
/// sentence from the compiler and is listed too.
pub(crate) fn places(schema: &Schema) -> Vec<Place<'_>> {
    let of = |owner, holder| move |field| Place { owner, field, holder };
    let entities = schema.entities.iter().flat_map(|entity| {
        let place = of(entity.name.as_str(), Holder::Entity);
        entity.fields.iter().map(place)
    });
    let records = schema.records.iter().flat_map(|record| {
        let place = of(record.name.as_str(), Holder::Record);
        record.fields.iter().map(place)
    });
    let operations = schema.operations.iter().flat_map(|operation| {
        let parameters = operation.params.iter().chain(&operation.query);
        let place = of(operation.name.as_str(), Holder::Operation);
        parameters.map(|parameter| &parameter.field).map(place)
    });
    let mut seen = BTreeSet::new();
    let all = entities.chain(records).chain(operations);
    all.filter(|place| seen.insert(place.field.span)).collect()
}
