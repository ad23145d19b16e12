//! Making whole objects: the statements for each, and those that take it away again.

use driftless_catalog::sql::{self, Statement, Subject};
use driftless_catalog::{Dialect, EnumType, ForeignKey, Function, Namespace, Native, Table};

use super::Step;
use super::order::Ordered;

/// The step that makes one object.
pub(super) fn create(dialect: Dialect, item: &Ordered<'_>) -> Step {
    match item {
        Ordered::Namespace(namespace) => create_namespace(namespace),
        Ordered::Native(native) => create_native(native),
        Ordered::Enum(item) => create_enum(item),
        Ordered::Function(function) => create_function(function),
        Ordered::Table(table, later) => create_table(dialect, table, later),
        Ordered::ForeignKey(table, key) => add_foreign_key(table, key),
    }
}

pub(super) fn create_namespace(namespace: &Namespace) -> Step {
    let subject = Subject::Namespace(namespace);
    let mut up = vec![sql::create_namespace(namespace)];
    up.extend(
        namespace
            .comment
            .as_deref()
            .map(|text| sql::comment(subject, Some(text))),
    );
    up.extend(namespace.grants.iter().map(|grant| sql::grant(subject, grant)));
    Step {
        up,
        down: vec![sql::drop_namespace(namespace)],
    }
}

pub(super) fn create_native(native: &Native) -> Step {
    let down = (!native.down.trim().is_empty()).then(|| sql::native_down(native));
    Step {
        up: vec![sql::native_up(native)],
        down: down.into_iter().collect(),
    }
}

pub(super) fn create_enum(item: &EnumType) -> Step {
    let mut up = vec![sql::create_enum(item)];
    up.extend(
        item.comment
            .as_deref()
            .map(|text| sql::comment(Subject::Enum(item), Some(text))),
    );
    Step {
        up,
        down: vec![sql::drop_enum(item)],
    }
}

pub(super) fn create_function(function: &Function) -> Step {
    let subject = Subject::Function(function);
    let mut up = vec![sql::create_function(function)];
    if function.restricted {
        up.push(sql::restrict_function(function));
    }
    up.extend(function.grants.iter().map(|grant| sql::grant(subject, grant)));
    up.extend(
        function
            .comment
            .as_deref()
            .map(|text| sql::comment(subject, Some(text))),
    );
    Step {
        up,
        down: vec![sql::drop_function(function)],
    }
}

/// Dropping a table takes everything with it that hangs on it.
pub(super) fn create_table(dialect: Dialect, table: &Table, later: &[&str]) -> Step {
    let mut up = vec![sql::create_table(dialect, table, later)];
    up.extend(table.indexes.iter().map(|index| sql::create_index(table, index)));
    up.extend(table.triggers.iter().map(|trigger| sql::create_trigger(table, trigger)));
    if table.row_security {
        up.push(sql::enable_row_security(table));
    }
    up.extend(table.policies.iter().map(|policy| sql::create_policy(table, policy)));
    up.extend(
        table
            .grants
            .iter()
            .map(|grant| sql::grant(Subject::Table(table), grant)),
    );
    up.extend(comments(table));
    Step {
        up,
        down: vec![sql::drop_table(table)],
    }
}

fn comments(table: &Table) -> Vec<Statement> {
    let own = [(Subject::Table(table), &table.comment)].into_iter();
    let columns = table
        .columns
        .iter()
        .map(|column| (Subject::Column(table, column), &column.comment));
    let checks = table
        .checks
        .iter()
        .map(|check| (Subject::Check(table, check), &check.comment));
    let triggers = table
        .triggers
        .iter()
        .map(|trigger| (Subject::Trigger(table, trigger), &trigger.comment));
    let policies = table
        .policies
        .iter()
        .map(|policy| (Subject::Policy(table, policy), &policy.comment));
    let all = own.chain(columns).chain(checks).chain(triggers).chain(policies);
    all.filter_map(|(subject, text)| Some(sql::comment(subject, Some(text.as_deref()?))))
        .collect()
}

fn add_foreign_key(table: &Table, key: &ForeignKey) -> Step {
    Step {
        up: vec![sql::add_foreign_key(&table.name, key)],
        down: vec![sql::drop_constraint(&table.name, &key.name)],
    }
}
