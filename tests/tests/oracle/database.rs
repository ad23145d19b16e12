//! What the oracle asks of a database, whichever it is: run files as migration runners do, give rows back as text, and say
//! in words what it holds.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::Dialect;

use crate::column::{columns, qualified};
use crate::rows::Rows;
use crate::table::Table;
use crate::world::{Id, Value, World};

/// What every table holds, as the database prints it.
pub(crate) type Raw = BTreeMap<String, Printed>;

/// The rows of a table in order, and what its columns are called.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Printed {
    pub(crate) columns: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

impl Printed {
    /// Rows in any order.
    pub(crate) fn of(columns: Vec<String>, mut rows: Vec<Vec<Option<String>>>) -> Self {
        rows.sort();
        Self { columns, rows }
    }

    /// The same without all other columns, and in the order of these.
    pub(crate) fn only(&self, columns: &[&String]) -> Self {
        let places = columns
            .iter()
            .map(|name| self.columns.iter().position(|own| own == *name));
        let places: Vec<usize> = places.flatten().collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| places.iter().map(|&at| row[at].clone()).collect());
        Self::of(columns.iter().map(|name| (*name).clone()).collect(), rows.collect())
    }
}

/// A database under test.
pub(crate) trait Database {
    fn dialect(&self) -> Dialect;
    /// Runs statements of ours, which must work.
    fn run(&mut self, sql: &str) -> Result<(), String>;
    /// Applies a file the way a runner does. After an error nothing is left open.
    fn apply(&mut self, text: &str) -> Result<(), String>;
    /// The columns of each row as text.
    fn read(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, String>;
    /// All that the database holds but rows, a line per object, sorted.
    fn shape(&mut self) -> Result<Vec<String>, String>;
    /// The same in the words of the server's own dump, where it has one; slow.
    fn dump(&mut self) -> Result<Option<Vec<String>>, String> {
        Ok(None)
    }
    /// Every row of every table, whatever its columns.
    fn raw(&mut self) -> Result<Raw, String>;
    /// Takes away what a failed file leaves behind by design: an index that is not valid.
    fn clean(&mut self) -> Result<(), String>;
    /// What no row may break: dangling references, damaged pages.
    fn sound(&mut self) -> Result<(), String>;
}

/// Whether a database holds the rows of a World: none lost, none added, no value changed. Nothing is asked of the fields
/// and tables that are `unknown`.
pub(crate) fn compare(
    database: &mut dyn Database,
    world: &World,
    rows: &Rows,
    unknown: &BTreeSet<Id>,
) -> Result<usize, String> {
    let mut values = 0;
    for table in world.tables().iter().filter(|table| !unknown.contains(&table.id)) {
        values += compare_table(database, world, table, rows, unknown)
            .map_err(|why| format!("table {}: {why}", table.name))?;
    }
    Ok(values)
}

fn compare_table(
    database: &mut dyn Database,
    world: &World,
    table: &Table,
    rows: &Rows,
    unknown: &BTreeSet<Id>,
) -> Result<usize, String> {
    let dialect = database.dialect();
    let columns = columns(world, table);
    let keys = if table.link { 2 } else { 1 };
    let selected: Vec<_> = columns.iter().map(|column| column.selected(dialect)).collect();
    let query = format!("SELECT {} FROM {}", selected.join(", "), qualified(dialect, table));
    let read = database.read(&query)?;
    let expected = rows.get(&table.id).map_or(&[][..], Vec::as_slice);
    if read.len() != expected.len() {
        return Err(format!("{} rows, of {}", read.len(), expected.len()));
    }
    let mut found = BTreeMap::new();
    for row in read {
        let row: Vec<_> = columns
            .iter()
            .zip(row)
            .map(|(column, text)| column.observed(text))
            .collect();
        found.insert(row[..keys].to_vec(), row);
    }
    for row in expected {
        let wanted: Vec<_> = columns.iter().map(|column| column.value(row)).collect();
        let texts: Vec<_> = columns
            .iter()
            .zip(&wanted)
            .map(|(column, value)| column.expected(dialect, value))
            .collect();
        let Some(own) = found.get(&texts[..keys]) else {
            return Err(format!("the row {:?} is gone", &texts[..keys]));
        };
        for (at, column) in columns.iter().enumerate() {
            let ignored = column.field().is_some_and(|field| unknown.contains(&field));
            let same = ignored
                || if wanted[at] == Value::Any {
                    own[at].is_some()
                } else {
                    own[at] == texts[at]
                };
            if !same {
                return Err(format!(
                    "column {} of row {:?} is {:?}, not {:?}",
                    column.name,
                    &texts[..keys],
                    own[at],
                    texts[at]
                ));
            }
        }
    }
    Ok(columns.len() * expected.len())
}

/// An error with the beginning of what it is about.
pub(crate) fn clipped(error: &str, sql: &str) -> String {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    format!("{} of {}", cut(error, 300), cut(sql, 300))
}
