//! The author's own objects. A view that stands on a column keeps PostgreSQL from changing or dropping it, though the view
//! stays as it is: it makes room and comes back. What an object stands on is known from the tables and natives it comes
//! after and from the words of its text, so that rather too many make room than too few.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::{Catalog, Native, ObjectName};
use driftless_model::NativeKind;

use super::{Place, Planner};
use crate::change::{Change, Object};
use crate::plan::create;
use crate::plan::names::mentions;
use crate::plan::order::{Ordered, in_order};

/// When an object that stays has to be away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Away {
    leaves: Place,
    returns: Place,
}

impl<'p> Planner<'p> {
    /// Takes away what goes, changes or stands in the way, and makes what is new or comes back; each after what it needs.
    pub(super) fn natives(&mut self, changes: &[Change]) {
        let away = self.away(changes);
        for native in ordered(self.from.catalog()).into_iter().rev() {
            let step = create::create_native(native);
            if !self.to.natives.contains(native) {
                self.action(Place::DropNative, step.down, step.up);
            } else if let Some(away) = away.get(native.name.as_str()) {
                self.action(away.leaves, step.down, step.up);
            }
        }
        for native in ordered(self.to.catalog()) {
            let step = create::create_native(native);
            if !self.from.natives.contains(native) {
                self.action(Place::CreateNative, step.up, step.down);
            } else if let Some(away) = away.get(native.name.as_str()) {
                self.action(away.returns, step.up, step.down);
            }
        }
    }

    /// The objects that stay and must be away for a while, by name: because of a column, or of another object.
    fn away(&self, changes: &[Change]) -> BTreeMap<&'p str, Away> {
        let columns = self.columns_in_the_way(changes);
        let mut away: BTreeMap<&str, Away> = BTreeMap::new();
        for native in ordered(self.to.catalog()) {
            let under = columns
                .iter()
                .filter(|(table, column, _)| stands_on(native, table, column));
            let mut places: BTreeSet<Place> = under.map(|(_, _, place)| *place).collect();
            if takes_all(native) && !places.is_empty() {
                // It would stand on columns that are there only for a while, up or down.
                places.extend([Place::DropNative, Place::CreateNative]);
            }
            for name in &native.after_natives {
                let others = away.get(name.as_str()).map(|other| [other.leaves, other.returns]);
                let changes = self
                    .changes_native(name)
                    .then_some([Place::DropNative, Place::CreateNative]);
                places.extend(others.or(changes).into_iter().flatten());
            }
            if self.from.natives.contains(native) && !places.is_empty() {
                let early = places.contains(&Place::DropNative);
                let late = places.contains(&Place::MakeRoom) || places.contains(&Place::CreateNative);
                let leaves = if early { Place::DropNative } else { Place::MakeRoom };
                let returns = if late {
                    Place::CreateNative
                } else {
                    Place::RestoreNative
                };
                away.insert(native.name.as_str(), Away { leaves, returns });
            }
        }
        away
    }

    fn changes_native(&self, name: &str) -> bool {
        let named = |natives: &[Native]| natives.iter().find(|native| native.name == *name).cloned();
        named(&self.from.natives) != named(&self.to.natives)
    }

    /// The columns that nothing may stand on while they change, each with the place at which it must be free.
    fn columns_in_the_way(&self, changes: &[Change]) -> BTreeSet<(ObjectName, String, Place)> {
        let mut columns = BTreeSet::new();
        for table in &self.to.tables {
            let name = &table.name;
            let early = self.disturbed.of_table(name).map(|column| (column, Place::DropNative));
            let late = self.disturbed.shadowed(name).map(|column| (column, Place::MakeRoom));
            columns.extend(
                early
                    .chain(late)
                    .map(|(column, place)| (name.clone(), column.to_owned(), place)),
            );
        }
        for change in changes {
            if let (Some(Object::Column(table, column)), None) = (&change.before, &change.after) {
                columns.insert((table.clone(), column.name.clone(), Place::MakeRoom));
            }
        }
        columns
    }
}

fn ordered(catalog: &Catalog) -> Vec<&Native> {
    let items = in_order(catalog, &BTreeSet::new()).into_iter();
    let natives = items.filter_map(|item| match item {
        Ordered::Native(native) => Some(native),
        _ => None,
    });
    natives.collect()
}

/// Whether an object may stand on all columns of a table, as they were when it was made.
fn takes_all(native: &Native) -> bool {
    native.up.contains('*')
}

/// Whether an object may stand on a column.
fn stands_on(native: &Native, table: &ObjectName, column: &str) -> bool {
    let after = &native.after_tables;
    let says_all = after.is_empty() && native.after_natives.is_empty();
    native.kind != NativeKind::Extension
        && (says_all || after.contains(table))
        && (takes_all(native) || mentions(&native.up, column))
}
