//! A SQLite database in a file of its own, reached by the library and by the real command line program.
//!
//! The two are of different versions (3.51 compiled in, the distribution's beside it): what must hold, must hold on both.

use crate::process::{self, Ran};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A database file that vanishes with this value.
pub struct Database {
    folder: TempDir,
}

impl Database {
    /// A fresh, empty database.
    pub fn fresh() -> Database {
        let folder = tempfile::Builder::new()
            .prefix("driftless-sqlite-")
            .tempdir()
            .expect("a folder can be made");
        Database { folder }
    }

    /// The file, which exists from the first statement on.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    /// A connection with foreign keys on.
    pub fn connect(&self) -> Connection {
        let connection = Connection::open(self.file()).expect("a database file can be opened");
        connection
            .pragma_update(None, "foreign_keys", true)
            .expect("foreign keys can be switched on");
        connection
    }

    /// Runs `sql` through the `sqlite3` program with foreign keys on, up to the first error.
    pub fn cli(&self, sql: &str) -> Ran {
        process::run_with_input(&mut self.program(), &format!("PRAGMA foreign_keys = ON;\n{sql}"))
    }

    /// Applies a migration file through the `sqlite3` program the way runners do: in one transaction, unless its
    /// first line asks for none.
    pub fn apply(&self, file: &Path) -> Ran {
        let sql = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if sql.starts_with("-- no-transaction") {
            return self.cli(&sql);
        }
        self.cli(&format!("BEGIN;\n{sql}\nCOMMIT;\n"))
    }

    /// The rows of a query as the `sqlite3` program prints them: one line a row, `|` between columns.
    #[track_caller]
    pub fn rows(&self, query: &str) -> Vec<String> {
        self.cli(query).passed().lines().map(str::to_owned).collect()
    }

    fn program(&self) -> std::process::Command {
        let mut command = process::command("sqlite3");
        command.args(["-batch", "-bail"]).arg(self.file());
        command
    }
}

/// The version of the `sqlite3` program.
pub fn cli_version() -> String {
    let said = process::run(process::command("sqlite3").arg("--version")).passed();
    said.split_whitespace().next().unwrap_or_default().to_owned()
}

/// The version compiled into the tests.
pub fn library_version() -> &'static str {
    rusqlite::version()
}
