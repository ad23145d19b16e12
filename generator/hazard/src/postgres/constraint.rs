//! Constraints of a table that is there already.

use driftless_catalog::parse::postgres::Node;
use driftless_catalog::{ObjectName, Table};
use squawk_parser::SyntaxKind as K;

use super::column::says_not_null;
use super::name;
use crate::effect::Effect;
use crate::world::{World, beside};
use crate::{Broken, Kind, Loss, Role};

/// ADD CONSTRAINT.
pub(super) fn add(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let Some(rule) = change.children.last() else {
        return vec![Effect::of(Kind::Other, table)];
    };
    let of = |kind| Effect::of(kind, table).breaks(Broken::Writers(table.to_string()));
    let (unproven, idle) = (
        rule.child(K::NOT_VALID).is_some(),
        rule.child(K::NOT_ENFORCED).is_some(),
    );
    let pick = |full, not_validated, not_enforced| match (unproven, idle) {
        (_, true) => not_enforced,
        (true, _) => not_validated,
        _ => full,
    };
    let effect = match rule.kind {
        K::CHECK_CONSTRAINT => of(pick(
            Kind::AddCheck,
            Kind::AddCheckNotValidated,
            Kind::AddCheckNotEnforced,
        )),
        K::FOREIGN_KEY_CONSTRAINT => {
            let kind = pick(
                Kind::AddForeignKey,
                Kind::AddForeignKeyNotValidated,
                Kind::AddForeignKeyNotEnforced,
            );
            of(kind).on(Role::Referenced, name::child(rule, K::TABLE_NAME_REF))
        }
        K::NOT_NULL_CONSTRAINT => of(pick(Kind::AddNotNull, Kind::AddNotNullNotValidated, Kind::AddNotNull)),
        K::EXCLUDE_CONSTRAINT => of(Kind::AddExclusion),
        K::UNIQUE_CONSTRAINT | K::PRIMARY_KEY_CONSTRAINT => key(world, table, rule),
        _ => of(Kind::Other),
    };
    vec![effect]
}

fn key(world: &World, table: &ObjectName, rule: &Node<'_>) -> Effect {
    let primary = rule.kind == K::PRIMARY_KEY_CONSTRAINT;
    let index = rule.child(K::USING_INDEX_NAME).and_then(Node::name);
    let kind = match (primary, &index) {
        (false, None) => Kind::AddUnique,
        (false, Some(_)) => Kind::AddUniqueFromIndex,
        (true, None) => Kind::AddPrimaryKey,
        (true, Some(index)) if may_be_null(world.table(table), index) => Kind::AddPrimaryKeyFromIndexNullableColumn,
        (true, Some(_)) => Kind::AddPrimaryKeyFromIndex,
    };
    let index = index.map(|index| beside(table, &index));
    Effect::of(kind, table)
        .on(Role::Index, index)
        .breaks(Broken::Writers(table.to_string()))
}

/// Whether a column of an index may be null: whoever makes it the key has every row looked at.
fn may_be_null(table: Option<&Table>, index: &str) -> bool {
    let Some(table) = table else { return true };
    let Some(index) = table.indexes.iter().find(|known| known.name == index) else {
        return true;
    };
    index
        .parts
        .iter()
        .any(|part| table.column(&part.expr).is_none_or(|column| column.nullable))
}

/// VALIDATE CONSTRAINT.
pub(super) fn validate(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let constraint = constraint_name(change);
    let of = |kind| Effect::new(kind, format!("{table}: {constraint}")).on(Role::Table, [table.clone()]);
    let known = world.table(table);
    let check = known.and_then(|table| table.checks.iter().find(|check| check.name == constraint));
    let foreign = known.and_then(|table| table.foreign_keys.iter().find(|key| key.name == constraint));
    let effect = match (check, foreign) {
        (Some(check), _) if !check.not_valid => of(Kind::ValidateAgain),
        (_, Some(key)) if !key.not_valid => of(Kind::ValidateAgain),
        (_, Some(key)) => of(Kind::ValidateForeignKey).on(Role::Referenced, [key.target.clone()]),
        (Some(_), _) => of(Kind::ValidateCheck),
        _ if world.not_nulls.contains_key(&(table.clone(), constraint.clone())) => of(Kind::ValidateNotNull),
        _ => of(Kind::ValidateCheck),
    };
    vec![effect]
}

