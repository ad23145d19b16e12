//! The differences between two Catalogs. In: what is, and what shall be, both in canonical form. Out: renames, the
//! first Catalog under the new names, and a list of changes. Never an order of statements, never a judgement.

mod align;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::replay::replay;
use driftless_catalog::{Catalog, EnumType, Native, sql};

pub use align::Rename;
pub(crate) use align::{align, statements as rename_statements};

use crate::change::{Change, Object, Verb};

/// Everything in which two Catalogs differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What keeps its rows under another name, in an order that can be followed.
    pub renames: Vec<Rename>,
    /// The first Catalog after the renames.
    pub aligned: Catalog,
    /// Everything else.
    pub changes: Vec<Change>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.renames.is_empty() && self.changes.is_empty()
    }
}

/// Compares two Catalogs of one dialect.
///
/// # Errors
/// The renames lead nowhere: a bug.
pub fn diff(from: &Catalog, to: &Catalog) -> Result<Difference, String> {
    let mut aligned = align(from, to)?;
    rename_labels(&mut aligned.catalog, to)?;
    let changes = changes(&aligned.catalog, to);
    Ok(Difference {
        renames: aligned.renames,
        aligned: aligned.catalog,
        changes,
    })
}

/// Names each label in the rules of tables as the server does once it is renamed: they need no change.
fn rename_labels(from: &mut Catalog, to: &Catalog) -> Result<(), String> {
    let mut statements = Vec::new();
    for after in &to.enums {
        let before = from.enums.iter().find(|before| before.name == after.name);
        for (old, new) in before.map_or(Vec::new(), |before| renamed_labels(before, after)) {
            statements.push(format!("{};\n", sql::rename_label(&after.name, &old, &new).text()));
        }
    }
    if !statements.is_empty() {
        let mut renamed = from.clone();
        replay(&mut renamed, &statements.concat()).map_err(|mistake| mistake.to_string())?;
        from.tables = renamed.tables;
    }
    Ok(())
}

/// Labels that are another word for the same, as `renamed_from` says.
pub(crate) fn renamed_labels(before: &EnumType, after: &EnumType) -> Vec<(String, String)> {
    let fresh = after.words.0.iter().filter(|word| !before.labels.contains(&word.word));
    let pairs = fresh.filter_map(|word| Some((word.formerly.clone()?, word.word.clone())));
    pairs.filter(|(old, _)| before.labels.contains(old)).collect()
}

fn changes(from: &Catalog, to: &Catalog) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(
        &mut changes,
        &from.namespaces,
        &to.namespaces,
        |item| &item.name,
        Object::Namespace,
    );
    compare(&mut changes, &from.enums, &to.enums, |item| &item.name, Object::Enum);
    compare(
        &mut changes,
        &from.functions,
        &to.functions,
        |item| (&item.name, &item.arguments),
        Object::Function,
    );
    let (known, wanted) = (from.by_name(), to.by_name());
    for table in &to.tables {
        match known.table(&table.name) {
            None => changes.push(Change::create(Object::Table(Box::new(table.clone())))),
            Some(before) => table::compare_tables(&mut changes, (from, before), (to, table)),
        }
    }
    let gone = from.tables.iter().filter(|table| wanted.table(&table.name).is_none());
    changes.extend(gone.map(|table| Change::drop(Object::Table(Box::new(table.clone())))));
    compare_natives(&mut changes, &from.natives, &to.natives);
    changes
}

/// What a native object is made of is the author's own: any other text is another object.
fn compare_natives(changes: &mut Vec<Change>, from: &[Native], to: &[Native]) {
    compare(changes, from, to, |item| &item.name, Object::Native);
}

/// Compares two lists of objects: what is new, what is another, what goes.
fn compare<'c, T: Clone + PartialEq, K: Ord>(
    changes: &mut Vec<Change>,
    from: &'c [T],
    to: &'c [T],
    key: impl Fn(&'c T) -> K,
    object: impl Fn(T) -> Object,
) {
    let known: BTreeMap<K, &T> = from.iter().map(|item| (key(item), item)).collect();
    let wanted: BTreeSet<K> = to.iter().map(&key).collect();
    for after in to {
        match known.get(&key(after)) {
            None => changes.push(Change::create(object(after.clone()))),
            Some(before) if *before != after => {
                changes.push(Change::both(
                    Verb::Alter,
                    object((*before).clone()),
                    object(after.clone()),
                ));
            }
            Some(_) => {}
        }
    }
    let gone = from.iter().filter(|before| !wanted.contains(&key(before)));
    changes.extend(gone.map(|before| Change::drop(object(before.clone()))));
}
