//! What a statement leaves behind that the Catalog does not model, but later statements depend on.

use driftless_catalog::parse::postgres::{Node, unquote_text};
use squawk_parser::SyntaxKind as K;

use super::name;
use crate::world::{Domain, World, beside};

/// Takes in what a statement did.
pub(crate) fn learn(world: &mut World, node: &Node<'_>) {
    match node.kind {
        K::SET | K::RESET => setting(world, node),
        K::CREATE_TABLE | K::CREATE_TABLE_AS => created(world, node),
        K::CREATE_VIEW | K::CREATE_MATERIALIZED_VIEW => {
            if let Some(view) = name::child(node, K::VIEW) {
                world
                    .file
                    .created
                    .extend((!world.views.contains_key(&view)).then(|| view.clone()));
                world.views.insert(view, name::sources(node));
            }
        }
        K::CREATE_DOMAIN => {
            let ty = node.children.iter().skip_while(|child| child.kind != K::DOMAIN).skip(1);
            let ty = ty.into_iter().find(|child| child.kind != K::AS_KW);
            if let (Some(domain), Some(ty)) = (name::child(node, K::DOMAIN), ty) {
                let constrained = name::has(node, K::CHECK_CONSTRAINT) || name::has(node, K::NOT_NULL_CONSTRAINT);
                let base = ty.text.to_owned();
                world.domains.insert(domain, Domain { base, constrained });
            }
        }
        K::CREATE_INDEX => {
            let table = name::child(node, K::TABLE_RELATION_NAME).filter(|table| world.table(table).is_none());
            let index = node.child(K::INDEX).and_then(Node::name);
            if let (Some(table), Some(index)) = (table, index) {
                world.foreign_indexes.insert(beside(&table, &index), table);
            }
        }
        K::CREATE_STATISTICS => {
            let table = node
                .child(K::FROM_TABLE)
                .and_then(|from| name::child(from, K::TABLE_NAME_REF));
            if let (Some(statistics), Some(table)) = (name::child(node, K::STATISTICS), table) {
                world.statistics.insert(statistics, table);
            }
        }
        K::ALTER_DOMAIN => {
            let adds = node.child(K::ADD_CONSTRAINT).is_some() || node.child(K::SET_NOT_NULL).is_some();
            let known = name::child(node, K::DOMAIN_REF).and_then(|domain| world.domains.get_mut(&domain));
            if let Some(domain) = known.filter(|_| adds) {
                domain.constrained = true;
            }
        }
        K::ALTER_TYPE => {
            let added = node.child(K::ADD_VALUE).and_then(|added| added.child(K::LITERAL));
            world.file.values.extend(added.map(|value| unquote_text(value.text)));
        }
        K::ALTER_TABLE => altered(world, node),
        K::DROP_TABLE => {
            for table in name::all(node, K::TABLE_NAME_REF) {
                world.partitions.remove(&table);
                world.file.created.remove(&table);
            }
        }
        _ => {}
    }
}

fn setting(world: &mut World, node: &Node<'_>) {
    let zone = node.child(K::SET_TIME_ZONE);
    let setting = node
        .find(K::CONFIG_PARAMETER_REF)
        .and_then(Node::name)
        .unwrap_or_default();
    let value = node
        .find(K::LITERAL)
        .map(|value| unquote_text(value.text).to_lowercase())
        .unwrap_or_default();
    let is_set = node.kind == K::SET;
    if zone.is_some() || setting == "timezone" {
        world.file.utc = is_set && value == "utc";
    }
    if setting == "lock_timeout" {
        world.file.patient = is_set && value.trim_start_matches('0').chars().any(|c| c.is_ascii_digit());
    }
}

fn created(world: &mut World, node: &Node<'_>) {
    let Some(table) = name::child(node, K::TABLE_NAME) else {
        return;
    };
    if node.child(K::PARTITION_BY).is_some() {
        world.partitions.entry(table.clone()).or_default();
    }
    if let Some(parent) = node
        .child(K::PARTITION_OF)
        .and_then(|part| name::child(part, K::TABLE_NAME_REF))
    {
        world.partitions.entry(parent).or_default().insert(table.clone());
    }
    world.file.created.insert(table);
}

fn altered(world: &mut World, node: &Node<'_>) {
    let Some(table) = name::child(node, K::TABLE_RELATION_NAME) else {
        return;
    };
    for change in &node.children {
        match change.kind {
            K::ADD_CONSTRAINT => added(world, &table, change),
            K::DROP_COLUMN => {
                let gone = change.child(K::COLUMN_NAME_REF).and_then(Node::name);
                world.file.dropped.extend(gone.map(|gone| (table.clone(), gone)));
            }
            K::RENAME_COLUMN => {
                let new = change.child(K::COLUMN_NAME).and_then(Node::name);
                world.file.renamed.extend(new.map(|new| (table.clone(), new)));
            }
            K::ATTACH_PARTITION => {
                let part = name::child(change, K::TABLE_NAME_REF);
                world.partitions.entry(table.clone()).or_default().extend(part);
            }
            K::TABLE_RENAME_TO if world.file.created.remove(&table) => {
                world.file.created.extend(name::child(change, K::TABLE_NAME));
            }
            _ => {}
        }
    }
}

fn added(world: &mut World, table: &driftless_catalog::ObjectName, change: &Node<'_>) {
    let Some(rule) = change.children.last() else { return };
    let Some(constraint) = rule.child(K::CONSTRAINT_NAME_CLAUSE).and_then(Node::name) else {
        return;
    };
    let key = (table.clone(), constraint);
    if rule.kind == K::NOT_NULL_CONSTRAINT {
        let column = rule.child(K::COLUMN_NAME_REF).and_then(Node::name).unwrap_or_default();
        world.not_nulls.insert(key.clone(), column);
    }
    if rule.child(K::NOT_VALID).is_some() {
        world.file.unvalidated.insert(key);
    }
}
