//! Two databases that hold the same rows of two tenants. In: a schema. Out: rows that both took, each of the second tenant's
//! tried before with every reference to the first.

use std::collections::BTreeSet;

use ::postgres::Client;
use driftless_catalog::Dialect;
use driftless_model::{Entity, EntityId, Schema, Tenancy};
use driftless_tests::postgres::{self, Database, OWNER};
use driftless_tests::sqlite;

use crate::scene::{Row, Scene, Tables, Way, cell::Cell, identifier, key, numbered};
use crate::workspace::{migration, roles};

/// How often a row is drawn that the checks do not admit.
const TRIES: usize = 200;
/// What a drawn row may break: a check, something required by its variant, a unique value.
const REDRAWN: [&str; 3] = ["23514", "23502", "23505"];

/// Two databases that hold the same rows of two tenants, and the application in each.
pub(crate) struct Stage<'s> {
    pub(crate) scene: Scene<'s>,
    pub(super) postgres: Tables,
    pub(super) sqlite: Tables,
    pub(crate) database: Database<'static>,
    pub(crate) file: sqlite::Database,
    pub(crate) role: String,
    pub(super) app: Client,
    pub(super) owner: Client,
    pub(super) connection: rusqlite::Connection,
    pub(super) seen: Seen,
}

/// What was tried.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Ways of referring across that were refused.
    pub(super) refused: BTreeSet<(EntityId, Way)>,
    /// Those that the schema left open, which were not.
    pub(super) open: BTreeSet<(EntityId, Way)>,
    /// Statements that were tried.
    pub(super) statements: usize,
}

impl<'s> Stage<'s> {
    pub(crate) fn of(schema: &'s Schema, text: &str, major: u32) -> Self {
        let server = postgres::server(major);
        let up = migration(text, Dialect::Postgres);
        let role = roles(&up).into_iter().next().expect("the application has a role");
        roles(&up).iter().for_each(|role| server.role(role));
        let database = server.database("tenants");
        database.psql(OWNER, &server.without_missing_extensions(&up)).passed();
        let file = sqlite::Database::fresh();
        file.cli(&migration(text, Dialect::Sqlite)).passed();
        Self {
            scene: Scene::new(schema, 20_261_127),
            postgres: Tables::of(schema, Dialect::Postgres),
            sqlite: Tables::of(schema, Dialect::Sqlite),
            app: database.connect(&role),
            owner: database.connect(OWNER),
            connection: file.connect(),
            role,
            database,
            file,
            seen: Seen::default(),
        }
    }

    /// Rows of both tenants in every table, without anything that they could do without; then, with references, those of
    /// the first, and those of the second, each tried with a reference across before it is put in.
    pub(crate) fn fill(&mut self) {
        for tenant in [0, 1] {
            let mut left: Vec<EntityId> = self.scene.schema.entities().map(|(id, _)| id).collect();
            while !left.is_empty() {
                let before = left.len();
                left.retain(|&id| !self.add_two(id, tenant));
                assert!(left.len() < before, "nothing can be the first row of {left:?}");
            }
        }
        for tenant in [0, 1] {
            for (id, of) in self.scene.schema.entities() {
                if of.tenancy == Tenancy::Root {
                    continue;
                }
                let ways = self.scene.ways(id);
                let mut rows = 0;
                while rows == 0 || (tenant == 1 && rows < 40 && !ways.iter().all(|way| self.is_tried(id, *way))) {
                    assert!(
                        self.add(id, tenant, true),
                        "{} has rows",
                        self.scene.schema.entity(id).name
                    );
                    rows += 1;
                }
            }
        }
    }

    /// Adds two rows: some refer to two different ones. A tenant is one row.
    fn add_two(&mut self, id: EntityId, tenant: usize) -> bool {
        let is_root = self.scene.schema.entity(id).tenancy == Tenancy::Root;
        self.add(id, tenant, false) && (is_root || self.add(id, tenant, false))
    }

    fn is_tried(&self, entity: EntityId, way: Way) -> bool {
        self.seen.refused.contains(&(entity, way)) || self.seen.open.contains(&(entity, way))
    }

