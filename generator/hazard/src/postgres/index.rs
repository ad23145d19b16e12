//! Indexes.

use driftless_catalog::ObjectName;
use driftless_catalog::parse::postgres::Node;
use driftless_diagnostics::Code;
use squawk_parser::SyntaxKind as K;

use super::name;
use crate::effect::Effect;
use crate::world::{IndexOf, World, beside, indexes};
use crate::{Broken, Kind, Loss, Lost, Role};

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    match node.kind {
        K::CREATE_INDEX => vec![create(world, node)],
        K::DROP_INDEX => {
            let beside_others = node.child(K::CONCURRENTLY_KW).is_some();
            let indexes = name::all(node, K::INDEX_REF);
            indexes
                .into_iter()
                .map(|index| remove(world, index, beside_others))
                .collect()
        }
        K::REINDEX => rebuild(world, node),
        _ => alter(world, node),
    }
}

fn create(world: &World, node: &Node<'_>) -> Effect {
    let Some(table) = name::child(node, K::TABLE_RELATION_NAME) else {
        return Effect::new(Kind::Other, "");
    };
    let unique = node.child(K::UNIQUE_KW).is_some();
    let beside_others = node.child(K::CONCURRENTLY_KW).is_some();
    let only = node
        .child(K::TABLE_RELATION_NAME)
        .is_some_and(|table| table.child(K::ONLY_KW).is_some());
    let parts = world.partitions.get(&table);
    let kind = match (unique, beside_others, parts) {
        (false, true, _) => Kind::CreateIndexConcurrently,
        (true, true, _) => Kind::CreateUniqueIndexConcurrently,
        (_, _, Some(_)) if only => Kind::CreateIndexOnParentOnly,
        (_, _, Some(_)) => Kind::CreateIndexOnPartitions,
        (false, ..) => Kind::CreateIndex,
        (true, ..) => Kind::CreateUniqueIndex,
    };
    let mut effect = Effect::of(kind, &table);
    if kind == Kind::CreateIndexOnPartitions {
        effect = effect.on(Role::Partition, parts.into_iter().flatten().cloned());
    }
    if unique {
        effect = effect.breaks(Broken::Writers(table.to_string()));
    }
    if beside_others && node.child(K::IF_NOT_EXISTS).is_some() {
        let message = "an index that an earlier attempt left half built passes for the one that is wanted";
        let recipe = "leave out IF NOT EXISTS: drop what an attempt left behind (pg_index.indisvalid is false), then build again";
        effect = effect.says(Code::LostGuarantee, message, recipe);
    }
    effect
}

/// The table of an index, and whether it keeps equal rows out.
fn owner<'w>(world: &'w World, index: &ObjectName) -> Option<(&'w ObjectName, bool)> {
    let Some(table) = world.table_of_index(index) else {
        return world.foreign_indexes.get(index).map(|table| (table, false));
    };
    let unique = indexes(table).any(|(name, of)| {
        name == index.name
            && match of {
                IndexOf::Key(_) => true,
                IndexOf::Index(index) => index.unique,
            }
    });
    Some((&table.name, unique))
}

fn remove(world: &World, index: ObjectName, beside_others: bool) -> Effect {
    let owner = owner(world, &index);
    let unique = owner.is_some_and(|(_, unique)| unique);
    let kind = match (unique, beside_others) {
        (false, false) => Kind::DropIndex,
        (false, true) => Kind::DropIndexConcurrently,
        (true, false) => Kind::DropUniqueIndex,
        (true, true) => Kind::DropUniqueIndexConcurrently,
    };
    let what = if unique { Lost::Guarantee } else { Lost::Object };
    let sort = if unique { "unique index" } else { "index" };
    Effect::new(kind, index.to_string())
        .on(Role::Table, owner.map(|(table, _)| table.clone()))
        .loses(Loss::new(what, sort, owner.map(|(table, _)| table), &index.name))
        .on(Role::Index, [index])
}

fn rebuild(world: &World, node: &Node<'_>) -> Vec<Effect> {
    let beside_others = name::has(node, K::CONCURRENTLY_KW);
    if let Some(index) = node.find(K::INDEX_REF).and_then(name::object) {
        let kind = if beside_others {
            Kind::RebuildIndexConcurrently
        } else {
            Kind::RebuildIndex
        };
        let table = owner(world, &index).map(|(table, _)| table.clone());
        return vec![
            Effect::new(kind, index.to_string())
                .on(Role::Table, table)
                .on(Role::Index, [index]),
        ];
    }
    let kind = if beside_others {
        Kind::RebuildIndexesOfTableConcurrently
    } else {
        Kind::RebuildIndexesOfTable
    };
    match node.find(K::TABLE_NAME_REF).and_then(name::object) {
        Some(table) => vec![Effect::of(kind, &table).on(Role::Index, world.indexes(&table))],
        None => every_table(world, kind),
    }
}

/// REINDEX SCHEMA and REINDEX DATABASE.
fn every_table(world: &World, kind: Kind) -> Vec<Effect> {
    let tables = world.catalog.tables();
    tables
        .map(|table| Effect::of(kind, &table.name).on(Role::Index, world.indexes(&table.name)))
        .collect()
}

fn alter(world: &World, node: &Node<'_>) -> Vec<Effect> {
    let Some(index) = name::child(node, K::INDEX_REF) else {
        return super::quiet(Kind::Other);
    };
    let of = |kind| Effect::new(kind, index.to_string()).on(Role::Index, [index.clone()]);
    if node.child(K::INDEX_RENAME_TO).is_some() {
        return vec![of(Kind::RenameIndex)];
    }
    let Some(part) = node.child(K::ATTACH_INDEX_PARTITION) else {
        return vec![of(Kind::SetIndexParameter)];
    };
    let attached = part.name().map(|name| beside(&index, &name));
    let table_of = |index: &ObjectName| owner(world, index).map(|(table, _)| table.clone());
    let effect = of(Kind::AttachIndexPartition).on(Role::Table, table_of(&index));
    let effect = effect.on(Role::Partition, attached.as_ref().and_then(table_of));
    vec![effect.on(Role::Attached, attached)]
}
