//! Constraints: beside a column, in CREATE TABLE, added, validated, dropped.

use driftless_model::Action;
use squawk_parser::SyntaxKind as K;

use super::super::stage::{Slot, Stage};
use super::depend::{left_pointing, needed};
use super::{Outcome, extras, name, need, not_understood};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Check, ForeignKey, Key, Origin, Table};

/// Adds a constraint to a table that may not stand in the Catalog yet; `beside` is the column it is written beside.
pub(super) fn add(stage: &Stage, table: &mut Table, node: &Node<'_>, beside: Option<&str>) -> Outcome {
    let given = node.child(K::CONSTRAINT_NAME_CLAUSE).map(Node::last_name).transpose()?;
    match node.kind {
        K::PRIMARY_KEY_CONSTRAINT => {
            let key = key(stage, table, node, beside, given, "pkey")?;
            if table.primary_key.is_some() {
                return Err(refused(node, &format!("`{}` has a primary key already", table.name)));
            }
            let own = table
                .columns
                .iter_mut()
                .filter(|column| key.columns.contains(&column.name));
            own.for_each(|column| column.nullable = false);
            table.primary_key = Some(key);
        }
        K::UNIQUE_CONSTRAINT => {
            let key = key(stage, table, node, beside, given, "key")?;
            table.uniques.push(key);
        }
        K::FOREIGN_KEY_CONSTRAINT | K::REFERENCES_CONSTRAINT => {
            let key = foreign_key(stage, table, node, beside, given)?;
            table.foreign_keys.push(key);
        }
        K::CHECK_CONSTRAINT => {
            let expr = node.enclosed()?;
            let name = given.unwrap_or_else(|| check_name(stage, table, &expr));
            table.checks.push(Check {
                name,
                expr,
                not_valid: node.child(K::NOT_VALID).is_some(),
                comment: None,
                origin: Origin::default(),
                extras: extras(node, &[K::NO_INHERIT, K::NOT_ENFORCED]),
            });
        }
        _ => return Err(not_understood(node.start, "this constraint")),
    }
    Ok(())
}

/// When a constraint is looked at.
const WHEN: [K; 4] = [
    K::DEFERRABLE_CONSTRAINT_OPTION,
    K::NOT_DEFERRABLE_CONSTRAINT_OPTION,
    K::INITIALLY_DEFERRED_CONSTRAINT_OPTION,
    K::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION,
];

/// As the server sees it: what is deferred is deferrable, and what is usual goes without saying.
fn when(node: &Node<'_>) -> Vec<String> {
    let said = |kind: K| node.child(kind).is_some();
    match (said(WHEN[0]) || said(WHEN[2]), said(WHEN[2])) {
        (_, true) => vec!["DEFERRABLE INITIALLY DEFERRED".to_owned()],
        (true, false) => vec!["DEFERRABLE".to_owned()],
        (false, false) => Vec::new(),
    }
}

fn refused(node: &Node<'_>, message: &str) -> Mistake {
    Mistake {
        offset: node.start,
        message: message.to_owned(),
    }
}

fn key(
    stage: &Stage,
    table: &mut Table,
    node: &Node<'_>,
    beside: Option<&str>,
    given: Option<String>,
    label: &str,
) -> Result<Key, Mistake> {
    if let Some(using) = node.child(K::USING_INDEX_NAME) {
        let mut key = key_of_index(table, using, given)?;
        key.extras.extend(when(node));
        return Ok(key);
    }
    let parameters = need(node, K::INDEX_PARAMETERS)?;
    let written = parameters.child(K::CONSTRAINT_COLUMN_REF_LIST).map(Node::column_names);
    let columns = written.unwrap_or_else(|| beside.map(str::to_owned).into_iter().collect());
    let middle = if label == "pkey" {
        String::new()
    } else {
        columns.join("_")
    };
    let nulls = parameters
        .child(K::NULLS_NOT_DISTINCT)
        .or(node.child(K::NULLS_NOT_DISTINCT));
    Ok(Key {
        name: given.unwrap_or_else(|| name::of_relation(stage, table, &middle, label)),
        columns,
        nulls_not_distinct: nulls.is_some(),
        origin: Origin::default(),
        extras: key_extras(node, parameters),
    })
}

