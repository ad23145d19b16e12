//! What has fields: records, mixins and entities, with their links, checks, indexes and variants.

use driftless_diagnostics::Span;

use super::{About, ApiVerb, FieldDecl, Flag, IndexMethod, Nulls, OnDelete, Spanned, Text};

/// `[record.<Name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// Where it belongs.
    pub domain: Option<Text>,
    /// Mixins, in order.
    pub uses: Vec<Text>,
    /// Its own fields.
    pub fields: Vec<FieldDecl>,
    /// The enum field that tells variants apart.
    pub tag: Option<Text>,
    /// Which fields each variant has.
    pub variants: Vec<VariantDecl>,
    /// Further derives of the Rust type.
    pub derives: Vec<Text>,
    /// Attributes of the Rust type.
    pub attributes: Vec<Text>,
}

/// `[mixin.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixinDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// Mixins it builds on, in order.
    pub uses: Vec<Text>,
    /// Its own fields.
    pub fields: Vec<FieldDecl>,
    /// Unique sets of columns.
    pub unique: Vec<IndexDecl>,
    /// Indexes.
    pub index: Vec<IndexDecl>,
    /// Conditions every row meets.
    pub checks: Vec<CheckDecl>,
}

/// `[entity.<Name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// Where it belongs.
    pub domain: Option<Text>,
    /// Mixins, in order.
    pub uses: Vec<Text>,
    /// Table name, with its namespace where it has one.
    pub table: Option<Text>,
    /// The fields that identify a row; left open: `id`.
    pub key: Option<Spanned<Vec<Text>>>,
    /// Its own fields.
    pub fields: Vec<FieldDecl>,
    /// Its many-to-many links.
    pub links: Vec<LinkDecl>,
    /// Unique sets of columns.
    pub unique: Vec<IndexDecl>,
    /// Indexes.
    pub index: Vec<IndexDecl>,
    /// Conditions every row meets.
    pub checks: Vec<CheckDecl>,
    /// Rows are never changed.
    pub immutable: Flag,
    /// Rows are never changed nor deleted directly.
    pub append_only: Flag,
    /// The enum field that tells variants apart.
    pub tag: Option<Text>,
    /// Which fields each variant has.
    pub variants: Vec<VariantDecl>,
    /// What the service offers; left open: all that mutability permits.
    pub api: Option<Spanned<Vec<Spanned<ApiVerb>>>>,
    /// Path segment of the service.
    pub path: Option<Text>,
    /// Whether a row belongs to a tenant.
    pub tenant: Flag,
    /// Why it does not.
    pub reason: Option<Text>,
    /// Whether keys carry the tenant.
    pub tenant_keys: Flag,
    /// Fields that find a row across tenants.
    pub lookup: Vec<Text>,
    /// Further derives of the Rust types.
    pub derives: Vec<Text>,
    /// Attributes of the Rust types.
    pub attributes: Vec<Text>,
}

/// `links.<name> = { to = "…", … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// The entity at the other end.
    pub to: Option<Text>,
    /// Name of the owner's end.
    pub owner: Option<Text>,
    /// Name of the target's end.
    pub target: Option<Text>,
    /// Fields of the link itself.
    pub fields: Vec<FieldDecl>,
    /// What identifies a link; left open: the pair.
    pub key: Option<Spanned<Vec<Text>>>,
    /// Unique sets of columns.
    pub unique: Vec<IndexDecl>,
    /// Indexes.
    pub index: Vec<IndexDecl>,
    /// What becomes of the link when its target goes.
    pub on_delete: Option<Spanned<OnDelete>>,
    /// Table name.
    pub table: Option<Text>,
}

/// One entry of `unique` or `index`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexDecl {
    /// `expression [asc|desc] [nulls first|last]`, in order.
    pub columns: Vec<Text>,
    /// Which rows it holds.
    pub condition: Option<Text>,
    /// Name in the database.
    pub name: Option<Text>,
    /// Doc, deprecation, former name.
    pub about: About,
    /// Whether nulls count as equal.
    pub nulls: Option<Spanned<Nulls>>,
    /// The access method on PostgreSQL.
    pub using: Option<Spanned<IndexMethod>>,
    /// The whole entry.
    pub span: Span,
}

/// `checks.<name> = "expression"` or `{ expr = "…" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckDecl {
    /// Its name.
    pub name: Text,
    /// Doc, deprecation, former name.
    pub about: About,
    /// What holds for every row.
    pub expr: Option<Text>,
}

/// One line of `variants`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantDecl {
    /// The value of the tag.
    pub value: Text,
    /// The fields only the variants that list them have.
    pub fields: Vec<Text>,
}
