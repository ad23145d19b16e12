//! PostgreSQL under the oracle: one database per worker, emptied between chains, and never a superuser.

use driftless_catalog::Dialect;
use driftless_tests::postgres::{Database as Tested, OWNER, Server};
use postgres::{Client, SimpleQueryMessage};

use crate::database::{Database, Printed, Raw, clipped};

const SHAPE: &str = include_str!("postgres_shape.sql");
const EMPTY: &str = "SET client_min_messages = warning; DROP SCHEMA IF EXISTS aside CASCADE; \
    DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC";

/// A database on a server.
pub(crate) struct Postgres {
    database: Tested<'static>,
    client: Client,
}

impl Postgres {
    /// A database of its own.
    pub(crate) fn new(server: &'static Server) -> Self {
        let database = server.database("oracle");
        let client = database.connect(OWNER);
        Self { database, client }
    }

    /// Takes everything away.
    pub(crate) fn empty(&mut self) -> Result<(), String> {
        self.run(EMPTY)
    }
}

impl Database for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.client
            .batch_execute(sql)
            .map_err(|error| clipped(&said(&error), sql))
    }

    fn apply(&mut self, text: &str) -> Result<(), String> {
        if text.starts_with("-- no-transaction") {
            return self.client.batch_execute(text).map_err(|error| said(&error));
        }
        self.run("BEGIN")?;
        let done = self
            .client
            .batch_execute(text)
            .and_then(|()| self.client.batch_execute("COMMIT"));
        done.or_else(|error| {
            self.run("ROLLBACK")?;
            Err(said(&error))
        })
    }

    fn read(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, String> {
        let messages = self
            .client
            .simple_query(query)
            .map_err(|error| format!("{} of {query}", said(&error)))?;
        let rows = messages.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect()),
            _ => None,
        });
        Ok(rows.collect())
    }

    fn shape(&mut self) -> Result<Vec<String>, String> {
        let rows = self.read(SHAPE)?;
        Ok(rows.into_iter().filter_map(|mut row| row.remove(0)).collect())
    }

    fn dump(&mut self) -> Result<Option<Vec<String>>, String> {
        let text = self.database.dump();
        let mut lines: Vec<_> = text.lines().filter(|line| !is_noise(line)).map(plain).collect();
        lines.sort();
        Ok(Some(lines))
    }

    fn raw(&mut self) -> Result<Raw, String> {
        let tables = self.read(
            "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace \
             WHERE relkind = 'r' AND nspname IN ('public', 'aside')",
        )?;
        let mut raw = Raw::new();
        for name in tables.into_iter().filter_map(|mut row| row.remove(0)) {
            let rows = self.read(&format!("SELECT t::text FROM {name} t"))?;
            raw.insert(name, Printed::of(vec!["the whole row".to_owned()], rows));
        }
        Ok(raw)
    }

    fn clean(&mut self) -> Result<(), String> {
        let left = self.read("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")?;
        left.into_iter()
            .filter_map(|mut row| row.remove(0))
            .try_for_each(|name| self.run(&format!("DROP INDEX {name}")))
    }

    fn sound(&mut self) -> Result<(), String> {
        Ok(())
    }
}

/// Comments, settings, and the word that opens and ends a dump, which is another each time.
fn is_noise(line: &str) -> bool {
    line.is_empty() || line.starts_with("--") || line.starts_with('\\') || line.starts_with("SET ")
}

/// A line wherever it stands: columns come in the order in which they were added, and PostgreSQL 18 keeps the name that a
/// NOT NULL was given before its table was renamed.
fn plain(line: &str) -> String {
    let line = line.trim_end_matches(',');
    match (line.split_once(" CONSTRAINT "), line.strip_suffix(" NOT NULL")) {
        (Some((column, _)), Some(_)) => format!("{column} NOT NULL"),
        _ => line.to_owned(),
    }
}

fn said(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || error.to_string(),
        |refusal| {
            format!(
                "{}: {} {}",
                refusal.code().code(),
                refusal.message(),
                refusal.detail().unwrap_or_default()
            )
        },
    )
}
