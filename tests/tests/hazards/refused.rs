//! SQLite's own word on what is said about it: forms that an empty table takes and a filled one refuses, and rebuilds that
//! take rows of other tables along.

use driftless_catalog::{Catalog, Dialect};
use driftless_diagnostics::Code;
use driftless_hazard::{Inspector, Lost};
use driftless_tests::{repository, sqlite};

/// Columns to add, in every form that matters.
const COLUMNS: &[&str] = &[
    "\"a\" TEXT",
    "\"a\" TEXT NULL DEFAULT NULL",
    "\"a\" TEXT NOT NULL",
    "\"a\" TEXT NOT NULL DEFAULT NULL",
    "\"a\" TEXT NOT NULL DEFAULT 'x'",
    "\"a\" TEXT NOT NULL DEFAULT ('x')",
    "\"a\" INTEGER NOT NULL DEFAULT -1",
    "\"a\" INTEGER NOT NULL DEFAULT (-1)",
    "\"a\" INTEGER DEFAULT +1",
    "\"a\" BLOB DEFAULT x'00'",
    "\"a\" INTEGER DEFAULT TRUE",
    "\"a\" TEXT DEFAULT CURRENT_TIMESTAMP",
    "\"a\" TEXT DEFAULT CURRENT_DATE",
    "\"a\" TEXT DEFAULT (datetime('now'))",
    "\"a\" INTEGER DEFAULT (1 + 1)",
    "\"a\" BLOB DEFAULT (randomblob(16))",
    "\"a\" INTEGER GENERATED ALWAYS AS (\"pages\" * 2) STORED",
    "\"a\" INTEGER GENERATED ALWAYS AS (\"pages\" * 2) VIRTUAL",
    "\"a\" INTEGER AS (\"pages\" * 2)",
    "\"a\" INTEGER REFERENCES \"authors\" (\"id\")",
    "\"a\" INTEGER DEFAULT NULL REFERENCES \"authors\" (\"id\")",
    "\"a\" INTEGER DEFAULT 1 REFERENCES \"authors\" (\"id\")",
    "\"a\" INTEGER CHECK (\"a\" > 0)",
    "\"a\" INTEGER NOT NULL DEFAULT 1 CHECK (\"a\" > 0)",
    "\"a\" TEXT COLLATE NOCASE",
];

const ROWS: &str = "INSERT INTO authors VALUES (1, 'a'); INSERT INTO books VALUES (1, 1, '1234567890123', 7); \
                    INSERT INTO loans VALUES (1, 1), (2, 1);";

#[test]
fn sqlite_refuses_on_rows_just_what_is_said_to_be_refused() {
    let mut wrong = String::new();
    for column in COLUMNS {
        let statement = format!("ALTER TABLE \"books\" ADD COLUMN {column};");
        let predicted = said(&statement).contains(&Code::FailsOnRows);
        let (empty, filled) = (run("", &statement), run(ROWS, &statement));
        if predicted != filled.is_err() || empty.is_err() {
            wrong += &format!("{statement} predicted {predicted}; empty {empty:?}, filled {filled:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_rebuild_takes_rows_along_just_where_it_is_said_to() {
    let text = |name: &str| {
        let path = repository().join("tests/hazards/unguarded-rebuild").join(name);
        std::fs::read_to_string(path).expect("the case is there")
    };
    let (unguarded, guarded) = (text("in_a_transaction.sqlite.sql"), text("clean.sqlite.sql"));
    assert!(said(&unguarded).contains(&Code::UnguardedRebuild) && said(&guarded).is_empty());
    let children = |sql: &str| {
        let database = filled(ROWS);
        let done = database.connect().execute_batch(sql);
        let left: i64 = database
            .connect()
            .query_row("SELECT count(*) FROM loans", [], |row| row.get(0))
            .expect("rows can be counted");
        (done.is_ok(), left)
    };
    assert_eq!(
        children(&format!("BEGIN;\n{unguarded}\nCOMMIT;")),
        (true, 0),
        "the cascade ran, and nobody said a word"
    );
    assert_eq!(children(&guarded), (true, 2));
    // A runner that puts it into its own transaction all the same is stopped, with every row in place.
    assert_eq!(children(&format!("BEGIN;\n{guarded}\nCOMMIT;")), (false, 2));
}

#[test]
fn a_dropped_table_takes_along_what_is_said() {
    let mut inspector = inspector();
    let inspected = inspector.file("DROP TABLE \"books\";").expect("SQL");
    let silent: Vec<String> = inspected[0]
        .lost
        .iter()
        .filter(|loss| loss.silent)
        .map(ToString::to_string)
        .collect();
    assert_eq!(silent, ["the rows of `loans`"]);
    assert!(inspected[0].lost.iter().all(|loss| loss.what == Lost::Data));
    let database = filled(ROWS);
    database
        .connect()
        .execute_batch("DROP TABLE books")
        .expect("a table can be dropped");
    let count = "SELECT count(*) FROM loans";
    let left: i64 = database
        .connect()
        .query_row(count, [], |row| row.get(0))
        .expect("rows can be counted");
    assert_eq!(left, 0);
}

fn before() -> String {
    let path = repository().join("tests/hazards/before.sqlite.sql");
    std::fs::read_to_string(path).expect("the scene is there")
}

fn filled(rows: &str) -> sqlite::Database {
    let database = sqlite::Database::fresh();
    let connection = database.connect();
    connection.execute_batch(&before()).expect("the scene can be set");
    connection.execute_batch(rows).expect("rows can be added");
    database
}

fn run(rows: &str, statement: &str) -> Result<(), String> {
    let done = filled(rows).connect().execute_batch(statement);
    done.map_err(|error| error.to_string())
}

fn inspector() -> Inspector {
    let mut inspector = Inspector::of(Catalog::empty(Dialect::Sqlite));
    inspector.file(&before()).expect("the scene is SQL");
    inspector
}

fn said(text: &str) -> Vec<Code> {
    let inspected = inspector()
        .file(text)
        .unwrap_or_else(|mistake| panic!("{mistake} of\n{text}"));
    let hazards = inspected.iter().flat_map(|statement| &statement.hazards);
    hazards.map(|hazard| hazard.code).collect()
}
