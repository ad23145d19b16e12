//! What hangs on a table: indexes, triggers, policies.

use driftless_model::Nulls;
use squawk_parser::SyntaxKind as K;

use super::{Outcome, need, not_understood, table_mut};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Catalog, Event, Index, IndexPart, Level, Origin, Policy, Timing, Trigger, TriggerAction};

pub(super) fn create_index(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let table = table_mut(catalog, &need(node, K::TABLE_RELATION_NAME)?.object_name()?, node.start)?;
    let parts = need(node, K::PARTITION_ITEM_LIST)?;
    let predicate = node.child(K::WHERE_CLAUSE).and_then(|clause| clause.children.get(1));
    table.indexes.push(Index {
        name: need(node, K::INDEX)?.last_name()?,
        unique: node.child(K::UNIQUE_KW).is_some(),
        method: node.child(K::USING_METHOD).and_then(Node::name),
        parts: parts
            .each(K::PARTITION_ITEM)
            .map(index_part)
            .collect::<Result<_, _>>()?,
        nulls_not_distinct: node.child(K::NULLS_NOT_DISTINCT).is_some(),
        predicate: predicate.map(|expr| expr.text.to_owned()),
        origin: Origin::default(),
    });
    Ok(())
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
    let (expr, column) = match first.kind {
        K::NAME_REF => (first.last_name()?, true),
        _ => (first.enclosed()?, false),
    };
    Ok(IndexPart {
        expr,
        column,
        descending: node.child(K::SORT_DESC).is_some(),
        nulls,
    })
}

pub(super) fn create_trigger(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let table = table_mut(catalog, &need(node, K::ON_RELATION)?.object_name()?, node.start)?;
    let timing = match (node.child(K::TIMING_BEFORE), node.child(K::TIMING_AFTER)) {
        (Some(_), _) => Timing::Before,
        (None, Some(_)) => Timing::After,
        (None, None) => return Err(not_understood(node.start, "this trigger")),
    };
    let event = match need(node, K::TRIGGER_EVENT_LIST)?.text {
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
    table.triggers.push(Trigger {
        name: need(node, K::TRIGGER)?.last_name()?,
        timing,
        event,
        level,
        when: node.child(K::WHEN_CONDITION).map(Node::enclosed).transpose()?,
        action: TriggerAction::Call(need(node, K::CALL_EXPR)?.object_name()?),
        comment: None,
        origin: Origin::default(),
    });
    Ok(())
}

pub(super) fn create_policy(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let table = table_mut(catalog, &need(node, K::ON_TABLE)?.object_name()?, node.start)?;
    table.policies.push(Policy {
        name: need(node, K::POLICY)?.last_name()?,
        using: need(node, K::USING_EXPR_CLAUSE)?.enclosed()?,
        with_check: need(node, K::WITH_CHECK_EXPR_CLAUSE)?.enclosed()?,
        comment: None,
        origin: Origin::default(),
    });
    Ok(())
}
