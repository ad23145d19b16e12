//! Plain SQL. On PostgreSQL, as the application's role: what the second tenant tries against each entity of the first. On
//! SQLite, where nobody is kept from looking: no row refers across. In: a schema. Out: nothing, or what got through.

use std::collections::{BTreeMap, BTreeSet};

use ::postgres::Client;
use driftless_catalog::Dialect;
use driftless_model::{Entity, EntityId, Mutability, Schema, Tenancy};
use driftless_tests::postgres::{self, Database, OWNER};
use driftless_tests::sqlite;

use crate::scene::{
    Row, Scene, Tables, Way,
    cell::{Cell, quoted},
    columns, identifier, key, numbered,
};
use crate::workspace::{compiled, migration, roles};

/// How often a row is drawn that the checks do not admit.
const TRIES: usize = 200;
/// What a drawn row may break: a check, something required by its variant, a unique value.
const REDRAWN: [&str; 3] = ["23514", "23502", "23505"];

/// Two databases that hold the same rows of two tenants, and the application in each.
pub(crate) struct Stage<'s> {
    pub(crate) scene: Scene<'s>,
    postgres: Tables,
    sqlite: Tables,
    pub(crate) database: Database<'static>,
    pub(crate) file: sqlite::Database,
    pub(crate) role: String,
    app: Client,
    owner: Client,
    connection: rusqlite::Connection,
    seen: Seen,
}

