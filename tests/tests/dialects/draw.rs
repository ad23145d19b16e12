//! Values that a column may hold, mostly each another one: in a schema's own limits. In: a type, numbers. Out: a value.

use driftless_model::{Length, Scalar, Schema, Type, Value as Literal};
use driftless_sample::matching;
use driftless_tests::random_schemas::random::Random;

use crate::codec::Codec;
use crate::document::document;
use crate::value::{Exact, Value};

/// A value of a type and within its limits.
pub(crate) fn fresh(schema: &Schema, codec: Codec, ty: &Type, random: &mut Random) -> Value {
    match ty.array {
        Some(count) => {
            let least = count.min as usize;
            let most = count.max.map_or(least + 2, |most| most as usize).min(least + 2);
            let size = least + random.below(most - least + 1);
            Value::List((0..size).map(|_| alone(schema, codec, ty, random)).collect())
        }
        None => alone(schema, codec, ty, random),
    }
}

/// A single value, or an element.
pub(crate) fn alone(schema: &Schema, codec: Codec, ty: &Type, random: &mut Random) -> Value {
    match ty.scalar {
        Scalar::Smallint => whole(ty, -30_000, 30_000, random),
        Scalar::Int => whole(ty, -1_000_000, 1_000_000, random),
        Scalar::Bigint | Scalar::Duration => whole(ty, -1_000_000_000_000, 1_000_000_000_000, random),
        Scalar::Numeric { precision, scale } => decimal(ty, precision, scale, random),
        Scalar::Float => float(ty, random),
        Scalar::Bool => Value::Bool(random.chance(50)),
        Scalar::Uuid => Value::Uuid(u128::from(random.next()) << 64 | u128::from(random.next())),
        Scalar::Timestamp | Scalar::TimestampLocal => {
            let (day, clock) = (date(ty, random), time(random));
            Value::Text(format!("{day}T{clock}"))
        }
        Scalar::Date => Value::Text(date(ty, random)),
        Scalar::Time => Value::Text(time(random)),
        Scalar::Bytes => {
            let size = size(ty.limits.length, 4, random);
            Value::Bytes((0..size).map(|_| random.next() as u8).collect())
        }
        Scalar::Sha256 => Value::Bytes((0..32).map(|_| random.next() as u8).collect()),
        Scalar::Vector(count) => Value::List((0..count).map(|_| Value::number(random.range(-8, 8))).collect()),
        Scalar::Json => Value::Json(format!("{{\"n\":{}}}", random.below(1000))),
        Scalar::Record(id) => Value::Json(document(schema, codec, id, None, random)),
        Scalar::Enum(id) => Value::text(&random.pick(&schema.enumeration(id).values).value),
        Scalar::Email => Value::Text(format!("ä{}@b.example", random.below(1_000_000))),
        Scalar::Url => Value::Text(format!("https://b.example/{}", random.below(1_000_000))),
        Scalar::Semver => Value::Text(format!("{}.{}.0", random.below(100), random.below(1000))),
        Scalar::Inet => Value::Text(format!("10.{}.{}.7", random.below(256), random.below(256))),
        Scalar::Text | Scalar::Varchar(_) => text(ty, random),
        Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => Value::Null,
    }
}

/// A bound in units of the last digit.
fn bound(ty: &Type, literal: Option<&Literal>, places: u32) -> Option<i128> {
    match Value::of(ty, literal?) {
        Value::Number(number) => Some(Exact::parse(&number)?.raised(places)?.units),
        _ => None,
    }
}

fn whole(ty: &Type, least: i64, most: i64, random: &mut Random) -> Value {
    Value::number(between(ty, 0, i128::from(least), i128::from(most), random))
}

fn decimal(ty: &Type, precision: u32, scale: u32, random: &mut Random) -> Value {
    let most = 10_i128.pow(precision.min(12)) - 1;
    let units = between(ty, scale, -most, most, random);
    Value::Number(Exact { units, places: scale }.plain())
}

fn between(ty: &Type, places: u32, least: i128, most: i128, random: &mut Random) -> i128 {
    let low = bound(ty, ty.limits.min.as_ref(), places);
    let high = bound(ty, ty.limits.max.as_ref(), places);
    let least = low.unwrap_or_else(|| least.min(high.unwrap_or(least)));
    let most = high
        .unwrap_or_else(|| most.max(least))
        .min(least + i128::from(i64::MAX));
    least + i128::from(random.next()) % (most - least + 1)
}

/// Numbers that both dialects print alike.
fn float(ty: &Type, random: &mut Random) -> Value {
    let halves = between(ty, 0, -1000, 1000, random);
    Value::number(halves)
}

fn date(ty: &Type, random: &mut Random) -> String {
    let year_of = |literal: Option<&Literal>| match literal {
        Some(Literal::Text(text)) => text.get(..4).and_then(|year| year.parse::<i64>().ok()),
        _ => None,
    };
    let (low, high) = (year_of(ty.limits.min.as_ref()), year_of(ty.limits.max.as_ref()));
    let least = low.map_or(1, |year| (year + 1).min(9999));
    let most = high.map_or(9999, |year| (year - 1).max(1)).max(least);
    format!(
        "{:04}-{:02}-{:02}",
        random.range(least, most),
        random.range(1, 12),
        random.range(1, 28)
    )
}

fn time(random: &mut Random) -> String {
    let fraction = ["", ".5", ".000001", ".999999"][random.below(4)];
    format!(
        "{:02}:{:02}:{:02}{fraction}",
        random.below(24),
        random.below(60),
        random.below(60)
    )
}

fn size(length: Option<Length>, usual: usize, random: &mut Random) -> usize {
    let least = length.map_or(0, |length| length.min as usize);
    let most = length
        .and_then(|length| length.max)
        .map_or(least + usual, |most| most as usize);
    least + random.below(most.min(least + usual) - least + 1)
}

/// The length that a text may have.
pub(crate) fn longest(ty: &Type) -> Option<usize> {
    let stated = ty.limits.length.and_then(|length| length.max);
    let most = match ty.scalar {
        Scalar::Varchar(most) => Some(stated.map_or(most, |stated| stated.min(most))),
        _ => stated,
    };
    most.map(|most| most as usize)
}

fn text(ty: &Type, random: &mut Random) -> Value {
    let (least, most) = (ty.limits.length.map_or(0, |length| length.min as usize), longest(ty));
    if let Some(pattern) = &ty.limits.pattern {
        let fits = |text: &String| {
            let count = text.chars().count();
            count >= least && most.is_none_or(|most| count <= most)
        };
        let from = random.below(8);
        let mut texts = (from..from + 8).chain(0..80).map(|more| matching(pattern, more));
        return Value::Text(texts.find(fits).unwrap_or_default());
    }
    // A letter beyond ASCII, for those who fold letters.
    let mut text: String = format!("ä{:x}'\\😀", random.next() & 0xFFFF_FFFF);
    text = text.chars().take(most.unwrap_or(40)).collect();
    while text.chars().count() < least {
        text.push('é');
    }
    Value::Text(text)
}
