//! A loss, and the words for its kinds.

use driftless_catalog::Origin;

use super::Allowance;

/// What kind of loss it is: the word of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossCode {
    /// A table goes with its rows.
    DropEntity,
    /// A column goes with its values, or a member of documents.
    DropField,
    /// A word of an enum goes; rows may hold it.
    RemoveValue,
    /// The old values have no way to the new type: the column is made anew.
    RetypeField,
    /// Some values change or are refused on their way to the new type.
    ConvertField,
    /// The same type takes fewer values than before.
    NarrowField,
    /// Null is a value no longer.
    RequireField,
    /// A new field without a default: rows that are there have no value for it.
    AddRequiredField,
    /// Rows that are there may break a new condition.
    AddCheck,
    /// Rows that are there may agree where no two may.
    AddUnique,
    /// Rows that are there may point at nothing.
    AddReference,
    /// What tells rows apart is another.
    ChangeKey,
    /// Writers that change rows, or see them all, are refused from now on.
    ForbidChange,
    /// An object of the author's own goes.
    DropNative,
    /// Documents in rows that never change would have to.
    FrozenDocument,
}

impl LossCode {
    /// Every code.
    pub const ALL: [Self; 15] = [
        Self::DropEntity,
        Self::DropField,
        Self::RemoveValue,
        Self::RetypeField,
        Self::ConvertField,
        Self::NarrowField,
        Self::RequireField,
        Self::AddRequiredField,
        Self::AddCheck,
        Self::AddUnique,
        Self::AddReference,
        Self::ChangeKey,
        Self::ForbidChange,
        Self::DropNative,
        Self::FrozenDocument,
    ];

    /// As written in an allowance.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DropEntity => "drop-entity",
            Self::DropField => "drop-field",
            Self::RemoveValue => "remove-value",
            Self::RetypeField => "retype-field",
            Self::ConvertField => "convert-field",
            Self::NarrowField => "narrow-field",
            Self::RequireField => "require-field",
            Self::AddRequiredField => "add-required-field",
            Self::AddCheck => "add-check",
            Self::AddUnique => "add-unique",
            Self::AddReference => "add-reference",
            Self::ChangeKey => "change-key",
            Self::ForbidChange => "forbid-change",
            Self::DropNative => "drop-native",
            Self::FrozenDocument => "frozen-document",
        }
    }

    /// Whether naming it is enough. What would change rows that never change is not done at all.
    pub fn is_allowable(self) -> bool {
        self != Self::FrozenDocument
    }
}

/// Something that a change loses, or may break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What kind it is.
    pub code: LossCode,
    /// What it happens to, as the schema calls it: `Book.summary`.
    pub object: String,
    /// Why it is one.
    pub why: String,
    /// What goes with it without being named in the schema.
    pub dependents: Vec<String>,
    /// A query that counts the rows it happens to, on the database as it is.
    pub count: Option<String>,
    /// What to type instead.
    pub help: Option<String>,
    /// The declaration that asked for it, where it is still there.
    pub origin: Origin,
}

impl Loss {
    pub(super) fn new(code: LossCode, origin: &Origin, object: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            code,
            object: object.into(),
            why: why.into(),
            dependents: Vec::new(),
            count: None,
            help: None,
            origin: origin.clone(),
        }
    }

    pub(super) fn counted(self, count: impl Into<String>) -> Self {
        Self {
            count: Some(count.into()),
            ..self
        }
    }

    pub(super) fn taking(self, dependents: Vec<String>) -> Self {
        Self { dependents, ..self }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The words that allow it.
    pub fn allowance(&self) -> Allowance {
        Allowance {
            code: self.code,
            object: self.object.clone(),
        }
    }
}

/// What the schema calls something, or what the database calls it where the schema is not known.
pub(super) fn object_of(origin: &Origin, name: impl Into<String>) -> String {
    if origin.object.is_empty() {
        name.into()
    } else {
        origin.object.clone()
    }
}
