//! One change that a statement makes: its kind, whom it touches in which role, and what it takes away. Made by the readers
//! of a dialect, judged in `judge`.

use std::ops::Range;

use driftless_catalog::ObjectName;
use driftless_diagnostics::Code;

use crate::{Broken, Kind, Lock, Loss, Role};

/// One change.
#[derive(Debug, Clone)]
pub(crate) struct Effect {
    pub(crate) kind: Kind,
    /// Where, in bytes of the statement.
    pub(crate) range: Range<usize>,
    /// What it is about, as `books.isbn`.
    pub(crate) object: String,
    pub(crate) relations: Vec<(Role, ObjectName)>,
    /// A lock that the statement names itself.
    pub(crate) lock: Option<Lock>,
    pub(crate) lost: Vec<Loss>,
    pub(crate) broken: Vec<Broken>,
    /// What no lock explains.
    pub(crate) said: Vec<Said>,
}

/// A hazard without its place.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) recipe: String,
}

impl Said {
    pub(crate) fn new(code: Code, message: impl Into<String>, recipe: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            recipe: recipe.into(),
        }
    }
}

impl Effect {
    pub(crate) fn new(kind: Kind, object: impl Into<String>) -> Self {
        Self {
            kind,
            range: 0..0,
            object: object.into(),
            relations: Vec::new(),
            lock: None,
            lost: Vec::new(),
            broken: Vec::new(),
            said: Vec::new(),
        }
    }

    /// A change of a table.
    pub(crate) fn of(kind: Kind, table: &ObjectName) -> Self {
        Self::new(kind, table.to_string()).on(Role::Table, [table.clone()])
    }

    /// A change of a column.
    pub(crate) fn of_column(kind: Kind, table: &ObjectName, column: &str) -> Self {
        Self::new(kind, format!("{table}.{column}")).on(Role::Table, [table.clone()])
    }

    pub(crate) fn on(mut self, role: Role, names: impl IntoIterator<Item = ObjectName>) -> Self {
        self.relations.extend(names.into_iter().map(|name| (role, name)));
        self
    }

    /// It takes away what it names.
    pub(crate) fn loses(mut self, loss: Loss) -> Self {
        self.lost.push(loss);
        self
    }

    /// It takes away what it does not name.
    pub(crate) fn also_loses(mut self, losses: impl IntoIterator<Item = Loss>) -> Self {
        self.lost
            .extend(losses.into_iter().map(|loss| Loss { silent: true, ..loss }));
        self
    }

    pub(crate) fn breaks(mut self, broken: Broken) -> Self {
        self.broken.push(broken);
        self
    }

    pub(crate) fn says(mut self, code: Code, message: impl Into<String>, recipe: impl Into<String>) -> Self {
        self.said.push(Said::new(code, message, recipe));
        self
    }

    pub(crate) fn at(mut self, range: Range<usize>) -> Self {
        self.range = range;
        self
    }
}
