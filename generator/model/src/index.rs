//! Uniqueness, indexes and checks of a table, over typed expressions.

use driftless_diagnostics::Span;

use crate::{Expr, Name};

/// Where nulls sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Nulls {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}

/// One column of an index: a field or an expression, and its direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What is indexed.
    pub expr: Expr,
    /// Largest first.
    pub descending: bool,
    /// Where nulls sort, if not where the database puts them.
    pub nulls: Option<Nulls>,
}

/// No two rows agree on these.
#[derive(Debug, Clone, PartialEq)]
pub struct Unique {
    /// The declaration.
    pub span: Span,
    /// Name in SQL, where the author chose one.
    pub name: Option<String>,
    /// What is compared.
    pub parts: Vec<Part>,
    /// Only among these rows.
    pub predicate: Option<Expr>,
    /// Two nulls count as equal.
    pub nulls_not_distinct: bool,
    /// The author said how nulls count.
    pub nulls_stated: bool,
    /// What it was called before.
    pub renamed_from: Option<String>,
}

/// An index for speed.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// The declaration.
    pub span: Span,
    /// Name in SQL, where the author chose one.
    pub name: Option<String>,
    /// What is indexed.
    pub parts: Vec<Part>,
    /// Only these rows.
    pub predicate: Option<Expr>,
    /// PostgreSQL access method other than btree.
    pub method: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<String>,
}

/// A condition every row meets; null passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Name as written.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// Why it must hold.
    pub doc: String,
    /// The condition.
    pub expr: Expr,
    /// The condition as the author wrote it.
    pub text: String,
    /// What it was called before.
    pub renamed_from: Option<String>,
}
