//! What hangs on a table: indexes, triggers, policies.

use driftless_model::Nulls;
use squawk_parser::SyntaxKind as K;

use super::super::stage::{Slot, Stage};
use super::{Outcome, name, need, not_understood, rename};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Event, Index, IndexPart, Level, ObjectName, Origin, Policy, Table, Timing, Trigger, TriggerAction};

pub(super) fn create_index(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let table = need(node, K::TABLE_RELATION_NAME)?.object_name()?;
    let slot = stage.need(&table, node.start)?;
    let parts = need(node, K::PARTITION_ITEM_LIST)?;
    let predicate = node.child(K::WHERE_CLAUSE).and_then(|clause| clause.children.get(1));
    let extra = [K::INDEX_INCLUDE_CLAUSE, K::WITH_PARAMS, K::CONSTRAINT_INDEX_TABLESPACE];
    if let Some(part) = node.children.iter().find(|child| extra.contains(&child.kind)) {
        return Err(not_understood(part.start, "this part of an index"));
    }
    let mut index = Index {
        name: String::new(),
        unique: node.child(K::UNIQUE_KW).is_some(),
        method: node
            .child(K::USING_METHOD)
            .and_then(Node::name)
            .filter(|method| method != "btree"),
        parts: parts
            .each(K::PARTITION_ITEM)
            .map(index_part)
            .collect::<Result<_, _>>()?,
        nulls_not_distinct: node.child(K::NULLS_NOT_DISTINCT).is_some(),
        predicate: predicate.map(|expr| expr.text.to_owned()),
        origin: Origin::default(),
    };
    index.name = match node.child(K::INDEX) {
        Some(name) => name.last_name()?,
        None => default_name(stage, slot, &index, node.start)?,
    };
    if holder(stage, &table.beside(&index.name)).is_some() || stage.slot(&table.beside(&index.name)).is_some() {
        return match node.child(K::IF_NOT_EXISTS) {
            Some(_) => Ok(()),
            None => Err(rename::taken(node.start, &index.name)),
        };
    }
    stage.table_mut(slot, node.start)?.indexes.push(index);
    stage.note(slot);
    Ok(())
}

/// After its columns; an expression is called by its function, or `expr`.
fn default_name(stage: &Stage, slot: Slot, index: &Index, offset: usize) -> Result<String, Mistake> {
    let table = stage
        .table(slot)
        .ok_or_else(|| not_understood(offset, "a table that is gone"))?;
    let words = index.parts.iter().map(|part| match part.expr.split_once('(') {
        _ if part.column => part.expr.clone(),
        Some((function, _))
            if function.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !function.is_empty() =>
        {
            function.to_ascii_lowercase()
        }
        _ => "expr".to_owned(),
    });
    let words: Vec<_> = words.collect();
    Ok(name::of_index(stage, table, &words.join("_"), "idx"))
}

fn index_part(node: &Node<'_>) -> Result<IndexPart, Mistake> {
    let nulls = match (node.child(K::NULLS_FIRST), node.child(K::NULLS_LAST)) {
        (Some(_), _) => Some(Nulls::First),
        (None, Some(_)) => Some(Nulls::Last),
        (None, None) => None,
    };
    if let Some(part) = node.child(K::OP_CLASS_REF).or(node.child(K::COLLATE)) {
        return Err(not_understood(part.start, "this part of an index"));
    }
    let first = node
        .children
        .first()
        .ok_or_else(|| not_understood(node.start, "an index without parts"))?;
    let (expr, column) = match first.kind {
        K::NAME_REF => (first.last_name()?, true),
        K::CALL_EXPR => (first.text.to_owned(), false),
        _ => (first.enclosed()?, false),
    };
    Ok(IndexPart {
        expr,
        column,
        descending: node.child(K::SORT_DESC).is_some(),
        nulls,
    })
}

/// The table that an index, or the index of a key, belongs to.
fn holder(stage: &Stage, name: &ObjectName) -> Option<Slot> {
    stage.holder(&name.name, |table| {
        let keys = table.primary_key.iter().chain(&table.uniques).map(|key| &key.name);
        let mut names = keys.chain(table.indexes.iter().map(|index| &index.name));
        table.name.namespace == name.namespace && names.any(|known| *known == name.name)
    })
}

