//! Entities: what has a table. In: one block of the schema, or one link of another entity. Out: fields in order, the
//! key, what is unique, who owns the row and who may change it.

use driftless_diagnostics::Span;

use crate::{Check, Column, DomainId, EntityId, Field, FieldId, Index, Name, Unique};

/// An entity, or the rows of a link between two.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Name; of a link: owner and link, `BookAuthor`.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What a row of it is.
    pub doc: String,
    /// Declared by itself, or as a link.
    pub kind: EntityKind,
    /// The domain whose files declare it.
    pub domain: DomainId,
    /// Its table.
    pub table: Table,
    /// Its word in URLs: `library-cards`.
    pub path: String,
    /// Key fields.
    pub key: Vec<FieldId>,
    /// Fields in order: those of mixins where `use` names them, before its own.
    pub fields: Vec<Field>,
    /// Links that this entity owns.
    pub links: Vec<EntityId>,
    /// The shapes a row may take.
    pub variants: Option<Variants>,
    /// What is unique besides the key.
    pub uniques: Vec<Unique>,
    /// Indexes for speed.
    pub indexes: Vec<Index>,
    /// Conditions on rows.
    pub checks: Vec<Check>,
    /// Who may change a row.
    pub mutability: Mutability,
    /// Whose rows they are.
    pub tenancy: Tenancy,
    /// Operations over HTTP, in order of [`Api`].
    pub api: Vec<Api>,
    /// A field by which a row is found across tenants.
    pub lookup: Vec<FieldId>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<String>,
    /// Further derives of the Rust types.
    pub derives: Vec<String>,
    /// Further attributes of the Rust types.
    pub attributes: Vec<String>,
}

/// How an entity came to be.
#[derive(Debug, Clone, PartialEq)]
pub enum EntityKind {
    /// Declared by itself.
    Declared,
    /// The rows of a link.
    Link(Ends),
}

/// The two ends of a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Ends {
    /// The link's name in its owner: `authors`.
    pub name: Name,
    /// The owner.
    pub owner: EntityId,
    /// The field that refers to the owner.
    pub owner_field: FieldId,
    /// The other end.
    pub target: EntityId,
    /// The field that refers to the other end.
    pub target_field: FieldId,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Table {
    /// PostgreSQL schema; SQLite prefixes the name with it.
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
}

/// The shapes a row or record may take, told apart by a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Variants {
    /// The enum field that tells.
    pub tag: FieldId,
    /// One per value of its enum, in order.
    pub cases: Vec<Variant>,
}

/// One shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The tag's value.
    pub value: String,
    /// The declaration.
    pub span: Span,
    /// The fields it has beside the common ones.
    pub fields: Vec<FieldId>,
}

/// Who may change a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// Anybody who may write.
    Mutable,
    /// Nobody; it may be deleted.
    Immutable,
    /// Nobody; and it goes only with the row that owns it.
    AppendOnly,
}

/// Whose rows they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tenancy {
    /// Everybody's.
    Global {
        /// Why, where the author had to say so.
        reason: Option<String>,
    },
    /// The tenants themselves.
    Root,
    /// The tenant's that this field names.
    Scoped {
        /// The reference to the tenant.
        field: FieldId,
        /// Whether references inside the tenant are composite.
        composite: bool,
    },
}

/// An operation over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Api {
    /// POST
    Create,
    /// GET one
    Read,
    /// GET many
    List,
    /// PATCH
    Update,
    /// DELETE
    Delete,
}

impl Entity {
    /// A field by position.
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0]
    }

    /// Fields with their positions.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        self.fields
            .iter()
            .enumerate()
            .map(|(position, field)| (FieldId(position), field))
    }

    /// The columns of the key, in order.
    pub fn key_columns(&self) -> Vec<&Column> {
        self.key.iter().flat_map(|&id| self.field(id).columns()).collect()
    }

    /// The field that names the tenant, where rows are some tenant's.
    pub fn tenant_field(&self) -> Option<&Field> {
        match self.tenancy {
            Tenancy::Scoped { field, .. } => Some(self.field(field)),
            Tenancy::Global { .. } | Tenancy::Root => None,
        }
    }

    /// Whether a column belongs to the key and nothing else does.
    pub fn has_single_key(&self) -> bool {
        self.key_columns().len() == 1
    }

    /// The link's ends, where it is one.
    pub fn ends(&self) -> Option<&Ends> {
        match &self.kind {
            EntityKind::Link(ends) => Some(ends),
            EntityKind::Declared => None,
        }
    }

    /// The case of a variant entity that has this tag value.
    pub fn variant(&self, value: &str) -> Option<&Variant> {
        self.variants.as_ref()?.cases.iter().find(|case| case.value == value)
    }
}
