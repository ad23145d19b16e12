//! Columns that PostgreSQL cannot change while something speaks of them: those that change their type, and those that
//! must be dropped and made anew. Whatever speaks of one makes room for it and comes back, though it does not differ.

use std::collections::BTreeSet;

use driftless_catalog::{ByName, Catalog, Dialect, ForeignKey, Index, Key, ObjectName, Table};

use super::reference::covers;
use crate::change::{Change, Object, Verb};
use crate::convert::{Conversion, convert};
use crate::diff::Difference;
use crate::plan::names::{index_mentions, mentions};

type Place = (ObjectName, String);

/// The disturbed columns of a plan.
pub(super) struct Disturbed {
    /// Dropped and made anew: computed by another expression, or of a type that the old values have no way to.
    remade: BTreeSet<Place>,
    /// Of another type.
    retyped: BTreeSet<Place>,
    /// Of another type, by way of a second column.
    shadowed: BTreeSet<Place>,
    /// Of an enum type that is made anew: what names its labels names labels of the old one.
    recast: BTreeSet<Place>,
}

impl Disturbed {
    pub(super) fn of(difference: &Difference, from: &ByName<'_>, to: &ByName<'_>) -> Self {
        let mut disturbed = Self {
            remade: BTreeSet::new(),
            retyped: BTreeSet::new(),
            shadowed: BTreeSet::new(),
            recast: super::enums::recast_columns(difference),
        };
        for change in &difference.changes {
            if let (Some(Object::Column(table, before)), Some(Object::Column(_, after))) =
                (&change.before, &change.after)
            {
                let place = (table.clone(), after.name.clone());
                let conversion = convert(Dialect::Postgres, before, after);
                if before.generated != after.generated || conversion == Conversion::Impossible {
                    disturbed.remade.insert(place);
                } else if before.ty != after.ty && rewrites(&conversion) && is_apart(from, to, &place) {
                    disturbed.shadowed.insert(place);
                } else if before.ty != after.ty {
                    disturbed.retyped.insert(place);
                }
            }
        }
        disturbed.spread(from);
        disturbed
    }

    /// A computed column is made anew with what it is computed from.
    fn spread(&mut self, from: &Catalog) {
        for table in &from.tables {
            let computed = table
                .columns
                .iter()
                .filter_map(|column| Some((column, column.generated.as_ref()?)));
            let follows = |expr: &str| self.of_table(&table.name).any(|column| mentions(expr, column));
            let spread: Vec<_> = computed
                .filter(|(_, generated)| follows(&generated.expr))
                .map(|(column, _)| (table.name.clone(), column.name.clone()))
                .collect();
            self.remade.extend(spread);
        }
    }

    /// The columns of a table that get a second one beside them.
    pub(super) fn shadowed<'d>(&'d self, table: &'d ObjectName) -> impl Iterator<Item = &'d str> {
        of(&self.shadowed, table)
    }

    /// Whether a change is done with by way of a second column.
    pub(super) fn is_shadowed(&self, change: &Change) -> bool {
        let is = |object: &Object| match object {
            Object::Column(table, column) => self.shadowed(table).any(|name| name == column.name),
            Object::Check(table, check) => self.shadowed(table).any(|name| mentions(&check.expr, name)),
            Object::Index(table, index) => self.shadowed(table).any(|name| index_mentions(index, name)),
            _ => false,
        };
        change.before.iter().chain(&change.after).any(is)
    }

    pub(super) fn is_remade(&self, table: &ObjectName, column: &str) -> bool {
        self.remade(table).any(|name| name == column)
    }

    /// The columns of a table that are made anew.
    pub(super) fn remade<'d>(&'d self, table: &'d ObjectName) -> impl Iterator<Item = &'d str> {
        of(&self.remade, table)
    }

    /// All disturbed columns of a table.
    pub(super) fn of_table<'d>(&'d self, table: &'d ObjectName) -> impl Iterator<Item = &'d str> {
        self.remade(table)
            .chain(of(&self.retyped, table))
            .chain(of(&self.recast, table))
    }

    /// What is equal before and after and has to make room all the same.
    pub(super) fn forced(&self, from: &ByName<'_>, to: &ByName<'_>, changes: &[Change]) -> Vec<Change> {
        let mut forced = Vec::new();
        for table in &to.tables {
            if let Some(before) = from.table(&table.name) {
                let before = &under_new_names(before, changes);
                self.force_columns(before, table, changes, &mut forced);
                self.force_hanging(before, table, &mut forced);
                self.force_foreign_keys((from, before), (to, table), &mut forced);
            }
        }
        forced
    }

