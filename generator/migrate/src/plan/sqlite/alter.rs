//! What ALTER TABLE can do on SQLite: add a column with the rules that are about it alone, and take one away that
//! nothing speaks of. It only succeeds on a filled table where old rows get null or a constant.

use driftless_catalog::sql::{self, Statement};
use driftless_catalog::{Check, Column, ForeignKey, Table};

use super::pairs::Pair;
use crate::plan::names::mentions;

/// Whether a table can become another without being rebuilt. `inlined`: the rules about columns that go were written
/// into those columns, and go with them.
pub(super) fn is_alterable(before: &Table, after: &Table, inlined: bool) -> bool {
    let added = || {
        after
            .columns
            .iter()
            .filter(|column| before.column(&column.name).is_none())
    };
    let dropped = || {
        before
            .columns
            .iter()
            .filter(|column| after.column(&column.name).is_none())
    };
    let kept = after
        .columns
        .iter()
        .filter_map(|column| Some((before.column(&column.name)?, column)));
    before.strict == after.strict
        && before.primary_key == after.primary_key
        && same(&before.uniques, &after.uniques)
        && kept.into_iter().all(|(old, new)| old == new)
        && added().all(|column| is_addable(after, column))
        && dropped().all(|column| inlined || is_free(before, column))
        && rules_follow(before, after, inlined)
}

fn same<T: PartialEq>(before: &[T], after: &[T]) -> bool {
    before.len() == after.len() && before.iter().all(|item| after.contains(item))
}

/// Every rule that is new is about a new column alone, and every rule that goes about one that goes.
fn rules_follow(before: &Table, after: &Table, inlined: bool) -> bool {
    let new = |column: &str| before.column(column).is_none();
    let gone = |column: &str| after.column(column).is_none();
    let mut checks_added = after.checks.iter().filter(|check| !before.checks.contains(check));
    let mut checks_dropped = before.checks.iter().filter(|check| !after.checks.contains(check));
    let mut keys_added = after
        .foreign_keys
        .iter()
        .filter(|key| !before.foreign_keys.contains(key));
    let mut keys_dropped = before
        .foreign_keys
        .iter()
        .filter(|key| !after.foreign_keys.contains(key));
    checks_added.all(|check| sole_column(after, &check.expr).is_some_and(|column| new(&column.name)))
        && checks_dropped
            .all(|check| inlined && sole_column(before, &check.expr).is_some_and(|column| gone(&column.name)))
        && keys_added.all(|key| matches!(key.columns.as_slice(), [column] if new(column)))
        && keys_dropped.all(|key| inlined && matches!(key.columns.as_slice(), [column] if gone(column)))
}

/// The one column that an expression speaks of.
fn sole_column<'t>(table: &'t Table, expr: &str) -> Option<&'t Column> {
    let mut spoken_of = table.columns.iter().filter(|column| mentions(expr, &column.name));
    let column = spoken_of.next()?;
    spoken_of.next().is_none().then_some(column)
}

fn is_addable(table: &Table, column: &Column) -> bool {
    let constant = column.default.as_ref().is_none_or(|default| !default.starts_with('('));
    let filled = column.nullable || column.default.is_some();
    let refers = table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
    constant && filled && column.generated.is_none() && !column.identity && !(refers && column.default.is_some())
}

/// Whether nothing speaks of a column.
fn is_free(table: &Table, column: &Column) -> bool {
    let name = &column.name;
    let keys = table.primary_key.iter().chain(&table.uniques).map(|key| &key.columns);
    let mut listed = keys.chain(table.foreign_keys.iter().map(|key| &key.columns));
    let computed = table
        .columns
        .iter()
        .filter_map(|other| Some(other.generated.as_ref()?.expr.as_str()));
    let mut expressions = table.checks.iter().map(|check| check.expr.as_str()).chain(computed);
    !listed.any(|columns| columns.contains(name)) && !expressions.any(|expr| mentions(expr, name))
}

/// The columns that are added and taken away.
pub(super) fn columns(pair: &Pair<'_>) -> Vec<Statement> {
    let (before, after) = (pair.before, pair.after);
    let dropped = before
        .columns
        .iter()
        .filter(|column| after.column(&column.name).is_none());
    let mut statements: Vec<_> = dropped
        .map(|column| sql::drop_column(&after.name, &column.name))
        .collect();
    for column in after
        .columns
        .iter()
        .filter(|column| before.column(&column.name).is_none())
    {
        let checks: Vec<&Check> = after
            .checks
            .iter()
            .filter(|check| sole_column(after, &check.expr).is_some_and(|sole| sole.name == column.name))
            .collect();
        let keys: Vec<&ForeignKey> = after
            .foreign_keys
            .iter()
            .filter(|key| key.columns.len() == 1 && key.columns.contains(&column.name))
            .collect();
        statements.push(sql::add_constrained_column(&after.name, column, &checks, &keys));
    }
    statements
}
