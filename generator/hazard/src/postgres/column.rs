//! Columns of a table that is there already: added, removed, changed.

use driftless_catalog::parse::postgres::Node;
use driftless_catalog::{ObjectName, Table};
use squawk_parser::SyntaxKind as K;

use super::alter_table::refused_on_rows;
use super::volatility::{self, Volatility};
use super::{name, retype};
use crate::effect::Effect;
use crate::world::{IndexOf, World, beside, indexes, mentions};
use crate::{Broken, Kind, Loss, Lost, Role};

const SERIAL: &[&str] = &["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"];

/// ADD COLUMN: what fills it, and then each rule that comes with it.
pub(super) fn add(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let column = change.child(K::COLUMN_NAME).and_then(Node::name).unwrap_or_default();
    let of = |kind| Effect::of_column(kind, table, &column);
    let filled = filling(world, change);
    let required = has(change, K::NOT_NULL_CONSTRAINT) || has(change, K::PRIMARY_KEY_CONSTRAINT);
    let mut effects = vec![match rewrites(filled) {
        true => of(filled).on(Role::Index, world.indexes(table)),
        false if required && filled == Kind::AddColumn => {
            let effect = of(Kind::AddColumnNotNullWithoutDefault).breaks(Broken::Writers(table.to_string()));
            let recipe = "add it without NOT NULL, fill it in batches, then prove NOT NULL in a later migration";
            refused_on_rows(effect, "they would be null where null is refused", recipe)
        }
        false => of(filled),
    }];
    if let Some(rule) = change.child(K::REFERENCES_CONSTRAINT) {
        let with_default = filled != Kind::AddColumn;
        let kind = if with_default {
            Kind::AddColumnWithForeignKeyAndDefault
        } else {
            Kind::AddColumnWithForeignKey
        };
        effects.push(of(kind).on(Role::Referenced, name::child(rule, K::TABLE_NAME_REF)));
    }
    let rules = [
        (K::UNIQUE_CONSTRAINT, Kind::AddUniqueColumn),
        (K::PRIMARY_KEY_CONSTRAINT, Kind::AddPrimaryKeyColumn),
        (K::CHECK_CONSTRAINT, Kind::AddColumnWithCheck),
    ];
    effects.extend(
        rules
            .into_iter()
            .filter(|(rule, _)| has(change, *rule))
            .map(|(_, kind)| of(kind)),
    );
    effects
}

fn has(change: &Node<'_>, rule: K) -> bool {
    change.child(rule).is_some()
}

/// What the rows that are there already get.
fn filling(world: &World, change: &Node<'_>) -> Kind {
    let ty = change
        .children
        .iter()
        .skip_while(|child| child.kind != K::COLUMN_NAME)
        .nth(1)
        .map_or("", |ty| ty.text);
    if SERIAL.contains(&ty.to_lowercase().as_str()) {
        return Kind::AddSerialColumn;
    }
    if let Some(rule) = change.child(K::GENERATED_CONSTRAINT) {
        return match () {
            () if rule.child(K::GENERATED_IDENTITY).is_some() || name::has(rule, K::IDENTITY_KW) => {
                Kind::AddIdentityColumn
            }
            () if name::has(rule, K::STORED_KW) => Kind::AddStoredGeneratedColumn,
            () if name::has(rule, K::VIRTUAL_KW) => Kind::AddVirtualGeneratedColumn,
            () => Kind::AddGeneratedColumnOfEitherSort,
        };
    }
    match world.domain(ty) {
        Some(domain) if domain.constrained => return Kind::AddColumnOfConstrainedDomain,
        Some(_) if !has(change, K::DEFAULT_CONSTRAINT) => return Kind::AddColumnOfDomain,
        _ => {}
    }
    let default = change
        .child(K::DEFAULT_CONSTRAINT)
        .and_then(|rule| rule.children.get(1));
    match default
        .filter(|value| value.text.to_lowercase() != "null")
        .map(volatility::of)
    {
        None => Kind::AddColumn,
        Some(Volatility::Constant) => Kind::AddColumnWithConstantDefault,
        Some(Volatility::Stable) => Kind::AddColumnWithStableDefault,
        Some(Volatility::Volatile) => Kind::AddColumnWithVolatileDefault,
    }
}

fn rewrites(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::AddSerialColumn
            | Kind::AddIdentityColumn
            | Kind::AddStoredGeneratedColumn
            | Kind::AddColumnOfConstrainedDomain
            | Kind::AddColumnWithVolatileDefault
    )
}

