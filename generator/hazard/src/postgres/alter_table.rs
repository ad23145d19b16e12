//! ALTER TABLE: one effect for each change it lists, or more where a change has several sides.

use driftless_catalog::ObjectName;
use driftless_catalog::parse::postgres::Node;
use driftless_diagnostics::Code;
use squawk_parser::SyntaxKind as K;

use super::{column, constraint, name};
use crate::effect::Effect;
use crate::world::{World, beside};
use crate::{Broken, Kind, Loss, Role};

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    let Some(table) = name::child(node, K::TABLE_RELATION_NAME) else {
        return super::quiet(Kind::Other);
    };
    let changes = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::TABLE_RELATION_NAME);
    let changes = changes
        .skip(1)
        .filter(|child| !matches!(child.kind, K::COMMA | K::SEMICOLON));
    let effects = changes.flat_map(|change| {
        let range = change.start..change.start + change.text.len();
        let effects = effects(world, &table, change);
        effects.into_iter().map(move |effect| effect.at(range.clone()))
    });
    effects.collect()
}

fn effects(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    match change.kind {
        K::ADD_COLUMN => column::add(world, table, change),
        K::DROP_COLUMN => column::remove(world, table, change),
        K::ALTER_COLUMN => column::alter(world, table, change),
        K::ADD_CONSTRAINT => constraint::add(world, table, change),
        K::VALIDATE_CONSTRAINT => constraint::validate(world, table, change),
        K::DROP_CONSTRAINT => constraint::remove(world, table, change),
        K::ALTER_CONSTRAINT => constraint::alter(world, table, change),
        _ => vec![whole(world, table, change)],
    }
}

/// Changes of the table as a whole.
fn whole(world: &World, table: &ObjectName, change: &Node<'_>) -> Effect {
    let of = |kind| Effect::of(kind, table);
    let indexed = |kind| of(kind).on(Role::Index, world.indexes(table));
    match change.kind {
        K::RENAME_COLUMN => rename_column(world, table, change),
        K::TABLE_RENAME_TO => of(Kind::RenameTable).breaks(Broken::Readers(table.to_string())),
        K::SET_SCHEMA => of(Kind::MoveTableToSchema).breaks(Broken::Readers(table.to_string())),
        K::RENAME_CONSTRAINT => of(Kind::RenameConstraint),
        K::ENABLE_RLS => of(Kind::EnableRowSecurity),
        K::DISABLE_RLS => of(Kind::DisableRowSecurity).loses(Loss::rule("row-level security", table, "for all roles")),
        K::FORCE_RLS => of(Kind::ForceRowSecurity),
        K::NO_FORCE_RLS => of(Kind::StopForcingRowSecurity),
        K::ENABLE_TRIGGER | K::ENABLE_ALWAYS_TRIGGER | K::ENABLE_REPLICA_TRIGGER => of(Kind::EnableTrigger),
        K::DISABLE_TRIGGER => disable_trigger(table, change),
        K::SET_UNLOGGED => indexed(Kind::SetUnlogged).loses(Loss::rule("safety from crashes", table, "of all rows")),
        K::SET_LOGGED => indexed(Kind::SetLogged),
        K::SET_OPTIONS => of(Kind::SetStorageParameter),
        K::RESET_OPTIONS => of(Kind::ResetStorageParameter),
        K::SET_TABLESPACE => of(Kind::MoveToTablespace),
        K::OWNER_TO => indexed(Kind::ChangeOwner),
        K::REPLICA_IDENTITY => of(Kind::SetReplicaIdentity),
        K::CLUSTER_ON => {
            let index = change.name().map(|index| beside(table, &index));
            of(Kind::ChooseClusteringIndex).on(Role::Index, index)
        }
        K::SET_WITHOUT_CLUSTER => of(Kind::ForgetClusteringIndex),
        K::INHERIT_TABLE => of(Kind::Inherit).on(Role::Referenced, name::child(change, K::TABLE_NAME_REF)),
        K::NO_INHERIT_TABLE => of(Kind::StopInheriting).on(Role::Referenced, name::child(change, K::TABLE_NAME_REF)),
        K::ATTACH_PARTITION => attach(world, table, change),
        K::DETACH_PARTITION => {
            let beside_others = change.child(K::DETACH_CONCURRENTLY).is_some();
            let kind = if beside_others {
                Kind::DetachPartitionConcurrently
            } else {
                Kind::DetachPartition
            };
            of(kind).on(Role::Partition, name::child(change, K::TABLE_NAME_REF))
        }
        _ => of(Kind::Other),
    }
}

/// A column that takes the place of one that this migration dropped was filled beside it: nobody knows its old name.
fn rename_column(world: &World, table: &ObjectName, change: &Node<'_>) -> Effect {
    let name = |kind| change.child(kind).and_then(Node::name).unwrap_or_default();
    let (old, new) = (name(K::COLUMN_NAME_REF), name(K::COLUMN_NAME));
    let effect = Effect::of_column(Kind::RenameColumn, table, &old);
    match world.file.dropped.contains(&(table.clone(), new)) {
        true => effect,
        false => effect.breaks(Broken::Readers(format!("{table}.{old}"))),
    }
}

fn disable_trigger(table: &ObjectName, change: &Node<'_>) -> Effect {
    if change.child(K::ALL).is_some() {
        return Effect::of(Kind::DisableAllTriggers, table).loses(Loss::rule(
            "triggers and foreign keys",
            table,
            "all",
        ));
    }
    Effect::of(Kind::DisableTrigger, table)
}

/// A part with a check that names every bound need not be read. Whether the check says the very same is left to whoever
/// wrote it so.
fn attach(world: &World, table: &ObjectName, change: &Node<'_>) -> Effect {
    let part = name::child(change, K::TABLE_NAME_REF);
    let mut bounds = Vec::new();
    literals(change, &mut bounds);
    let proves = |expr: &str| !bounds.is_empty() && bounds.iter().all(|bound| expr.contains(bound));
    let known = part.as_ref().and_then(|part| world.table(part));
    let proven = known.is_some_and(|part| part.checks.iter().any(|check| !check.not_valid && proves(&check.expr)));
    let kind = if proven {
        Kind::AttachProvenPartition
    } else {
        Kind::AttachPartition
    };
    Effect::of(kind, table).on(Role::Partition, part)
}

fn literals<'s>(node: &Node<'s>, found: &mut Vec<&'s str>) {
    for child in &node.children {
        match child.kind {
            K::LITERAL => found.push(child.text),
            _ => literals(child, found),
        }
    }
}

/// The sentence for what is refused as soon as there are rows.
pub(super) fn refused_on_rows(effect: Effect, why: &str, recipe: &str) -> Effect {
    let message = format!("this fails as soon as `{}` has rows: {why}", table_of(&effect));
    effect.says(Code::FailsOnRows, message, recipe)
}

fn table_of(effect: &Effect) -> String {
    let table = effect.relations.iter().find(|(role, _)| *role == Role::Table);
    table.map(|(_, name)| name.to_string()).unwrap_or_default()
}
