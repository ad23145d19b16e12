//! Plans for SQLite. In: what is, what shall be, and how they differ. Out: one file and the way back. ALTER where it
//! suffices; where it does not, tables are rebuilt in a file that stops before the first change unless foreign keys are
//! off, since dropping a table deletes its rows from everything that refers to it.

mod alter;
mod guard;
mod pairs;
mod rebuild;

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::sql::{self, Statement, literal};
use driftless_catalog::{Catalog, Dialect, Index, Native, ObjectName, Table};
use driftless_model::NativeKind;

use super::order::{Ordered, in_order};
use super::{Form, Part, Plan, Script, unchanged};
use crate::change::{Object, Verb};
use crate::diff::Difference;
use alter::is_alterable;
use pairs::{Pair, pairs};

/// Plans a difference; `to` is the goal as it was lowered.
pub(super) fn plan(from: &Catalog, to: &Catalog, difference: Difference) -> Plan {
    let forth = pairs(from, to, &difference);
    let up = Way::of(from, to, forth.iter().map(|pair| pair.clone().decided(false)).collect());
    let back = up.pairs.iter().map(|pair| {
        let inlined = !pair.rebuilt;
        let back = pair.clone().reversed().decided(inlined);
        Pair {
            rebuilt: back.rebuilt || pair.rebuilt,
            ..back
        }
    });
    let down = Way::of(to, from, back.collect());
    let part = Part {
        word: None,
        up: up.script(),
        down: down.script(),
    };
    Plan {
        irreversible: irreversible(&difference),
        parts: vec![part],
        renames: difference.renames,
        changes: difference.changes,
        ..unchanged(Dialect::Sqlite)
    }
}

/// The values of columns that go; those of whole tables go with them.
fn irreversible(difference: &Difference) -> Vec<String> {
    let gone = difference.changes.iter().filter(|change| change.verb == Verb::Drop);
    let columns = gone.filter_map(|change| match &change.before {
        Some(Object::Column(table, column)) => Some(format!("the values of {table}.{}", column.name)),
        _ => None,
    });
    columns.collect()
}

impl Pair<'_> {
    /// The same, knowing whether the table has to be rebuilt.
    fn decided(self, inlined: bool) -> Self {
        let renamed = self.before.name != self.after.name || self.columns.iter().any(|(old, new)| old != new);
        let rebuilt = renamed || self.moves_values() || !is_alterable(self.before, self.after, inlined);
        Self { rebuilt, ..self }
    }
}

/// From one Catalog to the other.
struct Way<'w> {
    from: &'w Catalog,
    to: &'w Catalog,
    /// Tables that are in both.
    pairs: Vec<Pair<'w>>,
    /// The old names of those.
    known: BTreeSet<&'w ObjectName>,
    /// Where those stand, by their new names.
    places: BTreeMap<&'w ObjectName, usize>,
}

impl<'w> Way<'w> {
    fn of(from: &'w Catalog, to: &'w Catalog, pairs: Vec<Pair<'w>>) -> Self {
        let places = pairs.iter().enumerate();
        Self {
            from,
            to,
            known: pairs.iter().map(|pair| &pair.before.name).collect(),
            places: places.map(|(place, pair)| (&pair.after.name, place)).collect(),
            pairs,
        }
    }

    fn script(&self) -> Script {
        let guarded = self.pairs.iter().any(|pair| pair.rebuilt) || self.gone().next().is_some();
        let mut groups = vec![self.clear_away()];
        groups.push(self.create_tables());
        groups.extend(self.kept().map(|pair| alter::columns(pair)));
        if guarded {
            groups.extend(self.rebuild());
        }
        groups.push(self.create_hanging());
        groups.push(self.create_natives());
        groups.retain(|group| !group.is_empty());
        if guarded {
            groups.extend(self.unique_indexes_made());
            groups.insert(0, guard::open());
            groups.push(guard::close(&groups));
        }
        let form = if guarded { Form::Guarded } else { Form::Transaction };
        Script { form, groups }
    }

