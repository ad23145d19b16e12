//! Rows as statements of each dialect. In: a table and rows. Out: SQL that inserts, changes or finds them.

use driftless_catalog::Dialect;

use crate::codec::Codec;
use crate::fill::Made;
use crate::layout::{Layout, Table, quoted};
use crate::rules::{Row, Rows};
use crate::value::Value;

/// A row as a statement.
pub(crate) fn insertion(codec: Codec, dialect: Dialect, table: &Table<'_>, row: &Row) -> String {
    let written = table
        .columns
        .iter()
        .zip(row)
        .filter(|(column, value)| **value != Value::Missing && column.field.computed.is_none());
    let (names, values): (Vec<_>, Vec<_>) = written
        .map(|(column, value)| (quoted(&column.stored.name), codec.literal(dialect, column.ty(), value)))
        .unzip();
    if names.is_empty() {
        return format!("INSERT INTO {} DEFAULT VALUES", table.quoted(dialect));
    }
    format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.quoted(dialect),
        names.join(", "),
        values.join(", ")
    )
}

/// What has changed in a row as a statement; a row that has not is written as it is.
pub(crate) fn update(codec: Codec, dialect: Dialect, table: &Table<'_>, old: &Row, row: &Row) -> Option<String> {
    let mut columns = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.field.computed.is_none());
    let changed: Vec<_> = columns.clone().filter(|(at, _)| row[*at] != old[*at]).collect();
    // Not the key: SQLite refuses to write the key again in a row that refers to itself.
    let written = if changed.is_empty() {
        columns.next_back().into_iter().collect()
    } else {
        changed
    };
    let written: Vec<_> = written
        .into_iter()
        .map(|(at, column)| {
            format!(
                "{} = {}",
                quoted(&column.stored.name),
                codec.literal(dialect, column.ty(), &row[at])
            )
        })
        .collect();
    let place = place(codec, dialect, table, old);
    (!written.is_empty()).then(|| {
        format!(
            "UPDATE {} SET {} WHERE {place}",
            table.quoted(dialect),
            written.join(", ")
        )
    })
}

/// The condition that one row meets.
pub(crate) fn place(codec: Codec, dialect: Dialect, table: &Table<'_>, row: &Row) -> String {
    let key: Vec<_> = table
        .key
        .iter()
        .chain(&table.tenant)
        .map(|&at| {
            let column = &table.columns[at];
            format!(
                "{} = {}",
                quoted(&column.stored.name),
                codec.literal(dialect, column.ty(), &row[at])
            )
        })
        .collect();
    key.join(" AND ")
}

/// What was made, as statements.
pub(crate) fn filling(layout: &Layout<'_>, codec: Codec, dialect: Dialect, made: &[Made]) -> Vec<String> {
    let mut current: Rows = vec![Vec::new(); layout.tables.len()];
    let mut statements = Vec::new();
    for made in made {
        let table = &layout.tables[made.table];
        if made.is_new {
            statements.push(insertion(codec, dialect, table, &made.row));
            current[made.table].push(made.row.clone());
        } else {
            statements.extend(update(codec, dialect, table, &current[made.table][made.at], &made.row));
            current[made.table][made.at] = made.row.clone();
        }
    }
    statements
}
