//! ALTER COLUMN … TYPE: free, or a rewrite, and what else has to be looked at again.

use driftless_catalog::parse::postgres::Node;
use driftless_catalog::{ObjectName, Table};
use driftless_diagnostics::Code;
use squawk_parser::SyntaxKind as K;

use crate::effect::{Effect, Said};
use crate::types::{Cost, Type};
use crate::world::{IndexOf, World, beside, indexes, mentions};
use crate::{Broken, Kind, Loss, Lost, Role};

pub(super) fn read(world: &World, table: &ObjectName, column: &str, action: &Node<'_>) -> Vec<Effect> {
    let to = written_type(action);
    let from = world
        .table(table)
        .and_then(|table| table.column(column))
        .map(|column| column.ty.as_str());
    let using = action.child(K::USING_EXPR).and_then(|using| using.children.get(1));
    let cost = cost(world, from, to, using, column);
    let mut effects = match cost {
        Cost::Rewrite => rewritten(world, table, column),
        Cost::FreeInUtc if !world.file.utc => rewritten(world, table, column),
        Cost::FreeInUtc => free(world, table, column, Kind::ChangeTypeFreelyByTimeZone, action),
        Cost::Free => free(world, table, column, Kind::ChangeTypeFreely, action),
    };
    let value = || Loss::new(Lost::Data, "values of column", Some(table), column);
    if let Some(first) = effects.first_mut() {
        if cost == Cost::FreeInUtc && !world.file.utc {
            first.lost.push(value());
            first.said.push(shifts(table, column));
        } else if let Some(loss) = loss(world, from, to, using, column) {
            first.lost.push(value());
            first
                .said
                .push(Said::new(Code::LostData, format!("`{table}.{column}`: {loss}"), COUNT));
        }
        if cost == Cost::Rewrite {
            first.broken.push(Broken::Readers(format!("{table}.{column}")));
        }
    }
    effects
}

const COUNT: &str = "count the rows whose value and its cast differ, and keep the old values beside the new ones until nobody needs them";

/// The type as it is written, without COLLATE and USING.
fn written_type<'s>(action: &Node<'s>) -> &'s str {
    let words = [K::SET_KW, K::DATA_KW, K::TYPE_KW];
    let ty = action.children.iter().find(|child| !words.contains(&child.kind));
    ty.map_or("", |ty| ty.text)
}

fn shifts(table: &ObjectName, column: &str) -> Said {
    let message =
        format!("`{table}.{column}`: every value means another moment where the session's time zone is not UTC");
    let recipe = "SET TIME ZONE 'UTC' before it if the old values are in UTC, and nothing is rewritten either; else say USING … AT TIME ZONE";
    Said::new(Code::LostData, message, recipe)
}

fn cost(world: &World, from: Option<&str>, to: &str, using: Option<&Node<'_>>, column: &str) -> Cost {
    let plain = using.is_none_or(|using| is_plain(using, column, to));
    let from = from.and_then(|from| world.resolve(from, false));
    match (from, world.resolve(to, true)) {
        (Some(from), Some(to)) if plain => from.change_to(&to),
        _ => Cost::Rewrite,
    }
}

/// Whether USING says no more than what happens without it: `c` or `c::type`.
fn is_plain(using: &Node<'_>, column: &str, to: &str) -> bool {
    let of_column = |node: &Node<'_>| node.kind == K::NAME_REF && node.name().as_deref() == Some(column);
    of_column(using)
        || is_cast(using)
            && Type::read(cast_type(using)) == Type::read(to)
            && using.children.first().is_some_and(of_column)
}

fn is_cast(using: &Node<'_>) -> bool {
    using.kind == K::CAST_EXPR && using.child(K::COLON_COLON).is_some()
}

fn cast_type<'s>(using: &Node<'s>) -> &'s str {
    using.children.last().map_or("", |ty| ty.text)
}