/// What was tried.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Ways of referring across that were refused.
    refused: BTreeSet<(EntityId, Way)>,
    /// Those that the schema left open, which were not.
    open: BTreeSet<(EntityId, Way)>,
    /// Statements that were tried.
    statements: usize,
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

    /// Tries to put in a row of the second tenant that refers to a row of the first.
    fn refer_across(&mut self, entity: &Entity, row: &Row) {
        for way in self.scene.ways(row.entity) {
            if !self.scene.goes(row, way) {
                continue;
            }
            let changed = self.scene.across(row, way);
            let (on_postgres, on_sqlite) = (
                self.postgres.insert(entity, &changed.cells),
                self.sqlite.insert(entity, &changed.cells),
            );
            if self.scene.is_open(way) {
                self.seen.open.insert((row.entity, way));
                continue;
            }
            let name = columns(entity.field(way.field), way.target)[0];
            let said = refusal(&mut self.app, &on_postgres);
            let keys = self.postgres.foreign_keys(entity, name);
            assert!(
                keys.contains(&said.as_str()),
                "{said} instead of {keys:?}: {on_postgres}"
            );
            let said = self
                .connection
                .execute_batch(&on_sqlite)
                .expect_err(&on_sqlite)
                .to_string();
            assert_eq!(said, "FOREIGN KEY constraint failed", "{on_sqlite}");
            self.seen.refused.insert((row.entity, way));
            self.seen.statements += 2;
        }
    }

    /// Tries to make a row that is there refer to a row of the first tenant.
    fn change_across(&mut self, entity: &Entity, row: &Row) {
        for way in self.scene.ways(row.entity) {
            if !self.scene.goes(row, way) || self.scene.is_open(way) {
                continue;
            }
            let field = entity.field(way.field);
            let (names, changed) = (columns(field, way.target), self.scene.across(row, way));
            let update = |tables: &Tables| {
                let (set, found) = (
                    tables.set(entity, &changed.cells, &names),
                    tables.matches(entity, &row.cells, key(entity).into_iter()),
                );
                format!("UPDATE {} SET {set} WHERE {found}", tables.name(entity))
            };
            let (on_postgres, on_sqlite) = (update(&self.postgres), update(&self.sqlite));
            let said = refusal(&mut self.app, &on_postgres);
            let is_kept = entity.mutability != Mutability::Mutable || field.immutable;
            let keys = self.postgres.foreign_keys(entity, names[0]);
            assert!(
                is_kept || keys.contains(&said.as_str()),
                "{said} instead of {keys:?}: {on_postgres}"
            );
            let said = self
                .connection
                .execute_batch(&on_sqlite)
                .expect_err(&on_sqlite)
                .to_string();
            assert!(
                is_kept || said == "FOREIGN KEY constraint failed",
                "{said}: {on_sqlite}"
            );
            self.seen.statements += 2;
        }
    }

    /// What the second tenant tries against rows of the first.
    fn intrude(&mut self) {
        let schema = self.scene.schema;
        let setting = &schema.tenant.as_ref().expect("a schema with tenants").setting;
        enter(&mut self.app, setting, &self.scene.tenant(1));
        let before = self.contents(0);
        let scoped: Vec<EntityId> = schema
            .entities()
            .filter(|(_, of)| owner_column(schema, of).is_some())
            .map(|(id, _)| id)
            .collect();
        for &id in &scoped {
            let entity = schema.entity(id);
            let own: Vec<Row> = self.scene.of(id, Some(1)).cloned().collect();
            let theirs: Vec<Row> = self.scene.of(id, Some(0)).cloned().collect();
            assert!(
                !own.is_empty() && !theirs.is_empty(),
                "{} has rows of both",
                entity.name
            );
            self.look(entity, own.len());
            theirs.iter().for_each(|row| self.touch(entity, row));
            own.iter().for_each(|row| self.change_across(entity, row));
            self.give_away(entity, &own[0]);
        }
        // What goes with its own rows is its own: the last come first, and what is referred to stays.
        for &id in scoped.iter().rev() {
            let sql = format!("DELETE FROM {}", self.postgres.name(schema.entity(id)));
            let _ = self.app.batch_execute(&sql);
        }
        assert_eq!(self.contents(0), before, "nothing of the first tenant changed");
    }

    /// It sees its own rows and no other.
    fn look(&mut self, entity: &Entity, own: usize) {
        let table = self.postgres.name(entity);
        let seen: i64 = self
            .app
            .query_one(&format!("SELECT count(*) FROM {table}"), &[])
            .expect("a count")
            .get(0);
        assert_eq!(seen, own as i64, "{table}");
        let all: i64 = self
            .owner
            .query_one(&format!("SELECT count(*) FROM {table}"), &[])
            .expect("a count")
            .get(0);
        assert!(all > seen, "{table}");
        self.seen.statements += 1;
    }

    /// A row of the other tenant is not found, whatever is tried on it; and none can be made.
    fn touch(&mut self, entity: &Entity, row: &Row) {
        let table = self.postgres.name(entity);
        let found = self.postgres.matches(entity, &row.cells, key(entity).into_iter());
        let column = identifier(key(entity)[0]);
        let read = format!("SELECT 1 FROM {table} WHERE {found}");
        assert_eq!(self.app.query(&read, &[]).expect("a look").len(), 0, "{read}");
        for sql in [
            format!("UPDATE {table} SET {column} = {column} WHERE {found}"),
            format!("DELETE FROM {table} WHERE {found}"),
        ] {
            match self.app.execute(&sql, &[]) {
                Ok(count) => assert_eq!(count, 0, "{sql}"),
                Err(error) => assert_eq!(code(&error), "42501", "{error:?}: {sql}"),
            }
        }
        let again = self.postgres.insert(entity, &row.cells);
        if numbered(entity).is_none() {
            for end in ["", " ON CONFLICT DO NOTHING"] {
                let error = self.app.batch_execute(&format!("{again}{end}")).expect_err(&again);
                assert_eq!(code(&error), "42501", "{error:?}: {again}{end}");
            }
        }
        self.seen.statements += 5;
    }

    /// Its own row cannot become the other's.
    fn give_away(&mut self, entity: &Entity, row: &Row) {
        let schema = self.scene.schema;
        let Some(column) = owner_column(schema, entity) else {
            return;
        };
        let found = self.postgres.matches(entity, &row.cells, key(entity).into_iter());
        let other = Cell::Text(self.scene.tenant(0)).postgres();
        let sql = format!(
            "UPDATE {} SET {} = {other} WHERE {found}",
            self.postgres.name(entity),
            identifier(column)
        );
        self.app.batch_execute(&sql).expect_err(&sql);
        self.seen.statements += 1;
    }

    /// Everything that a tenant has.
    pub(crate) fn contents(&mut self, tenant: usize) -> BTreeMap<String, Vec<String>> {
        let (schema, key) = (self.scene.schema, self.scene.tenant(tenant));
        let mut found = BTreeMap::new();
        for (_, entity) in schema.entities() {
            let Some(column) = owner_column(schema, entity) else {
                continue;
            };
            let table = self.postgres.name(entity);
            let sql = format!(
                "SELECT t::text FROM {table} t WHERE {}::text = $1 ORDER BY 1",
                identifier(column)
            );
            let rows = self.owner.query(&sql, &[&key]).expect("a look");
            found.insert(table, rows.iter().map(|row| row.get(0)).collect());
        }
        found
    }
}

