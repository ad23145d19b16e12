//! CREATE TABLE, and columns added to one. What has no name gets one that says what it is: SQLite knows none.

use driftless_model::Action;
use sqlite3_parser::ast::{
    ColumnConstraint, ColumnDefinition, CreateTableBody, DeferSubclause, Expr, ForeignKeyClause, Id, IndexedColumn,
    InitDeferredPred, QualifiedName, RefAct, RefArg, ResolveType, SortOrder, SortedColumn, TabFlags, TableConstraint,
};

use super::super::stage::Stage;
use super::spelling::{printed, unquoted};
use super::{Outcome, object_name};
use crate::normal::UNNAMED;
use crate::parse::Mistake;
use crate::replay::not_understood;
use crate::{Check, Column, ForeignKey, Generated, Key, ObjectName, Origin, Table, Unseen};

pub(super) fn create(stage: &mut Stage, name: &QualifiedName<'_>, body: &CreateTableBody<'_>) -> Outcome {
    let CreateTableBody::ColumnsAndConstraints {
        columns,
        constraints,
        flags,
    } = body
    else {
        return Err(not_understood(0, "a table made of a query"));
    };
    let mut table = Table::new(object_name(name), Origin::default());
    table.strict = flags.contains(TabFlags::Strict);
    if flags.contains(TabFlags::WithoutRowid) {
        table.extras.push("WITHOUT ROWID".to_owned());
    }
    for found in columns.iter() {
        add_column(stage, &mut table, found)?;
    }
    let inline = named(&table);
    for found in constraints.iter().copied().flatten() {
        let name = found.name.as_ref().map(|name| unquoted(name.0));
        constraint(stage, &mut table, &found.constraint, name)?;
    }
    let slot = stage.push(table);
    stage.inline.extend(inline.into_iter().map(|name| (slot, name)));
    Ok(())
}

/// Names of the checks and foreign keys of a table.
pub(super) fn named(table: &Table) -> Vec<String> {
    let checks = table.checks.iter().map(|check| check.name.clone());
    checks
        .chain(table.foreign_keys.iter().map(|key| key.name.clone()))
        .collect()
}

/// Adds a column with the constraints written beside it; they mean what they mean at the end of the table.
pub(super) fn add_column(stage: &Stage, table: &mut Table, found: &ColumnDefinition<'_>) -> Outcome {
    let name = unquoted(found.col_name.0);
    if table.columns.iter().any(|column| stage.same(&column.name, &name)) {
        return Err(Mistake {
            offset: 0,
            message: format!("the name `{name}` is taken"),
        });
    }
    table.columns.push(Column {
        name: name.clone(),
        ty: found.col_type.as_ref().map(printed).unwrap_or_default(),
        nullable: true,
        default: None,
        generated: None,
        identity: false,
        comment: None,
        meaning: Unseen(None),
        origin: Origin::default(),
        extras: Vec::new(),
    });
    for rule in found.constraints {
        let given = rule.name.as_ref().map(|name| unquoted(name.0));
        self::rule(stage, table, &name, &rule.constraint, given)?;
    }
    Ok(())
}

fn rule(stage: &Stage, table: &mut Table, name: &str, rule: &ColumnConstraint<'_>, given: Option<String>) -> Outcome {
    let Some(column) = table.columns.last_mut() else {
        return Ok(());
    };
    match rule {
        ColumnConstraint::NotNull {
            nullable,
            conflict_clause,
        } => {
            column.nullable = *nullable;
            column
                .extras
                .extend(conflict_clause.map(|conflict| format!("NOT NULL {}", on_conflict(conflict))));
        }
        ColumnConstraint::Collate { collation_name } => {
            column.extras.push(format!("COLLATE {}", unquoted(collation_name.0)));
        }
        ColumnConstraint::Default(expr) => column.default = Some(printed(expr)),
        ColumnConstraint::Generated { expr, typ } => {
            let stored = typ.as_ref().is_some_and(|word| word.0.eq_ignore_ascii_case("stored"));
            column.generated = Some(Generated {
                expr: printed(expr),
                stored,
            });
        }
        ColumnConstraint::PrimaryKey {
            auto_increment,
            order,
            conflict_clause,
        } => {
            column.identity = *auto_increment;
            let column = column.name.clone();
            let name = given.unwrap_or_else(|| unnamed(table, "primary key"));
            let mut key = key(name, vec![column], *conflict_clause);
            // A key that counts down is no other name of the row number.
            key.extras.extend(
                order
                    .filter(|order| *order == SortOrder::Desc)
                    .map(|_| "DESC".to_owned()),
            );
            table.primary_key = Some(key);
        }
        ColumnConstraint::Unique(conflict) => {
            let column = column.name.clone();
            let name = given.unwrap_or_else(|| unnamed(table, "key"));
            table.uniques.push(key(name, vec![column], *conflict));
        }
        ColumnConstraint::Check(expr) => push_check(table, printed(expr), given),
        ColumnConstraint::ForeignKey { clause, defer_clause } => {
            let mut key = foreign_key(stage, table, vec![name.to_owned()], clause, given)?;
            key.extras.extend(defer_clause.as_ref().and_then(deferred));
            table.foreign_keys.push(key);
        }
        _ => return Err(not_understood(0, &format!("a rule of the column `{name}`"))),
    }
    Ok(())
}

fn key(name: String, columns: Vec<String>, conflict: Option<ResolveType>) -> Key {
    Key {
        name,
        columns,
        nulls_not_distinct: false,
        extras: conflict.map(on_conflict).into_iter().collect(),
        origin: Origin::default(),
    }
}

