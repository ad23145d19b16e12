//! Values that keep the rules of their type, each different from those before it. In: a type of the schema. Out: a Cell.

use driftless_model::{Field, Length, Limits, Scalar, Schema, Type, Value, Variants, Visibility};
use driftless_sample::matching;
use serde_json::{Map, Value as Json, json};

use super::cell::Cell;

/// In every value that never leaves the service, or is shown to nobody again.
pub(crate) const HIDDEN: &str = "zqhidden";
/// In every value about a person.
pub(crate) const PERSONAL: &str = "zqperson";

/// A source of values: numbers that look random and are not, and a counter that makes values different.
pub(crate) struct Draw<'s> {
    schema: &'s Schema,
    state: u64,
    count: u32,
}

impl<'s> Draw<'s> {
    pub(crate) fn new(schema: &'s Schema, seed: u64) -> Self {
        Self {
            schema,
            state: seed | 1,
            count: 0,
        }
    }

    /// Below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).unwrap_or_default() % end.max(1)
    }

    /// How many values were drawn: a number that none before had.
    fn next(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    pub(crate) fn value(&mut self, ty: &Type) -> Cell {
        let Some(length) = ty.array else {
            return self.single(ty.scalar, &ty.limits);
        };
        let most = length.max.map_or(length.min + 2, |max| max.min(length.min + 2));
        let count = length.min as usize + self.below((most - length.min) as usize + 1);
        Cell::List((0..count).map(|_| self.single(ty.scalar, &ty.limits)).collect())
    }

    /// A value that is found again wherever it leaks to, if the type can hold one.
    pub(crate) fn marked(&mut self, ty: &Type, mark: &str) -> Cell {
        if let Some(length) = ty.array {
            let element = Type {
                array: None,
                ..ty.clone()
            };
            return Cell::List((0..length.min.max(1)).map(|_| self.marked(&element, mark)).collect());
        }
        let next = self.next();
        let text = format!("{mark}{next}");
        let fits = |length: Option<Length>| {
            let most = length
                .and_then(|length| length.max)
                .is_none_or(|max| max as usize >= text.len());
            most && length.is_none_or(|length| length.min as usize <= text.len()) && ty.limits.pattern.is_none()
        };
        match ty.scalar {
            Scalar::Text if fits(ty.limits.length) => Cell::Text(text),
            Scalar::Varchar(most) if most as usize >= text.len() && fits(ty.limits.length) => Cell::Text(text),
            Scalar::Email => Cell::Text(format!("{text}@example.com")),
            Scalar::Json => Cell::Document(json!({ mark: text })),
            Scalar::Bytes if fits(ty.limits.length) => Cell::Bytes(text.into_bytes()),
            Scalar::Sha256 => {
                let mut bytes = text.into_bytes();
                bytes.resize(32, b'.');
                Cell::Sha256(bytes)
            }
            Scalar::Int | Scalar::Bigint if ty.limits.max.is_none() => {
                let number = 770_077_000 + i64::from(next % 1000);
                if ty.scalar == Scalar::Int {
                    Cell::Int(number)
                } else {
                    Cell::Big(number)
                }
            }
            scalar => self.single(scalar, &ty.limits),
        }
    }

    fn single(&mut self, scalar: Scalar, limits: &Limits) -> Cell {
        let next = self.next();
        match scalar {
            Scalar::Text | Scalar::Varchar(_) => Cell::Text(text(scalar, limits, next)),
            Scalar::Email => Cell::Text(format!("a{next}@example.com")),
            Scalar::Url => Cell::Text(format!("https://example.com/{next}")),
            Scalar::Semver => Cell::Text(format!("1.{next}.0")),
            Scalar::Smallint | Scalar::Int => Cell::Int(integer(limits, next)),
            Scalar::Bigint => Cell::Big(integer(limits, next)),
            Scalar::Numeric { precision, scale } => decimal(limits, precision, scale, next),
            Scalar::Float => Cell::Float(float(limits, next)),
            Scalar::Bool => Cell::Bool(self.below(2) == 0),
            // Looks like one of version 4.
            Scalar::Uuid => Cell::Uuid(0x4000_8000_0000_0000_0000_u128 | u128::from(next) << 96 | 7),
            Scalar::Timestamp => limit(limits).map_or_else(|| Cell::Instant(moment(next)), instant),
            Scalar::TimestampLocal => Cell::Local(moment(next)),
            Scalar::Date => Cell::Text(limit(limits).unwrap_or_else(|| date(next))),
            Scalar::Time => Cell::Text(limit(limits).unwrap_or_else(|| moment(next)[11..].to_owned())),
            Scalar::Duration => Cell::Duration(i64::from(next)),
            Scalar::Json => Cell::Document(json!({ "a": [next, null, "x'\""] })),
            Scalar::Bytes => Cell::Bytes(bytes(limits.length, next)),
            Scalar::Vector(size) => Cell::Floats(vec![0.5; size as usize]),
            Scalar::Sha256 => Cell::Sha256(bytes(Some(Length { min: 32, max: None }), next)),
            Scalar::Inet => Cell::Text(format!("10.{}.{}.1", next / 250 % 250, next % 250)),
            Scalar::Enum(id) => {
                let words = &self.schema.enumeration(id).values;
                Cell::Text(words[self.below(words.len())].value.clone())
            }
            Scalar::Record(id) => {
                let record = self.schema.record(id);
                Cell::Document(Json::Object(self.record(&record.fields, record.variants.as_ref())))
            }
            Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => panic!("{scalar:?} is on the wire alone"),
        }
    }

    fn record(&mut self, fields: &[Field], variants: Option<&Variants>) -> Map<String, Json> {
        let case = variants.map(|variants| self.below(variants.cases.len()));
        let tag = variants.map(|variants| variants.tag.0);
        let mut members = Map::new();
        for (at, field) in fields.iter().enumerate() {
            if !field.variants.is_empty() && !case.is_some_and(|case| field.variants.contains(&case)) {
                continue;
            }
            let word = variants.zip(case).filter(|_| tag == Some(at));
            if let (Some((variants, case)), Some(column)) = (word, field.value()) {
                members.insert(column.json.clone(), json!(variants.cases[case].value));
                continue;
            }
            // Nullable members are left out: what records refer to would have to be there.
            if field.nullable {
                continue;
            }
            for column in field.columns() {
                let value = match field.visibility {
                    Visibility::Public => self.value(&column.ty),
                    _ => self.marked(&column.ty, HIDDEN),
                };
                let value = value.wire(self.schema.wire);
                members.insert(column.json.clone(), value);
            }
        }
        members
    }
}

