//! PostgreSQL: a statement to the changes it makes. In: a syntax tree and the world before it. Out: [`Effect`]s, without
//! a judgement; what a change does to the tables it names is looked up in the measured facts.

mod alter_table;
mod block;
mod column;
mod constraint;
mod create;
mod drop;
mod index;
mod learn;
mod name;
mod other;
mod retype;
mod rows;
mod volatility;

pub(crate) use learn::learn;

use driftless_catalog::ObjectName;
use driftless_catalog::parse::postgres::Node;
use squawk_parser::SyntaxKind as K;

use crate::Kind;
use crate::effect::Effect;
use crate::world::World;

/// The changes that a statement makes.
pub(crate) fn effects(world: &World, node: &Node<'_>) -> Vec<Effect> {
    match node.kind {
        K::ALTER_TABLE => alter_table::read(world, node),
        K::CREATE_TABLE | K::CREATE_TABLE_AS | K::CREATE_VIEW | K::CREATE_MATERIALIZED_VIEW => {
            create::read(world, node)
        }
        K::CREATE_INDEX | K::DROP_INDEX | K::ALTER_INDEX | K::REINDEX => index::read(world, node),
        K::DROP_TABLE | K::TRUNCATE | K::DROP_VIEW | K::DROP_MATERIALIZED_VIEW | K::DROP_SCHEMA => {
            drop::read(world, node)
        }
        K::INSERT | K::UPDATE | K::DELETE | K::MERGE | K::SELECT | K::COPY | K::LOCK => rows::read(world, node),
        K::DO => block::read(world, node),
        _ => other::read(world, node),
    }
}

/// The table that ALTER TABLE is about.
pub(crate) fn altered_table(node: &Node<'_>) -> Option<ObjectName> {
    name::child(node, K::TABLE_RELATION_NAME)
}

/// A statement that no relation is touched by.
fn quiet(kind: Kind) -> Vec<Effect> {
    vec![Effect::new(kind, "")]
}
