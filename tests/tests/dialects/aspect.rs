//! The kinds of rules that a value or row can break, and the words by which the lint says that a dialect does not hold one.

use driftless_catalog::Dialect;

/// A kind of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Aspect {
    /// The value is one of its type.
    Type,
    Range,
    Length,
    Pattern,
    /// A text has the form of a version, an address.
    Form,
    /// Numbers of a vector are finite.
    Finite,
    /// The type keeps all digits of it.
    Exact,
    /// It is a number.
    Number,
    /// Escapes of JSON stand for whole characters.
    Escape,
    /// Documents are as their record says.
    Document,
    /// There is a value.
    Present,
    /// There is a value where the database numbers rows.
    Numbered,
    /// No two rows agree.
    Unique,
    /// No two rows agree but for the case of letters.
    Folded,
    /// A declared condition, a variant, an arc.
    Condition,
    /// The row that is referred to is there.
    Reference,
    /// The reference becomes null.
    SetNull,
    /// The value or row never changes.
    Fixed,
    /// The value or row never changes, however it is written.
    Replaced,
    /// What is written is overruled by the time of the change.
    Overruled,
    /// No walk comes back.
    Cycle,
    /// Rows are seen by their tenant alone.
    Seen,
    /// An index is of the stated kind.
    Method,
}

impl Aspect {
    /// The rule as the lint says it, of a value or of each element of a list.
    pub(crate) fn phrase(self, element: bool, dialect: Dialect) -> &'static str {
        match (self, element) {
            (Self::Range, true) => "the range of each element",
            (Self::Length, true) => "the length of each element",
            (Self::Pattern, true) => "the pattern of each element",
            (Self::Form, true) if dialect == Dialect::Postgres => "the form of each element",
            (Self::Exact, _) if dialect == Dialect::Postgres => "the exactness of numbers and times",
            (Self::Escape, _) => "whole characters in the JSON",
            (_, true) => "the type of each element",
            (Self::Type | Self::Exact, _) => "the type",
            (Self::Range, _) => "the range",
            (Self::Length, _) => "the length",
            (Self::Pattern, _) => "the pattern",
            (Self::Form, _) => "the form",
            (Self::Finite, _) => "that elements are finite",
            (Self::Number, _) => "the refusal of NaN in nullable floats",
            (Self::Document, _) => "what stands inside documents",
            (Self::Present, _) => "that there is a value",
            (Self::Numbered, _) => "the refusal of null",
            (Self::Unique, _) => "that rows differ",
            (Self::Folded, _) => "`lower` beyond ASCII",
            (Self::Condition, _) => "the condition",
            (Self::Reference, _) => "the reference",
            (Self::SetNull, _) => "`set null`",
            (Self::Fixed, _) => "that it never changes",
            (Self::Replaced, _) => "that fields set once outlive `INSERT OR REPLACE` in",
            (Self::Overruled, _) => "that what is written is overruled before it is checked",
            (Self::Cycle, _) => "that no walk comes back to where it began",
            (Self::Seen, _) => "that rows are seen by their tenant alone",
            (Self::Method, _) => "the access method",
        }
    }
}
