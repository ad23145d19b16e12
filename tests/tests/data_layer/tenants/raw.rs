//! Plain SQL on PostgreSQL, as the application's role: what the second tenant tries against each entity of the first. In: a
//! schema. Out: nothing, or what got through. That no row refers across, on SQLite either, is tried while rows are made.

use std::collections::BTreeSet;

use driftless_model::{Entity, EntityId};
use driftless_tests::postgres;

use crate::scene::{Row, Way, cell::Cell, identifier, key, numbered};
use crate::tenants::contents::owner_column;
use crate::tenants::stage::{Stage, code, enter};
use crate::workspace::compiled;

impl Stage<'_> {
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
