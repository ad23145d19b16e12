//! Tables that take columns and rules from others: LIKE, INHERITS, partitions. What they take is copied; that they
//! take it is an extra of the table.

use squawk_parser::SyntaxKind as K;

use super::super::stage::{Slot, Stage};
use super::{Outcome, name, need, not_understood};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{ForeignKey, Index, Key, Table};

/// Whether a clause tells the rows of a partition.
pub(super) fn is_bound(kind: K) -> bool {
    matches!(
        kind,
        K::PARTITION_FOR_VALUES_FROM | K::PARTITION_FOR_VALUES_IN | K::PARTITION_FOR_VALUES_WITH | K::PARTITION_DEFAULT
    )
}

/// Adds an extra once.
pub(super) fn put(extras: &mut Vec<String>, extra: &str) {
    if !extras.iter().any(|known| known == extra) {
        extras.push(extra.to_owned());
    }
}

/// Copies what a new table takes from those it inherits from.
pub(super) fn parents(stage: &Stage, table: &mut Table, node: &Node<'_>) -> Result<Vec<Slot>, Mistake> {
    let mut slots = Vec::new();
    for clause in node
        .children
        .iter()
        .filter(|child| matches!(child.kind, K::INHERITS | K::PARTITION_OF))
    {
        for parent in clause.each(K::TABLE_NAME_REF) {
            let slot = stage.need(&parent.object_name()?, parent.start)?;
            let from = stage
                .table(slot)
                .ok_or_else(|| not_understood(parent.start, "a table that is gone"))?;
            inherit(table, from);
            if clause.kind == K::PARTITION_OF {
                become_partition(stage, table, from);
            }
            slots.push(slot);
        }
        let bound = node.children.iter().find(|child| is_bound(child.kind));
        table.extras.push(spelled(clause, bound));
    }
    Ok(slots)
}

