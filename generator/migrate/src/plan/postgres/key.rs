//! Primary keys and unique constraints: an index built beside the writers, and taken over by the constraint.

use driftless_catalog::sql;
use driftless_catalog::{Index, IndexPart, Key, ObjectName};

use super::{Place, Planner};
use crate::plan::names::{new_name, old_name};

impl Planner<'_> {
    pub(super) fn add_key(&mut self, table: &ObjectName, key: &Key, primary: bool) {
        let Some(goal) = self.goal(table) else { return };
        // The index of a primary key has its name already where that is replaced.
        let index = index_of(key, if primary { new_name(&key.name) } else { key.name.clone() });
        let (up, down) = (
            sql::create_index_concurrently(goal, &index),
            sql::drop_index_concurrently(table, &index.name),
        );
        self.action(Place::BuildIndex, vec![up], vec![down]);
        let (up, down) = (
            sql::add_key_using(table, key, primary, &index.name),
            sql::drop_constraint(table, &key.name),
        );
        self.action(Place::AddKey, vec![up], vec![down]);
    }

    pub(super) fn drop_key(&mut self, table: &ObjectName, key: &Key, primary: bool) {
        let remade = self
            .disturbed
            .remade(table)
            .any(|column| key.columns.iter().any(|own| own == column));
        let place = if remade { Place::DropDisturbed } else { Place::DropKey };
        let (up, down) = (
            sql::drop_constraint(table, &key.name),
            sql::add_key(table, key, primary),
        );
        self.action(place, vec![up], vec![down]);
    }

    /// The new one is there before the old one goes; of primary keys there is only ever one.
    pub(super) fn replace_key(&mut self, table: &ObjectName, before: &Key, after: &Key, primary: bool) {
        let remade = self
            .disturbed
            .remade(table)
            .any(|column| before.columns.iter().any(|own| own == column));
        if primary || remade {
            let (up, down) = (
                sql::drop_constraint(table, &before.name),
                sql::add_key(table, before, primary),
            );
            let place = if remade { Place::DropDisturbed } else { Place::AddKey };
            self.action(place, vec![up], vec![down]);
        } else {
            let aside = Key {
                name: old_name(&before.name),
                ..before.clone()
            };
            let (up, down) = (
                sql::rename_constraint(table, &before.name, &aside.name),
                sql::rename_constraint(table, &aside.name, &before.name),
            );
            self.action(Place::Rename, vec![up], vec![down]);
            self.drop_key(table, &aside, false);
        }
        self.add_key(table, after, primary);
    }
}

fn index_of(key: &Key, name: String) -> Index {
    let parts = key.columns.iter().map(|column| IndexPart {
        expr: column.clone(),
        column: true,
        descending: false,
        nulls: None,
        extras: Vec::new(),
    });
    Index {
        name,
        unique: true,
        method: None,
        parts: parts.collect(),
        nulls_not_distinct: key.nulls_not_distinct,
        predicate: None,
        origin: key.origin.clone(),
        extras: Vec::new(),
    }
}