    /// Adds a row that both databases take; whether what it needs was there.
    fn add(&mut self, id: EntityId, tenant: usize, whole: bool) -> bool {
        let entity = self.scene.schema.entity(id);
        let tenant = match entity.tenancy {
            Tenancy::Global { .. } => None,
            _ => Some(tenant),
        };
        for _ in 0..TRIES {
            let Some(row) = self.scene.draw(id, tenant, whole) else {
                return false;
            };
            if let Some(row) = self.put(entity, row) {
                self.scene.rows.push(row);
                return true;
            }
        }
        panic!("no row of {} keeps its checks", entity.name);
    }

    /// Puts a row in, if it keeps its rules; tries it with every reference across before.
    fn put(&mut self, entity: &Entity, row: Row) -> Option<Row> {
        if !self.would_take(&row) {
            return None;
        }
        let sql = self.postgres.insert(entity, &row.cells);
        if row.tenant == Some(1) {
            self.refer_across(entity, &row);
        }
        let mut row = row;
        let number = numbered(entity);
        let returning = number.map_or(String::new(), |name| format!(" RETURNING {}::text", identifier(name)));
        let made = self
            .app_or_owner(&row)
            .simple_query(&format!("{sql}{returning}"))
            .expect("it went in before");
        if let Some(name) = number {
            let text = made.iter().find_map(|message| match message {
                ::postgres::SimpleQueryMessage::Row(row) => row.get(0),
                _ => None,
            });
            let number = text.and_then(|text| text.parse().ok()).expect("a number");
            row.cells.insert(name.to_owned(), Cell::Big(number));
        }
        let inserted = self.connection.execute_batch(&self.sqlite.insert(entity, &row.cells));
        inserted.unwrap_or_else(|error| panic!("SQLite refuses what PostgreSQL takes: {error}: {row:?}"));
        Some(row)
    }

    /// Whether PostgreSQL would take a row, which it does not keep.
    pub(crate) fn would_take(&mut self, row: &Row) -> bool {
        self.enter(row);
        let sql = self.postgres.insert(self.scene.schema.entity(row.entity), &row.cells);
        let tried = self.app_or_owner(row).batch_execute(&format!("BEGIN; {sql}"));
        self.app_or_owner(row).batch_execute("ROLLBACK").expect("an end");
        let Err(error) = tried else { return true };
        assert!(REDRAWN.contains(&code(&error).as_str()), "{error:?}: {sql}");
        false
    }

    /// Everybody's rows are the owner's business.
    fn app_or_owner(&mut self, row: &Row) -> &mut Client {
        if row.tenant.is_some() {
            &mut self.app
        } else {
            &mut self.owner
        }
    }

    /// Makes the application that of a row's tenant.
    fn enter(&mut self, row: &Row) {
        let Some(tenant) = row.tenant else { return };
        let schema = self.scene.schema;
        let of = schema.tenant.as_ref().expect("a schema with tenants");
        let key = if row.entity == of.entity {
            row.cells[key(schema.entity(of.entity))[0]].parsed()
        } else {
            self.scene.tenant(tenant)
        };
        enter(&mut self.app, &of.setting, &key);
    }
}

/// Makes the application that of a tenant.
pub(super) fn enter(client: &mut Client, setting: &str, tenant: &str) {
    client
        .execute("SELECT set_config($1, $2, false)", &[&setting, &tenant])
        .expect("a setting");
}

/// Why a statement was refused.
pub(super) fn code(error: &::postgres::Error) -> String {
    error.code().map(|code| code.code().to_owned()).unwrap_or_default()
}

/// The constraint by which a statement is refused, or the code where there is none.
#[track_caller]
pub(super) fn refusal(client: &mut Client, sql: &str) -> String {
    let error = client.batch_execute(sql).expect_err(sql);
    let constraint = error
        .as_db_error()
        .and_then(|error| error.constraint())
        .map(str::to_owned);
    constraint.unwrap_or_else(|| code(&error))
}