fn key_extras(node: &Node<'_>, parameters: &Node<'_>) -> Vec<String> {
    [
        extras(parameters, &[K::CONSTRAINT_INCLUDE_CLAUSE, K::WITH_PARAMS]),
        when(node),
    ]
    .concat()
}

/// `USING INDEX i`: the index becomes the key's own.
fn key_of_index(table: &mut Table, using: &Node<'_>, given: Option<String>) -> Result<Key, Mistake> {
    let name = need(using, K::INDEX_REF)?.last_name()?;
    let at = table.indexes.iter().position(|index| index.name == name);
    let at = at.ok_or_else(|| refused(using, &format!("`{}` has no index `{name}`", table.name)))?;
    let index = table.indexes.remove(at);
    let plain = index
        .parts
        .iter()
        .all(|part| part.column && !part.descending && part.nulls.is_none());
    if !index.unique || !plain || index.predicate.is_some() {
        return Err(refused(using, &format!("the index `{name}` cannot be that of a key")));
    }
    Ok(Key {
        name: given.unwrap_or(name),
        columns: index.parts.into_iter().map(|part| part.expr).collect(),
        nulls_not_distinct: index.nulls_not_distinct,
        origin: Origin::default(),
        extras: index.extras,
    })
}

/// As the server names it: after its column if it mentions exactly one.
fn check_name(stage: &Stage, table: &Table, expr: &str) -> String {
    let columns = name::columns_in(table, expr);
    let middle = match columns.as_slice() {
        [only] => only.clone(),
        _ => String::new(),
    };
    name::of_constraint(stage, table, &middle, "check")
}

fn foreign_key(
    stage: &Stage,
    table: &Table,
    node: &Node<'_>,
    beside: Option<&str>,
    given: Option<String>,
) -> Result<ForeignKey, Mistake> {
    let mut lists = node.each(K::FOREIGN_KEY_COLUMN_LIST).map(Node::column_names);
    let columns = match beside {
        Some(column) => vec![column.to_owned()],
        None => lists.next().unwrap_or_default(),
    };
    let target = need(node, K::TABLE_NAME_REF)?.object_name()?;
    let target = if target.name == table.name.name && target.namespace.is_none() && stage.slot(&target).is_none() {
        table.name.clone()
    } else {
        stage.real(target)
    };
    let mut target_columns = lists.next().unwrap_or_else(|| node.column_names());
    if target_columns.is_empty() {
        target_columns = primary_key(stage, table, &target)
            .ok_or_else(|| refused(node, &format!("`{target}` has no primary key to point at")))?;
    }
    Ok(ForeignKey {
        name: given.unwrap_or_else(|| name::of_constraint(stage, table, &columns.join("_"), "fkey")),
        columns,
        target,
        target_columns,
        on_delete: action(node, K::ON_DELETE_ACTION).unwrap_or_default(),
        on_update: action(node, K::ON_UPDATE_ACTION).unwrap_or_default(),
        not_valid: node.child(K::NOT_VALID).is_some(),
        origin: Origin::default(),
        extras: foreign_extras(node),
    })
}

fn primary_key(stage: &Stage, table: &Table, target: &crate::ObjectName) -> Option<Vec<String>> {
    let target = if *target == table.name {
        table
    } else {
        stage.table(stage.slot(target)?)?
    };
    Some(target.primary_key.as_ref()?.columns.clone())
}