    fn force_columns(&self, before: &Table, after: &Table, changes: &[Change], forced: &mut Vec<Change>) {
        let name = &after.name;
        for column in self.remade(name) {
            if let (Some(old), Some(new)) = (before.column(column), after.column(column)) {
                let (old, new) = (
                    Object::Column(name.clone(), old.clone()),
                    Object::Column(name.clone(), new.clone()),
                );
                let listed = changes
                    .iter()
                    .any(|change| change.before.as_ref() == Some(&old) && change.after.is_some());
                if !listed {
                    forced.push(Change::both(Verb::Alter, old, new));
                }
            }
        }
    }

    fn force_hanging(&self, before: &Table, after: &Table, forced: &mut Vec<Change>) {
        let name = &after.name;
        let any = |expr: &str| self.of_table(name).any(|column| mentions(expr, column));

        let mut push = |object: Object| forced.push(Change::both(Verb::Alter, object.clone(), object));
        // A type that is wider without a rewrite is looked at row by row all the same where a check stands on it.
        for check in after
            .checks
            .iter()
            .filter(|check| before.checks.contains(check) && any(&check.expr))
        {
            push(Object::Check(name.clone(), check.clone()));
        }
        for index in after.indexes.iter().filter(|index| before.indexes.contains(index)) {
            if self.breaks_index(name, index) {
                push(Object::Index(name.clone(), index.clone()));
            }
        }
        for policy in after.policies.iter().filter(|policy| before.policies.contains(policy)) {
            if any(&policy.using) || any(&policy.with_check) {
                push(Object::Policy(name.clone(), policy.clone()));
            }
        }
        for trigger in after
            .triggers
            .iter()
            .filter(|trigger| before.triggers.contains(trigger))
        {
            if trigger.when.as_ref().is_some_and(|when| any(when)) {
                push(Object::Trigger(name.clone(), trigger.clone()));
            }
        }
        let remade = |key: &Key| {
            self.remade(name)
                .any(|column| key.columns.iter().any(|own| own == column))
        };
        for key in after
            .uniques
            .iter()
            .filter(|key| before.uniques.contains(key) && remade(key))
        {
            push(Object::Unique(name.clone(), key.clone()));
        }
        if let Some(key) = after
            .primary_key
            .as_ref()
            .filter(|key| before.primary_key.as_ref() == Some(key) && remade(key))
        {
            push(Object::PrimaryKey(name.clone(), key.clone()));
        }
    }

    /// Columns that no expression survives.
    pub(super) fn broken<'d>(&'d self, table: &'d ObjectName) -> impl Iterator<Item = &'d str> {
        self.remade(table).chain(of(&self.recast, table))
    }

    fn breaks_index(&self, table: &ObjectName, index: &Index) -> bool {
        let expressions = index
            .parts
            .iter()
            .filter(|part| !part.column)
            .map(|part| part.expr.as_str());
        let mut expressions = expressions.chain(index.predicate.as_deref());
        let plain = |column: &str| index.parts.iter().any(|part| part.column && part.expr == column);
        self.remade(table).any(plain) || expressions.any(|expr| self.broken(table).any(|column| mentions(expr, column)))
    }

    fn force_foreign_keys(&self, from: (&ByName<'_>, &Table), to: (&ByName<'_>, &Table), forced: &mut Vec<Change>) {
        let name = &to.1.name;
        let hit = |table: &ObjectName, columns: &[String]| {
            self.of_table(table)
                .any(|column| columns.iter().any(|own| own == column))
        };
        let kept = to.1.foreign_keys.iter().filter(|key| from.1.foreign_keys.contains(key));
        for key in kept {
            let disturbed = hit(name, &key.columns) || hit(&key.target, &key.target_columns);
            if disturbed || loses_its_key(from.0, to.0, key) {
                let object = Object::ForeignKey(name.clone(), key.clone());
                forced.push(Change::both(Verb::Alter, object.clone(), object));
            }
        }
    }
}

