//! A look at the Catalog between two statements. What is asked for by name is found in a time that does not grow with it.

use super::{Replay, Statement};
use crate::parse::Mistake;
use crate::{Dialect, Native, ObjectName, Opaque, Table};

impl Replay {
    /// Applies one statement.
    ///
    /// # Errors
    /// It is not understood, or the server would refuse it; offsets count from where the statement starts.
    pub fn step(&mut self, statement: Statement<'_>) -> Result<(), Mistake> {
        self.statement(statement)
    }

    /// Whose SQL it is.
    pub fn dialect(&self) -> Dialect {
        self.0.catalog.dialect
    }

    /// A table by name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.0.slot(name).and_then(|slot| self.0.table(slot))
    }

    /// Every table.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.0.tables().map(|(_, table)| table)
    }

    /// Tables with a foreign key that points at a table.
    pub fn pointing_at(&self, name: &ObjectName) -> impl Iterator<Item = &Table> {
        self.0
            .pointing_at(name)
            .into_iter()
            .filter_map(|slot| self.0.table(slot))
    }

    /// The table that holds a constraint, index or trigger of a name, as `holds` knows it.
    pub fn holder(&self, name: &str, holds: impl Fn(&Table) -> bool) -> Option<&Table> {
        self.0.holder(name, holds).and_then(|slot| self.0.table(slot))
    }

    /// Objects that are not modelled.
    pub fn opaque(&self) -> &[Opaque] {
        &self.0.catalog.opaque
    }

    /// Objects that are passed through.
    pub fn natives(&self) -> &[Native] {
        &self.0.catalog.natives
    }
}
