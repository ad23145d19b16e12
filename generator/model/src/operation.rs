//! What the service offers beside create, read, list, update and delete; graphs; and objects that are passed through.

use driftless_diagnostics::Span;

use crate::{DomainId, EntityId, Field, FieldId, Name, Type};

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// Upper case, as in HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// How a request body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// `application/json`
    Json,
    /// `multipart/form-data`
    Multipart,
    /// `application/octet-stream`
    Binary,
}

/// An operation: declared in the schema, or following from a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Name; unique in the schema.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it does.
    pub doc: String,
    /// The domain whose files declare it.
    pub domain: DomainId,
    /// Method.
    pub method: Method,
    /// Path with `{parameters}`.
    pub path: String,
    /// Path parameters in order of the path.
    pub params: Vec<Parameter>,
    /// Query parameters in order.
    pub query: Vec<Parameter>,
    /// What is sent.
    pub request: Option<Payload>,
    /// How it is sent.
    pub body: Body,
    /// What comes back.
    pub response: Option<Payload>,
    /// Whether the response is a page of its items.
    pub paged: bool,
    /// Status of success.
    pub status: u16,
    /// Statuses of refusal beside those that any operation has.
    pub errors: Vec<u16>,
    /// Whether the caller must say who they are.
    pub authenticated: bool,
    /// What to use instead.
    pub deprecated: Option<String>,
}

/// A parameter: a field whose kind is a value, a reference or, in queries, an arc written `kind:id`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name in the path or query.
    pub json: String,
    /// Meaning and type.
    pub field: Field,
}

/// What is sent or comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// Its type; an array where the type word said so.
    pub ty: Type,
    /// Whether null is an answer.
    pub nullable: bool,
}

/// A graph whose edges are the rows of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it tells.
    pub doc: String,
    /// The entity of the edges.
    pub edge: EntityId,
    /// The end an edge leaves.
    pub from: FieldId,
    /// The end an edge reaches.
    pub to: FieldId,
    /// How far a walk goes.
    pub depth: u32,
    /// Whether an edge may close a cycle.
    pub cycles: bool,
    /// Its path in URLs.
    pub path: String,
}

/// An object that the model does not describe, passed through in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Native {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it is for.
    pub doc: String,
    /// What kind of object it is.
    pub kind: NativeKind,
    /// For PostgreSQL.
    pub postgres: Option<NativeSql>,
    /// For SQLite.
    pub sqlite: Option<NativeSql>,
    /// Entities it needs; after all tables where empty.
    pub after: Vec<EntityId>,
    /// Other natives it needs, by position in the schema.
    pub after_natives: Vec<usize>,
}

/// What kind of object is passed through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NativeKind {
    /// Before everything else.
    Extension,
    /// A view.
    View,
    /// A function.
    Function,
    /// A trigger.
    Trigger,
    /// Anything else.
    Other,
}

/// The SQL that makes and removes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeSql {
    /// Makes it.
    pub up: String,
    /// Removes it.
    pub down: String,
    /// Where `up` stands.
    pub span: Span,
}
