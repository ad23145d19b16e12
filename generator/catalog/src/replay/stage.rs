//! A Catalog while statements change it: what stands in it is found by name, in a time that does not grow with it.

use std::collections::{BTreeMap, BTreeSet};

use super::not_understood;
use crate::parse::Mistake;
use crate::{Catalog, Dialect, ForeignKey, ObjectName, Table};

/// Where a table stands, whatever it is called by now.
pub(super) type Slot = usize;

/// A Catalog being changed. The maps of names may tell of what is gone: whoever asks them looks at the table too.
pub(super) struct Stage {
    /// Everything but the tables.
    pub(super) catalog: Catalog,
    slots: Vec<Option<Table>>,
    places: BTreeMap<ObjectName, Slot>,
    /// Tables that have, or had, a constraint, index or trigger of this name.
    holders: BTreeMap<String, BTreeSet<Slot>>,
    /// Tables that point, or pointed, at a table of this name.
    pointing: BTreeMap<ObjectName, BTreeSet<Slot>>,
    /// The file and line that is being read.
    pub(super) place: String,
    /// PostgreSQL: where names without a namespace are looked for; new objects come to the first.
    pub(super) path: Vec<String>,
    /// PostgreSQL: tables that inherit from a table, or are parts of it.
    pub(super) children: BTreeMap<Slot, Vec<Slot>>,
    /// SQLite: constraints that a column brought with it, and that go with it.
    pub(super) inline: BTreeSet<(Slot, String)>,
    /// Temporary tables and views.
    pub(super) temporary: BTreeSet<String>,
    /// SQLite: `PRAGMA legacy_alter_table=ON` is in force.
    pub(super) legacy_alter: bool,
    /// SQLite: `PRAGMA foreign_keys=ON` is in force.
    pub(super) foreign_keys: bool,
}

impl Stage {
    pub(super) fn of(mut catalog: Catalog) -> Self {
        let tables = std::mem::take(&mut catalog.tables);
        let mut stage = Self {
            catalog,
            slots: Vec::new(),
            places: BTreeMap::new(),
            holders: BTreeMap::new(),
            pointing: BTreeMap::new(),
            place: String::new(),
            path: Vec::new(),
            children: BTreeMap::new(),
            inline: BTreeSet::new(),
            temporary: BTreeSet::new(),
            legacy_alter: false,
            foreign_keys: false,
        };
        tables.into_iter().for_each(|table| {
            stage.push(table);
        });
        stage
    }

    /// The Catalog as it is by now.
    pub(super) fn so_far(&self) -> Catalog {
        Catalog {
            tables: self.slots.iter().flatten().cloned().collect(),
            ..self.catalog.clone()
        }
    }

    pub(super) fn finish(self) -> Catalog {
        let mut catalog = self.catalog;
        catalog.tables = self.slots.into_iter().flatten().collect();
        catalog
    }

    /// Adds a table; what hangs on it is known from now on.
    pub(super) fn push(&mut self, table: Table) -> Slot {
        let slot = self.slots.len();
        self.places.insert(self.folded(&table.name), slot);
        self.slots.push(Some(table));
        self.note(slot);
        slot
    }

    /// A name as the dialect compares it: SQLite knows no capitals.
    fn folded(&self, name: &ObjectName) -> ObjectName {
        match self.catalog.dialect {
            Dialect::Postgres => name.clone(),
            Dialect::Sqlite => ObjectName {
                namespace: None,
                name: name.name.to_ascii_lowercase(),
            },
        }
    }

    fn folded_name(&self, name: &str) -> String {
        match self.catalog.dialect {
            Dialect::Postgres => name.to_owned(),
            Dialect::Sqlite => name.to_ascii_lowercase(),
        }
    }

