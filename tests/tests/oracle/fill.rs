//! Rows that try everything a column may hold: nulls, extremes, quotes, words that look like numbers, characters of four
//! bytes. In: a World and the rows there are. Out: more rows, all of which keep its rules, in an order that databases take.

use driftless_catalog::Dialect;
use serde_json::json;

use crate::random::Random;
use crate::rows::{Row, Rows, Taken, broken};
use crate::table::Table;
use crate::world::{Enum, FIRM, Field, Id, Kind, Value, Variants, World};

/// How many tenants have rows.
const TENANTS: usize = 3;
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

/// Rows to insert, table by table; several lists may be of one table.
pub(crate) type Fresh = Vec<(Id, Vec<Row>)>;

/// Adds rows until each table has `wanted`, or as many as its rules admit.
pub(crate) fn fill(world: &World, rows: &mut Rows, wanted: usize, random: &mut Random) -> Fresh {
    let tables = in_order(world);
    let mut fresh = Vec::new();
    for table in &tables {
        let own = rows.get(&table.id).map_or(0, Vec::len);
        let missing = wanted.saturating_sub(own);
        let added = add(world, table, rows, missing, random);
        if !added.is_empty() {
            fresh.push((table.id, added));
        }
    }
    fresh
}

/// Adds a few rows to every table, whatever it has.
pub(crate) fn sprinkle(world: &World, rows: &mut Rows, count: usize, random: &mut Random) -> Fresh {
    let tables = in_order(world);
    let added = tables
        .iter()
        .map(|table| (table.id, add(world, table, rows, count, random)));
    let added: Vec<_> = added.collect();
    added.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Tables behind those whose rows they cannot be without.
fn in_order(world: &World) -> Vec<Table> {
    let mut left = world.tables();
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let ready = |table: &Table| {
            let needed = table
                .fields
                .iter()
                .filter(|field| !field.nullable)
                .flat_map(Field::targets);
            let mut needed = needed.chain(table.scoped.then_some(&FIRM));
            needed.all(|target| *target == table.id || ordered.iter().any(|done| done.id == *target))
        };
        let at = left.iter().position(ready).unwrap_or(0);
        ordered.push(left.remove(at));
    }
    ordered
}

fn add(world: &World, table: &Table, rows: &mut Rows, count: usize, random: &mut Random) -> Vec<Row> {
    let mut taken = Taken::default();
    let own = rows.entry(table.id).or_default();
    for row in own.iter() {
        let _ = taken.take(table, row);
    }
    let mut next = own.iter().map(|row| row.key).max().unwrap_or(0) + 1;
    let mut added = Vec::new();
    for _ in 0..count * 12 {
        if added.len() == count {
            break;
        }
        let key = if table.identity {
            next
        } else {
            u128::from(random.next()) << 64 | u128::from(random.next())
        };
        let row = draw(world, table, rows, key, random);
        if broken(world, table, &row, Dialect::Postgres).is_none() && taken.take(table, &row).is_ok() {
            next += 1;
            rows.entry(table.id).or_default().push(row.clone());
            added.push(row);
        }
    }
    added
}

fn draw(world: &World, table: &Table, rows: &Rows, key: u128, random: &mut Random) -> Row {
    let firms: Vec<_> = rows
        .get(&FIRM)
        .into_iter()
        .flatten()
        .take(TENANTS)
        .map(|row| row.key)
        .collect();
    let firm = if table.scoped && !firms.is_empty() {
        *random.pick(&firms)
    } else {
        0
    };
    let mut row = Row {
        key,
        firm,
        ..Row::default()
    };
    let tag = table
        .variants
        .as_ref()
        .map(|variants| (variants.tag, common_case(variants, random)));
    if let Some((field, value)) = tag {
        let words = world.enums.iter().flat_map(|of| &of.values);
        let word = words
            .into_iter()
            .find(|word| word.id == value)
            .map(|word| word.word.clone());
        row.cells.insert(field, Value::Text(word.unwrap_or_default()));
    }
    for field in table.fields.iter().filter(|field| !field.is_computed()) {
        let of_other = tag.is_some_and(|(_, value)| table.cases(field.id).is_some_and(|cases| !cases.contains(&value)));
        if of_other || tag.is_some_and(|(tag, _)| tag == field.id) {
            continue;
        }
        let value = if field.nullable && random.chance(25) {
            Value::Null
        } else if field.targets().is_empty() {
            value(world, field, random)
        } else {
            reference(world, field, rows, &row, random)
        };
        row.cells.insert(field.id, value);
    }
    row
}

/// A row of the same tenant, or of none.
fn reference(world: &World, field: &Field, rows: &Rows, row: &Row, random: &mut Random) -> Value {
    let target = *random.pick(field.targets());
    let scoped = world.entity(target).scoped;
    let rows = rows.get(&target).into_iter().flatten();
    let fitting: Vec<_> = rows.filter(|of| !scoped || of.firm == row.firm).collect();
    if fitting.is_empty() {
        Value::Null
    } else {
        Value::Key(target, random.pick(&fitting).key)
    }
}

/// A value of a field's type and within its limits.
pub(crate) fn value(world: &World, field: &Field, random: &mut Random) -> Value {
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
pub(crate) fn record(world: &World, id: Id, random: &mut Random) -> serde_json::Value {
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
fn is_rare(word: Id) -> bool {
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

fn common_case(variants: &Variants, random: &mut Random) -> Id {
    let common: Vec<_> = variants.cases.iter().filter(|(word, _)| !is_rare(*word)).collect();
    if common.is_empty() {
        variants.cases[0].0
    } else {
        random.pick(&common).0
    }
}
