//! Plans: what takes a database from one Catalog to another, as files in order. Each file knows the statements that make
//! its changes and those that undo them.
//!
//! PostgreSQL gets the forms that an expert would write for a table in use: what would scan or rewrite under a lock is
//! split over several files. SQLite gets ALTER where it suffices, and otherwise a rebuild that cannot lose rows.

mod create;
mod names;
mod order;
mod postgres;
mod sqlite;
mod values;

use std::collections::BTreeSet;

use driftless_catalog::sql::Statement;
use driftless_catalog::{Catalog, Dialect};

use crate::change::Change;
use crate::diff::{Difference, Rename, diff};
pub(crate) use names::{mentions, new_name};
use order::in_order;

/// The way from one Catalog to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whose databases it changes.
    pub dialect: Dialect,
    /// What keeps its rows under another name.
    pub renames: Vec<Rename>,
    /// What else changes.
    pub changes: Vec<Change>,
    /// The files in order.
    pub parts: Vec<Part>,
    /// What the way back cannot bring back, for people.
    pub irreversible: Vec<String>,
    /// How many labels it adds to enum types, which can never be taken away again.
    pub labels_added: usize,
}

/// One file of a plan, and the file that undoes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What distinguishes it from the others in its name; `None` for the one that has most of it.
    pub word: Option<&'static str>,
    /// Makes the changes.
    pub up: Script,
    /// Undoes them.
    pub down: Script,
}

/// The statements of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// How it is run.
    pub form: Form,
    /// Statements; those that belong together stand together.
    pub groups: Vec<Vec<Statement>>,
}

/// How a file is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In one transaction, which the runner opens.
    Transaction,
    /// PostgreSQL: one statement that must not be in a transaction.
    Alone,
    /// SQLite: brings its own transaction, and stops where foreign keys would act on a rebuild.
    Guarded,
}

/// A step: statements that make something, and those that take it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) up: Vec<Statement>,
    pub(crate) down: Vec<Statement>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// Plans the way from one Catalog to another, both spelled as replay spells them.
///
/// # Errors
/// The renames lead nowhere, which is a bug.
pub fn plan(from: &Catalog, to: &Catalog) -> Result<Plan, String> {
    Ok(plan_of(from, to, diff(from, to)?))
}

/// Plans the way from one Catalog to another, which differ as `difference` says.
pub(crate) fn plan_of(from: &Catalog, to: &Catalog, difference: Difference) -> Plan {
    if from.tables.is_empty() && *from == Catalog::empty(to.dialect) {
        return first(to, difference);
    }
    if difference.is_empty() {
        return unchanged(to.dialect);
    }
    match to.dialect {
        Dialect::Postgres => postgres::plan(to, difference),
        Dialect::Sqlite => sqlite::plan(from, to, difference),
    }
}

fn unchanged(dialect: Dialect) -> Plan {
    Plan {
        dialect,
        renames: Vec::new(),
        changes: Vec::new(),
        parts: Vec::new(),
        irreversible: Vec::new(),
        labels_added: 0,
    }
}

/// Nothing for a database to do, and yet a step of its own: what its values mean has changed, and the next migration must know.
pub(crate) fn noted(dialect: Dialect) -> Plan {
    let nothing = || Script {
        form: Form::Transaction,
        groups: Vec::new(),
    };
    Plan {
        parts: vec![Part {
            word: None,
            up: nothing(),
            down: nothing(),
        }],
        ..unchanged(dialect)
    }
}

/// Out of nothing: everything is made in one file, and nobody is there to wait for a lock.
fn first(to: &Catalog, difference: Difference) -> Plan {
    let steps: Vec<Step> = in_order(to, &BTreeSet::new())
        .iter()
        .map(|item| create::create(to.dialect, item))
        .collect();
    let up = steps.iter().map(|step| step.up.clone()).collect();
    let down = steps.iter().rev().flat_map(|step| step.down.clone()).collect();
    let part = Part {
        word: None,
        up: Script {
            form: Form::Transaction,
            groups: up,
        },
        down: Script {
            form: Form::Transaction,
            groups: vec![opening(to.dialect, down)],
        },
    };
    Plan {
        parts: if steps.is_empty() { Vec::new() } else { vec![part] },
        changes: difference.changes,
        ..unchanged(to.dialect)
    }
}

/// Tables that refer to each other go one after the other; in between, rows point at nothing.
fn opening(dialect: Dialect, mut statements: Vec<Statement>) -> Vec<Statement> {
    if dialect == Dialect::Sqlite {
        statements.insert(0, Statement::plain("PRAGMA defer_foreign_keys = ON"));
    }
    statements
}