impl Stage<'_> {
    /// Everything that a tenant has in SQLite.
    pub(crate) fn contents_of_sqlite(&self, tenant: usize) -> BTreeMap<String, Vec<String>> {
        let (schema, key) = (self.scene.schema, self.scene.tenant(tenant));
        let mut found = BTreeMap::new();
        for (_, entity) in schema.entities() {
            let Some(column) = owner_column(schema, entity) else {
                continue;
            };
            let table = self.sqlite.name(entity);
            let ty = &self
                .sqlite
                .table(entity)
                .column(column)
                .expect("the tenant's column")
                .ty;
            let digits = key.replace('-', "");
            let key = if ty == "BLOB" {
                format!("X'{digits}'")
            } else {
                quoted(&key)
            };
            let sql = format!("SELECT * FROM {table} WHERE {} = {key}", identifier(column));
            let mut statement = self.connection.prepare(&sql).expect("a look");
            let width = statement.column_count();
            let rows = statement.query_map([], |row| {
                let values = (0..width).map(|at| row.get_ref(at).map(|value| format!("{value:?}")));
                Ok(values.collect::<Result<Vec<_>, _>>()?.join("|"))
            });
            let mut rows: Vec<String> = rows.expect("rows").collect::<Result<_, _>>().expect("rows");
            rows.sort();
            assert!(!rows.is_empty(), "{table}");
            found.insert(table, rows);
        }
        found
    }
}

/// The column that tells whose a row is.
fn owner_column<'e>(schema: &Schema, entity: &'e Entity) -> Option<&'e str> {
    match entity.tenancy {
        Tenancy::Global { .. } => None,
        Tenancy::Root => key(entity).first().copied(),
        Tenancy::Scoped { .. } => {
            assert!(schema.tenant.is_some());
            entity
                .tenant_field()
                .and_then(|field| Some(field.columns().first()?.name.as_str()))
        }
    }
}

fn enter(client: &mut Client, setting: &str, tenant: &str) {
    client
        .execute("SELECT set_config($1, $2, false)", &[&setting, &tenant])
        .expect("a setting");
}

fn code(error: &::postgres::Error) -> String {
    error.code().map(|code| code.code().to_owned()).unwrap_or_default()
}

/// The constraint by which a statement is refused, or the code where there is none.
#[track_caller]
fn refusal(client: &mut Client, sql: &str) -> String {
    let error = client.batch_execute(sql).expect_err(sql);
    let constraint = error
        .as_db_error()
        .and_then(|error| error.constraint())
        .map(str::to_owned);
    constraint.unwrap_or_else(|| code(&error))
}

/// Tries everything on every server; how much it was.
fn try_all(name: &str, text: &str) {
    let schema = compiled(text);
    for major in postgres::majors() {
        let mut stage = Stage::of(&schema, text, major);
        stage.fill();
        stage.intrude();
        let entities = schema
            .entities()
            .filter(|(_, of)| owner_column(&schema, of).is_some())
            .count();
        let (refused, open, count) = (&stage.seen.refused, &stage.seen.open, stage.seen.statements);
        println!(
            "{name} on PostgreSQL {major}: {entities} entities, {} references refused, {} left open by the schema, {count} statements",
            refused.len(),
            open.len()
        );
        let all = schema.entities().filter(|(_, of)| of.tenant_field().is_some());
        let all: BTreeSet<_> = all
            .flat_map(|(id, _)| stage.scene.ways(id).into_iter().map(move |way| (id, way)))
            .collect();
        let tried: BTreeSet<_> = refused.union(open).copied().collect();
        let names = |(id, way): &(EntityId, Way)| {
            format!(
                "{}.{}",
                schema.entity(*id).name,
                schema.entity(*id).field(way.field).name
            )
        };
        assert_eq!(
            all.difference(&tried).map(names).collect::<Vec<_>>(),
            [""; 0],
            "every reference was tried"
        );
    }
}

#[test]
fn plain_sql_reaches_no_row_of_another_tenant() {
    for case in crate::with_tenants() {
        try_all(case.name(), &case.text());
    }
}
