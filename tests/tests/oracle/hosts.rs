//! Where chains run: memory for SQLite, a pair of databases on a server for PostgreSQL.

use driftless_catalog::Dialect;
use driftless_tests::postgres::Server;
use tempfile::TempDir;

use crate::database::Database;
use crate::postgres::Postgres;
use crate::sqlite::{Runner, Sqlite};

/// Where chains run: a database under test, and an empty one that is built fresh to compare with.
pub(crate) trait Host {
    fn dialect(&self) -> Dialect;
    /// An empty database to test.
    fn subject(&mut self) -> &mut dyn Database;
    /// The same database again, as it is.
    fn again(&mut self) -> &mut dyn Database;
    /// Another empty database.
    fn twin(&mut self) -> &mut dyn Database;
    /// Chooses how the next files are applied; true where that way may refuse them.
    fn choose_runner(&mut self, number: u64) -> bool;
    /// The way that every migration must work in.
    fn usual_runner(&mut self);
    /// Whether the chosen way leaves what a file did before an error, where neither brings a transaction.
    fn stops_halfway(&self) -> bool;
}

/// SQLite in memory.
pub(crate) struct InMemory {
    subject: Sqlite,
    twin: Sqlite,
}

impl InMemory {
    pub(crate) fn new() -> Self {
        Self {
            subject: Sqlite::fresh(),
            twin: Sqlite::fresh(),
        }
    }
}

impl Host for InMemory {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn subject(&mut self) -> &mut dyn Database {
        self.subject = Sqlite::fresh();
        &mut self.subject
    }

    fn again(&mut self) -> &mut dyn Database {
        &mut self.subject
    }

    fn twin(&mut self) -> &mut dyn Database {
        self.twin = Sqlite::fresh();
        &mut self.twin
    }

    fn choose_runner(&mut self, number: u64) -> bool {
        self.subject.runner = Runner::ALL[usize::try_from(number % 4).unwrap_or(0)];
        self.subject.runner.wraps()
    }

    fn usual_runner(&mut self) {
        self.subject.runner = Runner::Sqlx;
    }

    fn stops_halfway(&self) -> bool {
        self.subject.runner.stops_halfway()
    }
}

/// SQLite in a file, under the program that people have at hand.
pub(crate) struct InFile {
    folder: TempDir,
    subject: Sqlite,
    twin: Sqlite,
}

impl InFile {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        let subject = Sqlite::at(folder.path().join("subject.db"));
        Self {
            folder,
            subject,
            twin: Sqlite::fresh(),
        }
    }
}

impl Host for InFile {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn subject(&mut self) -> &mut dyn Database {
        let file = self.folder.path().join("subject.db");
        self.subject = Sqlite::fresh();
        std::fs::remove_file(&file).expect("nobody holds the file");
        self.subject = Sqlite::at(file);
        &mut self.subject
    }

    fn again(&mut self) -> &mut dyn Database {
        &mut self.subject
    }

    fn twin(&mut self) -> &mut dyn Database {
        self.twin = Sqlite::fresh();
        &mut self.twin
    }

    fn choose_runner(&mut self, number: u64) -> bool {
        self.subject.runner = if number.is_multiple_of(3) {
            Runner::WrappingShell
        } else {
            Runner::Shell
        };
        self.subject.runner.wraps()
    }

    fn usual_runner(&mut self) {
        self.subject.runner = Runner::Sqlx;
    }

    fn stops_halfway(&self) -> bool {
        self.subject.runner.stops_halfway()
    }
}

/// Two databases on a server.
pub(crate) struct OnServer {
    subject: Postgres,
    twin: Postgres,
}

impl OnServer {
    pub(crate) fn new(server: &'static Server) -> Self {
        Self {
            subject: Postgres::new(server),
            twin: Postgres::new(server),
        }
    }
}

impl Host for OnServer {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn subject(&mut self) -> &mut dyn Database {
        self.subject.empty().expect("a database can be emptied");
        &mut self.subject
    }

    fn again(&mut self) -> &mut dyn Database {
        &mut self.subject
    }

    fn twin(&mut self) -> &mut dyn Database {
        self.twin.empty().expect("a database can be emptied");
        &mut self.twin
    }

    fn choose_runner(&mut self, _: u64) -> bool {
        false
    }

    fn usual_runner(&mut self) {}

    fn stops_halfway(&self) -> bool {
        false
    }
}
