//! Foreign keys. New ones are added without a look at old rows, which follows in a file of its own.

use driftless_catalog::sql;
use driftless_catalog::{ForeignKey, Key, ObjectName};

use super::{Place, Planner};

impl Planner<'_> {
    pub(super) fn create_foreign_key(&mut self, table: &ObjectName, key: &ForeignKey) {
        let late = ForeignKey {
            not_valid: true,
            ..key.clone()
        };
        let (up, down) = (
            sql::add_foreign_key(table, &late),
            sql::drop_constraint(table, &key.name),
        );
        self.action(Place::AddForeignKey, vec![up], vec![down]);
        self.validate(table, &key.name);
    }

    pub(super) fn drop_foreign_key(&mut self, table: &ObjectName, key: &ForeignKey) {
        let (up, down) = (sql::drop_constraint(table, &key.name), sql::add_foreign_key(table, key));
        self.action(Place::DropForeignKey, vec![up], vec![down]);
    }

    pub(super) fn alter_foreign_key(&mut self, table: &ObjectName, before: &ForeignKey, after: &ForeignKey) {
        let validated = ForeignKey {
            not_valid: after.not_valid,
            ..before.clone()
        };
        if before != after && validated == *after {
            return self.validate(table, &after.name);
        }
        self.drop_foreign_key(table, before);
        self.create_foreign_key(table, after);
    }

    /// Whether the key that a new table's foreign key points at is only made in this plan, on a table that is there.
    pub(super) fn waits_for_key(&self, key: &ForeignKey) -> bool {
        let Some(target) = self.from.table(&key.target) else {
            return false;
        };
        let mut keys = target.primary_key.iter().chain(&target.uniques);
        !keys.any(|held| covers(held, &key.target_columns))
    }
}

/// Whether a key is over exactly these columns.
pub(super) fn covers(key: &Key, columns: &[String]) -> bool {
    key.columns.len() == columns.len() && key.columns.iter().all(|column| columns.contains(column))
}
