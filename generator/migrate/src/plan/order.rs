//! The order in which the objects of a Catalog can be made: what others need comes first, otherwise the order of the
//! schema. Where tables need each other, PostgreSQL adds the closing foreign key once both are there; SQLite looks for
//! the target of a foreign key only when rows come.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::{Catalog, Dialect, EnumType, ForeignKey, Function, Namespace, Native, ObjectName, Table};
use driftless_model::NativeKind;

/// One object, in the place where it can be made.
pub(crate) enum Ordered<'c> {
    Namespace(&'c Namespace),
    Native(&'c Native),
    Enum(&'c EnumType),
    Function(&'c Function),
    /// A table, and the names of its foreign keys that come later.
    Table(&'c Table, Vec<&'c str>),
    ForeignKey(&'c Table, &'c ForeignKey),
}

/// All objects of a Catalog, as they can be made where the tables in `there` are already.
pub(crate) fn in_order<'c>(catalog: &'c Catalog, there: &BTreeSet<&'c ObjectName>) -> Vec<Ordered<'c>> {
    let mut order = Order {
        catalog,
        made: there.clone(),
        natives: BTreeSet::new(),
        items: Vec::new(),
    };
    order.natives_where(|native| native.kind == NativeKind::Extension);
    order.items.extend(catalog.namespaces.iter().map(Ordered::Namespace));
    order.items.extend(catalog.enums.iter().map(Ordered::Enum));
    let shared = catalog.functions.iter().filter(|function| function.reads.is_none());
    order.items.extend(shared.map(Ordered::Function));
    order.tables();
    order.natives_where(|_| true);
    order.items
}

struct Order<'c> {
    catalog: &'c Catalog,
    made: BTreeSet<&'c ObjectName>,
    natives: BTreeSet<&'c str>,
    items: Vec<Ordered<'c>>,
}

impl<'c> Order<'c> {
    fn tables(&mut self) {
        let mut closing = Vec::new();
        let mut queue = Queue::of(&self.catalog.tables, &self.made);
        while let Some(table) = queue.next() {
            let missing = self.missing(table);
            closing.extend(missing.iter().map(|key| (table, *key)));
            self.table(table, missing.iter().map(|key| key.name.as_str()).collect());
        }
        if self.catalog.dialect == Dialect::Postgres {
            self.items
                .extend(closing.into_iter().map(|(table, key)| Ordered::ForeignKey(table, key)));
        }
    }

    fn table(&mut self, table: &'c Table, later: Vec<&'c str>) {
        self.made.insert(&table.name);
        let later = if self.catalog.dialect == Dialect::Postgres {
            later
        } else {
            Vec::new()
        };
        self.items.push(Ordered::Table(table, later));
        let lookups = self
            .catalog
            .functions
            .iter()
            .filter(|function| function.reads.as_ref() == Some(&table.name));
        self.items.extend(lookups.map(Ordered::Function));
        self.natives_where(|native| !native.after_tables.is_empty() || !native.after_natives.is_empty());
    }

    /// The foreign keys of a table whose targets are not there yet.
    fn missing(&self, table: &'c Table) -> Vec<&'c ForeignKey> {
        let keys = table.foreign_keys.iter();
        keys.filter(|key| key.target != table.name && !self.made.contains(&key.target))
            .collect()
    }

    /// The natives of a kind whose needs are met, in rounds, since one may need another.
    fn natives_where(&mut self, wanted: impl Fn(&Native) -> bool) {
        let catalog = self.catalog;
        let ready = |order: &Self| {
            catalog.natives.iter().find(|native| {
                wanted(native)
                    && !order.natives.contains(native.name.as_str())
                    && native.after_tables.iter().all(|table| order.made.contains(table))
                    && native
                        .after_natives
                        .iter()
                        .all(|name| order.natives.contains(name.as_str()))
            })
        };
        while let Some(native) = ready(self) {
            self.natives.insert(&native.name);
            self.items.push(Ordered::Native(native));
        }
    }
}

/// Tables in the order in which they are made: the first of those that wait for nothing, and where each waits for another
/// the first of all.
struct Queue<'c> {
    tables: &'c [Table],
    /// The places of those that are not made yet.
    waiting: BTreeSet<usize>,
    /// Those of them that find whatever they refer to.
    ready: BTreeSet<usize>,
    /// How many tables each still waits for.
    missing: Vec<usize>,
    /// The places of those that wait for a table.
    behind: BTreeMap<&'c ObjectName, Vec<usize>>,
}

impl<'c> Queue<'c> {
    fn of(tables: &'c [Table], made: &BTreeSet<&'c ObjectName>) -> Self {
        let mut queue = Self {
            tables,
            waiting: BTreeSet::new(),
            ready: BTreeSet::new(),
            missing: vec![0; tables.len()],
            behind: BTreeMap::new(),
        };
        for (place, table) in tables
            .iter()
            .enumerate()
            .filter(|(_, table)| !made.contains(&table.name))
        {
            let others = table.foreign_keys.iter().map(|key| &key.target);
            let others: BTreeSet<_> = others
                .filter(|name| **name != table.name && !made.contains(name))
                .collect();
            queue.missing[place] = others.len();
            queue.waiting.insert(place);
            if others.is_empty() {
                queue.ready.insert(place);
            }
            for name in others {
                queue.behind.entry(name).or_default().push(place);
            }
        }
        queue
    }

    fn next(&mut self) -> Option<&'c Table> {
        let place = self.ready.pop_first().or_else(|| self.waiting.first().copied())?;
        self.waiting.remove(&place);
        let table = &self.tables[place];
        for behind in self.behind.remove(&table.name).unwrap_or_default() {
            self.missing[behind] -= 1;
            if self.missing[behind] == 0 && self.waiting.contains(&behind) {
                self.ready.insert(behind);
            }
        }
        Some(table)
    }
}
