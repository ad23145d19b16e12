//! What databases promise about values, and what they say that they cannot. Plain data, told by whoever made the tables.

use std::collections::BTreeSet;

use driftless_diagnostics::Span;

/// What both databases promise.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Promises {
    /// What PostgreSQL promises.
    pub postgres: Kept,
    /// What SQLite promises.
    pub sqlite: Kept,
}

/// What a database promises about values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The names of its rules.
    pub rules: BTreeSet<String>,
    /// Declarations of which it says itself that it cannot hold all of them.
    pub gaps: BTreeSet<Span>,
}
