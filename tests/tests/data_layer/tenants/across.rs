//! References from rows of the second tenant to rows of the first, in new rows and in those that are there. In: a row. Out:
//! nothing, or what got through.

use driftless_model::{Entity, Mutability};

use crate::scene::{Row, Tables, columns, key};
use crate::tenants::stage::{Stage, refusal};

impl Stage<'_> {
    /// Tries to put in a row of the second tenant that refers to a row of the first.
    pub(super) fn refer_across(&mut self, entity: &Entity, row: &Row) {
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
    pub(super) fn change_across(&mut self, entity: &Entity, row: &Row) {
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
}