fn spelled(clause: &Node<'_>, bound: Option<&Node<'_>>) -> String {
    let words = [clause.text, bound.map_or("", |bound| bound.text)].join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn inherit(table: &mut Table, from: &Table) {
    for column in &from.columns {
        if table.column(&column.name).is_none() {
            let mut column = column.clone();
            column.comment = None;
            table.columns.push(column);
        }
    }
    for check in from
        .checks
        .iter()
        .filter(|check| !check.extras.iter().any(|extra| extra == "NO INHERIT"))
    {
        let mut check = check.clone();
        check.comment = None;
        table.checks.push(check);
    }
}

/// Keys, indexes and foreign keys of the whole are those of each part, under names of its own.
fn become_partition(stage: &Stage, table: &mut Table, from: &Table) {
    if let Some(key) = &from.primary_key {
        table.primary_key = Some(renamed(stage, table, key, "pkey"));
    }
    for key in &from.uniques {
        let key = renamed(stage, table, key, "key");
        table.uniques.push(key);
    }
    for index in &from.indexes {
        let index = Index {
            name: name::of_index(stage, table, &parts(index), "idx"),
            ..index.clone()
        };
        table.indexes.push(index);
    }
    table.foreign_keys.extend(from.foreign_keys.iter().cloned());
}

fn renamed(stage: &Stage, table: &Table, key: &Key, label: &str) -> Key {
    let middle = if label == "pkey" {
        String::new()
    } else {
        key.columns.join("_")
    };
    Key {
        name: name::of_relation(stage, table, &middle, label),
        ..key.clone()
    }
}

fn parts(index: &Index) -> String {
    let words = index
        .parts
        .iter()
        .map(|part| if part.column { part.expr.as_str() } else { "expr" });
    words.collect::<Vec<_>>().join("_")
}

/// `LIKE table`: its columns, and what is asked for beside them.
pub(super) fn like(stage: &Stage, table: &mut Table, node: &Node<'_>) -> Outcome {
    let slot = stage.need(&need(node, K::RELATION_NAME_REF)?.object_name()?, node.start)?;
    let from = stage
        .table(slot)
        .ok_or_else(|| not_understood(node.start, "a table that is gone"))?;
    let including = |word: &str| {
        let asked = node.each(K::INCLUDING_PROPERTY).any(|property| {
            let text = property.text.to_ascii_uppercase();
            text.ends_with(word) || text.ends_with("ALL")
        });
        asked
            && !node
                .each(K::EXCLUDING_PROPERTY)
                .any(|property| property.text.to_ascii_uppercase().ends_with(word))
    };
    if ["STORAGE", "STATISTICS", "COMPRESSION"]
        .iter()
        .any(|word| including(word))
        && !from.extras.is_empty()
    {
        return Err(not_understood(node.start, "this likeness"));
    }
    for column in &from.columns {
        let mut column = column.clone();
        if !including("DEFAULTS") {
            column.default = None;
        }
        if !including("GENERATED") {
            column.generated = None;
        }
        if !including("IDENTITY") {
            column.identity = false;
            column.extras.retain(|extra| !extra.starts_with("GENERATED"));
        }
        if !including("COMMENTS") {
            column.comment = None;
        }
        table.columns.push(column);
    }
    if including("CONSTRAINTS") {
        table.checks.extend(from.checks.iter().cloned());
    }
    if including("INDEXES") {
        let foreign = std::mem::take(&mut table.foreign_keys);
        let none = Table {
            foreign_keys: Vec::new(),
            ..from.clone()
        };
        become_partition(stage, table, &none);
        table.foreign_keys = foreign;
    }
    Ok(())
}

/// Whether a change of a table is a change of those that inherit from it.
pub(super) fn reaches_children(change: &Node<'_>) -> bool {
    match change.kind {
        K::ADD_COLUMN | K::DROP_COLUMN | K::RENAME_COLUMN | K::ALTER_COLUMN => true,
        K::ADD_CONSTRAINT => change
            .child(K::CHECK_CONSTRAINT)
            .is_some_and(|check| check.child(K::NO_INHERIT).is_none()),
        _ => false,
    }
}

/// `ATTACH PARTITION table FOR VALUES …`
pub(super) fn attach(stage: &mut Stage, parent: Slot, change: &Node<'_>) -> Outcome {
    let child = stage.need(&need(change, K::TABLE_NAME_REF)?.object_name()?, change.start)?;
    let name = stage.table_mut(parent, change.start)?.name.to_string();
    let bound = change
        .children
        .iter()
        .find(|child| is_bound(child.kind))
        .map_or("", |bound| bound.text);
    let bound = bound.split_whitespace().collect::<Vec<_>>().join(" ");
    stage
        .table_mut(child, change.start)?
        .extras
        .push(format!("PARTITION OF {name} {bound}"));
    stage.children.entry(parent).or_default().push(child);
    let (Some(from), Some(table)) = (stage.table(parent), stage.table(child)) else {
        return Ok(());
    };
    let mut table = table.clone();
    complete(stage, &mut table, from);
    *stage.table_mut(child, change.start)? = table;
    stage.note(child);
    Ok(())
}

/// What the whole has and the part lacks, the server adds.
fn complete(stage: &Stage, table: &mut Table, from: &Table) {
    let mut lacking = from.clone();
    lacking.primary_key = lacking.primary_key.filter(|_| table.primary_key.is_none());
    lacking
        .uniques
        .retain(|key| !table.uniques.iter().any(|own| own.columns == key.columns));
    lacking.indexes.retain(|index| {
        let same =
            |own: &Index| own.parts == index.parts && own.unique == index.unique && own.predicate == index.predicate;
        !table.indexes.iter().any(same)
    });
    lacking.foreign_keys.retain(|key| {
        let same = |own: &ForeignKey| own.columns == key.columns && own.target == key.target;
        !table.foreign_keys.iter().any(same)
    });
    become_partition(stage, table, &lacking);
}
