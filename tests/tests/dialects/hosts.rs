//! The two databases. In: statements. Out: whether each takes one, the name of the rule that refuses it, and the rows that
//! are there afterwards. Whatever is tried is undone.

use driftless_catalog::Dialect;
use driftless_tests::postgres::{Database, OWNER, Server};
use postgres::{Client, SimpleQueryMessage};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};

/// Rows of a query as text.
pub(crate) type Read = Vec<Vec<Option<String>>>;

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// So many rows were written.
    Taken(u64),
    /// By the rule of this name.
    Refused(String),
}

/// A database under test.
pub(crate) trait Host {
    fn dialect(&self) -> Dialect;
    /// Runs what must work.
    fn run(&mut self, sql: &str) -> Result<(), String>;
    /// Tries a statement, looks at what is there then, and undoes it.
    fn attempt(&mut self, sql: &str, look: &[String]) -> (Verdict, Vec<Read>);
    fn read(&mut self, query: &str) -> Read;
}

/// PostgreSQL: one database, emptied between schemas; never a superuser.
pub(crate) struct Postgres {
    pub(crate) database: Database<'static>,
    client: Client,
}

const SETTINGS: &str = "SET client_min_messages = warning; SET bytea_output = hex; SET extra_float_digits = 1;";
/// Takes every namespace away that somebody made.
const EMPTY: &str = "DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
END $$; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;";

impl Postgres {
    pub(crate) fn new(server: &'static Server) -> Self {
        let database = server.database_of_letters("dialects");
        let client = database.connect(OWNER);
        Self { database, client }
    }

    /// An empty database.
    pub(crate) fn begin(&mut self) -> Result<(), String> {
        self.run("ROLLBACK")?;
        self.run(&format!("{SETTINGS} {EMPTY}"))
    }
}

impl Host for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.client
            .batch_execute(sql)
            .map_err(|error| format!("{} of {sql}", refused_by(&error)))
    }

    fn attempt(&mut self, sql: &str, look: &[String]) -> (Verdict, Vec<Read>) {
        let done = self.client.simple_query(&format!("SAVEPOINT tried; {sql}"));
        let verdict = match done {
            Ok(messages) => Verdict::Taken(written(&messages)),
            Err(error) => Verdict::Refused(refused_by(&error)),
        };
        let reads = match verdict {
            Verdict::Taken(_) => look.iter().map(|query| self.read(query)).collect(),
            Verdict::Refused(_) => Vec::new(),
        };
        self.run("ROLLBACK TO tried; RELEASE tried")
            .expect("what was tried can be undone");
        (verdict, reads)
    }

    fn read(&mut self, query: &str) -> Read {
        let messages = self
            .client
            .simple_query(query)
            .unwrap_or_else(|error| panic!("{query}: {error:?}"));
        let rows = messages.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect()),
            _ => None,
        });
        rows.collect()
    }
}

fn written(messages: &[SimpleQueryMessage]) -> u64 {
    let counts = messages.iter().map(|message| match message {
        SimpleQueryMessage::CommandComplete(count) => *count,
        _ => 0,
    });
    counts.last().unwrap_or(0)
}

/// A constraint's name; of values that are none of their type, just that.
fn refused_by(error: &postgres::Error) -> String {
    let Some(refusal) = error.as_db_error() else {
        return error.to_string();
    };
    let code = refusal.code().code();
    match (refusal.constraint(), refusal.column()) {
        (Some(name), _) => name.to_owned(),
        (None, Some(column)) if code == "23502" => format!("{column} is null"),
        _ if code.starts_with("22") || code.starts_with("54") => "type".to_owned(),
        _ => format!("{code}: {}", refusal.message()),
    }
}

/// SQLite in memory, with foreign keys on.
pub(crate) struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    pub(crate) fn fresh() -> Self {
        let connection = Connection::open_in_memory().expect("memory can be opened");
        connection
            .pragma_update(None, "foreign_keys", true)
            .expect("foreign keys can be switched on");
        Self { connection }
    }
}

impl Host for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn run(&mut self, sql: &str) -> Result<(), String> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| format!("{} of {sql}", named(&error)))
    }

    fn attempt(&mut self, sql: &str, look: &[String]) -> (Verdict, Vec<Read>) {
        self.run("SAVEPOINT tried").expect("a savepoint can be made");
        let verdict = match self.connection.execute(sql, []) {
            Ok(count) => Verdict::Taken(count as u64),
            Err(error) => Verdict::Refused(named(&error)),
        };
        let reads = match verdict {
            Verdict::Taken(_) => look.iter().map(|query| self.read(query)).collect(),
            Verdict::Refused(_) => Vec::new(),
        };
        self.run("ROLLBACK TO tried; RELEASE tried")
            .expect("what was tried can be undone");
        (verdict, reads)
    }

    fn read(&mut self, query: &str) -> Read {
        let mut statement = self
            .connection
            .prepare(query)
            .unwrap_or_else(|error| panic!("{query}: {error}"));
        let width = statement.column_count();
        let rows = statement.query_map([], |row| (0..width).map(|at| Ok(text(row.get_ref(at)?))).collect());
        let rows: Result<Read, _> = rows.and_then(Iterator::collect);
        rows.unwrap_or_else(|error| panic!("{query}: {error}"))
    }
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
    }
}

/// SQLite names checks and guards, tells keys by their columns, and references not at all.
fn named(error: &rusqlite::Error) -> String {
    let rusqlite::Error::SqliteFailure(failure, Some(message)) = error else {
        return error.to_string();
    };
    let column = |named: &str| named.rsplit_once('.').map_or(named, |(_, column)| column).to_owned();
    if let Some(name) = message.strip_prefix("CHECK constraint failed: ") {
        name.to_owned()
    } else if let Some(name) = message.strip_prefix("NOT NULL constraint failed: ") {
        format!("{} is null", column(name))
    } else if let Some(index) = message.strip_prefix("UNIQUE constraint failed: index '") {
        index.trim_end_matches('\'').to_owned()
    } else if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        let columns: Vec<_> = columns.split(", ").map(column).collect();
        format!("unique ({})", columns.join(", "))
    } else if message.starts_with("FOREIGN KEY constraint failed") {
        crate::keys::REFERENCE.to_owned()
    } else if message.starts_with("cannot store") || message == "datatype mismatch" {
        "type".to_owned()
    } else if failure.code == ErrorCode::ConstraintViolation {
        message.split(": ").next().unwrap_or(message).to_owned()
    } else {
        message.clone()
    }
}
