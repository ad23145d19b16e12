//! Columns: in CREATE TABLE, added, changed.

use squawk_parser::SyntaxKind as K;

use super::super::stage::{Slot, Stage};
use super::rename::no_column;
use super::{Outcome, constraint, need, not_understood};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Column, Generated, Origin, Table, Unseen};

/// Reads a column with the constraints written beside it into a table.
pub(super) fn add(stage: &Stage, table: &mut Table, node: &Node<'_>) -> Outcome {
    let name = need(node, K::COLUMN_NAME)?.last_name()?;
    let mut parts = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::COLUMN_NAME)
        .skip(1);
    let ty = parts
        .next()
        .ok_or_else(|| not_understood(node.start, "a column without a type"))?;
    table.columns.push(Column {
        name: name.clone(),
        ty: ty.text.to_owned(),
        nullable: true,
        default: None,
        generated: None,
        identity: false,
        comment: None,
        meaning: Unseen(None),
        origin: Origin::default(),
    });
    for rule in parts {
        self::rule(stage, table, &name, rule)?;
    }
    Ok(())
}

fn rule(stage: &Stage, table: &mut Table, name: &str, rule: &Node<'_>) -> Outcome {
    let Some(column) = table.columns.last_mut() else {
        return Ok(());
    };
    match rule.kind {
        K::NOT_NULL_CONSTRAINT => column.nullable = false,
        K::NULL_CONSTRAINT => {}
        K::DEFAULT_CONSTRAINT => column.default = default(rule),
        K::GENERATED_CONSTRAINT if rule.child(K::GENERATED_IDENTITY).is_some() => {
            by_default(need(rule, K::GENERATED_IDENTITY)?)?;
            (column.identity, column.nullable) = (true, false);
        }
        K::GENERATED_CONSTRAINT => {
            let computed = need(rule, K::GENERATED_STORED)?;
            let stored = computed.child(K::VIRTUAL).is_none();
            let expr = computed.enclosed()?;
            column.generated = Some(Generated { expr, stored });
        }
        _ => constraint::add(stage, table, rule, Some(name))?,
    }
    Ok(())
}

fn default(node: &Node<'_>) -> Option<String> {
    let expr = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::DEFAULT_KW)
        .nth(1)?;
    Some(expr.text.to_owned()).filter(|text| !text.eq_ignore_ascii_case("NULL"))
}

/// Numbers that only the database gives, or that start elsewhere, are not what a schema can ask for.
fn by_default(node: &Node<'_>) -> Outcome {
    let options = node.child(K::SEQUENCE_OPTION_LIST);
    match node.child(K::GENERATED_BY_DEFAULT) {
        Some(_) if options.is_none() => Ok(()),
        _ => Err(not_understood(node.start, "this numbering of a column")),
    }
}

/// `ALTER COLUMN name …`
pub(super) fn alter(stage: &mut Stage, slot: Slot, node: &Node<'_>) -> Outcome {
    let name = need(node, K::COLUMN_NAME_REF)?.last_name()?;
    let change = node
        .children
        .last()
        .ok_or_else(|| not_understood(node.start, "this change of a column"))?;
    let table = stage.table_mut(slot, node.start)?;
    let missing = no_column(node.start, &name, &table.name);
    let key = table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.contains(&name));
    let column = table
        .columns
        .iter_mut()
        .find(|column| column.name == name)
        .ok_or(missing)?;
    let refused = |why: &str| Mistake {
        offset: change.start,
        message: format!("`{name}` {why}"),
    };
    match change.kind {
        K::SET_DEFAULT if column.generated.is_some() => return Err(refused("is computed, and has no default")),
        K::SET_DEFAULT => column.default = default(change),
        K::DROP_DEFAULT => column.default = None,
        K::SET_NOT_NULL => column.nullable = false,
        K::DROP_NOT_NULL if key => return Err(refused("belongs to the primary key, and is never null")),
        K::DROP_NOT_NULL if column.identity => return Err(refused("is numbered, and is never null")),
        K::DROP_NOT_NULL => column.nullable = true,
        K::SET_TYPE => set_type(column, change)?,
        K::ADD_GENERATED => {
            by_default(change)?;
            column.identity = true;
        }
        K::DROP_IDENTITY if !column.identity && change.child(K::IF_EXISTS).is_none() => {
            return Err(refused("is not numbered"));
        }
        K::DROP_IDENTITY => column.identity = false,
        K::DROP_EXPRESSION if column.generated.as_ref().is_some_and(|generated| !generated.stored) => {
            return Err(refused("is not stored"));
        }
        K::DROP_EXPRESSION if column.generated.is_none() && change.child(K::IF_EXISTS).is_none() => {
            return Err(refused("is not computed"));
        }
        K::DROP_EXPRESSION => column.generated = None,
        _ => return Err(not_understood(change.start, "this change of a column")),
    }
    Ok(())
}

fn set_type(column: &mut Column, change: &Node<'_>) -> Outcome {
    let ty = change
        .children
        .iter()
        .skip_while(|child| child.kind != K::TYPE_KW)
        .nth(1);
    let ty = ty.ok_or_else(|| not_understood(change.start, "a column without a type"))?;
    if change.child(K::COLLATE).is_some() {
        return Err(not_understood(change.start, "a collation"));
    }
    ty.text.clone_into(&mut column.ty);
    Ok(())
}