fn foreign_extras(node: &Node<'_>) -> Vec<String> {
    let mut found = extras(node, &[K::MATCH_FULL, K::MATCH_PARTIAL]);
    for event in [K::ON_UPDATE_ACTION, K::ON_DELETE_ACTION] {
        let unusual = node.child(event).filter(|_| action(node, event).is_none());
        found.extend(unusual.map(|clause| clause.text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    found.extend(when(node));
    found
}

/// `None` for what a schema cannot ask for: SET DEFAULT, and SET NULL of some columns.
fn action(node: &Node<'_>, event: K) -> Option<Action> {
    let Some(clause) = node.child(event) else {
        return Some(Action::NoAction);
    };
    let last = clause.children.last()?;
    match (last.kind, last.children.len()) {
        (K::CASCADE, _) => Some(Action::Cascade),
        (K::RESTRICT, _) => Some(Action::Restrict),
        (K::NO_ACTION, _) => Some(Action::NoAction),
        (K::SET_NULL_COLUMNS, 2) => Some(Action::SetNull),
        _ => None,
    }
}

/// `VALIDATE CONSTRAINT name`
pub(super) fn validate(table: &mut Table, node: &Node<'_>) -> Outcome {
    let name = need(node, K::CONSTRAINT_NAME_REF)?.last_name()?;
    let checks = table
        .checks
        .iter_mut()
        .filter(|check| check.name == name)
        .map(|check| &mut check.not_valid);
    let keys = table
        .foreign_keys
        .iter_mut()
        .filter(|key| key.name == name)
        .map(|key| &mut key.not_valid);
    let mut found = false;
    for flag in checks.chain(keys) {
        (*flag, found) = (false, true);
    }
    if found {
        Ok(())
    } else {
        Err(missing(node, &name, table))
    }
}

/// `DROP CONSTRAINT name`
pub(super) fn remove(stage: &mut Stage, slot: Slot, node: &Node<'_>) -> Outcome {
    let name = need(node, K::CONSTRAINT_NAME_REF)?.last_name()?;
    let table = stage.table_mut(slot, node.start)?.clone();
    let key = table
        .primary_key
        .iter()
        .chain(&table.uniques)
        .find(|key| key.name == name);
    let pointing = key.map(|key| left_pointing(stage, &table, key)).unwrap_or_default();
    if let Some((_, foreign)) = pointing.first().filter(|_| node.child(K::CASCADE).is_none()) {
        return Err(needed(node.start, &name, &format!("the foreign key `{foreign}`")));
    }
    for (slot, foreign) in pointing {
        stage
            .table_mut(slot, node.start)?
            .foreign_keys
            .retain(|key| key.name != foreign);
    }
    let before = count(stage.table_mut(slot, node.start)?);
    let kept = stage.table_mut(slot, node.start)?;
    kept.primary_key = kept.primary_key.take().filter(|key| key.name != name);
    kept.uniques.retain(|key| key.name != name);
    kept.foreign_keys.retain(|key| key.name != name);
    kept.checks.retain(|check| check.name != name);
    if count(kept) < before || node.child(K::IF_EXISTS).is_some() {
        Ok(())
    } else {
        Err(missing(node, &name, kept))
    }
}

fn count(table: &Table) -> usize {
    usize::from(table.primary_key.is_some()) + table.uniques.len() + table.foreign_keys.len() + table.checks.len()
}

/// `RENAME CONSTRAINT old TO new`
pub(super) fn rename(table: &mut Table, node: &Node<'_>) -> Outcome {
    let old = need(node, K::CONSTRAINT_NAME_REF)?.last_name()?;
    let new = need(node, K::CONSTRAINT_NAME)?.last_name()?;
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|key| &mut key.name);
    let foreign = table.foreign_keys.iter_mut().map(|key| &mut key.name);
    let checks = table.checks.iter_mut().map(|check| &mut check.name);
    match keys.chain(foreign).chain(checks).find(|name| **name == old) {
        Some(name) => {
            *name = new;
            Ok(())
        }
        None => Err(missing(node, &old, table)),
    }
}

fn missing(node: &Node<'_>, name: &str, table: &Table) -> Mistake {
    refused(node, &format!("the table `{}` has no constraint `{name}`", table.name))
}