/// A table with what hangs on it as the renames leave it, which come first.
fn under_new_names(table: &Table, changes: &[Change]) -> Table {
    let mut table = table.clone();
    for change in changes.iter().filter(|change| change.verb == Verb::Rename) {
        match (&change.before, &change.after) {
            (Some(Object::Check(of, old)), Some(Object::Check(_, new))) if *of == table.name => {
                replace(&mut table.checks, old, new);
            }
            (Some(Object::Index(of, old)), Some(Object::Index(_, new))) if *of == table.name => {
                replace(&mut table.indexes, old, new);
            }
            (Some(Object::Policy(of, old)), Some(Object::Policy(_, new))) if *of == table.name => {
                replace(&mut table.policies, old, new);
            }
            (Some(Object::Trigger(of, old)), Some(Object::Trigger(_, new))) if *of == table.name => {
                replace(&mut table.triggers, old, new);
            }
            (Some(Object::Unique(of, old)), Some(Object::Unique(_, new))) if *of == table.name => {
                replace(&mut table.uniques, old, new);
            }
            (Some(Object::ForeignKey(of, old)), Some(Object::ForeignKey(_, new))) if *of == table.name => {
                replace(&mut table.foreign_keys, old, new);
            }
            (Some(Object::PrimaryKey(of, old)), Some(Object::PrimaryKey(_, new))) if *of == table.name => {
                replace(table.primary_key.as_mut_slice(), old, new);
            }
            _ => {}
        }
    }
    table
}

fn replace<T: Clone + PartialEq>(list: &mut [T], old: &T, new: &T) {
    list.iter_mut()
        .filter(|item| *item == old)
        .for_each(|item| item.clone_from(new));
}

fn rewrites(conversion: &Conversion) -> bool {
    matches!(conversion, Conversion::Converted(converted) if converted.rewrites || converted.query)
}

/// Whether nothing but indexes and checks speaks of a column, before and after: then a second one can take its place.
fn is_apart(from: &ByName<'_>, to: &ByName<'_>, place: &Place) -> bool {
    let (name, column) = place;
    let pointed_at = |catalog: &ByName<'_>| {
        let mut keys = catalog.tables.iter().flat_map(|table| &table.foreign_keys);
        keys.any(|key| key.target == *name && key.target_columns.contains(column))
    };
    let mut sides = [from, to].into_iter().filter_map(|catalog| catalog.table(name));
    !pointed_at(from) && !pointed_at(to) && sides.all(|table| is_apart_in(table, column))
}

fn is_apart_in(table: &Table, column: &str) -> bool {
    let keys = table.primary_key.iter().chain(&table.uniques).map(|key| &key.columns);
    let mut listed = keys.chain(table.foreign_keys.iter().map(|key| &key.columns));
    let computed = table
        .columns
        .iter()
        .filter_map(|other| Some(other.generated.as_ref()?.expr.as_str()));
    let policies = table
        .policies
        .iter()
        .flat_map(|policy| [policy.using.as_str(), policy.with_check.as_str()]);
    let triggers = table.triggers.iter().filter_map(|trigger| trigger.when.as_deref());
    let mut expressions = computed.chain(policies).chain(triggers);
    let plain = table
        .column(column)
        .is_some_and(|column| column.generated.is_none() && !column.identity);
    let mut unique = table.indexes.iter().filter(|index| index.unique);
    plain
        && !listed.any(|columns| columns.iter().any(|own| own == column))
        && !expressions.any(|expr| mentions(expr, column))
        && !unique.any(|index| index_mentions(index, column))
}

fn of<'d>(places: &'d BTreeSet<Place>, table: &'d ObjectName) -> impl Iterator<Item = &'d str> {
    let own = places.iter().filter(move |(of, _)| of == table);
    own.map(|(_, column)| column.as_str())
}

/// Whether the key that a foreign key points at is dropped or replaced: PostgreSQL would not let it go.
fn loses_its_key(from: &ByName<'_>, to: &ByName<'_>, key: &ForeignKey) -> bool {
    let (Some(before), Some(after)) = (from.table(&key.target), to.table(&key.target)) else {
        return false;
    };
    let stays = |held: &Key, others: &[Key]| {
        others
            .iter()
            .any(|other| other.columns == held.columns && other.nulls_not_distinct == held.nulls_not_distinct)
    };
    let primary = before
        .primary_key
        .iter()
        .filter(|held| covers(held, &key.target_columns));
    let uniques = before.uniques.iter().filter(|held| covers(held, &key.target_columns));
    let primary_goes = primary
        .into_iter()
        .any(|held| !stays(held, after.primary_key.as_slice()));
    primary_goes || uniques.into_iter().any(|held| !stays(held, &after.uniques))
}
