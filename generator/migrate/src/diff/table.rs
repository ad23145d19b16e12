//! The differences between two states of one table. What hangs on it is the same under another name where everything
//! but the name is equal: names of constraints follow from those of tables and columns.

use driftless_catalog::{Catalog, Column, Index, Table};

use super::compare;
use crate::change::{Change, Object, Verb};
use crate::convert::{Conversion, convert};
use crate::documents::{DocumentChange, document_change};

/// Compares two states of one table, each with the Catalog it belongs to.
pub(super) fn compare_tables(changes: &mut Vec<Change>, from: (&Catalog, &Table), to: (&Catalog, &Table)) {
    let (before, after) = (from.1, to.1);
    let name = &after.name;
    if bare(before) != bare(after) {
        let (before, after) = (
            Object::Table(Box::new(before.clone())),
            Object::Table(Box::new(after.clone())),
        );
        changes.push(Change::both(Verb::Alter, before, after));
    }
    compare_columns(changes, from, to);
    hanging(
        changes,
        before.primary_key.as_slice(),
        after.primary_key.as_slice(),
        |item| &mut item.name,
        |key| Object::PrimaryKey(name.clone(), key),
    );
    hanging(
        changes,
        &before.uniques,
        &after.uniques,
        |item| &mut item.name,
        |key| Object::Unique(name.clone(), key),
    );
    hanging(
        changes,
        &before.foreign_keys,
        &after.foreign_keys,
        |item| &mut item.name,
        |key| Object::ForeignKey(name.clone(), key),
    );
    hanging(
        changes,
        &before.checks,
        &after.checks,
        |item| &mut item.name,
        |check| Object::Check(name.clone(), check),
    );
    hanging(
        changes,
        &before.indexes,
        &after.indexes,
        |item: &mut Index| &mut item.name,
        |index| Object::Index(name.clone(), index),
    );
    hanging(
        changes,
        &before.triggers,
        &after.triggers,
        |item| &mut item.name,
        |trigger| Object::Trigger(name.clone(), trigger),
    );
    hanging(
        changes,
        &before.policies,
        &after.policies,
        |item| &mut item.name,
        |policy| Object::Policy(name.clone(), policy),
    );
}

/// A table without what is compared by itself.
fn bare(table: &Table) -> Table {
    let mut grants = table.grants.clone();
    grants.sort();
    Table {
        row_security: table.row_security,
        grants,
        strict: table.strict,
        comment: table.comment.clone(),
        ..Table::new(table.name.clone(), table.origin.clone())
    }
}

/// Columns differ in what SQL says of them, and in what their values mean.
fn compare_columns(changes: &mut Vec<Change>, from: (&Catalog, &Table), to: (&Catalog, &Table)) {
    let name = &to.1.name;
    for after in &to.1.columns {
        let Some(before) = from.1.column(&after.name) else {
            changes.push(Change::create(Object::Column(name.clone(), after.clone())));
            continue;
        };
        if before != after || !keeps_values((from.0, before), (to.0, after)) {
            let (before, after) = (
                Object::Column(name.clone(), before.clone()),
                Object::Column(name.clone(), after.clone()),
            );
            changes.push(Change::both(Verb::Alter, before, after));
        }
    }
    let gone = from
        .1
        .columns
        .iter()
        .filter(|column| to.1.column(&column.name).is_none());
    changes.extend(gone.map(|column| Change::drop(Object::Column(name.clone(), column.clone()))));
}

/// Whether every value stays as it lies there.
fn keeps_values(from: (&Catalog, &Column), to: (&Catalog, &Column)) -> bool {
    let same = matches!(convert(to.0.dialect, from.1, to.1), Conversion::Same);
    same && match (&from.1.meaning.0, &to.1.meaning.0) {
        (Some(before), Some(after)) => {
            let documents = (&*from.0.documents.0, before);
            let change = document_change(to.0.wire.0, documents, (&to.0.documents.0, after));
            change == DocumentChange::default()
        }
        _ => true,
    }
}

/// Compares what hangs on a table by name, then by everything but the name.
fn hanging<T: Clone + PartialEq>(
    changes: &mut Vec<Change>,
    from: &[T],
    to: &[T],
    name: impl Fn(&mut T) -> &mut String,
    object: impl Fn(T) -> Object,
) {
    if from == to {
        return;
    }
    let name_of = |item: &T| name(&mut item.clone()).clone();
    let alike = |a: &T, b: &T| {
        let (mut a, mut b) = (a.clone(), b.clone());
        name(&mut a).clear();
        name(&mut b).clear();
        a == b
    };
    let has = |list: &[T], wanted: &T| list.iter().any(|item| name_of(item) == name_of(wanted));
    let mut gone: Vec<&T> = from.iter().filter(|before| !has(to, before)).collect();
    let mut renamed = Vec::new();
    for after in to.iter().filter(|after| !has(from, after)) {
        if let Some(at) = gone.iter().position(|before| alike(before, after)) {
            let before = gone.remove(at);
            renamed.push((before.clone(), after.clone()));
        }
    }
    let untouched = |list: &[T], side: fn(&(T, T)) -> &T| -> Vec<T> {
        let kept = list
            .iter()
            .filter(|item| !renamed.iter().any(|pair| name_of(side(pair)) == name_of(item)));
        kept.cloned().collect()
    };
    let (from, to) = (untouched(from, |pair| &pair.0), untouched(to, |pair| &pair.1));
    compare(changes, &from, &to, name_of, &object);
    for (before, after) in renamed {
        changes.push(Change::both(Verb::Rename, object(before), object(after)));
    }
}
