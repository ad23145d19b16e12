//! A SQLite database to a Catalog: what `sqlite_schema` keeps as text, held against what the pragmas say of columns,
//! foreign keys and indexes.

use std::collections::BTreeMap;

use driftless_catalog::replay::Replay;
use driftless_catalog::{Catalog, Dialect, Table};
use rusqlite::Connection;

/// Everything the database holds.
///
/// # Panics
/// The text that SQLite keeps is not understood, or the pragmas say something else.
#[track_caller]
pub fn catalog(connection: &Connection) -> Catalog {
    let mut replay = Replay::of(Catalog::empty(Dialect::Sqlite));
    for text in statements(connection) {
        if let Err(mistake) = replay.apply(&text) {
            panic!("what SQLite keeps is not understood: {mistake}\n{text}");
        }
    }
    let mut catalog = replay.finish();
    for table in &mut catalog.tables {
        columns(connection, table);
        foreign_keys(connection, table);
        indexes(connection, table);
    }
    catalog
}

/// Tables first, then what hangs on them. The tables of a virtual table's own are left out.
fn statements(connection: &Connection) -> Vec<String> {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN \
               (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'view' \
               THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid";
    let mut prepared = connection.prepare(sql).expect("the schema can be read");
    let rows = prepared.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("texts")
}

#[track_caller]
fn columns(connection: &Connection, table: &mut Table) {
    let sql = "SELECT name, type, \"notnull\", dflt_value, hidden FROM pragma_table_xinfo(?1)";
    let mut prepared = connection.prepare(sql).expect("columns can be read");
    let said = prepared.query_map([&table.name.name], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, bool>(2)?,
            row.get::<_, Option<String>>(3)?,
            row.get::<_, i64>(4)?,
        ))
    });
    let said: Vec<_> = said.expect("rows").collect::<Result<_, _>>().expect("columns");
    let names: Vec<_> = said.iter().map(|(name, ..)| name.as_str()).collect();
    let read: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, read, "columns of {}", table.name);
    for (column, (_, ty, not_null, default, hidden)) in table.columns.iter_mut().zip(said) {
        let bare = |text: &str| text.split_whitespace().collect::<String>().to_ascii_lowercase();
        let spelled = column.ty.to_ascii_lowercase().replace("generated always", "");
        assert_eq!(bare(&ty), bare(&spelled), "type of {}.{}", table.name, column.name);
        assert_eq!(not_null, !column.nullable, "{}.{} is null", table.name, column.name);
        assert_eq!(
            default.is_some(),
            column.default.is_some(),
            "default of {}.{}",
            table.name,
            column.name
        );
        assert_eq!(
            hidden > 1,
            column.generated.is_some(),
            "{}.{} is computed",
            table.name,
            column.name
        );
    }
}

#[track_caller]
fn foreign_keys(connection: &Connection, table: &Table) {
    let sql = "SELECT id, \"table\", \"from\", \"to\", upper(on_delete) FROM pragma_foreign_key_list(?1) ORDER BY id DESC, seq";
    let mut prepared = connection.prepare(sql).expect("foreign keys can be read");
    let rows = prepared.query_map([&table.name.name], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, Option<String>>(3)?,
        ))
    });
    let mut said: BTreeMap<i64, (String, Vec<String>)> = BTreeMap::new();
    for row in rows.expect("rows") {
        let (id, target, from, _) = row.expect("a foreign key");
        said.entry(id).or_insert((target, Vec::new())).1.push(from);
    }
    let mut said: Vec<_> = said.into_values().collect();
    let read = table.foreign_keys.iter();
    let mut read: Vec<_> = read.map(|key| (key.target.name.clone(), key.columns.clone())).collect();
    said.sort();
    read.sort();
    assert_eq!(said, read, "foreign keys of {}", table.name);
}

#[track_caller]
fn indexes(connection: &Connection, table: &Table) {
    let sql = "SELECT name, \"unique\" FROM pragma_index_list(?1) WHERE origin = 'c' ORDER BY name";
    let mut prepared = connection.prepare(sql).expect("indexes can be read");
    let rows = prepared.query_map([&table.name.name], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
    });
    let said: Vec<_> = rows.expect("rows").collect::<Result<_, _>>().expect("indexes");
    let mut read: Vec<_> = table
        .indexes
        .iter()
        .map(|index| (index.name.clone(), index.unique))
        .collect();
    read.sort();
    assert_eq!(said, read, "indexes of {}", table.name);
}
