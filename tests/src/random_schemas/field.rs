//! Random fields that refer to nothing, and members of records. In: numbers. Out: fields of every type, with limits and
//! defaults where chance has it.

use super::entity::is_common;
use super::random::Random;
use super::world::{Entity, Field, Formula, Id, Kind, Value, World};

/// Docs as somebody may write them.
pub const DOCS: [&str; 4] = [
    "It's a row.",
    "With \"quotes\" and a \\.",
    "Two\nlines; -- here.",
    "😀 four bytes.",
];

/// A member of a record.
pub fn member(world: &mut World, id: Id, inner: Option<Id>, random: &mut Random) -> Field {
    let name = world.word(id);
    let kind = match random.below(9) {
        0 | 1 => Kind::Int,
        2 => Kind::Bool,
        3 => Kind::Bigint,
        4 if inner.is_some() => Kind::Record(inner.unwrap_or_default()),
        5 | 6 => Kind::Enum(random.pick(&world.enums).id),
        _ => Kind::Text,
    };
    let mut field = Field::new(id, name, kind);
    field.nullable = random.chance(40);
    field.array = matches!(field.kind, Kind::Text | Kind::Enum(_)) && random.chance(30);
    field
}

/// A field that refers to nothing.
pub fn scalar(world: &mut World, id: Id, random: &mut Random) -> Field {
    let name = world.word(id);
    let precision = random.range(3, 12) as u32;
    let kind = match random.below(22) {
        0 | 1 => Kind::Int,
        2 => Kind::Smallint,
        3 => Kind::Bigint,
        4 | 5 => Kind::Numeric(precision, random.below(4) as u32),
        6 => Kind::Float,
        7 => Kind::Bool,
        8 => Kind::Uuid,
        9 => Kind::Timestamp,
        10 => Kind::Local,
        11 => Kind::Date,
        12 => Kind::Time,
        13 => Kind::Duration,
        14 => Kind::Bytes,
        15 => Kind::Json,
        16 => Kind::Enum(random.pick(&world.enums).id),
        17 => Kind::Record(random.pick(&world.records).id),
        18 => Kind::Named(random.pick(&world.types).id),
        _ => Kind::Text,
    };
    let mut field = Field::new(id, name, kind);
    field.nullable = random.chance(45);
    field.doc = (*random.pick(&DOCS)).to_owned();
    field.array = matches!(field.kind, Kind::Text | Kind::Int | Kind::Enum(_) | Kind::Record(_)) && random.chance(18);
    if field.is_integer() && random.chance(50) {
        (field.min, field.max) = (Some(random.range(-20, 0)), Some(random.range(50, 1000)));
    }
    if field.is_text() && random.chance(60) {
        (field.min, field.max) = (random.chance(40).then_some(1), Some(random.range(20, 80)));
    }
    if random.chance(25) {
        field.default = default(world, &field, random);
    }
    field.immutable = random.chance(8);
    field
}

/// A literal that the field may be, where its type has literals.
pub fn default(world: &World, field: &Field, random: &mut Random) -> Option<Value> {
    let fits = matches!(
        field.kind,
        Kind::Smallint
            | Kind::Int
            | Kind::Bigint
            | Kind::Numeric(..)
            | Kind::Bool
            | Kind::Date
            | Kind::Text
            | Kind::Enum(_)
            | Kind::Timestamp
    );
    if !fits {
        return None;
    }
    let value = super::values::value(world, field, random);
    let kept = match &value {
        Value::Int(n) => n.unsigned_abs() < 1_000_000_000_000,
        Value::Text(text) => !text.contains('\u{feff}'),
        Value::List(items) => !items
            .iter()
            .any(|item| matches!(item, Value::Text(text) if text.contains('\u{feff}'))),
        _ => true,
    };
    kept.then_some(value)
}

/// A field that the database computes.
pub fn computed(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Field> {
    let small = |field: &&Field| {
        field.is_integer() && field.min.is_some() && field.max.is_some() && is_common(entity, field.id)
    };
    let numbers: Vec<_> = entity.fields.iter().filter(small).collect();
    let texts: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.is_text() && is_common(entity, field.id))
        .collect();
    let (formula, nullable) = match random.below(3) {
        0 if !numbers.is_empty() => {
            let (a, b) = (*random.pick(&numbers), *random.pick(&numbers));
            (Formula::Sum(a.id, b.id, random.range(2, 5)), a.nullable || b.nullable)
        }
        1 if !numbers.is_empty() => (Formula::Coalesce(random.pick(&numbers).id, random.range(0, 9)), false),
        _ if !texts.is_empty() => {
            let a = *random.pick(&texts);
            (Formula::Length(a.id), a.nullable)
        }
        _ => return None,
    };
    let mut field = Field::new(id, world.word(id), Kind::Computed(formula));
    field.nullable = nullable;
    Some(field)
}