    /// Whether two names name the same.
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        a == b || self.catalog.dialect == Dialect::Sqlite && a.eq_ignore_ascii_case(b)
    }

    /// Remembers the names of what a table holds and where it points. Called after each change of them.
    pub(super) fn note(&mut self, slot: Slot) {
        let Some(table) = self.slots.get(slot).and_then(Option::as_ref) else {
            return;
        };
        let names: Vec<_> = held(table).map(|name| self.folded_name(name)).collect();
        let targets: Vec<_> = table.foreign_keys.iter().map(|key| self.folded(&key.target)).collect();
        for name in names {
            self.holders.entry(name).or_default().insert(slot);
        }
        for target in targets {
            self.pointing.entry(target).or_default().insert(slot);
        }
    }

    pub(super) fn take(&mut self, slot: Slot) -> Option<Table> {
        let table = self.slots.get_mut(slot)?.take()?;
        let name = self.folded(&table.name);
        self.places.remove(&name);
        Some(table)
    }

    pub(super) fn slot(&self, name: &ObjectName) -> Option<Slot> {
        if name.namespace.is_some() || self.path.is_empty() {
            return self.places.get(&self.folded(name)).copied();
        }
        let places = self.path.iter().map(|namespace| name.inside(namespace));
        places.into_iter().find_map(|name| self.places.get(&name).copied())
    }

    /// Tables that inherit from a table, at any distance.
    pub(super) fn descendants(&self, slot: Slot) -> Vec<Slot> {
        let mut found: Vec<Slot> = Vec::new();
        let mut open = vec![slot];
        while let Some(next) = open.pop() {
            let children = self.children.get(&next).into_iter().flatten().copied();
            let new = children
                .filter(|child| self.table(*child).is_some() && !found.contains(child))
                .collect::<Vec<_>>();
            open.extend(&new);
            found.extend(new);
        }
        found
    }

    /// The name that a new object gets.
    pub(super) fn here(&self, name: ObjectName) -> ObjectName {
        match self.path.first() {
            Some(namespace) if name.namespace.is_none() => name.inside(namespace),
            _ => name,
        }
    }

    /// The full name of a table that is there.
    pub(super) fn real(&self, name: ObjectName) -> ObjectName {
        let table = self.slot(&name).and_then(|slot| self.table(slot));
        table.map(|table| table.name.clone()).unwrap_or(name)
    }

    /// Where a table stands that must be there.
    pub(super) fn need(&self, name: &ObjectName, offset: usize) -> Result<Slot, Mistake> {
        self.slot(name).ok_or_else(|| Mistake {
            offset,
            message: format!("there is no table `{name}`"),
        })
    }

    pub(super) fn table(&self, slot: Slot) -> Option<&Table> {
        self.slots.get(slot)?.as_ref()
    }

    pub(super) fn table_mut(&mut self, slot: Slot, offset: usize) -> Result<&mut Table, Mistake> {
        let table = self.slots.get_mut(slot).and_then(Option::as_mut);
        table.ok_or_else(|| not_understood(offset, "a table that is gone"))
    }

    /// The table of a name that a statement speaks of.
    pub(super) fn named_mut(&mut self, name: &ObjectName, offset: usize) -> Result<&mut Table, Mistake> {
        let slot = self.need(name, offset)?;
        self.table_mut(slot, offset)
    }

    pub(super) fn tables(&self) -> impl Iterator<Item = (Slot, &Table)> {
        let numbered = self.slots.iter().enumerate();
        numbered.filter_map(|(slot, table)| Some((slot, table.as_ref()?)))
    }

    /// Gives a table another name. What refers to it is left to the dialect.
    pub(super) fn rename(&mut self, slot: Slot, name: ObjectName) {
        let Some(old) = self.table(slot).map(|table| self.folded(&table.name)) else {
            return;
        };
        self.places.remove(&old);
        self.places.insert(self.folded(&name), slot);
        if let Some(table) = self.slots.get_mut(slot).and_then(Option::as_mut) {
            table.name = name;
        }
    }

    /// The table that holds something of a name, as `holds` knows it.
    pub(super) fn holder(&self, name: &str, holds: impl Fn(&Table) -> bool) -> Option<Slot> {
        let slots = self.holders.get(&self.folded_name(name))?.iter().copied();
        slots.into_iter().find(|&slot| self.table(slot).is_some_and(&holds))
    }

    /// Tables that point at a table, in order.
    pub(super) fn pointing_at(&self, name: &ObjectName) -> Vec<Slot> {
        let target = self.folded(name);
        let points = |slot: &Slot| {
            let table = self.table(*slot);
            table.is_some_and(|table| table.foreign_keys.iter().any(|key| self.folded(&key.target) == target))
        };
        let slots = self.pointing.get(&target).into_iter().flatten().copied();
        slots.filter(points).collect()
    }

    /// Changes every foreign key that points at a table.
    pub(super) fn each_pointing(&mut self, name: &ObjectName, mut change: impl FnMut(&mut ForeignKey)) {
        for slot in self.pointing_at(name) {
            let Some(mut table) = self.slots.get_mut(slot).and_then(Option::take) else {
                continue;
            };
            let target = self.folded(name);
            for key in &mut table.foreign_keys {
                if self.folded(&key.target) == target {
                    change(key);
                }
            }
            self.slots[slot] = Some(table);
            self.note(slot);
        }
    }

    pub(super) fn is_temporary(&self, name: &str) -> bool {
        self.temporary.contains(&name.to_ascii_lowercase())
    }

    pub(super) fn has_column(&self, table: &ObjectName, column: &str) -> bool {
        let table = self.slot(table).and_then(|slot| self.table(slot));
        table.is_some_and(|table| table.column(column).is_some())
    }
}

/// The names of everything a table holds under a name that others can take or ask for.
fn held(table: &Table) -> impl Iterator<Item = &str> {
    let keys = table.primary_key.iter().chain(&table.uniques).map(|key| &key.name);
    let foreign = table.foreign_keys.iter().map(|key| &key.name);
    let checks = table.checks.iter().map(|check| &check.name);
    let indexes = table.indexes.iter().map(|index| &index.name);
    let triggers = table.triggers.iter().map(|trigger| &trigger.name);
    let names = keys.chain(foreign).chain(checks).chain(indexes).chain(triggers);
    names.map(String::as_str)
}
