//! What hangs on the columns of a table: keys, references, checks and indexes.

use driftless_model::{Action, Nulls};
use serde::{Deserialize, Serialize};

use crate::{ObjectName, Origin};

/// A primary key or unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Constraint name.
    pub name: String,
    /// Columns in order.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Two nulls count as equal.
    #[serde(default)]
    pub nulls_not_distinct: bool,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Constraint name.
    pub name: String,
    /// Columns of this table.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The table it points at.
    pub target: ObjectName,
    /// Columns over there, in the same order.
    #[serde(default)]
    pub target_columns: Vec<String>,
    /// When the row over there goes.
    pub on_delete: Action,
    /// When its key changes.
    pub on_update: Action,
    /// PostgreSQL has not looked at the rows that were there before it (`NOT VALID`).
    #[serde(default)]
    pub not_valid: bool,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Constraint name.
    pub name: String,
    /// The condition.
    pub expr: String,
    /// PostgreSQL has not looked at the rows that were there before it (`NOT VALID`).
    #[serde(default)]
    pub not_valid: bool,
    /// Why it must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Name.
    pub name: String,
    /// Whether no two rows may agree.
    #[serde(default)]
    pub unique: bool,
    /// Access method; `None` for the usual tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What is indexed, in order.
    #[serde(default)]
    pub parts: Vec<IndexPart>,
    /// Two nulls count as equal.
    #[serde(default)]
    pub nulls_not_distinct: bool,
    /// Only these rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// The column's name, or the text of the expression.
    pub expr: String,
    /// Whether `expr` is a column's name.
    #[serde(default)]
    pub column: bool,
    /// Largest first.
    #[serde(default)]
    pub descending: bool,
    /// Where nulls sort, if not where the database puts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<Nulls>,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
}
