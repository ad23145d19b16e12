//! What takes tables and views away, or all of their rows.

use driftless_catalog::ObjectName;
use driftless_catalog::parse::postgres::Node;
use squawk_parser::SyntaxKind as K;

use super::name;
use crate::effect::Effect;
use crate::world::World;
use crate::{Broken, Kind, Loss, Lost, Role};

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    let cascades = node.child(K::CASCADE).is_some();
    match node.kind {
        K::DROP_TABLE => {
            let tables = name::all(node, K::TABLE_NAME_REF);
            tables
                .iter()
                .flat_map(|table| drop_table(world, table, cascades))
                .collect()
        }
        K::TRUNCATE => {
            let tables = name::all(node, K::TABLE_NAME_REF);
            tables
                .iter()
                .flat_map(|table| truncate(world, table, cascades))
                .collect()
        }
        K::DROP_SCHEMA => drop_schema(world, node, cascades),
        kind => {
            let kind = if kind == K::DROP_VIEW {
                Kind::DropView
            } else {
                Kind::DropMaterializedView
            };
            let views = name::all(node, K::VIEW_REF);
            views.into_iter().map(|view| drop_view(kind, &view)).collect()
        }
    }
}

fn drop_view(kind: Kind, view: &ObjectName) -> Effect {
    Effect::of(kind, view)
        .loses(Loss::new(Lost::Object, "view", None, view.to_string()))
        .breaks(Broken::Readers(view.to_string()))
}

fn drop_table(world: &World, table: &ObjectName, cascades: bool) -> Vec<Effect> {
    let whole = table.to_string();
    let mut effects = vec![
        Effect::of(Kind::DropTable, table)
            .on(Role::Index, world.indexes(table))
            .loses(Loss::table(table))
            .breaks(Broken::Readers(whole)),
    ];
    let own = world.table(table).into_iter().flat_map(|table| &table.foreign_keys);
    let own = own.filter(|key| key.target != *table);
    effects.extend(
        own.map(|key| Effect::of(Kind::DropTableWithForeignKey, table).on(Role::Referenced, [key.target.clone()])),
    );
    if cascades {
        effects.extend(world.referencing(table).map(|(other, key)| {
            Effect::of(Kind::DropTableCascading, table)
                .on(Role::Referencing, [other.name.clone()])
                .also_loses([Loss::rule("foreign key", &other.name, &key.name)])
        }));
        effects.push(Effect::of(Kind::DropTableCascading, table).also_loses(dependents(world, table)));
    }
    effects
}

/// Views and other objects that cannot be without a table.
fn dependents(world: &World, table: &ObjectName) -> Vec<Loss> {
    let needing = world
        .catalog
        .opaque()
        .iter()
        .filter(|opaque| opaque.needs.contains(table));
    let sort = |kind: &str| match kind {
        "view" => "view",
        "materialized view" => "materialized view",
        _ => "object",
    };
    let lost = needing.map(|opaque| Loss::new(Lost::Object, sort(&opaque.kind), None, &opaque.name));
    lost.collect()
}

fn truncate(world: &World, table: &ObjectName, cascades: bool) -> Vec<Effect> {
    let of = |kind| Effect::of(kind, table).on(Role::Index, world.indexes(table));
    let mut effects = vec![of(Kind::Truncate).loses(rows(table))];
    if cascades {
        effects.extend(world.referencing(table).map(|(other, _)| {
            of(Kind::TruncateCascading)
                .on(Role::Referencing, [other.name.clone()])
                .on(Role::Index, world.indexes(&other.name))
                .also_loses([rows(&other.name)])
        }));
    }
    effects
}

fn rows(table: &ObjectName) -> Loss {
    Loss::new(Lost::Data, "every row of", None, table.to_string())
}

fn drop_schema(world: &World, node: &Node<'_>, cascades: bool) -> Vec<Effect> {
    let schemas: Vec<String> = node.each(K::SCHEMA_REF).filter_map(Node::name).collect();
    let effect = Effect::new(Kind::DropSchema, schemas.join(", "));
    if !cascades {
        return vec![effect];
    }
    let inside = world.catalog.tables().filter(|table| {
        table
            .name
            .namespace
            .as_ref()
            .is_some_and(|namespace| schemas.contains(namespace))
    });
    vec![effect.also_loses(inside.map(|table| Loss::table(&table.name)))]
}
