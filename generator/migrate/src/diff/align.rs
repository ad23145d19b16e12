//! Renames. In: a Catalog and the one it shall become. Out: the first under the names of the second, as a server would
//! have it after the RENAMEs, and those renames in an order in which they can be made.
//!
//! Nothing is guessed: a table or column is the same under another name only where `renamed_from` says so, or where the
//! schema calls it the same and only the name in the database was overridden. A name that is there already is never
//! renamed to, so a `renamed_from` that has done its work does nothing.

use driftless_catalog::replay::replay;
use driftless_catalog::sql;
use driftless_catalog::{ByName, Catalog, Column, EnumType, ObjectName, Origin, Table};

use crate::plan::new_name;

/// Something that keeps its rows under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rename {
    /// A table.
    Table {
        /// As it is.
        before: ObjectName,
        /// What it is called on the way, where its namespace changes as well.
        between: Vec<ObjectName>,
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
        /// What it is called on the way, where its namespace changes as well.
        between: Vec<ObjectName>,
        /// As it shall be.
        after: ObjectName,
    },
}

impl Rename {
    /// The way back. Of a column's table too the new name counts: renames are undone last to first.
    pub(crate) fn reversed(&self) -> Self {
        match self.clone() {
            Self::Table { before, between, after } => Self::Table {
                before: after,
                between: between.into_iter().rev().collect(),
                after: before,
            },
            Self::Column { table, before, after } => Self::Column {
                table,
                before: after,
                after: before,
            },
            Self::Enum { before, between, after } => Self::Enum {
                before: after,
                between: between.into_iter().rev().collect(),
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
        for statement in statements(&rename) {
            let text = format!("{};", statement.text());
            replay(&mut aligned.catalog, &text).map_err(|mistake| mistake.to_string())?;
        }
        aligned.renames.push(rename);
    }
    Ok(aligned)
}

/// The statements that rename; on SQLite they only tell what a rebuild has to do.
pub(crate) fn statements(rename: &Rename) -> Vec<sql::Statement> {
    match rename {
        Rename::Table { before, between, after } => steps(before, between, after)
            .map(|(from, to)| step(from, to, sql::move_table, sql::rename_table))
            .collect(),
        Rename::Column { table, before, after } => vec![sql::rename_column(table, before, after)],
        Rename::Enum { before, between, after } => steps(before, between, after)
            .map(|(from, to)| step(from, to, sql::move_enum, sql::rename_enum))
            .collect(),
    }
}

/// From each name to the next.
fn steps<'n>(
    before: &'n ObjectName,
    between: &'n [ObjectName],
    after: &'n ObjectName,
) -> impl Iterator<Item = (&'n ObjectName, &'n ObjectName)> {
    let to = between.iter().chain([after]);
    std::iter::once(before).chain(between).zip(to)
}

/// Either the namespace differs, or the name in it.
fn step(
    from: &ObjectName,
    to: &ObjectName,
    moves: fn(&ObjectName, &str) -> sql::Statement,
    renames: fn(&ObjectName, &str) -> sql::Statement,
) -> sql::Statement {
    if from.namespace == to.namespace {
        renames(from, &to.name)
    } else {
        moves(from, to.namespace.as_deref().unwrap_or("public"))
    }
}

/// The names on the way from one to another: no statement changes both parts of a name, and others may have the name that
/// is half old and half new.
fn between(before: &ObjectName, after: &ObjectName, is_taken: impl Fn(&ObjectName) -> bool) -> Vec<ObjectName> {
    if before.namespace == after.namespace || before.name == after.name {
        return Vec::new();
    }
    let of = |namespace: &ObjectName, name: &str| ObjectName {
        namespace: namespace.namespace.clone(),
        name: name.to_owned(),
    };
    let halves = [of(after, &before.name), of(before, &after.name)];
    match halves.into_iter().find(|half| !is_taken(half)) {
        Some(half) => vec![half],
        None => [before, after]
            .map(|namespace| of(namespace, &new_name(&after.name)))
            .to_vec(),
    }
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
    let gone = || from.tables.iter().filter(|old| to.table(&old.name).is_none());
    let declared = only(gone().filter(|old| is_same(&old.origin, &table.origin) || was(&old.origin, &table.origin)));
    let before = declared
        .or_else(|| table.origin.formerly.iter().find_map(named))
        .or_else(|| only(gone().filter(|old| moved(&old.name, &table.name, &table.origin))))?;
    Some(Rename::Table {
        before: before.name.clone(),
        between: between(&before.name, &table.name, |name| from.table(name).is_some()),
        after: table.name.clone(),
    })
}

/// The same name, or one that it may have had, in another namespace.
fn moved(before: &ObjectName, after: &ObjectName, origin: &Origin) -> bool {
    before.namespace != after.namespace && (before.name == after.name || origin.formerly.contains(&before.name))
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
    let before = said.or_else(|| only(gone().filter(|old| moved(&old.name, &item.name, &item.origin))))?;
    Some(Rename::Enum {
        before: before.name.clone(),
        between: between(&before.name, &item.name, |name| has(from, name)),
        after: item.name.clone(),
    })
}

/// Whether the schema calls both by one name. What was read from SQL has none.
fn is_same(before: &Origin, after: &Origin) -> bool {
    !before.object.is_empty() && before.object == after.object
}

/// Whether the schema says that it called the second by the name of the first.
fn was(before: &Origin, after: &Origin) -> bool {
    after.renamed_from.contains(&before.object)
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
