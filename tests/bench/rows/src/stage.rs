//! Both databases, made by the migrations of the repository. Out: pools, and a list of a million rows.

use std::fs;

use driftless_tests::postgres::{self, Database, OWNER};
use driftless_tests::{repository, sqlite};

/// The application's role.
const ROLE: &str = "context_platform_app";

/// The tenant of the long list.
pub const TENANT: &str = "00000000-0000-7000-8000-00000000000a";

/// Both databases.
pub struct Stage {
    postgres: Database<'static>,
    sqlite: sqlite::Database,
}

impl Stage {
    /// Fresh ones.
    pub fn new() -> Self {
        let up = |dialect: &str| {
            let file = repository().join("migrations").join(dialect).join("0001_init.up.sql");
            fs::read_to_string(file).expect("the migration")
        };
        let server = postgres::any();
        server.role(ROLE);
        let stage = Self { postgres: server.database("bench"), sqlite: sqlite::Database::fresh() };
        stage.postgres.psql(OWNER, &up("postgres")).passed();
        stage.sqlite.cli(&up("sqlite")).passed();
        stage
    }

    /// A connection to each.
    pub async fn pools(&self) -> (sqlx::PgPool, sqlx::SqlitePool) {
        let one = sqlx::postgres::PgPoolOptions::new().max_connections(1);
        let postgres = one.connect(&self.postgres.url(ROLE)).await.expect("a connection");
        let one = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
        let file = format!("sqlite://{}", self.sqlite.file().display());
        (postgres, one.connect(&file).await.expect("a connection"))
    }

    /// Lets both databases count their rows, as they would have done by themselves a minute later.
    pub fn analyse(&self) {
        self.postgres.psql(OWNER, "ANALYZE").passed();
        self.sqlite.cli("ANALYZE").passed();
    }

    /// A list of so many rows in each, their keys in order.
    pub fn fill(&self, rows: i64) {
        self.postgres
            .psql(
                OWNER,
                &format!(
                    "INSERT INTO orgs (id, slug, name) VALUES ('{TENANT}', 'long', 'Long');
                     INSERT INTO datasets (id, org_id, slug, name)
                     SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '{TENANT}', 's' || n, 'Name'
                     FROM generate_series(1, {rows}) n;
                     ANALYZE;"
                ),
            )
            .passed();
        let tenant = TENANT.replace('-', "");
        // The library is newer than the shell, and knows `unhex`.
        self.sqlite
            .connect()
            .execute_batch(&format!(
                "INSERT INTO orgs (id, slug, name) VALUES (X'{tenant}', 'long', 'Long');
                 WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {rows})
                 INSERT INTO datasets (id, org_id, slug, name)
                 SELECT unhex('00000000000070008000' || printf('%012x', n)), X'{tenant}', 's' || n, 'Name' FROM n;
                 ANALYZE;"
            ))
            .expect("the rows are written");
    }
}
