//! Tables and their columns. Expressions are SQL text of the dialect, printed by one printer; equal meaning printed by
//! somebody else is made equal before it gets here.

use serde::{Deserialize, Serialize};

use crate::{Check, ForeignKey, Grant, Index, Key, Meaning, ObjectName, Origin, Policy, Trigger, Unseen};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name.
    pub name: ObjectName,
    /// Columns in order.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// Primary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<Key>,
    /// Unique constraints.
    #[serde(default)]
    pub uniques: Vec<Key>,
    /// Foreign keys.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    /// Check constraints.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Indexes, unique ones included.
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// Triggers.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
    /// Whether policies bind everybody but the owner.
    #[serde(default)]
    pub row_security: bool,
    /// Policies.
    #[serde(default)]
    pub policies: Vec<Policy>,
    /// Who may do what.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// SQLite refuses values of other types.
    #[serde(default)]
    pub strict: bool,
    /// What a row is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

impl Table {
    /// A table without anything in it.
    pub fn new(name: ObjectName, origin: Origin) -> Self {
        Self {
            name,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            row_security: false,
            policies: Vec::new(),
            grants: Vec::new(),
            strict: false,
            comment: None,
            extras: Vec::new(),
            origin,
        }
    }

    /// A column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Brings everything whose order means nothing into order of names. Columns too: a database adds them at the end,
    /// wherever the schema declares them.
    pub(crate) fn sort(&mut self) {
        self.columns.sort_by(|a, b| a.name.cmp(&b.name));
        self.uniques.sort_by(|a, b| a.name.cmp(&b.name));
        self.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
        self.checks.sort_by(|a, b| a.name.cmp(&b.name));
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        self.triggers.sort_by(|a, b| a.name.cmp(&b.name));
        self.policies.sort_by(|a, b| a.name.cmp(&b.name));
        self.grants.sort();
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type as written in SQL.
    pub ty: String,
    /// Whether null is a value of it.
    #[serde(default)]
    pub nullable: bool,
    /// Default expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Computed from other columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// Numbered by the database.
    #[serde(default)]
    pub identity: bool,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What its values mean; `None` where it was read from SQL, which does not say.
    #[serde(default, skip_serializing_if = "Unseen::is_none")]
    pub meaning: Unseen<Option<Meaning>>,
    /// What it has beyond what a schema can ask for, in the words of SQL and in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

/// The expression of a computed column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression.
    pub expr: String,
    /// Kept on disk rather than computed on reading.
    #[serde(default)]
    pub stored: bool,
}

impl Table {
    /// Every expression over its rows but defaults, which name no column.
    pub(crate) fn expressions_mut(&mut self) -> Vec<&mut String> {
        let mut found: Vec<&mut String> = Vec::new();
        found.extend(
            self.columns
                .iter_mut()
                .filter_map(|column| Some(&mut column.generated.as_mut()?.expr)),
        );
        found.extend(self.checks.iter_mut().map(|check| &mut check.expr));
        for index in &mut self.indexes {
            found.extend(
                index
                    .parts
                    .iter_mut()
                    .filter(|part| !part.column)
                    .map(|part| &mut part.expr),
            );
            found.extend(index.predicate.as_mut());
        }
        for policy in &mut self.policies {
            found.extend([&mut policy.using, &mut policy.with_check]);
        }
        found.extend(self.triggers.iter_mut().filter_map(|trigger| trigger.when.as_mut()));
        found
    }

    /// Names of columns in keys, indexes and own sides of foreign keys.
    pub(crate) fn column_names_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let keys = self
            .primary_key
            .iter_mut()
            .chain(&mut self.uniques)
            .map(|key| &mut key.columns);
        let foreign = self.foreign_keys.iter_mut().map(|key| &mut key.columns);
        let parts = self.indexes.iter_mut().flat_map(|index| &mut index.parts);
        let indexed = parts.filter(|part| part.column).map(|part| &mut part.expr);
        keys.chain(foreign).flatten().chain(indexed)
    }
}
