//! Fields: of entities, records, mixins and links, and the parameters of operations.

use driftless_diagnostics::Span;

use super::{About, Flag, Literal, OnDelete, OnUpdate, Spanned, Text, Visibility};

/// `fields.<name> = "text"` or `fields.<name> = { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// What it holds; absent only where that was reported.
    pub kind: Option<FieldKind>,
    /// The value of rows that are given none.
    pub default: Option<Literal>,
    /// Smallest value.
    pub min: Option<Literal>,
    /// Largest value.
    pub max: Option<Literal>,
    /// How long a text, or how many elements an array may have.
    pub length: Option<Length>,
    /// What a value looks like.
    pub pattern: Option<Text>,
    /// No two rows have the same value.
    pub unique: Flag,
    /// Rows are looked up by it.
    pub index: Flag,
    /// Who may see it.
    pub visibility: Option<Spanned<Visibility>>,
    /// On the wire, never stored.
    pub transient: Flag,
    /// Never accepted from clients.
    pub read_only: Flag,
    /// Set when the row is made, never changed.
    pub immutable: Flag,
    /// Which kind of personal data it is.
    pub pii: Option<Text>,
    /// Why personal data is held.
    pub purpose: Option<Text>,
    /// Values to show.
    pub examples: Vec<Literal>,
    /// The expression that yields it.
    pub computed: Option<Text>,
    /// The fields it is the digest of.
    pub digest_of: Option<Spanned<Vec<Text>>>,
    /// A key that the database counts up.
    pub identity: Flag,
    /// What becomes of the row when the row it refers to goes.
    pub on_delete: Option<Spanned<OnDelete>>,
    /// What follows when the row it refers to gets another key; or `now`: the time of the last change.
    pub on_update: Option<Spanned<OnUpdate>>,
    /// Name in the database.
    pub column: Option<Text>,
    /// Name on the wire.
    pub json: Option<Text>,
    /// Column types that override the usual ones.
    pub storage: Option<StorageDecl>,
    /// What was written as its value.
    pub span: Span,
}

/// What a field holds: exactly one of `type`, `ref` and `one_of`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// `type = "text?"`, or the short form: a type word.
    Type(Text),
    /// `ref = "Book"`, `"Book?"`, `"Book.isbn"`.
    Reference(Text),
    /// `one_of = ["Book", "Map"]`.
    OneOf {
        /// The entities it may point to.
        targets: Spanned<Vec<Text>>,
        /// Whether it may point to none.
        nullable: Flag,
    },
}

/// `length = "1..64"`: how long a text, or how many elements an array may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Least length.
    pub min: Option<u64>,
    /// Greatest length. A plain number is both ends.
    pub max: Option<u64>,
    /// Where it stands.
    pub span: Span,
}

/// `storage = { postgres = "…", sqlite = "…" }`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageDecl {
    /// Column type on PostgreSQL.
    pub postgres: Option<Text>,
    /// Column type on SQLite.
    pub sqlite: Option<Text>,
}
