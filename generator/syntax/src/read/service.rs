//! Operations, graphs and native objects.

use super::field::field;
use super::{Keys, integer, keys, text};
use crate::document::{GraphDecl, Literal, NativeDecl, OperationDecl, ScriptDecl, Text};

pub(super) fn operation(name: &Text, value: &Literal) -> Option<OperationDecl> {
    let table = keys(value)?;
    Some(OperationDecl {
        name: name.clone(),
        about: table.about(),
        domain: table.text("domain"),
        method: table.word("method"),
        path: table.text("path"),
        params: table.each("params", field),
        query: table.each("query", field),
        request: table.text("request"),
        response: table.text("response"),
        body: table.word("body"),
        status: table.integer("status"),
        paged: table.flag("paged"),
        errors: table.list("errors", integer).map(|list| list.value).unwrap_or_default(),
        auth: table.word("auth"),
    })
}

pub(super) fn graph(name: &Text, value: &Literal) -> Option<GraphDecl> {
    let table = keys(value)?;
    Some(GraphDecl {
        name: name.clone(),
        about: table.about(),
        edge: table.text("edge"),
        from: table.text("from"),
        to: table.text("to"),
        depth: table.integer("depth"),
        cycles: table.word("cycles"),
        path: table.text("path"),
    })
}

pub(super) fn native(name: &Text, value: &Literal) -> Option<NativeDecl> {
    let table = keys(value)?;
    Some(NativeDecl {
        name: name.clone(),
        about: table.about(),
        kind: table.word("kind"),
        postgres: script(&table, "postgres"),
        sqlite: script(&table, "sqlite"),
        after: table.list("after", text),
    })
}

fn script(native: &Keys<'_>, dialect: &str) -> Option<ScriptDecl> {
    let table = keys(native.get(dialect)?)?;
    Some(ScriptDecl {
        up: table.text("up"),
        down: table.text("down"),
        span: native.span(dialect),
    })
}
