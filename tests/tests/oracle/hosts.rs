//! Where chains run: memory for SQLite, a pair of databases on a server for PostgreSQL.

use driftless_catalog::Dialect;
use driftless_tests::postgres::Server;

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
        self.subject.runner == Runner::Wrapping
    }

    fn usual_runner(&mut self) {
        self.subject.runner = Runner::Sqlx;
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
}
