//! What hangs on a table: indexes, triggers, policies.

use driftless_model::Nulls;
use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
use super::super::stage::{Slot, Stage};
use super::opaque::RELATIONS;
use super::{Outcome, extras, name, need, not_understood, opaque, rename};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Event, Index, IndexPart, Level, ObjectName, Origin, Policy, Table, Timing, Trigger, TriggerAction};

pub(super) fn create_index(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let named = need(node, K::TABLE_RELATION_NAME)?;
    let table = stage.real(named.object_name()?);
    if stage.slot(&table).is_none() && stage.has_opaque(&RELATIONS, &table.to_string()) {
        return index_of_opaque(stage, node, &table);
    }
    let slot = stage.need(&table, node.start)?;
    let parts = need(node, K::PARTITION_ITEM_LIST)?;
    let predicate = node.child(K::WHERE_CLAUSE).and_then(|clause| clause.children.get(1));
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
        extras: extras(
            node,
            &[
                K::INDEX_INCLUDE_CLAUSE,
                K::WITH_PARAMS,
                K::CONSTRAINT_INDEX_TABLESPACE,
                K::TABLESPACE_CLAUSE,
            ],
        ),
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

/// An index of a materialized view.
fn index_of_opaque(stage: &mut Stage, node: &Node<'_>, table: &ObjectName) -> Outcome {
    let name = node.child(K::INDEX).map(Node::last_name).transpose()?;
    let columns = need(node, K::PARTITION_ITEM_LIST)?.each(K::PARTITION_ITEM);
    let columns: Vec<_> = columns.filter_map(Node::name).collect();
    let name = name.unwrap_or_else(|| format!("{}_{}_idx", table.name, columns.join("_")));
    stage.put_opaque(Said {
        kind: "index",
        name: table.beside(&name).to_string(),
        text: node.text,
        needs: vec![table.clone()],
    });
    Ok(())
}

/// After its columns; an expression is called by its function, or `expr`.
fn default_name(stage: &Stage, slot: Slot, index: &Index, offset: usize) -> Result<String, Mistake> {
    let table = stage
        .table(slot)
        .ok_or_else(|| not_understood(offset, "a table that is gone"))?;
    let words = index.parts.iter().map(|part| match part.expr.split_once('(') {
        _ if part.column => part.expr.clone(),
        Some((function, _)) if is_word(function) => function.to_ascii_lowercase(),
        _ => "expr".to_owned(),
    });
    let words: Vec<_> = words.collect();
    Ok(name::of_index(stage, table, &words.join("_"), "idx"))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn index_part(node: &Node<'_>) -> Result<IndexPart, Mistake> {
    let nulls = match (node.child(K::NULLS_FIRST), node.child(K::NULLS_LAST)) {
        (Some(_), _) => Some(Nulls::First),
        (None, Some(_)) => Some(Nulls::Last),
        (None, None) => None,
    };
    let first = node
        .children
        .first()
        .ok_or_else(|| not_understood(node.start, "an index without parts"))?;
    // The grammar reads a collation as part of the expression.
    let (indexed, collation) = match first.kind {
        K::COLLATE => (first.children.first().unwrap_or(first), first.child(K::COLLATION_REF)),
        _ => (
            first,
            node.child(K::COLLATE).and_then(|clause| clause.child(K::COLLATION_REF)),
        ),
    };
    let (expr, column) = match indexed.kind {
        K::NAME_REF => (indexed.last_name()?, true),
        K::PAREN_EXPR => (indexed.enclosed()?, false),
        _ => (indexed.text.to_owned(), false),
    };
    let collation = collation.map(|collation| format!("COLLATE {}", collation.text));
    let class = node.child(K::OP_CLASS_REF).map(|class| class.text.to_owned());
    let parameters = node.child(K::ATTRIBUTE_LIST).map(|list| list.text.to_owned());
    Ok(IndexPart {
        expr,
        column,
        // The usual order of nulls is what nobody says.
        nulls: nulls.filter(|nulls| (*nulls == Nulls::First) != node.child(K::SORT_DESC).is_some()),
        descending: node.child(K::SORT_DESC).is_some(),
        extras: collation.into_iter().chain(class).chain(parameters).collect(),
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
        if stage.drop_opaque(&["index"], &name.to_string(), true, node.start)? {
            continue;
        }
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
pub(super) fn alter_index(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let Some(old) = node.child(K::INDEX_REF) else {
        return opaque::run(stage, node);
    };
    let old = old.object_name()?;
    let Some(change) = node
        .child(K::INDEX_RENAME_TO)
        .filter(|_| !opaque::is_known(stage, node))
    else {
        return opaque::run(stage, node);
    };
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
    let table = stage.real(need(node, K::ON_RELATION)?.object_name()?);
    let (Some((timing, event)), Some(slot)) = (occasion(node), stage.slot(&table)) else {
        if let Some(slot) = stage.slot(&table) {
            let name = need(node, K::TRIGGER)?.last_name()?;
            stage
                .table_mut(slot, node.start)?
                .triggers
                .retain(|trigger| trigger.name != name);
        }
        return opaque::run(stage, node);
    };
    let level = if node.child(K::FOR_EACH_ROW).is_some() {
        Level::Row
    } else {
        Level::Statement
    };
    let call = need(node, K::CALL_EXPR)?;
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
    if node.child(K::OR_REPLACE).is_some() {
        let replaced = format!("{} on {table}", trigger.name);
        stage.drop_opaque(&["trigger"], &replaced, true, node.start)?;
    }
    let table = stage.table_mut(slot, node.start)?;
    match table.triggers.iter_mut().find(|known| known.name == trigger.name) {
        Some(known) if node.child(K::OR_REPLACE).is_some() => *known = trigger,
        Some(_) => return Err(rename::taken(node.start, &trigger.name)),
        None => table.triggers.push(trigger),
    }
    stage.note(slot);
    Ok(())
}

/// When it runs; `None` for a trigger that the Catalog does not model: of several events, of columns, with arguments.
fn occasion(node: &Node<'_>) -> Option<(Timing, Event)> {
    let known = [
        K::CREATE_KW,
        K::OR_REPLACE,
        K::TRIGGER_KW,
        K::TRIGGER,
        K::TIMING_BEFORE,
        K::TIMING_AFTER,
        K::TRIGGER_EVENT_LIST,
        K::ON_RELATION,
        K::FOR_EACH_ROW,
        K::FOR_EACH_STATEMENT,
        K::WHEN_CONDITION,
        K::EXECUTE_KW,
        K::FUNCTION_KW,
        K::PROCEDURE_KW,
        K::CALL_EXPR,
        K::SEMICOLON,
    ];
    let arguments = node
        .child(K::CALL_EXPR)?
        .child(K::ARG_LIST)
        .is_some_and(|list| list.child(K::ARG).is_some());
    if arguments || node.children.iter().any(|child| !known.contains(&child.kind)) {
        return None;
    }
    let timing = match node.child(K::TIMING_BEFORE) {
        Some(_) => Timing::Before,
        None => node.child(K::TIMING_AFTER).map(|_| Timing::After)?,
    };
    let event = match node.child(K::TRIGGER_EVENT_LIST)?.text.to_ascii_uppercase().as_str() {
        "INSERT" => Event::Insert,
        "UPDATE" => Event::Update,
        "DELETE" => Event::Delete,
        "TRUNCATE" => Event::Truncate,
        _ => return None,
    };
    Some((timing, event))
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
    let both = node.child(K::USING_EXPR_CLAUSE).is_some() && node.child(K::WITH_CHECK_EXPR_CLAUSE).is_some();
    if !both || node.children.iter().any(|child| !known.contains(&child.kind)) {
        return opaque::run(stage, node);
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
    if opaque::is_hanging_known(stage, node) {
        return opaque::run(stage, node);
    }
    let name = need(node, K::TRIGGER_REF)?.last_name()?;
    hanging(stage, node, K::ON_RELATION, &name, |table| {
        let before = table.triggers.len();
        table.triggers.retain(|trigger| trigger.name != name);
        table.triggers.len() < before
    })
}

/// `DROP POLICY name ON table`
pub(super) fn drop_policy(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    if opaque::is_hanging_known(stage, node) {
        return opaque::run(stage, node);
    }
    let name = need(node, K::POLICY_REF)?.last_name()?;
    hanging(stage, node, K::ON_TABLE, &name, |table| {
        let before = table.policies.len();
        table.policies.retain(|policy| policy.name != name);
        table.policies.len() < before
    })
}

/// `ALTER TRIGGER name ON table RENAME TO new`
pub(super) fn alter_trigger(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    if opaque::is_hanging_known(stage, node) {
        return opaque::run(stage, node);
    }
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
    if opaque::is_hanging_known(stage, node) {
        return opaque::run(stage, node);
    }
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
