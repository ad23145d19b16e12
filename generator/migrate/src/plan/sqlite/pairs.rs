//! Tables that are there before and after, and which column is which.

use driftless_catalog::sql::identifier;
use driftless_catalog::{Catalog, Dialect, ObjectName, Table};

use crate::convert::{Conversion, convert};
use crate::diff::{Difference, Rename};
use crate::plan::values::{Moved, reversed, reversed_documents};

/// A table before and after.
#[derive(Debug, Clone)]
pub(super) struct Pair<'p> {
    pub(super) before: &'p Table,
    pub(super) after: &'p Table,
    /// Both Catalogs, for the records in documents.
    pub(super) catalogs: (&'p Catalog, &'p Catalog),
    /// Columns that are in both: the old name and the new.
    pub(super) columns: Vec<(String, String)>,
    /// Whether words and members go back to what they were renamed from.
    pub(super) backwards: bool,
    pub(super) rebuilt: bool,
}

/// All tables that are in both Catalogs.
pub(super) fn pairs<'p>(from: &'p Catalog, to: &'p Catalog, difference: &Difference) -> Vec<Pair<'p>> {
    let known = from.by_name();
    let both = to.tables.iter().filter_map(|after| {
        let before = known.table(&former_table(&after.name, &difference.renames))?;
        let columns = after.columns.iter().filter_map(|column| {
            let old = former_column(&after.name, &column.name, &difference.renames);
            before.column(&old).map(|_| (old, column.name.clone()))
        });
        Some(Pair {
            before,
            after,
            catalogs: (from, to),
            columns: columns.collect(),
            backwards: false,
            rebuilt: false,
        })
    });
    both.collect()
}

fn former_table(name: &ObjectName, renames: &[Rename]) -> ObjectName {
    let mut name = name.clone();
    for rename in renames.iter().rev() {
        if let Rename::Table { before, after, .. } = rename
            && *after == name
        {
            name.clone_from(before);
        }
    }
    name
}

/// A column that came by its name through a rename was the old one; any other had its name before.
fn former_column(table: &ObjectName, name: &str, renames: &[Rename]) -> String {
    let mut name = name.to_owned();
    for rename in renames.iter().rev() {
        if let Rename::Column {
            table: of,
            before,
            after,
        } = rename
            && of == table
            && *after == name
        {
            name.clone_from(before);
        }
    }
    name
}

impl Pair<'_> {
    /// The way back.
    pub(super) fn reversed(self) -> Self {
        let columns = self.columns.into_iter().map(|(old, new)| (new, old)).collect();
        Self {
            before: self.after,
            after: self.before,
            catalogs: (self.catalogs.1, self.catalogs.0),
            columns,
            backwards: !self.backwards,
            rebuilt: self.rebuilt,
        }
    }

    /// The new value of a column over the old row; `None` where the old row has nothing to make it of.
    pub(super) fn source(&self, column: &str) -> Option<String> {
        let (old, new) = self.columns.iter().find(|(_, new)| new == column)?;
        let (before, after) = (self.before.column(old)?, self.after.column(new)?);
        if before.generated.is_some() != after.generated.is_some() && after.generated.is_some() {
            return None;
        }
        let (mut source, mut goal) = (before.clone(), after.clone());
        if self.backwards {
            (source, goal) = reversed(before, after);
        }
        source.name.clone_from(old);
        if convert(Dialect::Sqlite, &source, &goal) == Conversion::Impossible {
            return None;
        }
        let value = self.moved(&source, &goal).unwrap_or_else(|| identifier(old));
        Some(match &after.default {
            Some(default) if before.nullable && !after.nullable => format!("coalesce({value}, {default})"),
            _ => value,
        })
    }

    fn moved(&self, source: &driftless_catalog::Column, goal: &driftless_catalog::Column) -> Option<String> {
        let mut target = Catalog::empty(Dialect::Sqlite);
        target.documents = self.catalogs.1.documents.clone();
        target.wire = self.catalogs.1.wire;
        if self.backwards {
            let (left, reached) = self.catalogs;
            target.documents.0 = reversed_documents((&reached.documents.0, goal), (&left.documents.0, source));
        }
        Moved::of((self.catalogs.0, source), (&target, goal)).map(|moved| moved.value)
    }

    /// Whether any value changes on the way.
    pub(super) fn moves_values(&self) -> bool {
        self.columns.iter().any(|(old, new)| {
            let same = self.source(new).is_none_or(|value| value == identifier(old));
            let computed = self.after.column(new).is_some_and(|column| column.generated.is_some());
            !same && !computed
        })
    }
}
