//! CREATE TABLE.

use driftless_model::Action;
use sqlite3_parser::ast::{
    ColumnConstraint, ColumnDefinition, CreateTableBody, Expr, ForeignKeyClause, Id, IndexedColumn,
    NamedTableConstraint, QualifiedName, RefAct, RefArg, SortedColumn, TabFlags, TableConstraint,
};

use super::spelling::{printed, unquoted};
use super::{Outcome, object_name};
use crate::parse::Mistake;
use crate::replay::not_understood;
use crate::{Catalog, Check, Column, ForeignKey, Generated, Key, ObjectName, Origin, Table, Unseen};

pub(super) fn create(catalog: &mut Catalog, name: &QualifiedName<'_>, body: &CreateTableBody<'_>) -> Outcome {
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
    table.columns = columns.iter().map(column).collect::<Result<_, _>>()?;
    for found in constraints.iter().copied().flatten() {
        constraint(&mut table, found)?;
    }
    catalog.tables.push(table);
    Ok(())
}

fn column(found: &ColumnDefinition<'_>) -> Result<Column, Mistake> {
    let mut column = Column {
        name: unquoted(found.col_name.0),
        ty: found.col_type.as_ref().map(printed).unwrap_or_default(),
        nullable: true,
        default: None,
        generated: None,
        identity: false,
        comment: None,
        meaning: Unseen(None),
        origin: Origin::default(),
    };
    for rule in found.constraints {
        match &rule.constraint {
            ColumnConstraint::NotNull { nullable: false, .. } => column.nullable = false,
            ColumnConstraint::Default(expr) => column.default = Some(printed(expr)),
            ColumnConstraint::Generated { expr, typ } => {
                let stored = typ.as_ref().is_some_and(|word| word.0.eq_ignore_ascii_case("stored"));
                column.generated = Some(Generated {
                    expr: printed(expr),
                    stored,
                });
            }
            _ => return Err(not_understood(0, &format!("a rule of the column `{}`", column.name))),
        }
    }
    Ok(column)
}

fn constraint(table: &mut Table, found: &NamedTableConstraint<'_>) -> Outcome {
    let name = found.name.as_ref().map(|name| unquoted(name.0));
    let name = name.ok_or_else(|| not_understood(0, "a constraint without a name"))?;
    let origin = Origin::default();
    match &found.constraint {
        TableConstraint::PrimaryKey {
            columns,
            auto_increment,
            ..
        } => {
            let columns = sorted_columns(columns);
            if *auto_increment {
                let numbered = table.columns.iter_mut().filter(|column| columns.contains(&column.name));
                numbered.for_each(|column| column.identity = true);
            }
            table.primary_key = Some(Key {
                name,
                columns,
                nulls_not_distinct: false,
                origin,
            });
        }
        TableConstraint::Unique { columns, .. } => {
            let columns = sorted_columns(columns);
            table.uniques.push(Key {
                name,
                columns,
                nulls_not_distinct: false,
                origin,
            });
        }
        TableConstraint::Check(expr, _) => {
            table.checks.push(Check {
                name,
                expr: printed(expr),
                not_valid: false,
                comment: None,
                origin,
            });
        }
        TableConstraint::ForeignKey { columns, clause, .. } => {
            table
                .foreign_keys
                .push(foreign_key(name, indexed_columns(columns), clause)?);
        }
    }
    Ok(())
}

fn foreign_key(name: String, columns: Vec<String>, clause: &ForeignKeyClause<'_>) -> Result<ForeignKey, Mistake> {
    let mut key = ForeignKey {
        name,
        columns,
        target: ObjectName {
            namespace: None,
            name: unquoted(clause.tbl_name.0),
        },
        target_columns: clause.columns.map(indexed_columns).unwrap_or_default(),
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        not_valid: false,
        origin: Origin::default(),
    };
    for argument in clause.args {
        match argument {
            RefArg::OnDelete(action) => key.on_delete = act(*action)?,
            RefArg::OnUpdate(action) => key.on_update = act(*action)?,
            _ => return Err(not_understood(0, &format!("a part of the foreign key `{}`", key.name))),
        }
    }
    Ok(key)
}

fn act(action: RefAct) -> Result<Action, Mistake> {
    match action {
        RefAct::SetNull => Ok(Action::SetNull),
        RefAct::Cascade => Ok(Action::Cascade),
        RefAct::Restrict => Ok(Action::Restrict),
        RefAct::NoAction => Ok(Action::NoAction),
        RefAct::SetDefault => Err(not_understood(0, "SET DEFAULT")),
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