/// What a cast loses, or that nobody can tell.
fn loss(world: &World, from: Option<&str>, to: &str, using: Option<&Node<'_>>, column: &str) -> Option<&'static str> {
    let from = world.resolve(from?, false)?;
    let target = world.resolve(to, false)?;
    match using {
        None => from.loss_to(&target, false),
        Some(using) if is_plain(using, column, to) => from.loss_to(&target, true),
        Some(using) if is_cast(using) => Some("every value is computed anew, by a cast of its own")
            .filter(|_| Type::read(cast_type(using)) != target),
        Some(using) if zone_is_named(using) => None,
        Some(_) => Some("every value is computed anew, and the old one is gone"),
    }
}

/// `c AT TIME ZONE '…'` keeps every instant.
fn zone_is_named(using: &Node<'_>) -> bool {
    using.child(K::AT_TIME_ZONE).is_some() || using.kind == K::AT_TIME_ZONE
}

/// Every row and every index anew; the tables at the other end of foreign keys are read too.
fn rewritten(world: &World, table: &ObjectName, column: &str) -> Vec<Effect> {
    let of = |kind| Effect::of_column(kind, table, column).on(Role::Index, world.indexes(table));
    let mut effects = vec![of(Kind::ChangeTypeWithRewrite)];
    effects.extend(at_other_ends(
        world,
        table,
        column,
        [Kind::ChangeTypeOfReferencingColumn, Kind::ChangeTypeOfReferencedColumn],
    ));
    effects
}

fn at_other_ends(world: &World, table: &ObjectName, column: &str, kinds: [Kind; 2]) -> Vec<Effect> {
    let of = |kind| Effect::of_column(kind, table, column);
    let [referencing, referenced] = kinds;
    let own = world.table(table).into_iter().flat_map(|table| &table.foreign_keys);
    let own = own.filter(|key| key.columns.iter().any(|name| name == column));
    let own = own.map(|key| of(referencing).on(Role::Referenced, [key.target.clone()]));
    let others = world
        .referencing(table)
        .filter(|(_, key)| key.target_columns.iter().any(|name| name == column));
    let others = others.map(|(other, _)| of(referenced).on(Role::Referencing, [other.name.clone()]));
    own.chain(others).collect()
}

/// Nothing is rewritten, but checks of the column are checked again, and some indexes of it are built again.
fn free(world: &World, table: &ObjectName, column: &str, kind: Kind, action: &Node<'_>) -> Vec<Effect> {
    let of = |kind| Effect::of_column(kind, table, column);
    let Some(known) = world.table(table) else {
        return vec![of(kind)];
    };
    let collates = action.child(K::COLLATE).is_some();
    let (rebuilt, kept) = split_indexes(known, column, collates || kind == Kind::ChangeTypeFreelyByTimeZone);
    let kind = if collates { Kind::ChangeCollation } else { kind };
    let mut effects = vec![of(kind).on(Role::Index, kept)];
    if !rebuilt.is_empty() {
        let kind = if collates {
            Kind::ChangeCollationOfIndexedColumn
        } else {
            Kind::ChangeTypeFreelyRebuildingIndexes
        };
        effects.push(of(kind).on(Role::Index, rebuilt));
    }
    if known
        .checks
        .iter()
        .any(|check| !check.not_valid && mentions(&check.expr, column))
    {
        effects.push(of(Kind::ChangeTypeFreelyCheckingAgain));
    }
    effects.extend(at_other_ends(
        world,
        table,
        column,
        [
            Kind::ChangeTypeFreelyOfReferencingColumn,
            Kind::ChangeTypeFreelyOfReferencedColumn,
        ],
    ));
    effects
}

/// The indexes of a column that are built again, and those that are not.
fn split_indexes(table: &Table, column: &str, all: bool) -> (Vec<ObjectName>, Vec<ObjectName>) {
    let used = indexes(table).filter(|(_, index)| index.uses(column));
    let (rebuilt, kept): (Vec<_>, Vec<_>) = used.partition(|(_, index): &(&str, IndexOf<'_>)| all || !index.plain());
    let names =
        |indexes: Vec<(&str, IndexOf<'_>)>| indexes.into_iter().map(|(name, _)| beside(&table.name, name)).collect();
    (names(rebuilt), names(kept))
}
