//! Random rules of an entity: what rows are told apart or found by, and conditions that most rows meet.

use super::entity::is_common;
use super::random::Random;
use super::world::{Check, Entity, Field, Id, Kind, OnDelete, Only, Part, Rule, Set, World};

/// What rows can be found or told apart by.
pub fn set(entity: &Entity, id: Id, unique: bool, random: &mut Random) -> Option<Set> {
    let telling = |field: &&Field| {
        !field.array
            && matches!(
                field.kind,
                Kind::Int | Kind::Bigint | Kind::Text | Kind::Uuid | Kind::Numeric(..)
            )
            && !(unique && field.max.is_some() && field.is_integer())
    };
    let finding = |field: &&Field| {
        telling(field)
            || matches!(
                field.kind,
                Kind::Ref(..) | Kind::Date | Kind::Timestamp | Kind::Enum(_) | Kind::Bool
            ) && !field.array
    };
    let mains: Vec<_> = entity.fields.iter().filter(telling).collect();
    let others: Vec<_> = entity.fields.iter().filter(finding).collect();
    if mains.is_empty() {
        return None;
    }
    let main = *random.pick(&mains);
    let mut parts = Vec::new();
    if entity.scoped && random.chance(40) {
        parts.push(Part::Firm);
    }
    let other = *random.pick(&others);
    if other.id != main.id && random.chance(40) {
        parts.push(if unique || random.chance(60) {
            Part::Field(other.id)
        } else {
            Part::Descending(other.id)
        });
    }
    parts.push(if main.is_text() && random.chance(25) {
        Part::Lower(main.id)
    } else {
        Part::Field(main.id)
    });
    let nullable: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.nullable && !field.is_computed() && !matches!(field.kind, Kind::Arc(..)))
        .collect();
    let only = (!nullable.is_empty() && random.chance(25)).then(|| {
        let of = random.pick(&nullable).id;
        if random.chance(50) {
            Only::Null(of)
        } else {
            Only::NotNull(of)
        }
    });
    let new = Set {
        id,
        unique,
        parts,
        only,
    };
    (!entity.sets.iter().any(|set| same_columns(set, &new))).then_some(new)
}

/// Two sets of the same columns would bear the same name.
pub fn same_columns(a: &Set, b: &Set) -> bool {
    let ids = |set: &Set| set.parts.iter().map(|part| part.field()).collect::<Vec<_>>();
    ids(a) == ids(b)
}

/// A condition that most rows meet.
pub fn check(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Check> {
    let common = |field: &&Field| is_common(entity, field.id) && !field.is_computed();
    let numbers: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.is_integer())
        .filter(common)
        .collect();
    let texts: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.is_text())
        .filter(common)
        .collect();
    let plain = |field: &&Field| !matches!(field.kind, Kind::Arc(..)) && !is_set_null(field);
    let nullable: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.nullable)
        .filter(common)
        .filter(plain)
        .collect();
    let rule = match random.below(4) {
        0 if !numbers.is_empty() => Rule::Least(random.pick(&numbers).id, random.range(-30, 1)),
        1 if !numbers.is_empty() => Rule::Not(random.pick(&numbers).id, random.range(2, 9)),
        2 if nullable.len() > 1 => Rule::Either(nullable[0].id, nullable[1].id),
        _ if !texts.is_empty() => Rule::Shorter(random.pick(&texts).id, random.range(60, 500)),
        _ => return None,
    };
    let name = world.word(id);
    (!entity.checks.iter().any(|check| check.rule == rule)).then_some(Check { id, name, rule })
}

fn is_set_null(field: &Field) -> bool {
    matches!(field.kind, Kind::Ref(_, OnDelete::SetNull))
}
