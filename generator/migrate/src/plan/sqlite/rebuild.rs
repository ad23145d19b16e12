//! Rebuilding a table: made anew beside the old one, filled from it, counted, and put in its place.

use driftless_catalog::sql::{self, Statement, identifier, literal, qualified};
use driftless_catalog::{Dialect, ObjectName, Table};

use super::guard::none;
use super::pairs::Pair;
use crate::plan::names::new_name;

/// Makes the new table and fills it.
pub(super) fn copy(pair: &Pair<'_>) -> Vec<Statement> {
    let (before, after) = (pair.before, pair.after);
    let beside = Table {
        name: beside(after),
        ..after.clone()
    };
    let mut statements = vec![sql::create_table(Dialect::Sqlite, &beside, &[])];
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    if let Some(row_number) = row_number(before, after) {
        columns.push(row_number.to_owned());
        values.push(row_number.to_owned());
    }
    for column in after.columns.iter().filter(|column| column.generated.is_none()) {
        if let Some(value) = pair.source(&column.name) {
            columns.push(identifier(&column.name));
            values.push(value);
        }
    }
    let (old, new) = (qualified(&before.name), qualified(&beside.name));
    if columns.is_empty() {
        // Nothing of the old rows is left but that they were there.
        statements.push(Statement::plain(format!(
            "INSERT INTO {new} (rowid) SELECT rowid FROM {old}"
        )));
    } else {
        statements.push(Statement::plain(format!(
            "INSERT INTO {new} ({})\n    SELECT {} FROM {old}",
            columns.join(", "),
            values.join(", ")
        )));
    }
    statements.push(none(
        &format!("rows of {} that were not copied", before.name),
        &format!("(SELECT count(*) FROM {old}) - (SELECT count(*) FROM {new})"),
    ));
    statements.extend(keep_counter(before, &beside));
    statements
}

fn beside(table: &Table) -> ObjectName {
    ObjectName {
        namespace: None,
        name: new_name(&table.name.name),
    }
}

/// The name of the row number, where it is no column of the tables and nothing else keeps it.
fn row_number(before: &Table, after: &Table) -> Option<&'static str> {
    let is_key = |table: &Table| {
        let key = table.primary_key.as_ref().map(|key| key.columns.as_slice());
        matches!(key, Some([column]) if table.column(column).is_some_and(|column| column.ty.eq_ignore_ascii_case("INTEGER")))
    };
    if is_key(before) || is_key(after) {
        return None;
    }
    let taken = |name: &str| {
        let columns = before.columns.iter().chain(&after.columns);
        columns.into_iter().any(|column| column.name.eq_ignore_ascii_case(name))
    };
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| !taken(name))
}

/// A number that was given once is never given again.
fn keep_counter(before: &Table, beside: &Table) -> Vec<Statement> {
    let counts = |table: &Table| table.columns.iter().any(|column| column.identity);
    if !(counts(before) && counts(beside)) {
        return Vec::new();
    }
    let (old, new) = (
        literal(Dialect::Sqlite, &before.name.name),
        literal(Dialect::Sqlite, &beside.name.name),
    );
    vec![
        Statement::plain(format!("DELETE FROM sqlite_sequence WHERE name = {new}")),
        Statement::plain(format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"
        )),
    ]
}

/// Drops a table, unless it has columns, indexes or triggers that the schema does not know: they would go unseen.
pub(super) fn drop_known(table: &Table) -> Vec<Statement> {
    let name = literal(Dialect::Sqlite, &table.name.name);
    let hanging = table.indexes.iter().map(|index| index.name.as_str());
    let hanging: Vec<_> = hanging
        .chain(table.triggers.iter().map(|trigger| trigger.name.as_str()))
        .collect();
    let columns: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
    vec![
        none(
            &format!("unknown columns of {}", table.name),
            &format!(
                "count(*) FROM pragma_table_xinfo({name}) WHERE name NOT IN ({})",
                list(&columns)
            ),
        ),
        none(
            &format!("unknown indexes or triggers of {}", table.name),
            &format!(
                "count(*) FROM sqlite_schema WHERE tbl_name = {name} AND type IN ('index', 'trigger') \
                 AND sql IS NOT NULL AND name NOT IN ({})",
                list(&hanging)
            ),
        ),
        sql::drop_table(table),
    ]
}

fn list(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| literal(Dialect::Sqlite, name)).collect();
    names.join(", ")
}

/// Puts the new table in the place of the old one.
pub(super) fn take_name(table: &Table) -> Statement {
    sql::rename_table(&beside(table), &table.name.name)
}
