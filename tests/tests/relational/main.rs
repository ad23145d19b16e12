//! What migrations do on real servers: they apply, they go back, and each rule refuses under its own name.

mod apply;
mod lowering;
mod postgres_access;
mod postgres_corners;
mod postgres_rows;
mod postgres_types;
mod sqlite_corners;
mod sqlite_rows;
mod sqlite_types;

use std::collections::BTreeMap;

use driftless_catalog::{Dialect, lower};
use driftless_migrate::{Goal, draft};
use driftless_output::OutputFile;
use driftless_tests::{postgres, sqlite};

/// The branches, books and loans of the tests.
const LIBRARY: &str = include_str!("library.toml");
/// What is rare.
const CORNERS: &str = include_str!("corners.toml");
/// One column of every type.
const SAMPLES: &str = include_str!("samples.toml");

/// The files of a schema's first migration, as they are written.
#[track_caller]
fn migration(text: &str, dialect: Dialect) -> BTreeMap<String, String> {
    let compiled = driftless_resolve::compile_text("schema.toml", text);
    let messages: Vec<_> = compiled.diagnostics.iter().map(|finding| &finding.message).collect();
    let schema = compiled
        .schema
        .unwrap_or_else(|| panic!("the schema is refused: {messages:#?}"));
    let lowered = lower(&schema, dialect);
    let wrong: Vec<_> = lowered
        .diagnostics
        .iter()
        .filter(|finding| finding.code.as_str() != "gap")
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let goal = Goal {
        catalog: &lowered.catalog,
        model: &lower(&schema, Dialect::Postgres).catalog,
    };
    let output = draft(goal, &BTreeMap::new(), &[]).unwrap_or_else(|error| panic!("no draft: {error:#?}"));
    let emitted = |marked: &str| OutputFile::from_marked(marked).expect("markers are whole").text;
    output
        .files
        .into_iter()
        .map(|file| (file.name, emitted(&file.text)))
        .collect()
}

/// A PostgreSQL database that holds a schema.
#[track_caller]
fn on_postgres(major: u32, text: &str) -> postgres::Database<'static> {
    let database = postgres::server(major).database("relational");
    let files = migration(text, Dialect::Postgres);
    database.psql(postgres::OWNER, &files["0001_init.up.sql"]).passed();
    database
}

/// An SQLite database that holds a schema.
#[track_caller]
fn on_sqlite(text: &str) -> sqlite::Database {
    let database = sqlite::Database::fresh();
    database
        .cli(&migration(text, Dialect::Sqlite)["0001_init.up.sql"])
        .passed();
    database
}

/// The constraint by which PostgreSQL refuses a statement.
#[track_caller]
fn refused_by(client: &mut ::postgres::Client, sql: &str) -> String {
    let error = client
        .batch_execute(sql)
        .expect_err(&format!("this must be refused: {sql}"));
    let refusal = error.as_db_error().unwrap_or_else(|| panic!("{error} of {sql}"));
    refusal.constraint().map_or_else(
        || format!("{}: {}", refusal.code().code(), refusal.message()),
        str::to_owned,
    )
}

/// The rule by which SQLite refuses a statement: the constraint's name, or for keys their columns.
#[track_caller]
fn refused_on_sqlite(connection: &rusqlite::Connection, sql: &str) -> String {
    let error = connection
        .execute_batch(sql)
        .expect_err(&format!("this must be refused: {sql}"));
    let rusqlite::Error::SqliteFailure(_, Some(message)) = &error else {
        panic!("{error} of {sql}")
    };
    let named = message.strip_prefix("CHECK constraint failed: ").unwrap_or(message);
    named
        .split(": ")
        .next()
        .filter(|_| !message.starts_with("UNIQUE"))
        .unwrap_or(message)
        .to_owned()
}
