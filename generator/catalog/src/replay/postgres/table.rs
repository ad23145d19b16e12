//! CREATE TABLE and ALTER TABLE.

use driftless_model::Action;
use squawk_parser::SyntaxKind as K;

use super::{Outcome, need, not_understood, table_mut};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Catalog, Check, Column, ForeignKey, Generated, Key, Origin, Table, Unseen};

pub(super) fn create(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let mut table = Table::new(need(node, K::TABLE_NAME)?.object_name()?, Origin::default());
    for entry in &need(node, K::TABLE_ARG_LIST)?.children {
        match entry.kind {
            K::L_PAREN | K::R_PAREN | K::COMMA => {}
            K::COLUMN => table.columns.push(column(entry)?),
            _ => constraint(&mut table, entry)?,
        }
    }
    catalog.tables.push(table);
    Ok(())
}

pub(super) fn alter(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let name = need(node, K::TABLE_RELATION_NAME)?.object_name()?;
    let table = table_mut(catalog, &name, node.start)?;
    let changes = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::TABLE_RELATION_NAME)
        .skip(1);
    for change in changes.filter(|change| !matches!(change.kind, K::COMMA | K::SEMICOLON)) {
        match change.kind {
            K::ENABLE_RLS => table.row_security = true,
            K::ADD_CONSTRAINT => {
                let added = change.children.last().filter(|_| change.children.len() == 2);
                constraint(
                    table,
                    added.ok_or_else(|| not_understood(change.start, "this change of a table"))?,
                )?;
            }
            K::DROP_CONSTRAINT => drop_constraint(table, change)?,
            _ => return Err(not_understood(change.start, "this change of a table")),
        }
    }
    Ok(())
}

fn drop_constraint(table: &mut Table, node: &Node<'_>) -> Outcome {
    let name = need(node, K::CONSTRAINT_NAME_REF)?.last_name()?;
    table.primary_key = table.primary_key.take().filter(|key| key.name != name);
    table.uniques.retain(|key| key.name != name);
    table.foreign_keys.retain(|key| key.name != name);
    table.checks.retain(|check| check.name != name);
    Ok(())
}

fn column(node: &Node<'_>) -> Result<Column, Mistake> {
    let ty = node
        .children
        .get(1)
        .ok_or_else(|| not_understood(node.start, "a column without a type"))?;
    let mut column = Column {
        name: need(node, K::COLUMN_NAME)?.last_name()?,
        ty: ty.text.to_owned(),
        nullable: true,
        default: None,
        generated: None,
        identity: false,
        comment: None,
        meaning: Unseen(None),
        origin: Origin::default(),
    };
    for rule in &node.children[2..] {
        match rule.kind {
            K::NOT_NULL_CONSTRAINT => column.nullable = false,
            K::DEFAULT_CONSTRAINT => column.default = rule.children.get(1).map(|expr| expr.text.to_owned()),
            K::GENERATED_CONSTRAINT if rule.child(K::GENERATED_IDENTITY).is_some() => column.identity = true,
            K::GENERATED_CONSTRAINT => {
                let expr = need(rule, K::GENERATED_STORED)?.enclosed()?;
                column.generated = Some(Generated { expr, stored: true });
            }
            _ => return Err(not_understood(rule.start, "this rule of a column")),
        }
    }
    Ok(column)
}

fn constraint(table: &mut Table, node: &Node<'_>) -> Outcome {
    let name = need(node, K::CONSTRAINT_NAME_CLAUSE)?.last_name()?;
    match node.kind {
        K::PRIMARY_KEY_CONSTRAINT => table.primary_key = Some(key(name, node)?),
        K::UNIQUE_CONSTRAINT => table.uniques.push(key(name, node)?),
        K::FOREIGN_KEY_CONSTRAINT => table.foreign_keys.push(foreign_key(name, node)?),
        K::CHECK_CONSTRAINT => {
            let expr = node.enclosed()?;
            table.checks.push(Check {
                name,
                expr,
                not_valid: false,
                comment: None,
                origin: Origin::default(),
            });
        }
        _ => return Err(not_understood(node.start, "this constraint")),
    }
    Ok(())
}

fn key(name: String, node: &Node<'_>) -> Result<Key, Mistake> {
    let parameters = need(node, K::INDEX_PARAMETERS)?;
    Ok(Key {
        name,
        columns: need(parameters, K::CONSTRAINT_COLUMN_REF_LIST)?.column_names(),
        nulls_not_distinct: parameters.child(K::NULLS_NOT_DISTINCT).is_some(),
        origin: Origin::default(),
    })
}

fn foreign_key(name: String, node: &Node<'_>) -> Result<ForeignKey, Mistake> {
    let mut lists = node.each(K::FOREIGN_KEY_COLUMN_LIST).map(Node::column_names);
    Ok(ForeignKey {
        name,
        columns: lists.next().unwrap_or_default(),
        target: need(node, K::TABLE_NAME_REF)?.object_name()?,
        target_columns: lists.next().unwrap_or_default(),
        on_delete: action(node, K::ON_DELETE_ACTION)?,
        on_update: action(node, K::ON_UPDATE_ACTION)?,
        not_valid: false,
        origin: Origin::default(),
    })
}

fn action(node: &Node<'_>, event: K) -> Result<Action, Mistake> {
    let Some(clause) = node.child(event) else {
        return Ok(Action::NoAction);
    };
    match clause.children.last().map(|word| (word.kind, word.text)) {
        Some((K::CASCADE, _)) => Ok(Action::Cascade),
        Some((K::RESTRICT, _)) => Ok(Action::Restrict),
        Some((K::SET_NULL_COLUMNS, "SET NULL")) => Ok(Action::SetNull),
        _ => Err(not_understood(clause.start, "this action")),
    }
}
