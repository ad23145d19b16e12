//! Domains, and the types that hold one value: named types and enums.

use super::{About, Flag, Length, Literal, StorageDecl, Text};

/// `[domain.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// The PostgreSQL namespace of its tables.
    pub namespace: Option<Text>,
}

/// `[type.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// The built-in type word it narrows.
    pub base: Option<Text>,
    /// How long a value may be.
    pub length: Option<Length>,
    /// What a value looks like.
    pub pattern: Option<Text>,
    /// Smallest value.
    pub min: Option<Literal>,
    /// Largest value.
    pub max: Option<Literal>,
    /// Values to show.
    pub examples: Vec<Literal>,
    /// Column types that override the usual ones.
    pub storage: Option<StorageDecl>,
    /// Which kind of personal data it is.
    pub pii: Option<Text>,
    /// Why personal data is held.
    pub purpose: Option<Text>,
}

/// `[enum.<Name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// Where it belongs.
    pub domain: Option<Text>,
    /// Its values, in order.
    pub values: Vec<EnumValueDecl>,
    /// Whether PostgreSQL gets a type of its own.
    pub native: Flag,
    /// Further derives of the Rust type.
    pub derives: Vec<Text>,
    /// Attributes of the Rust type.
    pub attributes: Vec<Text>,
}

/// One value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValueDecl {
    /// The value, as stored and sent.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
}
