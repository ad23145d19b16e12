//! What makes tables and views: nobody waits for what is new, but it may hold on to what is there.

use driftless_catalog::parse::postgres::Node;
use squawk_parser::SyntaxKind as K;

use super::name;
use crate::effect::Effect;
use crate::world::World;
use crate::{Broken, Kind, Role};

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    match node.kind {
        K::CREATE_TABLE => table(node),
        K::CREATE_TABLE_AS => vec![reading(Kind::CreateTableFromQuery, node)],
        K::CREATE_MATERIALIZED_VIEW => vec![reading(Kind::CreateMaterializedView, node)],
        _ => vec![view(world, node)],
    }
}

fn table(node: &Node<'_>) -> Vec<Effect> {
    let made = name::child(node, K::TABLE_NAME)
        .map(|name| name.to_string())
        .unwrap_or_default();
    let of = |kind| Effect::new(kind, made.clone());
    let mut effects = vec![of(Kind::CreateTable)];
    if let Some(parent) = node
        .child(K::PARTITION_OF)
        .and_then(|part| name::child(part, K::TABLE_NAME_REF))
    {
        effects[0] = of(Kind::CreatePartition).on(Role::Table, [parent]);
    }
    if let Some(parents) = node.child(K::INHERITS) {
        effects.push(of(Kind::CreateInheritingTable).on(Role::Table, name::all(parents, K::TABLE_NAME_REF)));
    }
    let parts = node.child(K::TABLE_ARG_LIST).map_or(&[][..], |list| &list.children);
    for part in parts {
        if part.kind == K::LIKE_CLAUSE {
            effects.push(of(Kind::CreateTableLikeAnother).on(Role::Source, name::child(part, K::RELATION_NAME_REF)));
        }
        let rule = part
            .child(K::REFERENCES_CONSTRAINT)
            .or(Some(part).filter(|part| part.kind == K::FOREIGN_KEY_CONSTRAINT));
        if let Some(rule) = rule {
            let target = name::child(rule, K::TABLE_NAME_REF);
            effects.push(of(Kind::CreateTableWithForeignKey).on(Role::Referenced, target));
        }
    }
    effects
}

fn reading(kind: Kind, node: &Node<'_>) -> Effect {
    Effect::new(kind, "").on(Role::Source, name::sources(node))
}

fn view(world: &World, node: &Node<'_>) -> Effect {
    let made = name::child(node, K::VIEW);
    match made.filter(|made| node.child(K::OR_REPLACE).is_some() && world.views.contains_key(made)) {
        Some(made) => {
            let effect = reading(Kind::ReplaceView, node).breaks(Broken::Readers(made.to_string()));
            effect.on(Role::Table, [made])
        }
        None => reading(Kind::CreateView, node),
    }
}
