//! What a service offers beyond its entities, and what the database has beyond the schema.

use driftless_diagnostics::Span;

use super::{About, Auth, Body, Cycles, FieldDecl, Flag, Method, NativeKind, Spanned, Text};

/// `[operation.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// Where it belongs.
    pub domain: Option<Text>,
    /// HTTP method.
    pub method: Option<Spanned<Method>>,
    /// Path with `{parameters}`.
    pub path: Option<Text>,
    /// Path parameters.
    pub params: Vec<FieldDecl>,
    /// Query parameters.
    pub query: Vec<FieldDecl>,
    /// Type word of the request body.
    pub request: Option<Text>,
    /// Type word of the response body.
    pub response: Option<Text>,
    /// How the request body travels.
    pub body: Option<Spanned<Body>>,
    /// Status of success.
    pub status: Option<Spanned<i64>>,
    /// Whether the response comes in pages.
    pub paged: Flag,
    /// Statuses of failure.
    pub errors: Vec<Spanned<i64>>,
    /// How callers prove who they are.
    pub auth: Option<Spanned<Auth>>,
}

/// `[graph.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// The entity whose rows are edges.
    pub edge: Option<Text>,
    /// The field an edge starts at.
    pub from: Option<Text>,
    /// The field an edge ends at.
    pub to: Option<Text>,
    /// How far a walk goes.
    pub depth: Option<Spanned<i64>>,
    /// What becomes of an edge that closes a cycle.
    pub cycles: Option<Spanned<Cycles>>,
    /// Path of its operations.
    pub path: Option<Text>,
}

/// `[native.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// What sort of object it is.
    pub kind: Option<Spanned<NativeKind>>,
    /// How it is made on PostgreSQL.
    pub postgres: Option<ScriptDecl>,
    /// How it is made on SQLite.
    pub sqlite: Option<ScriptDecl>,
    /// Entities and natives that come before it; left open: all tables.
    pub after: Option<Spanned<Vec<Text>>>,
}

/// `{ up = "…", down = "…" }`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScriptDecl {
    /// SQL that makes the object.
    pub up: Option<Text>,
    /// SQL that takes it away.
    pub down: Option<Text>,
    /// The whole table.
    pub span: Span,
}
