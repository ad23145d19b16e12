//! What a database does about rows by itself: triggers and policies.

use serde::{Deserialize, Serialize};

use crate::{ObjectName, Origin};

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Name.
    pub name: String,
    /// Before or after.
    pub timing: Timing,
    /// What sets it off.
    pub event: Event,
    /// For each row or for the statement.
    pub level: Level,
    /// Only for these rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// What it does.
    pub action: TriggerAction,
    /// PostgreSQL: switched off, and left so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Declaration.
    pub origin: Origin,
}

/// When a trigger runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Timing {
    /// Before the change.
    Before,
    /// After the change.
    After,
}

/// What sets a trigger off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A new row.
    Insert,
    /// A changed row.
    Update,
    /// A removed row.
    Delete,
    /// All rows removed at once.
    Truncate,
}

/// How often a trigger runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// For each row.
    Row,
    /// Once for the statement.
    Statement,
}

/// What a trigger does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TriggerAction {
    /// PostgreSQL: calls a function without arguments.
    Call(ObjectName),
    /// SQLite: runs statements, each without its semicolon.
    Run(Vec<String>),
}

/// A row-level policy for all commands and everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Name.
    pub name: String,
    /// Which rows may be seen.
    pub using: String,
    /// Which rows may be written.
    pub with_check: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Declaration.
    pub origin: Origin,
}
