//! Renames. In: a Catalog and the one it shall become. Out: the first under the names of the second, as a server would
//! have it after the RENAMEs, and those renames in an order in which they can be made.
//!
//! Nothing is guessed: a table or column is the same under another name only where `renamed_from` says so, or where the
//! schema calls it the same and only the name in the database was overridden. A name that is there already is never
//! renamed to, so a `renamed_from` that has done its work does nothing.

use driftless_catalog::replay::replay;
use driftless_catalog::sql;
use driftless_catalog::{ByName, Catalog, Column, Dialect, EnumType, ObjectName, Origin, Table};

/// Something that keeps its rows under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rename {
    /// A table.
    Table {
        /// As it is.
        before: ObjectName,
        /// As it shall be.
        after: ObjectName,
    },
    /// A column of a table that has its new name already.
    Column {
        /// The table, under its new name.
        table: ObjectName,
        /// As it is.
        before: String,
        /// As it shall be.
        after: String,
    },
    /// An enum type.
    Enum {
        /// As it is.
        before: ObjectName,
        /// As it shall be.
        after: ObjectName,
    },
}

impl Rename {
    /// The way back. Of a column's table too the new name counts: renames are undone last to first.
    pub(crate) fn reversed(&self) -> Self {
        match self.clone() {
            Self::Table { before, after } => Self::Table {
                before: after,
                after: before,
            },
            Self::Column { table, before, after } => Self::Column {
                table,
                before: after,
                after: before,
            },
            Self::Enum { before, after } => Self::Enum {
                before: after,
                after: before,
            },
        }
    }
}

/// A Catalog under the names of another.
pub(crate) struct Aligned {
    pub(crate) catalog: Catalog,
    pub(crate) renames: Vec<Rename>,
}

/// Brings `from` under the names of `to`.
pub(crate) fn align(from: &Catalog, to: &Catalog) -> Result<Aligned, String> {
    let mut aligned = Aligned {
        catalog: from.clone(),
        renames: Vec::new(),
    };
    let goal = to.by_name();
    // A name may only become free by another rename, so this goes on for as long as one is found.
    while let Some(rename) = next(&aligned.catalog.by_name(), &goal) {
        for statement in statements(from.dialect, &rename) {
            let text = format!("{};", statement.text());
            replay(&mut aligned.catalog, &text).map_err(|mistake| mistake.to_string())?;
        }
        aligned.renames.push(rename);
    }
    Ok(aligned)
}

/// The statements that rename; on SQLite they only tell what a rebuild has to do.
pub(crate) fn statements(dialect: Dialect, rename: &Rename) -> Vec<sql::Statement> {
    match rename {
        Rename::Table { before, after } => way(dialect, (before, after), sql::move_table, sql::rename_table),
        Rename::Column { table, before, after } => vec![sql::rename_column(table, before, after)],
        Rename::Enum { before, after } => way(dialect, (before, after), sql::move_enum, sql::rename_enum),
    }
}

/// From one name to another: first to its namespace, then to the name in there.
fn way(
    dialect: Dialect,
    (before, after): (&ObjectName, &ObjectName),
    moves: fn(&ObjectName, &str) -> sql::Statement,
    renames: fn(&ObjectName, &str) -> sql::Statement,
) -> Vec<sql::Statement> {
    let mut statements = Vec::new();
    let mut now = before.clone();
    if before.namespace != after.namespace && (after.namespace.is_some() || dialect == Dialect::Postgres) {
        statements.push(moves(before, after.namespace.as_deref().unwrap_or("public")));
        now.namespace.clone_from(&after.namespace);
    }
    if now.name != after.name {
        statements.push(renames(&now, &after.name));
    }
    statements
}

fn next(from: &ByName<'_>, to: &ByName<'_>) -> Option<Rename> {
    let tables = to.tables.iter().find_map(|table| rename_of_table(from, to, table));
    tables
        .or_else(|| {
            to.tables
                .iter()
                .find_map(|table| rename_of_column(from.table(&table.name)?, table))
        })
        .or_else(|| to.enums.iter().find_map(|item| rename_of_enum(from, to, item)))
}

fn rename_of_table(from: &ByName<'_>, to: &ByName<'_>, table: &Table) -> Option<Rename> {
    if from.table(&table.name).is_some() {
        return None;
    }
    let named = |name: &String| {
        let same = ObjectName {
            namespace: table.name.namespace.clone(),
            name: name.clone(),
        };
        from.table(&same)
    };
    let said = table.origin.formerly.iter().find_map(named);
    let gone = || from.tables.iter().filter(|old| to.table(&old.name).is_none());
    let before = said
        .or_else(|| only(gone().filter(|old| is_same(&old.origin, &table.origin) || moved(&old.name, &table.name))))?;
    Some(Rename::Table {
        before: before.name.clone(),
        after: table.name.clone(),
    })
}

/// The same name in another namespace.
fn moved(before: &ObjectName, after: &ObjectName) -> bool {
    before.name == after.name && before.namespace != after.namespace
}

fn rename_of_column(from: &Table, to: &Table) -> Option<Rename> {
    let fresh = to.columns.iter().filter(|column| from.column(&column.name).is_none());
    let mut pairs = fresh.filter_map(|column| Some((former_column(from, to, column)?, column)));
    let (before, after) = pairs.next()?;
    Some(Rename::Column {
        table: to.name.clone(),
        before: before.name.clone(),
        after: after.name.clone(),
    })
}

fn former_column<'f>(from: &'f Table, to: &Table, column: &Column) -> Option<&'f Column> {
    let said = column.origin.formerly.iter().find_map(|name| from.column(name));
    said.or_else(|| {
        let gone = from.columns.iter().filter(|old| to.column(&old.name).is_none());
        let fresh = to.columns.iter().filter(|new| from.column(&new.name).is_none());
        // A field of several columns does not tell which of them is which.
        only(fresh.filter(|new| is_same(&new.origin, &column.origin)))?;
        only(gone.filter(|old| is_same(&old.origin, &column.origin)))
    })
}

fn rename_of_enum(from: &ByName<'_>, to: &ByName<'_>, item: &EnumType) -> Option<Rename> {
    let has = |catalog: &Catalog, name: &ObjectName| catalog.enums.iter().any(|known| known.name == *name);
    if has(from, &item.name) {
        return None;
    }
    let gone = || from.enums.iter().filter(|old| !has(to, &old.name));
    let said =
        gone().find(|old| item.origin.formerly.contains(&old.name.name) && old.name.namespace == item.name.namespace);
    // A type lies where its first user does, and moves when another comes before that one.
    let before = said.or_else(|| only(gone().filter(|old| moved(&old.name, &item.name))))?;
    Some(Rename::Enum {
        before: before.name.clone(),
        after: item.name.clone(),
    })
}

/// Whether the schema calls both by one name. What was read from SQL has none.
fn is_same(before: &Origin, after: &Origin) -> bool {
    !before.object.is_empty() && before.object == after.object
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
