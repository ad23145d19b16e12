//! CREATE TABLE, ALTER TABLE and DROP TABLE.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
use super::super::stage::{Slot, Stage};
use super::depend::Dropping;
use super::opaque::RELATIONS;
use super::{Outcome, column, constraint, extras, inherit, name, need, not_understood, opaque, rename};
use crate::parse::postgres::Node;
use crate::{ObjectName, Origin, Table};

/// Clauses of CREATE TABLE beyond what a schema can ask for.
const EXTRAS: [K; 5] = [
    K::UNLOGGED,
    K::PARTITION_BY,
    K::WITH_PARAMS,
    K::TABLESPACE_CLAUSE,
    K::USING_METHOD,
];

pub(super) fn create(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let named = need(node, K::TABLE_NAME)?.object_name()?;
    if node.child(K::TEMP).is_some() {
        stage.temporary.insert(named.name);
        return Ok(());
    }
    let name = stage.here(named);
    if stage.slot(&name).is_some() || stage.has_opaque(&RELATIONS, &name.to_string()) {
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
        K::INHERITS,
        K::PARTITION_OF,
    ];
    let mut table = Table::new(name, Origin::default());
    table.extras = extras(node, &EXTRAS);
    let parents = inherit::parents(stage, &mut table, node)?;
    let known = |kind: K| known.contains(&kind) || EXTRAS.contains(&kind) || inherit::is_bound(kind);
    if let Some(other) = node.children.iter().find(|child| !known(child.kind)) {
        return Err(not_understood(other.start, "this part of CREATE TABLE"));
    }
    let entries = node
        .child(K::TABLE_ARG_LIST)
        .map(|list| list.children.as_slice())
        .unwrap_or_default();
    for entry in entries {
        match entry.kind {
            K::COLUMN => column::add(stage, &mut table, entry)?,
            K::LIKE_CLAUSE => inherit::like(stage, &mut table, entry)?,
            _ => {}
        }
    }
    let punctuation = [K::L_PAREN, K::R_PAREN, K::COMMA, K::COLUMN, K::LIKE_CLAUSE];
    for entry in entries.iter().filter(|entry| !punctuation.contains(&entry.kind)) {
        match entry.kind {
            K::EXCLUDE_CONSTRAINT => exclude(stage, &table, entry)?,
            _ => constraint::add(stage, &mut table, entry, None)?,
        }
    }
    leave_out_twins(&mut table);
    let slot = stage.push(table);
    for parent in parents {
        stage.children.entry(parent).or_default().push(slot);
    }
    Ok(())
}

/// Of keys over the same columns the server makes the first alone.
fn leave_out_twins(table: &mut Table) {
    let mut kept: Vec<crate::Key> = table.primary_key.clone().into_iter().collect();
    for key in std::mem::take(&mut table.uniques) {
        let twin = |known: &crate::Key| known.columns == key.columns && known.extras == key.extras;
        if !kept.iter().any(twin) {
            kept.push(key.clone());
            table.uniques.push(key);
        }
    }
}

/// An exclusion constraint is opaque.
fn exclude(stage: &mut Stage, table: &Table, node: &Node<'_>) -> Outcome {
    let given = node.child(K::CONSTRAINT_NAME_CLAUSE).map(Node::last_name).transpose()?;
    let columns = node
        .find(K::CONSTRAINT_EXCLUSION_LIST)
        .map(Node::names)
        .unwrap_or_default();
    let name = given.unwrap_or_else(|| name::of_relation(stage, table, &columns.join("_"), "excl"));
    stage.put_opaque(Said {
        kind: "constraint",
        name: format!("{name} on {}", table.name),
        text: node.text,
        needs: vec![table.name.clone()],
    });
    Ok(())
}

pub(super) fn alter(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let named = need(node, K::TABLE_RELATION_NAME)?;
    let name = named.object_name()?;
    if stage.slot(&name).is_none() {
        if node.child(K::IF_EXISTS).is_some() || name.namespace.is_none() && stage.temporary.contains(&name.name) {
            return Ok(());
        }
        if opaque::is_known(stage, node) {
            return opaque::run(stage, node);
        }
    }
    let slot = stage.need(&name, node.start)?;
    let alone = named.child(K::ONLY_KW).is_some();
    let changes = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::TABLE_RELATION_NAME)
        .skip(1);
    for change in changes.filter(|change| !matches!(change.kind, K::COMMA | K::SEMICOLON)) {
        alter_one(stage, slot, change)?;
        stage.note(slot);
        if !alone && inherit::reaches_children(change) {
            for child in stage.descendants(slot) {
                alter_one(stage, child, change)?;
                stage.note(child);
            }
        }
    }
    Ok(())
}

fn alter_one(stage: &mut Stage, slot: Slot, change: &Node<'_>) -> Outcome {
    let at = change.start;
    if change.kind == K::DROP_CONSTRAINT && is_opaque_constraint(stage, slot, change) {
        return drop_opaque_constraint(stage, slot, change);
    }
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
        K::FORCE_RLS => inherit::put(&mut table.extras, "FORCE ROW LEVEL SECURITY"),
        K::NO_FORCE_RLS => table.extras.retain(|extra| extra != "FORCE ROW LEVEL SECURITY"),
        K::SET_UNLOGGED => inherit::put(&mut table.extras, "UNLOGGED"),
        K::SET_LOGGED => table.extras.retain(|extra| extra != "UNLOGGED"),
        K::ATTACH_PARTITION => inherit::attach(stage, slot, change)?,
        K::SET_WITHOUT_CLUSTER | K::CLUSTER_ON => {}
        _ => {
            let name = table.name.clone();
            opaque::setting(stage, change.text, &format!("table {name}"), name);
        }
    }
    Ok(())
}

fn is_opaque_constraint(stage: &Stage, slot: Slot, change: &Node<'_>) -> bool {
    let table = stage
        .table(slot)
        .map(|table| table.name.to_string())
        .unwrap_or_default();
    let name = change
        .child(K::CONSTRAINT_NAME_REF)
        .and_then(Node::name)
        .unwrap_or_default();
    stage.has_opaque(&["constraint"], &format!("{name} on {table}"))
}

fn drop_opaque_constraint(stage: &mut Stage, slot: Slot, change: &Node<'_>) -> Outcome {
    let name = need(change, K::CONSTRAINT_NAME_REF)?.last_name()?;
    let name = format!("{name} on {}", stage.table_mut(slot, change.start)?.name);
    stage.drop_opaque(&["constraint"], &name, true, change.start).map(drop)
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
        if added.kind == K::EXCLUDE_CONSTRAINT {
            return exclude(stage, &table, added);
        }
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
            None if stage.temporary.remove(&name.name) => {}
            None if stage.drop_opaque(
                &["table"],
                &name.to_string(),
                node.child(K::CASCADE).is_some(),
                named.start,
            )? => {}
            None if node.child(K::IF_EXISTS).is_some() => {}
            _ => slots.push(stage.need(&name, named.start)?),
        }
    }
    for &slot in &slots {
        // A partition is gone with its table.
        if stage.table(slot).is_none() {
            continue;
        }
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
