//! One fresh database, and the two ways into it: a connection, and the real `psql`.

use super::{Server, Told};
use crate::process::{self, Ran};
use postgres::Client;
use std::path::Path;
use std::process::Command;

/// A database of its own on a running server.
pub struct Database<'s> {
    server: &'s Server,
    name: String,
}

impl<'s> Database<'s> {
    pub(super) fn new(server: &'s Server, name: String) -> Database<'s> {
        Database { server, name }
    }

    /// The server it lives on.
    pub fn server(&self) -> &'s Server {
        self.server
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection as `role`.
    #[track_caller]
    pub fn connect(&self, role: &str) -> Client {
        self.server.connect(role, &self.name)
    }

    /// A connection as `role`, and what the server tells it beside results.
    #[track_caller]
    pub fn listen(&self, role: &str) -> (Client, Told) {
        self.server.listen(role, &self.name)
    }

    /// A URL for other programs, as `role`.
    pub fn url(&self, role: &str) -> String {
        let host = self.server.folder().to_string_lossy().replace('/', "%2F");
        format!("postgres://{role}@{host}/{}", self.name)
    }

    /// Runs `sql` through `psql`, statement by statement, up to the first error.
    pub fn psql(&self, role: &str, sql: &str) -> Ran {
        process::run_with_input(self.client(role).args(["-f", "-"]), sql)
    }

    /// Applies a migration file as `role` the way runners do: in one transaction, unless its first line asks for none.
    pub fn apply(&self, role: &str, file: &Path) -> Ran {
        let sql = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut command = self.client(role);
        if !sql.starts_with("-- no-transaction") {
            command.arg("--single-transaction");
        }
        process::run(command.arg("-f").arg(file))
    }

    /// The rows of a query as `psql` prints them: one line a row, `|` between columns.
    #[track_caller]
    pub fn rows(&self, role: &str, query: &str) -> Vec<String> {
        let printed = process::run(self.client(role).args(["-A", "-t", "-c", query])).passed();
        printed.lines().map(str::to_owned).collect()
    }

    /// The schema as the server's own `pg_dump` writes it.
    #[track_caller]
    pub fn dump(&self) -> String {
        let mut command = process::command(self.server.program("pg_dump"));
        command.args(["--schema-only", "--username", super::SUPERUSER, "--dbname", &self.name]);
        process::run(command.arg("--host").arg(self.server.folder())).passed()
    }

    fn client(&self, role: &str) -> Command {
        let mut command = process::command(self.server.program("psql"));
        command.args([
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "--username",
            role,
            "--dbname",
            &self.name,
        ]);
        command.arg("--host").arg(self.server.folder());
        command
    }
}
