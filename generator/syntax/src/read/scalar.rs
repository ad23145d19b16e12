//! Domains, named types and enums.

use super::field::{length, storage};
use super::{keys, text};
use crate::document::{About, DomainDecl, EnumDecl, EnumValueDecl, Literal, Text, TypeDecl, Value};

pub(super) fn domain(name: &Text, value: &Literal) -> Option<DomainDecl> {
    let table = keys(value)?;
    Some(DomainDecl {
        name: name.clone(),
        about: table.about(),
        namespace: table.text("namespace"),
    })
}

pub(super) fn named_type(name: &Text, value: &Literal) -> Option<TypeDecl> {
    let table = keys(value)?;
    Some(TypeDecl {
        name: name.clone(),
        about: table.about(),
        base: table.text("base"),
        length: length(&table),
        pattern: table.text("pattern"),
        min: table.literal("min"),
        max: table.literal("max"),
        examples: table
            .list("examples", |value| Some(value.clone()))
            .map(|list| list.value)
            .unwrap_or_default(),
        storage: storage(&table),
        pii: table.text("pii"),
        purpose: table.text("purpose"),
    })
}

pub(super) fn enumeration(name: &Text, value: &Literal) -> Option<EnumDecl> {
    let table = keys(value)?;
    Some(EnumDecl {
        name: name.clone(),
        about: table.about(),
        domain: table.text("domain"),
        values: table.get("values").map(values).unwrap_or_default(),
        native: table.flag("native"),
        derives: table.texts("derives"),
        attributes: table.texts("attributes"),
    })
}

fn values(given: &Literal) -> Vec<EnumValueDecl> {
    match &given.value {
        Value::Array(names) => {
            let plain = |name| EnumValueDecl {
                name,
                about: About::default(),
            };
            names.iter().filter_map(text).map(plain).collect()
        }
        Value::Table(entries) => entries
            .iter()
            .map(|(name, value)| EnumValueDecl {
                name: name.clone(),
                about: value_about(value),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn value_about(value: &Literal) -> About {
    match keys(value) {
        Some(table) => table.about(),
        None => About {
            doc: text(value),
            ..About::default()
        },
    }
}
