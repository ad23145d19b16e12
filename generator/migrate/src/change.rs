//! What differs between two Catalogs: a closed set of verbs and nouns, each with what was there and what shall be.

use driftless_catalog::{
    Check, Column, EnumType, ForeignKey, Function, Index, Key, Namespace, Native, ObjectName, Origin, Policy, Table,
    Trigger,
};

/// What becomes of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// It is new.
    Create,
    /// It goes.
    Drop,
    /// It stays, under another name.
    Rename,
    /// It stays, and something about it differs.
    Alter,
}

impl Verb {
    /// As people read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Drop => "drop",
            Self::Rename => "rename",
            Self::Alter => "alter",
        }
    }
}

/// Something a database holds; what hangs on a table comes with the table's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// A PostgreSQL schema.
    Namespace(Namespace),
    /// An object of the author's own.
    Native(Native),
    /// An enum type.
    Enum(EnumType),
    /// A function.
    Function(Function),
    /// A table: its comment, its rights, whether policies bind; where it is new or goes, with everything on it.
    Table(Box<Table>),
    /// A column.
    Column(ObjectName, Column),
    /// A primary key.
    PrimaryKey(ObjectName, Key),
    /// A unique constraint.
    Unique(ObjectName, Key),
    /// A foreign key.
    ForeignKey(ObjectName, ForeignKey),
    /// A check.
    Check(ObjectName, Check),
    /// An index.
    Index(ObjectName, Index),
    /// A trigger.
    Trigger(ObjectName, Trigger),
    /// A policy.
    Policy(ObjectName, Policy),
}

impl Object {
    /// What kind of thing it is.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Namespace(_) => "namespace",
            Self::Native(_) => "native object",
            Self::Enum(_) => "enum type",
            Self::Function(_) => "function",
            Self::Table(_) => "table",
            Self::Column(..) => "column",
            Self::PrimaryKey(..) => "primary key",
            Self::Unique(..) => "unique constraint",
            Self::ForeignKey(..) => "foreign key",
            Self::Check(..) => "check",
            Self::Index(..) => "index",
            Self::Trigger(..) => "trigger",
            Self::Policy(..) => "policy",
        }
    }

    /// Its name, without the table it hangs on.
    pub fn name(&self) -> String {
        match self {
            Self::Namespace(item) => item.name.clone(),
            Self::Native(item) => item.name.clone(),
            Self::Enum(item) => item.name.to_string(),
            Self::Function(item) => item.name.to_string(),
            Self::Table(item) => item.name.to_string(),
            Self::Column(_, item) => item.name.clone(),
            Self::PrimaryKey(_, item) | Self::Unique(_, item) => item.name.clone(),
            Self::ForeignKey(_, item) => item.name.clone(),
            Self::Check(_, item) => item.name.clone(),
            Self::Index(_, item) => item.name.clone(),
            Self::Trigger(_, item) => item.name.clone(),
            Self::Policy(_, item) => item.name.clone(),
        }
    }

    /// The table it is or hangs on.
    pub fn table(&self) -> Option<&ObjectName> {
        match self {
            Self::Namespace(_) | Self::Native(_) | Self::Enum(_) | Self::Function(_) => None,
            Self::Table(table) => Some(&table.name),
            Self::Column(table, _)
            | Self::PrimaryKey(table, _)
            | Self::Unique(table, _)
            | Self::ForeignKey(table, _)
            | Self::Check(table, _)
            | Self::Index(table, _)
            | Self::Trigger(table, _)
            | Self::Policy(table, _) => Some(table),
        }
    }

    /// Where it was declared.
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Namespace(item) => &item.origin,
            Self::Native(item) => &item.origin,
            Self::Enum(item) => &item.origin,
            Self::Function(item) => &item.origin,
            Self::Table(item) => &item.origin,
            Self::Column(_, item) => &item.origin,
            Self::PrimaryKey(_, item) | Self::Unique(_, item) => &item.origin,
            Self::ForeignKey(_, item) => &item.origin,
            Self::Check(_, item) => &item.origin,
            Self::Index(_, item) => &item.origin,
            Self::Trigger(_, item) => &item.origin,
            Self::Policy(_, item) => &item.origin,
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What becomes of it.
    pub verb: Verb,
    /// As it was; `None` where it is new.
    pub before: Option<Object>,
    /// As it shall be; `None` where it goes.
    pub after: Option<Object>,
}

impl Change {
    pub(crate) fn create(after: Object) -> Self {
        Self {
            verb: Verb::Create,
            before: None,
            after: Some(after),
        }
    }

    pub(crate) fn drop(before: Object) -> Self {
        Self {
            verb: Verb::Drop,
            before: Some(before),
            after: None,
        }
    }

    pub(crate) fn both(verb: Verb, before: Object, after: Object) -> Self {
        Self {
            verb,
            before: Some(before),
            after: Some(after),
        }
    }

    /// The object as it shall be, or as it was where it goes.
    pub fn object(&self) -> Option<&Object> {
        self.after.as_ref().or(self.before.as_ref())
    }
}
