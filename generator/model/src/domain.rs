//! Domains, enums and named types.

use driftless_diagnostics::Span;

use crate::{DomainId, Name, Pii, Type, Value};

/// A part of the model that belongs together: one file per domain in most outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it is about.
    pub doc: String,
    /// PostgreSQL schema of its tables, where not the default one.
    pub namespace: Option<String>,
}

/// A closed set of words.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it tells.
    pub doc: String,
    /// The domain whose files declare it: the stated one, or the first that uses it.
    pub domain: DomainId,
    /// The words, in order.
    pub values: Vec<EnumValue>,
    /// `CREATE TYPE` on PostgreSQL instead of text with a check.
    pub native: bool,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<String>,
    /// Further derives of the Rust type.
    pub derives: Vec<String>,
    /// Further attributes of the Rust type.
    pub attributes: Vec<String>,
}

/// One word of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// The word, the same in SQL, JSON and every language.
    pub value: String,
    /// The declaration.
    pub span: Span,
    /// What it means.
    pub doc: String,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<String>,
}

/// A scalar with a name: its constraints travel to every output.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedType {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it is.
    pub doc: String,
    /// What it stands for.
    pub ty: Type,
    /// Values for documentation.
    pub examples: Vec<Value>,
    /// Personal data wherever it is used.
    pub pii: Option<Pii>,
    /// Whether anything is declared with it.
    pub used: bool,
}

/// Shared fields. Whoever uses a mixin has its fields; of the mixin itself only this remains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mixin {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What its fields are about.
    pub doc: String,
    /// Whether anything uses it.
    pub used: bool,
}
