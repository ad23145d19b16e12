//! SQLite under the oracle, and the ways in which people's runners apply a file to it.

use driftless_catalog::Dialect;
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection};

use crate::column::lower_hex;
use crate::database::{Database, Raw, clipped};
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
}

impl Runner {
    pub(crate) const ALL: [Self; 4] = [Self::Raw, Self::Wrapping, Self::Sqlx, Self::Batch];
}

/// A database in memory.
pub(crate) struct Sqlite {
    connection: Connection,
    pub(crate) runner: Runner,
}

impl Sqlite {
    pub(crate) fn fresh() -> Self {
        let connection = Connection::open_in_memory().expect("memory can be opened");
        connection.set_prepared_statement_cache_capacity(0);
        let runner = Runner::Sqlx;
        let database = Self { connection, runner };
        database.foreign_keys_on();
        database
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
        let done = match self.runner {
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
        self.run("DROP TABLE IF EXISTS temp._guard")?;
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
            let rows = self.read(&format!("SELECT * FROM \"{name}\""))?;
            let mut rows: Vec<_> = rows.iter().map(|row| format!("{row:?}")).collect();
            rows.sort();
            raw.insert(name, rows);
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