/// A text that no other value has, within its length.
fn text(scalar: Scalar, limits: &Limits, next: u32) -> String {
    let length = limits.length.unwrap_or(Length { min: 0, max: None });
    let widest = if let Scalar::Varchar(most) = scalar {
        Some(most)
    } else {
        None
    };
    let most = [length.max, widest].into_iter().flatten().min().unwrap_or(60) as usize;
    let least = length.min as usize;
    if let Some(pattern) = &limits.pattern {
        let made = (0..40).map(|more| matching(pattern, more));
        let fitting = made.filter(|text| (least..=most.min(least + 40)).contains(&text.chars().count()));
        let longest = fitting.max_by_key(String::len);
        let longest = longest.unwrap_or_else(|| panic!("no text of {least} to {most} matches {pattern}"));
        return numbered(longest, pattern, next);
    }
    let number = format!("{next:x}");
    let number = &number[number.len().saturating_sub(most)..];
    format!("{number:x>least$}")
}

/// The text with the digits of a number in it, or letters that stand for them, wherever it still matches.
fn numbered(text: String, pattern: &str, number: u32) -> String {
    let form = regex_lite::Regex::new(pattern).expect("a pattern");
    let (mut text, mut left) = (text, number);
    for at in (0..text.len()).rev().filter(|_| number > 0) {
        let digit = u8::try_from(left % 10).expect("a digit");
        let changed = [b'0' + digit, b'a' + digit].into_iter().find_map(|byte| {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = byte;
            String::from_utf8(bytes).ok().filter(|text| form.is_match(text))
        });
        if let Some(changed) = changed {
            (text, left) = (changed, left / 10);
        }
    }
    text
}

fn whole(limit: Option<&Value>) -> Option<i64> {
    match limit? {
        Value::Int(number) => Some(*number),
        Value::Float(number) => Some(*number as i64),
        Value::Decimal(text) => text.split('.').next()?.parse().ok(),
        _ => None,
    }
}

fn integer(limits: &Limits, next: u32) -> i64 {
    let least = whole(limits.min.as_ref()).unwrap_or(0);
    let most = whole(limits.max.as_ref()).unwrap_or(least.saturating_add(30_000));
    least.saturating_add(i64::from(next) % most.saturating_sub(least).saturating_add(1).max(1))
}

fn decimal(limits: &Limits, precision: u32, scale: u32, next: u32) -> Cell {
    let one = 10_i64.pow(scale.min(9));
    let scale_left = 10_i64.pow(scale.saturating_sub(9));
    let units = whole(limits.min.as_ref()).unwrap_or(0) * one * scale_left;
    let widest = 10_i64.pow(precision.min(17)) - 1;
    let most = whole(limits.max.as_ref()).map_or(widest, |max| max * one * scale_left);
    Cell::Decimal(units.saturating_add(i64::from(next) % (most - units + 1).max(1)), scale)
}

fn float(limits: &Limits, next: u32) -> f64 {
    let least = whole(limits.min.as_ref()).map_or(0.0, |min| min as f64);
    let most = whole(limits.max.as_ref()).map_or(least + 1000.0, |max| max as f64);
    // Sixty-fourths are exact in every language.
    least + (most - least) * f64::from(next % 64) / 64.0
}

fn limit(limits: &Limits) -> Option<String> {
    match limits.min.as_ref().or(limits.max.as_ref())? {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn instant(text: String) -> Cell {
    Cell::Instant(text.trim_end_matches('Z').to_owned())
}

/// Later than those drawn before.
fn moment(next: u32) -> String {
    let (day, hour, minute) = (next / 1440, next / 60 % 24, next % 60);
    format!(
        "2024-{:02}-{:02}T{hour:02}:{minute:02}:00",
        1 + day / 28 % 12,
        1 + day % 28
    )
}

/// A day of its own.
fn date(next: u32) -> String {
    format!("{}-{:02}-{:02}", 2000 + next / 336, 1 + next / 28 % 12, 1 + next % 28)
}

fn bytes(length: Option<Length>, next: u32) -> Vec<u8> {
    let least = length.map_or(4, |length| length.min.max(length.max.unwrap_or(4).min(4))) as usize;
    let mut bytes = vec![0; least];
    for (place, byte) in bytes.iter_mut().rev().zip(next.to_le_bytes()) {
        *place = byte;
    }
    bytes
}
