//! Plans: the ordered steps from one Catalog to another. Each step knows the statements that make a change and those
//! that undo it, so the way back is the steps in reverse.

use driftless_catalog::sql::{self, Statement, Subject};
use driftless_catalog::{
    Catalog, Dialect, EnumType, ForeignKey, Function, Namespace, Native, ObjectName, Origin, Table,
};

use crate::order::{Ordered, in_order};

/// Something that a step changes: a verb and a noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Makes a PostgreSQL schema.
    CreateNamespace(Namespace),
    /// Makes an object of the author's own.
    CreateNative(Native),
    /// Makes an enum type.
    CreateEnum(EnumType),
    /// Makes a function with its rights.
    CreateFunction(Function),
    /// Makes a table with everything that hangs on it but the foreign keys named here.
    CreateTable {
        /// The table.
        table: Box<Table>,
        /// Foreign keys that come in steps of their own, once their targets are there.
        later: Vec<String>,
    },
    /// Adds a foreign key to a table that is there.
    AddForeignKey {
        /// The table's name.
        table: ObjectName,
        /// The key.
        key: ForeignKey,
    },
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it changes.
    pub change: Change,
    /// Makes the change.
    pub up: Vec<Statement>,
    /// Undoes it.
    pub down: Vec<Statement>,
    /// What asked for it.
    pub origin: Origin,
}

/// The way from one Catalog to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whose databases it changes.
    pub dialect: Dialect,
    /// The steps in order.
    pub steps: Vec<Step>,
}

/// There is a difference that this version cannot turn into steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotPlan;

/// Plans the way from one Catalog to another: from the empty one, or from one that is equal.
///
/// # Errors
/// The first Catalog holds something already, and the second is another.
pub fn plan(from: &Catalog, to: &Catalog) -> Result<Plan, CannotPlan> {
    let dialect = to.dialect;
    if from.clone().sorted() == to.clone().sorted() {
        return Ok(Plan {
            dialect,
            steps: Vec::new(),
        });
    }
    if *from != Catalog::empty(dialect) {
        return Err(CannotPlan);
    }
    let steps = in_order(to).into_iter().map(|item| step(dialect, item)).collect();
    Ok(Plan { dialect, steps })
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// All statements that make the changes, in order.
    pub fn up(&self) -> impl Iterator<Item = &Statement> {
        self.steps.iter().flat_map(|step| &step.up)
    }

    /// All statements that undo them, in order.
    pub fn down(&self) -> impl Iterator<Item = &Statement> {
        self.steps.iter().rev().flat_map(|step| &step.down)
    }
}

fn step(dialect: Dialect, item: Ordered<'_>) -> Step {
    match item {
        Ordered::Namespace(namespace) => create_namespace(namespace),
        Ordered::Native(native) => create_native(native),
        Ordered::Enum(item) => create_enum(item),
        Ordered::Function(function) => create_function(function),
        Ordered::Table(table, later) => create_table(dialect, table, &later),
        Ordered::ForeignKey(table, key) => add_foreign_key(table, key),
    }
}

fn create_namespace(namespace: &Namespace) -> Step {
    let subject = Subject::Namespace(namespace);
    let mut up = vec![sql::create_namespace(namespace)];
    up.extend(namespace.comment.as_deref().map(|text| sql::comment(subject, text)));
    up.extend(namespace.grants.iter().map(|grant| sql::grant(subject, grant)));
    Step {
        up,
        down: vec![sql::drop_namespace(namespace)],
        origin: namespace.origin.clone(),
        change: Change::CreateNamespace(namespace.clone()),
    }
}

fn create_native(native: &Native) -> Step {
    let down = (!native.down.trim().is_empty()).then(|| sql::native_down(native));
    Step {
        up: vec![sql::native_up(native)],
        down: down.into_iter().collect(),
        origin: native.origin.clone(),
        change: Change::CreateNative(native.clone()),
    }
}

fn create_enum(item: &EnumType) -> Step {
    let mut up = vec![sql::create_enum(item)];
    up.extend(
        item.comment
            .as_deref()
            .map(|text| sql::comment(Subject::Enum(item), text)),
    );
    Step {
        up,
        down: vec![sql::drop_enum(item)],
        origin: item.origin.clone(),
        change: Change::CreateEnum(item.clone()),
    }
}

fn create_function(function: &Function) -> Step {
    let subject = Subject::Function(function);
    let mut up = vec![sql::create_function(function)];
    if function.restricted {
        up.push(sql::restrict_function(function));
    }
    up.extend(function.grants.iter().map(|grant| sql::grant(subject, grant)));
    up.extend(function.comment.as_deref().map(|text| sql::comment(subject, text)));
    Step {
        up,
        down: vec![sql::drop_function(function)],
        origin: function.origin.clone(),
        change: Change::CreateFunction(function.clone()),
    }
}

/// Dropping a table takes everything with it that hangs on it.
fn create_table(dialect: Dialect, table: &Table, later: &[&str]) -> Step {
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
        origin: table.origin.clone(),
        change: Change::CreateTable {
            table: Box::new(table.clone()),
            later: later.iter().map(|&name| name.to_owned()).collect(),
        },
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
    all.filter_map(|(subject, text)| Some(sql::comment(subject, text.as_deref()?)))
        .collect()
}

fn add_foreign_key(table: &Table, key: &ForeignKey) -> Step {
    Step {
        up: vec![sql::add_foreign_key(table, key)],
        down: vec![sql::drop_constraint(table, &key.name)],
        origin: key.origin.clone(),
        change: Change::AddForeignKey {
            table: table.name.clone(),
            key: key.clone(),
        },
    }
}
