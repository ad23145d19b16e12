//! Keys: what is unique, and what refers to what, with the names that databases give to both. In: the layout, rows, a row.
//! Out: the keys that it breaks.

use driftless_model::{Expr, ExprKind, Unique};

use crate::aspect::Aspect;
use crate::expression::{Come, evaluate};
use crate::layout::{Layout, Relation, Table};
use crate::rules::{Expected, Row, Rows, broken};
use crate::value::Value;

/// The name that SQLite gives to every reference.
pub(crate) const REFERENCE: &str = "foreign key";

pub(crate) fn of_uniques(
    layout: &Layout<'_>,
    rows: &Rows,
    table: &Table<'_>,
    row: &Row,
    old: Option<usize>,
    expected: &mut Expected,
) {
    let others = rows[table.id.0].iter().enumerate().filter(|(at, _)| Some(*at) != old);
    for (_, other) in others {
        let key = scope(layout, table, &table.key);
        if key.iter().all(|&at| row[at] == other[at] && row[at] != Value::Any) {
            let mut names = table.rule(&["pkey"]);
            names.push(columns_text(table, &key));
            if let Some(tenant) = table.tenant {
                let all: Vec<_> = [tenant].into_iter().chain(key.iter().copied()).collect();
                names.push(columns_text(table, &all));
                names.extend(columns_rule(table, &all, "key"));
            }
            names.extend(table.rule(&["no_replace"]));
            expected
                .broken
                .push(broken(names, Aspect::Unique, vec![table.object("key")]));
        }
        for unique in &table.entity.uniques {
            if row.contains(&Value::Any) {
                expected.possible.extend(unique_names(layout, table, unique));
            }
            let [whole, ascii] = [false, true].map(|ascii| agree(table, unique, row, other, ascii));
            if whole || ascii {
                let aspect = if whole == ascii { Aspect::Unique } else { Aspect::Folded };
                let rule = broken(
                    unique_names(layout, table, unique),
                    aspect,
                    vec![table.object("unique")],
                );
                let rules = if whole {
                    &mut expected.broken
                } else {
                    &mut expected.doubts
                };
                rules.push(rule);
            }
        }
    }
}

fn agree(table: &Table<'_>, unique: &Unique, row: &Row, other: &Row, ascii: bool) -> bool {
    let covers = |row: &Row| {
        let holds = |expr| evaluate(table, row, expr, ascii) == Come::Bool(true);
        unique.predicate.as_ref().is_none_or(holds)
    };
    let same = |expr: &Expr| {
        let (a, b) = (evaluate(table, row, expr, ascii), evaluate(table, other, expr, ascii));
        let told = if unique.nulls_not_distinct {
            a != Come::Unknown
        } else {
            !matches!(a, Come::Unknown | Come::Null)
        };
        told && same_value(&a, &b)
    };
    covers(row) && covers(other) && unique.parts.iter().all(|part| same(&part.expr))
}

/// `1.50` is `1.5`.
fn same_value(a: &Come, b: &Come) -> bool {
    match (a, b) {
        (Come::Exact(a), Come::Exact(b)) => a.trimmed(0) == b.trimmed(0),
        (a, b) => a == b,
    }
}

/// What a unique rule may be called: by its own name, by its columns, with the tenant before them or without.
fn unique_names(layout: &Layout<'_>, table: &Table<'_>, unique: &Unique) -> Vec<String> {
    let mut columns = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for part in &unique.parts {
        if let ExprKind::Column(field, part) = part.expr.kind {
            columns.extend(table.of_field(field).get(part));
            words.extend(
                table
                    .of_field(field)
                    .get(part)
                    .map(|&at| table.columns[at].stored.name.clone()),
            );
        } else {
            words.extend(
                part.expr
                    .fields()
                    .iter()
                    .map(|&id| table.entity.field(id).name.to_string()),
            );
        }
    }
    let wider = scope(layout, table, &columns);
    let mut names: Vec<String> = unique.name.iter().cloned().collect();
    names.extend([columns_text(table, &columns), columns_text(table, &wider)]);
    names.extend(columns_rule(table, &wider, "key"));
    let words: Vec<_> = words.iter().map(String::as_str).chain(["key"]).collect();
    names.extend(table.rule(&words));
    names.extend(table.rule(&["no_replace"]));
    names
}

fn columns_rule(table: &Table<'_>, columns: &[usize], word: &str) -> Vec<String> {
    let words: Vec<_> = columns
        .iter()
        .map(|&at| table.columns[at].stored.name.as_str())
        .chain([word])
        .collect();
    table.rule(&words)
}

/// As SQLite tells a key: by its columns.
fn columns_text(table: &Table<'_>, columns: &[usize]) -> String {
    let names: Vec<_> = columns
        .iter()
        .map(|&at| table.columns[at].stored.name.as_str())
        .collect();
    format!("unique ({})", names.join(", "))
}

/// The columns, with the tenant's before them where one of them is unique within the tenant alone.
fn scope(layout: &Layout<'_>, table: &Table<'_>, columns: &[usize]) -> Vec<usize> {
    let within = columns.iter().any(|&at| is_within_tenant(layout, table, at));
    let tenant = table.tenant.filter(|tenant| within && !columns.contains(tenant));
    tenant.into_iter().chain(columns.iter().copied()).collect()
}

fn is_within_tenant(layout: &Layout<'_>, table: &Table<'_>, at: usize) -> bool {
    table.relations_of(at).any(|relation| {
        let target = layout.table(relation.target);
        let field = table.columns[at].id == relation.field && table.columns[at].field.reference().is_some();
        let holds = |&theirs: &usize| Some(theirs) == target.tenant || is_within_tenant(layout, target, theirs);
        field && relation.theirs.iter().any(holds)
    })
}

pub(crate) fn of_relation(
    layout: &Layout<'_>,
    rows: &Rows,
    table: &Table<'_>,
    row: &Row,
    relation: &Relation,
    expected: &mut Expected,
) {
    let values: Vec<_> = relation.own.iter().map(|&at| &row[at]).collect();
    if values.contains(&&Value::Null) {
        return;
    }
    if values.contains(&&Value::Any) {
        expected.unknown = true;
        return;
    }
    let target = layout.table(relation.target);
    let itself = (relation.target == table.id).then_some(row);
    let mut candidates = rows[relation.target.0].iter().chain(itself);
    if !candidates.any(|candidate| points_at(table, row, target, candidate, relation)) {
        let object = table.object(table.entity.field(relation.field).name.as_str());
        expected
            .broken
            .push(broken(key_names(table, relation), Aspect::Reference, vec![object]));
    }
}

/// Whether a row refers to another by a relation.
pub(crate) fn points_at(table: &Table<'_>, row: &Row, target: &Table<'_>, other: &Row, relation: &Relation) -> bool {
    let pairs = relation.own.iter().zip(&relation.theirs);
    let same = pairs
        .into_iter()
        .all(|(&own, &theirs)| row[own] == other[theirs] && row[own] != Value::Null);
    let inside = match (table.tenant, target.tenant) {
        (Some(own), Some(theirs)) if relation.inside_tenant => row[own] == other[theirs],
        _ => true,
    };
    same && inside
}

/// What a reference may be called.
pub(crate) fn key_names(table: &Table<'_>, relation: &Relation) -> Vec<String> {
    let wider: Vec<_> = table.tenant.into_iter().chain(relation.own.iter().copied()).collect();
    let mut names = columns_rule(table, &relation.own, "fkey");
    names.extend(columns_rule(table, &wider, "fkey"));
    names.push(REFERENCE.to_owned());
    names
}
