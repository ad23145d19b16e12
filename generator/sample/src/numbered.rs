//! Values of one type that differ from number to number. In: a type, and whose value it is. Out: a template that leaves as much
//! room as the type does; where it leaves none, ordinary values in turn.

use driftless_model::{Entity, EntityId, Field, FieldId, Limits, Scalar, Schema, Value, WireNumber};
use regex_lite::Regex;
use serde_json::Value as Json;

use crate::ordinary::{lengths, of_scalar, text_of};
use crate::pattern::matching;
use crate::template::{Digits, Form, Template};

/// The values of a field of an entity that tells rows apart: references to it hold the same.
pub(crate) fn of_column(schema: &Schema, entity: EntityId, field: FieldId) -> Option<Template> {
    let (entity, field) = (schema.entity(entity), schema.entity(entity).field(field));
    let ty = &field.value()?.ty;
    of_scalar_in(schema, &owner(entity, field), ty.scalar, &ty.limits)
}

/// Whose value it is: keys of two entities are told apart by it.
fn owner(entity: &Entity, field: &Field) -> String {
    format!("{}.{}", entity.name, field.name)
}

/// The values of a type, in the place that `owner` names.
pub(crate) fn of_scalar_in(schema: &Schema, owner: &str, scalar: Scalar, limits: &Limits) -> Option<Template> {
    let text = |before: &str, behind: &str| texts(&[(before, behind)], scalar, limits);
    let found = match scalar {
        Scalar::Uuid => Some(uuid(owner)),
        Scalar::Sha256 => {
            let digits = Digits::PLAIN.written(Form::Hexadecimal(8));
            Some(Template::Text("0".repeat(56), digits, String::new()))
        }
        Scalar::Smallint => whole(i16::MIN.into(), i16::MAX.into(), limits).map(Template::Number),
        Scalar::Int => whole(i32::MIN.into(), i32::MAX.into(), limits).map(Template::Number),
        Scalar::Bigint => whole(i64::MIN, i64::MAX, limits).map(|digits| on_wire(digits, schema.wire.int8)),
        Scalar::Numeric { precision, scale } => {
            let most = 10_i64.checked_pow(precision - scale).map_or(i64::MAX, |end| end - 1);
            whole(-most, most, limits).map(|digits| on_wire(digits, schema.wire.numeric))
        }
        Scalar::Text | Scalar::Varchar(_) => free_text(owner, scalar, limits),
        Scalar::Email => text(&format!("{}-", word(owner)), "@example.org"),
        Scalar::Url => text("https://example.org/", ""),
        Scalar::Semver => text("1.", ".0"),
        Scalar::Json => Some(Template::Object(vec![(
            "number".to_owned(),
            Template::Number(Digits::PLAIN),
        )])),
        _ => None,
    };
    found.or_else(|| Template::one_of(in_turn(schema, scalar, limits)))
}

