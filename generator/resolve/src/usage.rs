//! Who uses what, by name: the declarations that leave no trace in the Schema. In: a Document. Out: the names of types
//! and mixins that something is declared with.

use std::collections::BTreeSet;

use driftless_diagnostics::Diagnostics;
use driftless_syntax::document::{Document, FieldDecl, FieldKind, Text};

use crate::type_word::{Base, parse_type_word};

/// The names that type words mention, wherever they stand.
pub(crate) fn type_names(document: &Document) -> BTreeSet<String> {
    let of_fields = fields(document).filter_map(|field| match &field.kind {
        Some(FieldKind::Type(word)) => Some(word),
        _ => None,
    });
    let payloads = document
        .operations
        .iter()
        .flat_map(|operation| operation.request.iter().chain(&operation.response));
    of_fields.chain(payloads).filter_map(base_name).collect()
}

/// The names that `use` mentions.
pub(crate) fn mixin_names(document: &Document) -> BTreeSet<&str> {
    let entities = document.entities.iter().flat_map(|entity| &entity.uses);
    let records = document.records.iter().flat_map(|record| &record.uses);
    let mixins = document.mixins.iter().flat_map(|mixin| &mixin.uses);
    entities.chain(records).chain(mixins).map(Text::as_str).collect()
}

fn fields(document: &Document) -> impl Iterator<Item = &FieldDecl> {
    let entities = document.entities.iter().flat_map(|entity| {
        let links = entity.links.iter().flat_map(|link| &link.fields);
        entity.fields.iter().chain(links)
    });
    let records = document.records.iter().flat_map(|record| &record.fields);
    let mixins = document.mixins.iter().flat_map(|mixin| &mixin.fields);
    let operations = document
        .operations
        .iter()
        .flat_map(|operation| operation.params.iter().chain(&operation.query));
    entities.chain(records).chain(mixins).chain(operations)
}

/// What is wrong with a type word is reported where it is resolved.
fn base_name(word: &Text) -> Option<String> {
    match parse_type_word(word, &mut Diagnostics::default())?.base {
        Base::Name(name) => Some(name),
        Base::BuiltIn(_) => None,
    }
}