/// DROP CONSTRAINT.
pub(super) fn remove(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let constraint = constraint_name(change);
    let lost = |kind, sort: &'static str| {
        let effect = Effect::new(kind, format!("{table}: {constraint}")).on(Role::Table, [table.clone()]);
        effect.loses(Loss::rule(sort, table, &constraint))
    };
    let known = world.table(table);
    let is = |name: &String| *name == constraint;
    if let Some(key) = known.and_then(|table| table.foreign_keys.iter().find(|key| is(&key.name))) {
        return vec![lost(Kind::DropForeignKey, "foreign key").on(Role::Referenced, [key.target.clone()])];
    }
    let index = || [beside(table, &constraint)];
    if let Some(key) = known
        .and_then(|table| table.primary_key.as_ref())
        .filter(|key| is(&key.name))
    {
        let effect = lost(Kind::DropPrimaryKey, "primary key").on(Role::Index, index());
        return with_references(world, table, change, &key.columns, effect);
    }
    if let Some(key) = known.and_then(|table| table.uniques.iter().find(|key| is(&key.name))) {
        let effect = lost(Kind::DropUnique, "unique constraint").on(Role::Index, index());
        return with_references(world, table, change, &key.columns, effect);
    }
    if known.is_some_and(|table| only_proves_not_null(table, &constraint)) {
        return vec![Effect::new(Kind::DropCheck, format!("{table}: {constraint}")).on(Role::Table, [table.clone()])];
    }
    let is_check = known.is_none_or(|table| table.checks.iter().any(|check| is(&check.name)));
    let not_null = world.not_nulls.contains_key(&(table.clone(), constraint.clone()));
    vec![match not_null {
        true => lost(Kind::DropNotNullConstraint, "not null"),
        false if is_check || change.child(K::IF_EXISTS).is_none() => lost(Kind::DropCheck, "check"),
        // Nothing is there to be dropped.
        false => Effect::new(Kind::DropCheck, format!("{table}: {constraint}")).on(Role::Table, [table.clone()]),
    }]
}

/// Whether a check says no more than what a column says by itself: it helped to prove that, and may go.
fn only_proves_not_null(table: &Table, constraint: &str) -> bool {
    let check = table.checks.iter().find(|check| check.name == constraint);
    let required = || table.columns.iter().filter(|column| !column.nullable);
    check.is_some_and(|check| required().any(|column| says_not_null(&check.expr, &column.name)))
}

/// What CASCADE takes along at the other end.
fn with_references(
    world: &World,
    table: &ObjectName,
    change: &Node<'_>,
    columns: &[String],
    effect: Effect,
) -> Vec<Effect> {
    let mut effects = vec![effect];
    if change.child(K::CASCADE).is_some() {
        let others = world
            .referencing(table)
            .filter(|(_, key)| key.target_columns == columns);
        effects.extend(others.map(|(other, key)| {
            Effect::of(Kind::DropReferencedKey, table)
                .on(Role::Referencing, [other.name.clone()])
                .also_loses([Loss::rule("foreign key", &other.name, &key.name)])
        }));
    }
    effects
}

/// ALTER CONSTRAINT.
pub(super) fn alter(world: &World, table: &ObjectName, change: &Node<'_>) -> Vec<Effect> {
    let constraint = constraint_name(change);
    let of = |kind| Effect::new(kind, format!("{table}: {constraint}")).on(Role::Table, [table.clone()]);
    let key = world
        .table(table)
        .and_then(|table| table.foreign_keys.iter().find(|key| key.name == constraint));
    let other = || key.map(|key| key.target.clone());
    vec![if change.child(K::NOT_ENFORCED).is_some() {
        let effect = of(Kind::StopEnforcingConstraint).on(Role::Referenced, other());
        effect.loses(Loss::rule("enforcement of foreign key", table, &constraint))
    } else if change.child(K::ENFORCED).is_some() {
        of(Kind::StartEnforcingConstraint).on(Role::Referenced, other())
    } else {
        of(Kind::ChangeConstraint)
    }]
}

fn constraint_name(change: &Node<'_>) -> String {
    change
        .child(K::CONSTRAINT_NAME_REF)
        .and_then(Node::name)
        .unwrap_or_default()
}