fn no_index(offset: usize, name: &ObjectName) -> Mistake {
    let message = format!("there is no index `{name}`");
    Mistake { offset, message }
}

pub(super) fn drop_index(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    for named in node.each(K::INDEX_REF) {
        let name = named.object_name()?;
        let Some(slot) = holder(stage, &name) else {
            match node.child(K::IF_EXISTS) {
                Some(_) => continue,
                None => return Err(no_index(named.start, &name)),
            }
        };
        let table = stage.table_mut(slot, named.start)?;
        let before = table.indexes.len();
        table.indexes.retain(|index| index.name != name.name);
        if table.indexes.len() == before {
            let message = format!("the index `{name}` belongs to a constraint: drop that instead");
            return Err(Mistake {
                offset: named.start,
                message,
            });
        }
    }
    Ok(())
}

/// `ALTER INDEX old RENAME TO new`: the constraint of a key's index is renamed with it.
pub(super) fn rename_index(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let old = need(node, K::INDEX_REF)?.object_name()?;
    let change = node.child(K::INDEX_RENAME_TO);
    let change = change.ok_or_else(|| not_understood(node.start, "this change of an index"))?;
    let new = need(change, K::INDEX)?.last_name()?;
    let Some(slot) = holder(stage, &old) else {
        return match node.child(K::IF_EXISTS) {
            Some(_) => Ok(()),
            None => Err(no_index(node.start, &old)),
        };
    };
    if holder(stage, &old.beside(&new)).is_some() || stage.slot(&old.beside(&new)).is_some() {
        return Err(rename::taken(node.start, &new));
    }
    let table = stage.table_mut(slot, node.start)?;
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|key| &mut key.name);
    let indexes = table.indexes.iter_mut().map(|index| &mut index.name);
    keys.chain(indexes)
        .filter(|name| **name == old.name)
        .for_each(|name| name.clone_from(&new));
    stage.note(slot);
    Ok(())
}

pub(super) fn create_trigger(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let table = need(node, K::ON_RELATION)?.object_name()?;
    let slot = stage.need(&table, node.start)?;
    let timing = match (node.child(K::TIMING_BEFORE), node.child(K::TIMING_AFTER)) {
        (Some(_), _) => Timing::Before,
        (None, Some(_)) => Timing::After,
        (None, None) => return Err(not_understood(node.start, "this trigger")),
    };
    let event = match need(node, K::TRIGGER_EVENT_LIST)?.text.to_ascii_uppercase().as_str() {
        "INSERT" => Event::Insert,
        "UPDATE" => Event::Update,
        "DELETE" => Event::Delete,
        "TRUNCATE" => Event::Truncate,
        _ => return Err(not_understood(node.start, "the event of this trigger")),
    };
    let level = if node.child(K::FOR_EACH_ROW).is_some() {
        Level::Row
    } else {
        Level::Statement
    };
    let call = need(node, K::CALL_EXPR)?;
    if call.child(K::ARG_LIST).is_some_and(|list| list.child(K::ARG).is_some()) {
        return Err(not_understood(call.start, "arguments of a trigger's function"));
    }
    let trigger = Trigger {
        name: need(node, K::TRIGGER)?.last_name()?,
        timing,
        event,
        level,
        when: node.child(K::WHEN_CONDITION).map(Node::enclosed).transpose()?,
        action: TriggerAction::Call(call.object_name()?),
        disabled: false,
        comment: None,
        origin: Origin::default(),
    };
    let table = stage.table_mut(slot, node.start)?;
    match table.triggers.iter_mut().find(|known| known.name == trigger.name) {
        Some(known) if node.child(K::OR_REPLACE).is_some() => *known = trigger,
        Some(_) => return Err(rename::taken(node.start, &trigger.name)),
        None => table.triggers.push(trigger),
    }
    stage.note(slot);
    Ok(())
}

