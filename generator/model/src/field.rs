//! Fields of entities and records. In: one declaration. Out: its kind, its stored columns, its name on the wire and
//! its policy. A field is a value (one column), a reference (a column per column of the key it points at) or an
//! exclusive arc (a nullable column per target, exactly one of them set).

use driftless_diagnostics::Span;

use crate::{EntityId, Expr, FieldId, Name, Type, Value};

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// As written; `org` for the reference whose column is `org_id`.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it means.
    pub doc: String,
    /// Value, reference or arc.
    pub kind: FieldKind,
    /// Whether null is a value of it. For a field of some variants: as those variants see it.
    pub nullable: bool,
    /// What it is when nobody says.
    pub default: Option<Default>,
    /// Who may see it.
    pub visibility: Visibility,
    /// On the wire, not stored.
    pub transient: bool,
    /// Filled in by the service or the database, never by a client.
    pub read_only: bool,
    /// Set at creation, never changed.
    pub immutable: bool,
    /// The column that says whose row it is.
    pub tenant: bool,
    /// Personal data, and why it is held.
    pub pii: Option<Pii>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<String>,
    /// Values for documentation, checked against the type.
    pub examples: Vec<Value>,
    /// Computed by the database from other fields.
    pub computed: Option<Expr>,
    /// SHA-256 over the canonical JSON of these fields, computed at creation.
    pub digest_of: Vec<FieldId>,
    /// Numbered by the database.
    pub identity: bool,
    /// Set to the current time by every update.
    pub touched: bool,
    /// Positions of the variants that carry it; empty for a common field.
    pub variants: Vec<usize>,
}

/// What a field holds.
#[expect(
    clippy::large_enum_variant,
    reason = "most fields are values: boxing them would cost an allocation each"
)]
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A value in one column.
    Value(Column),
    /// One row of one entity.
    Reference(Reference),
    /// One row of one of several entities.
    Arc(Arc),
}

/// One stored column and the name it has on the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name in SQL.
    pub name: String,
    /// Its words: the field's, and for a reference those of the column it points at. Languages spell it from these.
    pub words: Name,
    /// Name on the wire.
    pub json: String,
    /// Type of the value.
    pub ty: Type,
}

/// A reference to the key, or to a unique field, of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The entity it points at.
    pub target: EntityId,
    /// The fields of the target it points at: its key, or one unique field.
    pub fields: Vec<FieldId>,
    /// A column for each column of those fields, in the same order. A tenant column shared by both sides is left out:
    /// the holder's own tenant column stands for it.
    pub columns: Vec<Column>,
    /// Whether `fields` are the target's key.
    pub to_key: bool,
    /// What happens to this row when the target is deleted.
    pub on_delete: Action,
    /// What happens to this row when the target's key changes.
    pub on_update: Action,
}

/// A reference to one row of one of several entities.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// Name on the wire of the `{ kind, id }` value.
    pub json: String,
    /// The entities it may point at, in the order written.
    pub targets: Vec<ArcTarget>,
    /// What happens to this row when the target is deleted.
    pub on_delete: Action,
}

/// One entity an arc may point at.
#[derive(Debug, Clone, PartialEq)]
pub struct ArcTarget {
    /// The entity.
    pub entity: EntityId,
    /// The word in `kind` on the wire: the entity's name in snake case.
    pub kind: String,
    /// The column that holds its key.
    pub column: Column,
}

/// Referential action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, std::default::Default, serde::Serialize, serde::Deserialize)]
pub enum Action {
    /// Refused at the end of the statement.
    #[default]
    NoAction,
    /// Refused at once.
    Restrict,
    /// This row goes too.
    Cascade,
    /// This reference becomes null.
    SetNull,
}

/// A default.
#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// The current time.
    Now,
    /// A new uuid.
    Uuid,
    /// A literal.
    Value(Value),
}

/// Who may see a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, std::default::Default)]
pub enum Visibility {
    /// Everybody who may see the row.
    #[default]
    Public,
    /// The service alone: in no request, no response, no log.
    Internal,
    /// Written once by a client, never shown again, redacted everywhere.
    Secret,
}

/// Personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pii {
    /// What kind: `email`, `name`, ...
    pub kind: String,
    /// Why it is held.
    pub purpose: Option<String>,
}

impl Field {
    /// Its stored columns; none for a transient field.
    pub fn columns(&self) -> Vec<&Column> {
        if self.transient {
            return Vec::new();
        }
        match &self.kind {
            FieldKind::Value(column) => vec![column],
            FieldKind::Reference(reference) => reference.columns.iter().collect(),
            FieldKind::Arc(arc) => arc.targets.iter().map(|target| &target.column).collect(),
        }
    }

    /// Whether a stored column of it may be null: it is nullable, or only some variants have it, or it is one of an
    /// arc's columns.
    pub fn is_nullable_in_storage(&self) -> bool {
        self.nullable || !self.variants.is_empty() || matches!(self.kind, FieldKind::Arc(_))
    }

    /// Whether it must not be printed: internal, secret or personal.
    pub fn is_redacted(&self) -> bool {
        self.visibility != Visibility::Public || self.pii.is_some()
    }

    /// The value column, where the field is a value.
    pub fn value(&self) -> Option<&Column> {
        match &self.kind {
            FieldKind::Value(column) => Some(column),
            FieldKind::Reference(_) | FieldKind::Arc(_) => None,
        }
    }

    /// The reference, where the field is one.
    pub fn reference(&self) -> Option<&Reference> {
        match &self.kind {
            FieldKind::Reference(reference) => Some(reference),
            FieldKind::Value(_) | FieldKind::Arc(_) => None,
        }
    }

    /// The arc, where the field is one.
    pub fn arc(&self) -> Option<&Arc> {
        match &self.kind {
            FieldKind::Arc(arc) => Some(arc),
            FieldKind::Value(_) | FieldKind::Reference(_) => None,
        }
    }
}
