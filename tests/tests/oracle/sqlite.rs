//! SQLite under the oracle, and the ways in which people's runners apply a file to it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use driftless_catalog::Dialect;
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection};

use crate::column::lower_hex;
use crate::database::{Database, Printed, Raw, clipped};
use crate::sqlite_shape::described;

/// How a file is applied. Foreign keys are on in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    /// Statement by statement, up to the first error.
    Raw,
    /// Everything between BEGIN and COMMIT.
    Wrapping,
    /// sqlx: in a transaction, unless the file begins with `-- no-transaction`.
    Sqlx,
    /// `execute_batch`
    Batch,
    /// `sqlite3 file < up.sql`, which goes on after errors.
    Shell,
    /// The same between BEGIN and COMMIT.
    WrappingShell,
}

impl Runner {
    pub(crate) const ALL: [Self; 4] = [Self::Raw, Self::Wrapping, Self::Sqlx, Self::Batch];

    /// Whether it brings a transaction, in which a file that brings its own has no place.
    pub(crate) fn wraps(self) -> bool {
        matches!(self, Self::Wrapping | Self::WrappingShell)
    }

    /// Whether it leaves what a file did before an error, where the file brings no transaction and it brings none.
    pub(crate) fn stops_halfway(self) -> bool {
        matches!(self, Self::Raw | Self::Batch | Self::Shell)
    }
}

/// A database in memory, or in a file.
pub(crate) struct Sqlite {
    connection: Connection,
    file: Option<PathBuf>,
    pub(crate) runner: Runner,
}

impl Sqlite {
    pub(crate) fn fresh() -> Self {
        let connection = Connection::open_in_memory().expect("memory can be opened");
        Self::of(connection, None)
    }

    /// One in a file, which is made if it is not there.
    pub(crate) fn at(file: PathBuf) -> Self {
        let connection = Connection::open(&file).expect("the file can be opened");
        Self::of(connection, Some(file))
    }

    fn of(connection: Connection, file: Option<PathBuf>) -> Self {
        connection.set_prepared_statement_cache_capacity(0);
        let database = Self {
            connection,
            file,
            runner: Runner::Sqlx,
        };
        database.foreign_keys_on();
        database
    }

    /// Gives a text to the program, which says what was wrong and goes on.
    fn shell(&self, text: &str) -> Result<(), String> {
        let file = self.file.as_ref().ok_or("the program opens files alone")?;
        let mut program = Command::new("sqlite3");
        program.args(["-batch", "-init", "/dev/null", "-cmd", "PRAGMA foreign_keys = ON"]);
        let program = program.arg(file).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut running = program
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("sqlite3: {error}"))?;
        let written = running.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
        let output = running.wait_with_output().map_err(|error| error.to_string())?;
        written
            .transpose()
            .map_err(|error| format!("sqlite3 does not read: {error}"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() && said.is_empty() {
            Ok(())
        } else {
            Err(said.chars().take(600).collect())
        }
    }

    fn foreign_keys_on(&self) {
        let on = self.connection.execute_batch("PRAGMA foreign_keys = ON");
        on.expect("foreign keys can be switched on");
    }

    fn statements(&self, text: &str) -> rusqlite::Result<()> {
        let mut batch = Batch::new(&self.connection, text);
        while let Some(mut statement) = batch.next()? {
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
        }
        Ok(())
    }

    fn wrapped(&self, text: &str) -> rusqlite::Result<()> {
        self.connection.execute_batch("BEGIN")?;
        self.connection.execute_batch(text)?;
        self.connection.execute_batch("COMMIT")
    }
}

impl Database for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| clipped(&format!("{error}"), sql))
    }

    fn apply(&mut self, text: &str) -> Result<(), String> {
        let own_transaction = text.starts_with("-- no-transaction");
        if matches!(self.runner, Runner::Shell | Runner::WrappingShell) {
            let wraps = self.runner.wraps();
            return self.shell(&if wraps {
                format!("BEGIN;\n{text}\nCOMMIT;\n")
            } else {
                text.to_owned()
            });
        }
        let done = match self.runner {
            Runner::Shell | Runner::WrappingShell => Ok(()),
            Runner::Raw => self.statements(text),
            Runner::Batch => self.connection.execute_batch(text),
            Runner::Sqlx if own_transaction => self.connection.execute_batch(text),
            Runner::Sqlx | Runner::Wrapping => self.wrapped(text),
        };
        // Closing the connection would roll back; the next one has foreign keys on.
        if !self.connection.is_autocommit() {
            self.run("ROLLBACK")?;
        }
        self.foreign_keys_on();
        done.map_err(|error| format!("{:?}: {error}", self.runner))
    }

    fn read(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, String> {
        let read = || -> rusqlite::Result<_> {
            let mut statement = self.connection.prepare(query)?;
            let width = statement.column_count();
            let mut rows = statement.query([])?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                let cells: rusqlite::Result<Vec<_>> = (0..width).map(|at| Ok(text(row.get_ref(at)?))).collect();
                out.push(cells?);
            }
            Ok(out)
        };
        read().map_err(|error| format!("{error} of {query}"))
    }

    fn shape(&mut self) -> Result<Vec<String>, String> {
        let rows = self.read("SELECT type, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
        let mut lines: Vec<_> = rows
            .into_iter()
            .filter_map(|row| Some(described(row[0].as_deref()?, row[1].as_deref()?)))
            .collect();
        lines.sort();
        Ok(lines)
    }

    fn raw(&mut self) -> Result<Raw, String> {
        let tables = self.read("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let mut raw = Raw::new();
        for name in tables.into_iter().filter_map(|mut row| row.remove(0)) {
            let columns = self.read(&format!(
                "SELECT name FROM pragma_table_xinfo('{name}') WHERE hidden <> 1 ORDER BY cid"
            ))?;
            let columns = columns.into_iter().filter_map(|mut row| row.remove(0)).collect();
            let rows = self.read(&format!("SELECT * FROM \"{name}\""))?;
            raw.insert(name, Printed::of(columns, rows));
        }
        Ok(raw)
    }

    fn clean(&mut self) -> Result<(), String> {
        Ok(())
    }

    fn sound(&mut self) -> Result<(), String> {
        let dangling = self.read("PRAGMA foreign_key_check")?;
        let damaged = self.read("PRAGMA integrity_check")?;
        if !dangling.is_empty() {
            return Err(format!("rows point at nothing: {dangling:?}"));
        }
        if damaged != [[Some("ok".to_owned())]] {
            return Err(format!("integrity: {damaged:?}"));
        }
        Ok(())
    }
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(n) => Some(n.to_string()),
        ValueRef::Real(n) => Some(format!("{n:?}")),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Some(lower_hex(bytes)),
    }
}