pub(super) fn create_policy(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let known = [
        K::CREATE_KW,
        K::POLICY_KW,
        K::POLICY,
        K::ON_TABLE,
        K::USING_EXPR_CLAUSE,
        K::WITH_CHECK_EXPR_CLAUSE,
        K::SEMICOLON,
    ];
    if let Some(other) = node.children.iter().find(|child| !known.contains(&child.kind)) {
        return Err(not_understood(other.start, "this part of a policy"));
    }
    let table = stage.named_mut(&need(node, K::ON_TABLE)?.object_name()?, node.start)?;
    let name = need(node, K::POLICY)?.last_name()?;
    if table.policies.iter().any(|policy| policy.name == name) {
        return Err(rename::taken(node.start, &name));
    }
    table.policies.push(Policy {
        name,
        using: need(node, K::USING_EXPR_CLAUSE)?.enclosed()?,
        with_check: need(node, K::WITH_CHECK_EXPR_CLAUSE)?.enclosed()?,
        comment: None,
        origin: Origin::default(),
    });
    Ok(())
}

/// `DROP TRIGGER name ON table`
pub(super) fn drop_trigger(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::TRIGGER_REF)?.last_name()?;
    hanging(stage, node, K::ON_RELATION, &name, |table| {
        let before = table.triggers.len();
        table.triggers.retain(|trigger| trigger.name != name);
        table.triggers.len() < before
    })
}

/// `DROP POLICY name ON table`
pub(super) fn drop_policy(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::POLICY_REF)?.last_name()?;
    hanging(stage, node, K::ON_TABLE, &name, |table| {
        let before = table.policies.len();
        table.policies.retain(|policy| policy.name != name);
        table.policies.len() < before
    })
}

/// `ALTER TRIGGER name ON table RENAME TO new`
pub(super) fn alter_trigger(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::TRIGGER_REF)?.last_name()?;
    let change = node.child(K::TRIGGER_RENAME_TO);
    let change = change.ok_or_else(|| not_understood(node.start, "this change of a trigger"))?;
    let new = need(change, K::TRIGGER)?.last_name()?;
    let slot = stage.need(&need(node, K::ON_RELATION)?.object_name()?, node.start)?;
    let table = stage.table_mut(slot, node.start)?;
    let trigger = table.triggers.iter_mut().find(|trigger| trigger.name == name);
    trigger.ok_or_else(|| missing(node, &name))?.name = new;
    stage.note(slot);
    Ok(())
}

/// `ALTER POLICY name ON table …`
pub(super) fn alter_policy(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::POLICY_REF)?.last_name()?;
    let table = stage.named_mut(&need(node, K::ON_TABLE)?.object_name()?, node.start)?;
    let policy = table.policies.iter_mut().find(|policy| policy.name == name);
    let policy = policy.ok_or_else(|| missing(node, &name))?;
    if let Some(change) = node.child(K::POLICY_RENAME_TO) {
        policy.name = need(change, K::POLICY)?.last_name()?;
        return Ok(());
    }
    let change = need(node, K::ALTER_POLICY_TO)?;
    let known = [K::USING_EXPR_CLAUSE, K::WITH_CHECK_EXPR_CLAUSE];
    if let Some(other) = change.children.iter().find(|child| !known.contains(&child.kind)) {
        return Err(not_understood(other.start, "this part of a policy"));
    }
    if let Some(using) = change.child(K::USING_EXPR_CLAUSE) {
        policy.using = using.enclosed()?;
    }
    if let Some(check) = change.child(K::WITH_CHECK_EXPR_CLAUSE) {
        policy.with_check = check.enclosed()?;
    }
    Ok(())
}

fn missing(node: &Node<'_>, name: &str) -> Mistake {
    Mistake {
        offset: node.start,
        message: format!("there is no `{name}`"),
    }
}

/// Removes something from the table that the statement names.
fn hanging(stage: &mut Stage, node: &Node<'_>, on: K, name: &str, remove: impl Fn(&mut Table) -> bool) -> Outcome {
    let optional = node.child(K::IF_EXISTS).is_some();
    let table = need(node, on)?.object_name()?;
    if optional && stage.slot(&table).is_none() {
        return Ok(());
    }
    if remove(stage.named_mut(&table, node.start)?) || optional {
        Ok(())
    } else {
        Err(missing(node, name))
    }
}
