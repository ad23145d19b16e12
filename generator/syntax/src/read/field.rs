//! Fields, in their short and their long form.

use super::{Keys, keys, text};
use crate::document::{FieldDecl, FieldKind, Length, Literal, StorageDecl, Text, Value};
use crate::grammar;

/// A field is kept whatever its value is, so that references to it are not reported as well.
pub(super) fn field(name: &Text, value: &Literal) -> Option<FieldDecl> {
    let table = Keys::of(value);
    Some(FieldDecl {
        name: name.clone(),
        about: table.about(),
        kind: text(value).map(FieldKind::Type).or_else(|| kind(&table)),
        default: table.literal("default"),
        min: table.literal("min"),
        max: table.literal("max"),
        length: length(&table),
        pattern: table.text("pattern"),
        unique: table.flag("unique"),
        index: table.flag("index"),
        visibility: table.word("visibility"),
        transient: table.flag("transient"),
        read_only: table.flag("read_only"),
        immutable: table.flag("immutable"),
        pii: table.text("pii"),
        purpose: table.text("purpose"),
        examples: table
            .list("examples", |value| Some(value.clone()))
            .map(|list| list.value)
            .unwrap_or_default(),
        computed: table.text("computed"),
        digest_of: table.list("digest_of", text),
        identity: table.flag("identity"),
        on_delete: table.word("on_delete"),
        on_update: table.word("on_update"),
        column: table.text("column"),
        json: table.text("json"),
        storage: storage(&table),
        span: value.span,
    })
}

fn kind(table: &Keys<'_>) -> Option<FieldKind> {
    let word = table.text("type").map(FieldKind::Type);
    let reference = || table.text("ref").map(FieldKind::Reference);
    let arc = || {
        Some(FieldKind::OneOf {
            targets: table.list("one_of", text)?,
            nullable: table.flag("nullable"),
        })
    };
    word.or_else(reference).or_else(arc)
}

pub(super) fn length(table: &Keys<'_>) -> Option<Length> {
    let given = table.get("length")?;
    let (min, max) = match &given.value {
        Value::String(range) => grammar::length(range)?,
        Value::Integer(exact) => (u64::try_from(*exact).ok(), u64::try_from(*exact).ok()),
        _ => return None,
    };
    Some(Length {
        min,
        max,
        span: given.span,
    })
}

pub(super) fn storage(table: &Keys<'_>) -> Option<StorageDecl> {
    let storage = keys(table.get("storage")?)?;
    Some(StorageDecl {
        postgres: storage.text("postgres"),
        sqlite: storage.text("sqlite"),
    })
}