    /// Tables that stay as they lie there.
    fn kept(&self) -> impl Iterator<Item = &Pair<'w>> {
        self.pairs.iter().filter(|pair| !pair.rebuilt)
    }

    /// Tables that are copied.
    fn rebuilt(&self) -> impl Iterator<Item = &Pair<'w>> {
        self.pairs.iter().filter(|pair| pair.rebuilt)
    }

    /// Tables that go.
    fn gone(&self) -> impl Iterator<Item = &'w Table> {
        let tables = self.from.tables.iter();
        tables.filter(|table| !self.known.contains(&table.name))
    }

    /// Everything that makes room first: natives, triggers and indexes that go or come back otherwise.
    fn clear_away(&self) -> Vec<Statement> {
        let natives = self.from.natives.iter().rev().filter(|native| self.makes_room(native));
        let known = natives.map(|native| self.to.natives.iter().find(|other| *other == native).unwrap_or(native));
        let mut statements: Vec<_> = known
            .filter(|native| !native.down.trim().is_empty())
            .map(sql::native_down)
            .collect();
        for pair in self.kept() {
            let triggers = pair
                .before
                .triggers
                .iter()
                .filter(|trigger| !pair.after.triggers.contains(trigger));
            statements.extend(triggers.map(|trigger| sql::drop_trigger(Dialect::Sqlite, pair.before, trigger)));
            let indexes = pair
                .before
                .indexes
                .iter()
                .filter(|index| !pair.after.indexes.contains(index));
            statements.extend(indexes.map(|index| sql::drop_index(pair.before, index)));
        }
        statements
    }

    /// Whether a native object goes, changes, or hangs on a table that is rebuilt.
    fn makes_room(&self, native: &Native) -> bool {
        let Some(after) = self.to.natives.iter().find(|other| *other == native) else {
            return true;
        };
        let mut rebuilt = self.rebuilt().map(|pair| pair.after);
        let touches = rebuilt.any(|table| after.after_tables.is_empty() || after.after_tables.contains(&table.name));
        touches && after.kind != NativeKind::Extension
    }

    fn create_tables(&self) -> Vec<Statement> {
        let there: BTreeSet<_> = self.places.keys().copied().collect();
        let tables = in_order(self.to, &there).into_iter().filter_map(|item| match item {
            Ordered::Table(table, _) => Some(sql::create_table(Dialect::Sqlite, table, &[])),
            _ => None,
        });
        tables.collect()
    }

    /// Copies all, then drops all, then gives all their names: a new name may be the old one of another table.
    fn rebuild(&self) -> Vec<Vec<Statement>> {
        let mut groups: Vec<_> = self.rebuilt().map(|pair| rebuild::copy(pair)).collect();
        let drops = self.rebuilt().map(|pair| pair.before).chain(self.gone());
        groups.push(drops.flat_map(rebuild::drop_known).collect());
        groups.push(self.rebuilt().map(|pair| rebuild::take_name(pair.after)).collect());
        groups
    }

    /// Indexes and triggers: all of new and rebuilt tables, otherwise those that differ.
    fn create_hanging(&self) -> Vec<Statement> {
        let indexes = self.to.tables.iter().flat_map(|table| {
            let fresh = self.fresh_indexes(table);
            fresh.map(move |index| sql::create_index(table, index))
        });
        let triggers = self.to.tables.iter().flat_map(|table| {
            let there = self.kept_as(table).map_or(&[][..], |before| &before.triggers);
            let fresh = table.triggers.iter().filter(|trigger| !there.contains(trigger));
            fresh.map(move |trigger| sql::create_trigger(table, trigger))
        });
        indexes.chain(triggers).collect()
    }

    /// What a table was, where it stays as it lies there.
    fn kept_as(&self, table: &Table) -> Option<&'w Table> {
        let pair = &self.pairs[*self.places.get(&table.name)?];
        (!pair.rebuilt).then_some(pair.before)
    }

    fn fresh_indexes(&self, table: &'w Table) -> impl Iterator<Item = &'w Index> {
        let there = self.kept_as(table).map_or(&[][..], |before| &before.indexes);
        table.indexes.iter().filter(|index| !there.contains(index))
    }

    /// Proof that rows let every unique index be made: a runner that goes on after errors would keep all the rest.
    fn unique_indexes_made(&self) -> Option<Vec<Statement>> {
        let fresh = self.to.tables.iter().flat_map(|table| self.fresh_indexes(table));
        let names: Vec<String> = fresh
            .filter(|index| index.unique)
            .map(|index| literal(Dialect::Sqlite, &index.name))
            .collect();
        let (count, list) = (names.len(), names.join(", "));
        let missing = format!("{count} - count(*) FROM sqlite_schema WHERE type = 'index' AND name IN ({list})");
        (count > 0).then(|| vec![guard::none("unique indexes that were not made", &missing)])
    }

    fn create_natives(&self) -> Vec<Statement> {
        let fresh = self
            .to
            .natives
            .iter()
            .filter(|native| !self.from.natives.contains(native) || self.makes_room(native));
        fresh.map(sql::native_up).collect()
    }
}