/// DROP COLUMN, and what goes with it without being named.
pub(super) fn remove(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let column = change
        .child(K::COLUMN_NAME_REF)
        .and_then(Node::name)
        .unwrap_or_default();
    let of = |kind| Effect::of_column(kind, table, &column);
    let whole = format!("{table}.{column}");
    let dropped = of(Kind::DropColumn).loses(Loss::new(Lost::Data, "column", Some(table), &column));
    let dropped = dropped.breaks(Broken::Readers(whole));
    let Some(known) = world.table(table) else {
        return vec![dropped];
    };
    let gone = indexes(known).filter(|(_, index)| index.uses(&column));
    let dropped = dropped.on(Role::Index, gone.map(|(index, _)| beside(table, index)));
    let mut effects = vec![dropped.also_loses(dependents(known, &column))];
    let own = known.foreign_keys.iter().filter(|key| key.columns.contains(&column));
    effects.extend(own.map(|key| of(Kind::DropColumnWithForeignKey).on(Role::Referenced, [key.target.clone()])));
    if change.child(K::CASCADE).is_some() {
        let others = world
            .referencing(table)
            .filter(|(_, key)| key.target_columns.contains(&column));
        effects.extend(others.map(|(other, key)| {
            of(Kind::DropReferencedColumn)
                .on(Role::Referencing, [other.name.clone()])
                .also_loses([Loss::rule("foreign key", &other.name, &key.name)])
        }));
    }
    effects
}

/// The rules and the indexes of a table that cannot be without a column.
fn dependents(table: &Table, column: &str) -> Vec<Loss> {
    let uses = |columns: &[String]| columns.iter().any(|name| name == column);
    let rule = |sort, name: &String| Loss::rule(sort, &table.name, name);
    let keys = table.primary_key.iter().filter(|key| uses(&key.columns));
    let mut lost: Vec<Loss> = keys.map(|key| rule("primary key", &key.name)).collect();
    let uniques = table.uniques.iter().filter(|key| uses(&key.columns));
    lost.extend(uniques.map(|key| rule("unique constraint", &key.name)));
    let foreign = table.foreign_keys.iter().filter(|key| uses(&key.columns));
    lost.extend(foreign.map(|key| rule("foreign key", &key.name)));
    let checks = table.checks.iter().filter(|check| mentions(&check.expr, column));
    lost.extend(checks.map(|check| rule("check", &check.name)));
    let own = table.indexes.iter().filter(|index| IndexOf::Index(index).uses(column));
    lost.extend(own.map(|index| match index.unique {
        true => rule("unique index", &index.name),
        false => Loss::new(Lost::Object, "index", Some(&table.name), &index.name),
    }));
    lost
}

/// ALTER COLUMN.
pub(super) fn alter(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let column = change
        .child(K::COLUMN_NAME_REF)
        .and_then(Node::name)
        .unwrap_or_default();
    let of = |kind| Effect::of_column(kind, table, &column);
    let at = change
        .children
        .iter()
        .skip_while(|child| child.kind != K::COLUMN_NAME_REF)
        .nth(1);
    let Some(action) = at else { return vec![of(Kind::Other)] };
    let effect = match action.kind {
        K::SET_TYPE => return retype::read(world, table, &column, action),
        K::SET_DEFAULT => of(Kind::SetDefault),
        K::DROP_DEFAULT => of(Kind::DropDefault),
        K::SET_NOT_NULL => set_not_null(world, table, &column),
        K::DROP_NOT_NULL => of(Kind::DropNotNull).loses(Loss::rule("NOT NULL of column", table, &column)),
        K::SET_STATISTICS => of(Kind::SetColumnStatistics),
        K::SET_OPTIONS | K::RESET_OPTIONS => of(Kind::SetColumnOptions),
        K::SET_STORAGE => of(Kind::SetColumnStorage),
        K::SET_COMPRESSION => of(Kind::SetColumnCompression),
        K::ADD_GENERATED => of(Kind::AddIdentity),
        K::DROP_IDENTITY => of(Kind::DropIdentity),
        K::RESTART | K::SET_GENERATED | K::SET_GENERATED_OPTIONS => of(Kind::ChangeIdentity),
        K::DROP_EXPRESSION => of(Kind::DropExpression),
        K::SET_EXPRESSION => of(Kind::SetExpression).on(Role::Index, world.indexes(table)),
        _ => of(Kind::Other),
    };
    vec![effect]
}

fn set_not_null(world: &World, table: &ObjectName, column: &str) -> Effect {
    let known = world.table(table);
    if known
        .and_then(|known| known.column(column))
        .is_some_and(|known| !known.nullable)
    {
        return Effect::of_column(Kind::SetNotNullTwice, table, column);
    }
    let proves = |expr: &str| expr.split(" AND ").any(|part| says_not_null(part, column));
    let proven = known.is_some_and(|known| known.checks.iter().any(|check| !check.not_valid && proves(&check.expr)));
    let kind = if proven {
        Kind::SetProvenNotNull
    } else {
        Kind::SetNotNull
    };
    Effect::of_column(kind, table, column).breaks(Broken::Writers(format!("{table}.{column}")))
}

/// `("c" IS NOT NULL)`, however it is written.
pub(super) fn says_not_null(part: &str, column: &str) -> bool {
    let plain = part.replace(['(', ')', '"'], "");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let Some((name, rest)) = words.split_first() else {
        return false;
    };
    *name == column && rest.join(" ").eq_ignore_ascii_case("is not null")
}