/// Ordinary values of a type that has no room for numbers.
fn in_turn(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<Json> {
    match scalar {
        Scalar::Enum(id) => words(schema, id),
        _ => usual(schema, scalar, limits),
    }
}

/// Every word of an enum.
pub(crate) fn words(schema: &Schema, id: driftless_model::EnumId) -> Vec<Json> {
    let values = schema.enumeration(id).values.iter();
    values.map(|value| Json::from(value.value.as_str())).collect()
}

/// Ordinary values in the form in which they are written: of some types, several texts mean one value.
pub(crate) fn usual(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<Json> {
    let values = of_scalar(schema, scalar, limits).into_iter();
    let mut found: Vec<Json> = values.filter_map(|text| serde_json::from_str(&text).ok()).collect();
    found.retain(|value| value.as_str().is_none_or(|text| is_usual(scalar, limits, text)));
    found
}

fn is_usual(scalar: Scalar, limits: &Limits, text: &str) -> bool {
    let fraction = text.trim_end_matches('Z').split_once('.').map(|(_, fraction)| fraction);
    let is_short = fraction.is_none_or(|fraction| fraction.len() <= 6 && !fraction.ends_with('0'));
    match scalar {
        Scalar::Uuid | Scalar::Inet => text == text.to_lowercase(),
        Scalar::Timestamp => is_short && text.ends_with('Z') && text.contains('T'),
        Scalar::TimestampLocal | Scalar::Time => is_short,
        _ if scalar.is_text() => {
            let (least, most) = lengths(scalar, limits);
            (least..=most.unwrap_or(usize::MAX)).contains(&text.chars().count())
        }
        _ => true,
    }
}

/// A UUID of version 7 whose middle tells whose it is.
fn uuid(owner: &str) -> Template {
    let hash = owner.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let before = format!("01936f7c-3b5a-7{:03x}-8{:03x}-", hash >> 12 & 0xfff, hash & 0xfff);
    Template::Text(before, Digits::PLAIN.written(Form::Hexadecimal(12)), String::new())
}

fn on_wire(digits: Digits, wire: WireNumber) -> Template {
    match wire {
        WireNumber::String => Template::Text(String::new(), digits, String::new()),
        WireNumber::Number => Template::Number(digits),
    }
}

/// What JavaScript adds and takes away exactly.
const EXACT: i64 = 1 << 52;

/// Whole numbers from the least on, or from 0 where that is in between.
fn whole(least: i64, most: i64, limits: &Limits) -> Option<Digits> {
    let limit = |limit: &Option<Value>, up: bool| limit.as_ref().and_then(|limit| rounded(&text_of(limit), up));
    let least = limit(&limits.min, true).map_or(least, |min| min.max(least));
    let most = limit(&limits.max, false).map_or(most, |max| max.min(most));
    let first = match (least > 0, most < 0) {
        (true, _) => least,
        (_, true) => least.max(most.saturating_sub(u32::MAX.into())),
        _ => 0,
    };
    let count = most.checked_sub(first)?.checked_add(1).filter(|count| *count > 1);
    let is_exact = (-EXACT..EXACT).contains(&first);
    is_exact
        .then_some(Digits {
            least: first,
            room: count.and_then(|count| u32::try_from(count).ok()),
            ..Digits::PLAIN
        })
        .filter(|_| most > first)
}

/// A limit as a whole number within it.
fn rounded(text: &str, up: bool) -> Option<i64> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    let is_whole = places.bytes().all(|digit| digit == b'0');
    // What stands before the point is nearer to zero.
    Some(match (is_whole, text.starts_with('-'), up) {
        (false, false, true) => number.saturating_add(1),
        (false, true, false) => number.saturating_sub(1),
        _ => number,
    })
}

/// The words of a field, as they stand before a number.
fn word(owner: &str) -> String {
    let field = owner.rsplit('.').next().unwrap_or(owner);
    field.to_lowercase().replace('_', "-")
}

fn free_text(owner: &str, scalar: Scalar, limits: &Limits) -> Option<Template> {
    let (least, most) = lengths(scalar, limits);
    let before = format!("{}-", word(owner));
    let long = format!("{before:x<least$}");
    let found = texts(&[(&before, ""), (&long, ""), ("x", ""), ("", "")], scalar, limits);
    found.or_else(|| match &limits.pattern {
        None => short(least, most?, scalar, limits),
        Some(pattern) => within(pattern, scalar, limits),
    })
}

/// Numbers that have every digit and every length.
const PROBES: [u32; 7] = [0, 1, 9, 10, 1_234_567_890, 987_654_321, u32::MAX];

/// The first text around a number that is within the limits whatever the number.
fn texts(around: &[(&str, &str)], scalar: Scalar, limits: &Limits) -> Option<Template> {
    let mut made = around
        .iter()
        .map(|(before, behind)| Template::Text((*before).to_owned(), Digits::PLAIN, (*behind).to_owned()));
    let form = form(limits);
    made.find(|template| fits(template, scalar, limits, form.as_ref()))
}

/// Digits alone where there is room for few letters.
fn short(least: usize, most: usize, scalar: Scalar, limits: &Limits) -> Option<Template> {
    let count = most.min(9);
    let before = "x".repeat(least.saturating_sub(count));
    let template = Template::Text(before, padded(count)?, String::new());
    fits(&template, scalar, limits, None).then_some(template)
}

/// A text that matches, with the number in place of what it ends or begins with: as many of its letters as may be digits.
fn within(pattern: &str, scalar: Scalar, limits: &Limits) -> Option<Template> {
    let form = form(limits)?;
    let texts: Vec<Vec<char>> = (0..12).map(|more| matching(pattern, more).chars().collect()).collect();
    let counts = (1..=9).rev();
    let mut made = counts
        .flat_map(|count| texts.iter().map(move |text| (count, text)))
        .flat_map(|(count, text)| {
            let rest = text.len().checked_sub(count);
            let halves = rest.map(|rest| (String::from_iter(&text[..rest]), String::from_iter(&text[count..])));
            halves.into_iter().flat_map(move |(head, tail)| {
                let digits = padded(count);
                let at_end = digits.map(|digits| Template::Text(head, digits, String::new()));
                let at_start = digits.map(|digits| Template::Text(String::new(), digits, tail));
                [at_end, at_start].into_iter().flatten()
            })
        });
    made.find(|template| fits(template, scalar, limits, Some(&form)))
}

/// So many digits; nine at most, so that a number below 2^32 has them.
fn padded(count: usize) -> Option<Digits> {
    let room = 10_u32.checked_pow(u32::try_from(count).ok()?)?;
    Some(Digits {
        room: Some(room),
        ..Digits::PLAIN.written(Form::Padded(count))
    })
    .filter(|_| count > 0)
}

fn form(limits: &Limits) -> Option<Regex> {
    limits.pattern.as_ref().and_then(|pattern| Regex::new(pattern).ok())
}

fn fits(template: &Template, scalar: Scalar, limits: &Limits, form: Option<&Regex>) -> bool {
    let (least, most) = lengths(scalar, limits);
    let fits = |text: &str| {
        let count = text.chars().count();
        (least..=most.unwrap_or(usize::MAX)).contains(&count) && form.is_none_or(|form| form.is_match(text))
    };
    PROBES
        .iter()
        .all(|number| template.of(*number).as_str().is_some_and(fits))
}
