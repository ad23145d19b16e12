//! CREATE TABLE, ALTER TABLE and DROP TABLE.

use squawk_parser::SyntaxKind as K;

use super::super::stage::{Slot, Stage};
use super::depend::Dropping;
use super::{Outcome, column, constraint, need, not_understood, rename};
use crate::parse::postgres::Node;
use crate::{ObjectName, Origin, Table};

pub(super) fn create(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::TABLE_NAME)?.object_name()?;
    if stage.slot(&name).is_some() {
        return match node.child(K::IF_NOT_EXISTS) {
            Some(_) => Ok(()),
            None => Err(rename::taken(node.start, &name.to_string())),
        };
    }
    let known = [
        K::CREATE_KW,
        K::TABLE_KW,
        K::IF_NOT_EXISTS,
        K::TABLE_NAME,
        K::TABLE_ARG_LIST,
        K::SEMICOLON,
    ];
    if let Some(other) = node.children.iter().find(|child| !known.contains(&child.kind)) {
        return Err(not_understood(other.start, "this part of CREATE TABLE"));
    }
    let mut table = Table::new(name, Origin::default());
    let entries = &need(node, K::TABLE_ARG_LIST)?.children;
    for entry in entries.iter().filter(|entry| entry.kind == K::COLUMN) {
        column::add(stage, &mut table, entry)?;
    }
    let punctuation = [K::L_PAREN, K::R_PAREN, K::COMMA, K::COLUMN];
    for entry in entries.iter().filter(|entry| !punctuation.contains(&entry.kind)) {
        constraint::add(stage, &mut table, entry, None)?;
    }
    stage.push(table);
    Ok(())
}

pub(super) fn alter(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::TABLE_RELATION_NAME)?.object_name()?;
    if stage.slot(&name).is_none() && node.child(K::IF_EXISTS).is_some() {
        return Ok(());
    }
    let slot = stage.need(&name, node.start)?;
    let changes = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::TABLE_RELATION_NAME)
        .skip(1);
    for change in changes.filter(|change| !matches!(change.kind, K::COMMA | K::SEMICOLON)) {
        alter_one(stage, slot, change)?;
    }
    stage.note(slot);
    Ok(())
}

fn alter_one(stage: &mut Stage, slot: Slot, change: &Node<'_>) -> Outcome {
    let at = change.start;
    let table = stage.table_mut(slot, at)?;
    match change.kind {
        K::ENABLE_RLS => table.row_security = true,
        K::DISABLE_RLS => table.row_security = false,
        K::ENABLE_TRIGGER => switch(table, change, true)?,
        K::DISABLE_TRIGGER => switch(table, change, false)?,
        K::VALIDATE_CONSTRAINT => constraint::validate(table, change)?,
        K::RENAME_CONSTRAINT => constraint::rename(table, change)?,
        K::DROP_CONSTRAINT => constraint::remove(stage, slot, change)?,
        K::ALTER_COLUMN => column::alter(stage, slot, change)?,
        K::ADD_COLUMN | K::ADD_CONSTRAINT => add(stage, slot, change)?,
        K::DROP_COLUMN => drop_column(stage, slot, change)?,
        K::RENAME_COLUMN => {
            let old = need(change, K::COLUMN_NAME_REF)?.last_name()?;
            let new = need(change, K::COLUMN_NAME)?.last_name()?;
            rename::column(stage, slot, &old, &new, at)?;
        }
        K::TABLE_RENAME_TO => {
            let name = ObjectName {
                namespace: table.name.namespace.clone(),
                name: need(change, K::TABLE_NAME)?.last_name()?,
            };
            rename::table(stage, slot, name, at)?;
        }
        K::SET_SCHEMA => {
            let name = ObjectName {
                namespace: Some(need(change, K::SCHEMA_REF)?.last_name()?),
                name: table.name.name.clone(),
            };
            rename::table(stage, slot, name.in_default(), at)?;
        }
        _ => return Err(not_understood(at, "this change of a table")),
    }
    Ok(())
}

/// `ADD COLUMN …` and `ADD CONSTRAINT …`
fn add(stage: &mut Stage, slot: Slot, change: &Node<'_>) -> Outcome {
    let mut table = stage.table_mut(slot, change.start)?.clone();
    if change.kind == K::ADD_COLUMN {
        let name = need(change, K::COLUMN_NAME)?.last_name()?;
        if table.column(&name).is_some() {
            return match change.child(K::IF_NOT_EXISTS) {
                Some(_) => Ok(()),
                None => Err(rename::taken(change.start, &name)),
            };
        }
        column::add(stage, &mut table, change)?;
    } else {
        let added = change.children.last().filter(|_| change.children.len() == 2);
        let added = added.ok_or_else(|| not_understood(change.start, "this change of a table"))?;
        constraint::add(stage, &mut table, added, None)?;
    }
    *stage.table_mut(slot, change.start)? = table;
    Ok(())
}

fn drop_column(stage: &mut Stage, slot: Slot, change: &Node<'_>) -> Outcome {
    let name = need(change, K::COLUMN_NAME_REF)?.last_name()?;
    let absent = stage.table_mut(slot, change.start)?.column(&name).is_none();
    if absent && change.child(K::IF_EXISTS).is_some() {
        return Ok(());
    }
    let dropping = Dropping {
        slot,
        column: Some(&name),
        others: &[],
        cascade: change.child(K::CASCADE).is_some(),
        offset: change.start,
    };
    dropping.from(stage)
}

/// Switches triggers on and off. One that stays off is a difference from what a schema asks for.
fn switch(table: &mut Table, change: &Node<'_>, on: bool) -> Outcome {
    let name = change.child(K::TRIGGER_REF).map(Node::last_name).transpose()?;
    let mut found = name.is_none();
    for trigger in &mut table.triggers {
        if name.as_ref().is_none_or(|name| trigger.name == *name) {
            (trigger.disabled, found) = (!on, true);
        }
    }
    if found {
        return Ok(());
    }
    let name = name.unwrap_or_default();
    Err(not_understood(
        change.start,
        &format!("the trigger `{name}` of `{}`", table.name),
    ))
}

pub(super) fn remove(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let mut slots = Vec::new();
    for named in node.each(K::TABLE_NAME_REF) {
        let name = named.object_name()?;
        match stage.slot(&name) {
            None if node.child(K::IF_EXISTS).is_some() => {}
            _ => slots.push(stage.need(&name, named.start)?),
        }
    }
    for &slot in &slots {
        let dropping = Dropping {
            slot,
            column: None,
            others: &slots,
            cascade: node.child(K::CASCADE).is_some(),
            offset: node.start,
        };
        dropping.from(stage)?;
    }
    Ok(())
}
