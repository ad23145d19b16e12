//! Values of random fields, at the edges and between: extremes, quotes, words that look like numbers, characters of four
//! bytes. In: a World, a field of it, numbers. Out: a value within the field's limits.

use serde_json::json;

use super::random::Random;
use super::world::{Enum, Field, Id, Kind, Value, World};

/// Texts that have broken somebody's migration.
const TEXTS: [&str; 22] = [
    "",
    " ",
    "O'Brien",
    "\"double\"",
    "back\\slash",
    "semi; -- comment",
    "line\nbreak\tand tab",
    "😀🦀 four bytes",
    "ÄÖÜß",
    "%s {} $1 ?1 :a @b",
    "NULL",
    "null",
    "007",
    "1e3",
    "9223372036854775808",
    "0x10",
    " lead and trail ",
    "\u{feff}mark",
    "e\u{301} and é",
    "/* no */ comment",
    "$$ body $$",
    "true",
];
const MOMENTS: [&str; 8] = [
    "0001-01-01T00:00:00",
    "1970-01-01T00:00:00",
    "1999-12-31T23:59:59.999999",
    "2000-02-29T12:00:00",
    "2024-02-29T23:59:59.5",
    "2038-01-19T03:14:08",
    "9999-12-31T23:59:59.999999",
    "2024-10-27T02:30:00.000001",
];
const TIMES: [&str; 4] = ["00:00:00", "23:59:59.999999", "12:34:56.7", "01:02:03"];

/// A value of a field's type and within its limits.
pub fn value(world: &World, field: &Field, random: &mut Random) -> Value {
    if field.array {
        let least = field.min.unwrap_or(0);
        let count = random.range(least, field.max.unwrap_or(least + 3).min(least + 3));
        let element = Field {
            array: false,
            min: None,
            max: None,
            ..field.clone()
        };
        let items: Vec<_> = (0..count).map(|_| value(world, &element, random)).collect();
        return if matches!(field.kind, Kind::Record(_)) {
            Value::Json(
                items
                    .into_iter()
                    .map(|item| match item {
                        Value::Json(json) => json,
                        _ => json!({}),
                    })
                    .collect(),
            )
        } else {
            Value::List(items)
        };
    }
    match &field.kind {
        Kind::Smallint => integer(field, i64::from(i16::MIN), i64::from(i16::MAX), random),
        Kind::Int => integer(field, i64::from(i32::MIN), i64::from(i32::MAX), random),
        Kind::Bigint | Kind::Duration => integer(field, i64::MIN, i64::MAX, random),
        Kind::Numeric(p, _) => {
            let most = 10_i64.pow(*p) - 1;
            integer(field, -most, most, random)
        }
        Kind::Float => {
            Value::Float(*random.pick(&[0.0, 1.5, -1.5, 1e15, 0.1, -0.333_251_953_125, 9_007_199_254_740_992.0]))
        }
        Kind::Bool => Value::Bool(random.chance(50)),
        Kind::Uuid => Value::Uuid(*random.pick(&[0, u128::MAX, u128::from(random.clone().next()) << 64 | 7])),
        Kind::Timestamp | Kind::Local | Kind::Touched => Value::Text((*random.pick(&MOMENTS)).to_owned()),
        Kind::Date => Value::Text(random.pick(&MOMENTS)[..10].to_owned()),
        Kind::Time => Value::Text((*random.pick(&TIMES)).to_owned()),
        Kind::Text => text(field.min.unwrap_or(0), field.max.unwrap_or(400), random),
        Kind::Named(id) => text(world.named(*id).min, world.named(*id).max, random),
        Kind::Bytes => Value::Bytes(random.pick(&[&b""[..], &[0], &[0, 255, 39, 92], b"text"]).to_vec()),
        Kind::Json => Value::Json(document(random)),
        Kind::Enum(id) => Value::Text(common_word(world.enumeration(*id), random)),
        Kind::Record(id) => Value::Json(record(world, *id, random)),
        Kind::Computed(_) | Kind::Ref(..) | Kind::Arc(..) => Value::Null,
    }
}

fn integer(field: &Field, least: i64, most: i64, random: &mut Random) -> Value {
    let (least, most) = (field.min.unwrap_or(least), field.max.unwrap_or(most));
    Value::Int(match random.below(6) {
        0 => least,
        1 => most,
        2 => 0.clamp(least, most),
        3 => 1.clamp(least, most),
        _ => random.range(least, most),
    })
}

/// Between two numbers of characters.
fn text(least: i64, most: i64, random: &mut Random) -> Value {
    let (least, most) = (usize::try_from(least).unwrap_or(0), usize::try_from(most).unwrap_or(0));
    let mut text = match random.below(12) {
        0 => "😀".repeat(most.min(40)),
        1 => "x".repeat(most.min(300)),
        _ => (*random.pick(&TEXTS)).to_owned(),
    };
    if random.chance(60) {
        text = format!("{:x}{text}", random.next() & 0xFFFF);
    }
    text = text.chars().take(most).collect();
    while text.chars().count() < least {
        text.push('é');
    }
    Value::Text(text)
}

fn document(random: &mut Random) -> serde_json::Value {
    match random.below(6) {
        0 => json!({}),
        1 => json!([1, "b'\\", null, {"d": true}]),
        2 => json!("a text with 'quotes' and 😀"),
        3 => json!(-12),
        4 => json!(false),
        _ => json!({"a": {"b": [0.5, null]}, "😀 key": "\u{1}", "\"": random.below(1000)}),
    }
}

/// A document; members that may be left out are sometimes null and sometimes missing.
pub fn record(world: &World, id: Id, random: &mut Random) -> serde_json::Value {
    let mut members = serde_json::Map::new();
    for member in &world.record(id).fields {
        if member.nullable && random.chance(40) {
            continue;
        }
        let value = match value(world, member, random) {
            Value::Int(n) if member.kind == Kind::Bigint => json!(n.to_string()),
            Value::Int(n) => json!(n),
            Value::Bool(b) => json!(b),
            Value::Text(text) => json!(text),
            Value::Json(json) => json,
            Value::List(items) => items
                .iter()
                .map(|item| match item {
                    Value::Text(text) => json!(text),
                    _ => json!(0),
                })
                .collect(),
            other => panic!("no member can be {other:?}"),
        };
        members.insert(member.name.clone(), value);
    }
    serde_json::Value::Object(members)
}

/// Some words are in no row, so that they can be removed.
pub fn is_rare(word: Id) -> bool {
    word % 4 == 1
}

fn common_word(of: &Enum, random: &mut Random) -> String {
    let common: Vec<_> = of.values.iter().filter(|word| !is_rare(word.id)).collect();
    let word = if common.is_empty() {
        of.values.first()
    } else {
        Some(*random.pick(&common))
    };
    word.map_or_else(String::new, |word| word.word.clone())
}