fn on_conflict(resolve: ResolveType) -> String {
    let word = match resolve {
        ResolveType::Rollback => "ROLLBACK",
        ResolveType::Abort => "ABORT",
        ResolveType::Fail => "FAIL",
        ResolveType::Ignore => "IGNORE",
        ResolveType::Replace => "REPLACE",
    };
    format!("ON CONFLICT {word}")
}

/// Only what is deferred from the start is ever deferred without being asked.
fn deferred(clause: &DeferSubclause) -> Option<String> {
    let initially = clause.init_deferred == Some(InitDeferredPred::InitiallyDeferred);
    match (clause.deferrable, initially) {
        (true, true) => Some("DEFERRABLE INITIALLY DEFERRED".to_owned()),
        (true, false) => Some("DEFERRABLE".to_owned()),
        (false, _) => None,
    }
}

/// SQLite gives no names. These say so, and are the table's own.
fn unnamed(table: &Table, kind: &str) -> String {
    let taken = named(table);
    let keys = table.primary_key.iter().chain(&table.uniques).map(|key| &key.name);
    let taken: Vec<_> = taken.iter().chain(keys).collect();
    let mut numbered = (1..).map(|n| format!("{UNNAMED}{kind} {n}"));
    numbered.find(|name| !taken.contains(&name)).unwrap_or_default()
}

fn push_check(table: &mut Table, expr: String, given: Option<String>) {
    let name = given.unwrap_or_else(|| unnamed(table, "check"));
    table.checks.push(Check {
        name,
        expr,
        not_valid: false,
        comment: None,
        origin: Origin::default(),
        extras: Vec::new(),
    });
}

fn constraint(stage: &Stage, table: &mut Table, found: &TableConstraint<'_>, given: Option<String>) -> Outcome {
    match found {
        TableConstraint::PrimaryKey {
            columns,
            auto_increment,
            conflict_clause,
        } => {
            let columns = sorted_columns(columns);
            if *auto_increment {
                let numbered = table.columns.iter_mut().filter(|column| columns.contains(&column.name));
                numbered.for_each(|column| column.identity = true);
            }
            let name = given.unwrap_or_else(|| unnamed(table, "primary key"));
            table.primary_key = Some(key(name, columns, *conflict_clause));
        }
        TableConstraint::Unique {
            columns,
            conflict_clause,
        } => {
            let columns = sorted_columns(columns);
            let name = given.unwrap_or_else(|| unnamed(table, "key"));
            table.uniques.push(key(name, columns, *conflict_clause));
        }
        TableConstraint::Check(expr, _) => push_check(table, printed(expr), given),
        TableConstraint::ForeignKey {
            columns,
            clause,
            defer_clause,
        } => {
            let mut key = foreign_key(stage, table, indexed_columns(columns), clause, given)?;
            key.extras.extend(defer_clause.as_ref().and_then(deferred));
            table.foreign_keys.push(key);
        }
    }
    Ok(())
}

fn foreign_key(
    stage: &Stage,
    table: &Table,
    columns: Vec<String>,
    clause: &ForeignKeyClause<'_>,
    given: Option<String>,
) -> Result<ForeignKey, Mistake> {
    let target = ObjectName {
        namespace: None,
        name: unquoted(clause.tbl_name.0),
    };
    let written = clause.columns.map(indexed_columns);
    let mut key = ForeignKey {
        name: given.unwrap_or_else(|| unnamed(table, "foreign key")),
        columns,
        target_columns: written
            .or_else(|| primary_key(stage, table, &target))
            .unwrap_or_default(),
        target,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        not_valid: false,
        origin: Origin::default(),
        extras: Vec::new(),
    };
    for argument in clause.args {
        match argument {
            RefArg::OnDelete(RefAct::SetDefault) => key.extras.push("ON DELETE SET DEFAULT".to_owned()),
            RefArg::OnUpdate(RefAct::SetDefault) => key.extras.push("ON UPDATE SET DEFAULT".to_owned()),
            RefArg::OnDelete(action) => key.on_delete = act(*action),
            RefArg::OnUpdate(action) => key.on_update = act(*action),
            // Without meaning to SQLite.
            RefArg::OnInsert(_) | RefArg::Match(_) => {}
        }
    }
    Ok(key)
}

/// What a foreign key without columns points at; nothing is known of a table that comes later.
fn primary_key(stage: &Stage, table: &Table, target: &ObjectName) -> Option<Vec<String>> {
    let target = if stage.same(&target.name, &table.name.name) {
        table
    } else {
        stage.table(stage.slot(target)?)?
    };
    Some(target.primary_key.as_ref()?.columns.clone())
}

fn act(action: RefAct) -> Action {
    match action {
        RefAct::SetNull => Action::SetNull,
        RefAct::Cascade => Action::Cascade,
        RefAct::Restrict => Action::Restrict,
        RefAct::NoAction | RefAct::SetDefault => Action::NoAction,
    }
}

fn sorted_columns(columns: &[SortedColumn<'_>]) -> Vec<String> {
    let names = columns.iter().map(|column| match &column.expr {
        Expr::Id(Id(name)) => unquoted(name),
        expr => unquoted(&printed(expr)),
    });
    names.collect()
}

fn indexed_columns(columns: &[IndexedColumn<'_>]) -> Vec<String> {
    columns.iter().map(|column| unquoted(column.col_name.0)).collect()
}
