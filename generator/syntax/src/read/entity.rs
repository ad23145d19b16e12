//! Records, mixins and entities, and what belongs to them.

use super::field::field;
use super::{Keys, keys, text, word};
use crate::document::{
    CheckDecl, EntityDecl, IndexDecl, LinkDecl, Literal, MixinDecl, RecordDecl, Text, Value, VariantDecl,
};

pub(super) fn record(name: &Text, value: &Literal) -> Option<RecordDecl> {
    let table = keys(value)?;
    Some(RecordDecl {
        name: name.clone(),
        about: table.about(),
        domain: table.text("domain"),
        uses: table.texts("use"),
        fields: table.each("fields", field),
        tag: table.text("tag"),
        variants: table.each("variants", variant),
        derives: table.texts("derives"),
        attributes: table.texts("attributes"),
    })
}

pub(super) fn mixin(name: &Text, value: &Literal) -> Option<MixinDecl> {
    let table = keys(value)?;
    Some(MixinDecl {
        name: name.clone(),
        about: table.about(),
        uses: table.texts("use"),
        fields: table.each("fields", field),
        unique: entries(&table, "unique"),
        index: entries(&table, "index"),
        checks: table.each("checks", check),
    })
}

pub(super) fn entity(name: &Text, value: &Literal) -> Option<EntityDecl> {
    let table = keys(value)?;
    Some(EntityDecl {
        name: name.clone(),
        about: table.about(),
        domain: table.text("domain"),
        uses: table.texts("use"),
        table: table.text("table"),
        key: table.list("key", text),
        fields: table.each("fields", field),
        links: table.each("links", link),
        unique: entries(&table, "unique"),
        index: entries(&table, "index"),
        checks: table.each("checks", check),
        immutable: table.flag("immutable"),
        append_only: table.flag("append_only"),
        tag: table.text("tag"),
        variants: table.each("variants", variant),
        api: table.list("api", word),
        path: table.text("path"),
        tenant: table.flag("tenant"),
        reason: table.text("reason"),
        tenant_keys: table.flag("tenant_keys"),
        lookup: table.texts("lookup"),
        derives: table.texts("derives"),
        attributes: table.texts("attributes"),
    })
}

fn link(name: &Text, value: &Literal) -> Option<LinkDecl> {
    let table = keys(value)?;
    Some(LinkDecl {
        name: name.clone(),
        about: table.about(),
        to: table.text("to"),
        owner: table.text("owner"),
        target: table.text("target"),
        fields: table.each("fields", field),
        key: table.list("key", text),
        unique: entries(&table, "unique"),
        index: entries(&table, "index"),
        on_delete: table.word("on_delete"),
        table: table.text("table"),
    })
}

fn entries(table: &Keys<'_>, key: &str) -> Vec<IndexDecl> {
    table.list(key, entry).map(|list| list.value).unwrap_or_default()
}

/// A list of columns, or a table that has one under `fields`.
fn entry(value: &Literal) -> Option<IndexDecl> {
    let table = Keys::of(value);
    let columns = match &value.value {
        Value::Array(columns) => columns.iter().filter_map(text).collect(),
        Value::Table(_) => table.texts("fields"),
        _ => return None,
    };
    Some(IndexDecl {
        columns,
        condition: table.text("where"),
        name: table.text("name"),
        about: table.about(),
        nulls: table.word("nulls"),
        using: table.word("using"),
        span: value.span,
    })
}

fn check(name: &Text, value: &Literal) -> Option<CheckDecl> {
    let table = Keys::of(value);
    let expr = text(value).or_else(|| table.text("expr"));
    Some(CheckDecl {
        name: name.clone(),
        about: table.about(),
        expr,
    })
}

fn variant(value: &Text, fields: &Literal) -> Option<VariantDecl> {
    let Value::Array(names) = &fields.value else {
        return None;
    };
    Some(VariantDecl {
        value: value.clone(),
        fields: names.iter().filter_map(text).collect(),
    })
}
