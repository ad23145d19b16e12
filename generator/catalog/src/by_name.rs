//! A Catalog whose tables are found by name, in a time that does not grow with it. In: a Catalog. Out: the same, to look
//! things up in; it never changes.

use std::collections::HashMap;
use std::ops::Deref;

use crate::{Catalog, ObjectName, Table};

/// A Catalog, and where each of its tables stands.
#[derive(Debug, Clone)]
pub struct ByName<'c> {
    catalog: &'c Catalog,
    tables: HashMap<&'c ObjectName, &'c Table>,
}

impl<'c> ByName<'c> {
    pub(crate) fn of(catalog: &'c Catalog) -> Self {
        // Of two tables of one name the first counts, as in `Catalog::table`.
        let tables = catalog.tables.iter().rev().map(|table| (&table.name, table));
        Self {
            catalog,
            tables: tables.collect(),
        }
    }

    /// A table by name.
    pub fn table(&self, name: &ObjectName) -> Option<&'c Table> {
        self.tables.get(name).copied()
    }

    /// All of it.
    pub fn catalog(&self) -> &'c Catalog {
        self.catalog
    }
}

impl Deref for ByName<'_> {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        self.catalog
    }
}
