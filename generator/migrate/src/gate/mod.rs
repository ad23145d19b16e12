//! The loss gate: what a change takes from rows, or asks of rows and writers that did not know of it. In: the difference
//! of two Catalogs. Out: losses, each with the word that allows it. It decides nothing about statements.

mod allowance;
mod check;
mod column;
mod count;
mod key;
mod loss;
mod table;

use std::collections::BTreeSet;

use driftless_catalog::{ByName, Catalog, ObjectName};

pub use allowance::Allowance;
pub use loss::{Loss, LossCode};

use crate::change::{Change, Object};
use crate::diff::Difference;

/// Everything that a difference loses, in order of its changes, each once.
pub(crate) fn losses(difference: &Difference, to: &Catalog) -> Vec<Loss> {
    let mut gate = Gate {
        difference,
        from: difference.aligned.by_name(),
        to: to.by_name(),
        losses: Vec::new(),
    };
    for change in &difference.changes {
        gate.judge(change);
    }
    gate.losses
}

struct Gate<'g> {
    difference: &'g Difference,
    /// What is there, under its new names.
    from: ByName<'g>,
    to: ByName<'g>,
    losses: Vec<Loss>,
}

impl Gate<'_> {
    fn judge(&mut self, change: &Change) {
        match (&change.before, &change.after) {
            (Some(Object::Table(table)), None) => self.dropped_table(table),
            (Some(Object::Table(before)), Some(Object::Table(after))) => self.hidden_rows(before, after),
            (Some(Object::Column(table, column)), None) => self.dropped_column(table, column),
            (None, Some(Object::Column(table, column))) => self.added_column(table, column),
            (Some(Object::Column(table, before)), Some(Object::Column(_, after))) => {
                self.altered_column(table, before, after);
            }
            (before, Some(Object::Check(table, check))) if !same_check(before.as_ref(), check) => {
                self.new_check(table, check);
            }
            (Some(Object::PrimaryKey(table, before)), Some(Object::PrimaryKey(_, after)))
                if before.columns != after.columns =>
            {
                self.changed_key(table, after);
            }
            (before, Some(Object::Unique(table, key))) if !same_columns(before.as_ref(), &key.columns) => {
                self.new_unique(table, key);
            }
            (_, Some(Object::Index(table, index))) if index.unique => self.new_unique_index(table, index),
            (_, Some(Object::ForeignKey(table, key))) => self.new_reference(table, key),
            (None, Some(Object::Trigger(table, trigger))) => self.new_guard(table, trigger),
            (Some(Object::Native(native)), None) => self.dropped_native(native),
            _ => {}
        }
    }

    /// Takes down a loss; one object is lost once for each reason.
    fn push(&mut self, loss: Loss) {
        let known = self
            .losses
            .iter_mut()
            .find(|known| known.code == loss.code && known.object == loss.object);
        match known {
            Some(known) => {
                let fresh = loss
                    .dependents
                    .into_iter()
                    .filter(|dependent| !known.dependents.contains(dependent));
                let fresh: Vec<_> = fresh.collect();
                known.dependents.extend(fresh);
            }
            None => self.losses.push(loss),
        }
    }

    fn has(&self, code: LossCode, object: &str) -> bool {
        self.losses
            .iter()
            .any(|loss| loss.code == code && loss.object == object)
    }

    /// The columns of a table that were not there before.
    fn new_columns(&self, table: &ObjectName) -> BTreeSet<&str> {
        let before = self.from.table(table);
        let columns = self.to.table(table).into_iter().flat_map(|table| &table.columns);
        let fresh = columns.filter(|column| before.is_none_or(|before| before.column(&column.name).is_none()));
        fresh.map(|column| column.name.as_str()).collect()
    }

    /// Whether old rows have null in a column that is new.
    fn is_null_in_old_rows(&self, table: &ObjectName, column: &str) -> bool {
        let column = self.to.table(table).and_then(|table| table.column(column));
        self.from
            .table(table)
            .is_some_and(|before| column.is_some_and(|column| before.column(&column.name).is_none()))
            && column.is_some_and(|column| column.nullable && column.default.is_none() && column.generated.is_none())
    }
}

/// Only its comment differs, or whether rows were looked at.
fn same_check(before: Option<&Object>, check: &driftless_catalog::Check) -> bool {
    matches!(before, Some(Object::Check(_, before)) if before.expr == check.expr)
}

fn same_columns(before: Option<&Object>, columns: &[String]) -> bool {
    matches!(before, Some(Object::Unique(_, before)) if before.columns == *columns)
}
