//! Whether a value is one that a column may hold, as the language defines types and limits. In: a type and a value. Out:
//! the kinds of rules that it breaks. It asks no emitter and no database.

use driftless_model::{Length, Limits, Scalar, Schema, Type, Value as Literal, WireNumber};

use crate::aspect::Aspect;
use crate::value::{Exact, Value};

/// 2^53 - 1
const SAFE: i128 = 9_007_199_254_740_991;

/// Half of a character, and the end of its text.
pub(crate) const HALF: &str = "\\ud83d\"";

/// A broken rule, and whether an element of a list breaks it.
pub(crate) type Fault = (Aspect, bool);

/// What a value that is there breaks.
pub(crate) fn faults(schema: &Schema, ty: &Type, value: &Value) -> Vec<Fault> {
    let mut faults = match (value, ty.array) {
        (Value::Null | Value::Missing | Value::Any, _) => Vec::new(),
        (Value::List(items), Some(count)) => list_faults(schema, ty, count, items),
        (_, Some(_)) => vec![(Aspect::Type, false)],
        (value, None) => alone(schema, ty, value)
            .into_iter()
            .map(|aspect| (aspect, false))
            .collect(),
    };
    faults.sort();
    faults.dedup();
    faults
}

fn list_faults(schema: &Schema, ty: &Type, count: Length, items: &[Value]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    if !is_within(items.len(), count) {
        faults.push((Aspect::Length, false));
    }
    for item in items {
        match item {
            Value::Null => faults.push((Aspect::Type, true)),
            item => faults.extend(
                alone(schema, ty, item)
                    .into_iter()
                    .map(|aspect| (of_element(ty.scalar, aspect), true)),
            ),
        }
    }
    faults
}

/// In lists, what a text or bytes must look like is told apart from what kind of value they are.
fn of_element(scalar: Scalar, aspect: Aspect) -> Aspect {
    match (scalar, aspect) {
        (Scalar::Email | Scalar::Url | Scalar::Sha256, Aspect::Type) => Aspect::Form,
        (_, aspect) => aspect,
    }
}

fn alone(schema: &Schema, ty: &Type, value: &Value) -> Vec<Aspect> {
    let mut broken = of_type(schema, ty.scalar, value);
    if !broken.contains(&Aspect::Type) {
        broken.extend(of_limits(&ty.limits, ty, value));
    }
    broken
}

fn of_type(schema: &Schema, scalar: Scalar, value: &Value) -> Vec<Aspect> {
    let only = |fits: bool, aspect: Aspect| if fits { Vec::new() } else { vec![aspect] };
    let ty = |fits: bool| only(fits, Aspect::Type);
    match (scalar, value) {
        (Scalar::Smallint, Value::Number(n)) => ty(n.parse::<i16>().is_ok()),
        (Scalar::Int, Value::Number(n)) => ty(n.parse::<i32>().is_ok()),
        (Scalar::Duration, Value::Number(n)) => ty(n.parse::<i64>().is_ok()),
        (Scalar::Bigint, Value::Number(n)) => {
            let safe = |n: i64| schema.wire.int8 == WireNumber::String || i128::from(n).abs() <= SAFE;
            ty(n.parse().is_ok_and(safe))
        }
        (Scalar::Numeric { precision, scale }, Value::Number(n)) => decimal(n, precision, scale),
        (Scalar::Float, Value::Number(n)) if n == "NaN" => vec![Aspect::Number],
        (Scalar::Float, Value::Number(n)) => ty(n.parse().is_ok_and(f64::is_finite)),
        (Scalar::Bool, Value::Bool(_)) | (Scalar::Uuid, Value::Uuid(_)) | (Scalar::Bytes, Value::Bytes(_)) => {
            Vec::new()
        }
        (Scalar::Sha256, Value::Bytes(bytes)) => ty(bytes.len() == 32),
        (Scalar::Timestamp | Scalar::TimestampLocal, Value::Text(text)) => moment(text),
        (Scalar::Date, Value::Text(text)) => ty(is_date(text)),
        (Scalar::Time, Value::Text(text)) => time(text),
        (Scalar::Json | Scalar::Record(_), Value::Json(text)) => document(scalar, text),
        (Scalar::Vector(size), Value::List(items)) => vector(size, items),
        (Scalar::Enum(id), Value::Text(word)) => ty(schema.enumeration(id).values.iter().any(|of| of.value == *word)),
        (_, Value::Text(text)) if text.contains('\0') => vec![Aspect::Type],
        (Scalar::Varchar(most), Value::Text(text)) => only(text.chars().count() <= most as usize, Aspect::Length),
        (Scalar::Text, Value::Text(_)) => Vec::new(),
        (Scalar::Email, Value::Text(text)) => ty(is_email(text)),
        (Scalar::Url, Value::Text(text)) => ty(is_url(text)),
        (Scalar::Semver, Value::Text(text)) => only(is_version(text), Aspect::Form),
        (Scalar::Inet, Value::Text(text)) => only(text.parse::<std::net::IpAddr>().is_ok(), Aspect::Form),
        _ => vec![Aspect::Type],
    }
}

/// What is too fine is rounded by some; what is too large is no value of the type.
fn decimal(number: &str, precision: u32, scale: u32) -> Vec<Aspect> {
    let Some(exact) = Exact::parse(number).map(|exact| exact.trimmed(scale)) else {
        return vec![Aspect::Type];
    };
    let places = exact.places - exact.places.min(scale);
    let unit = 10_i128.pow(places);
    let rounded = (exact.units.abs() + unit / 2) / unit;
    let raised = scale - exact.places.min(scale);
    if rounded.saturating_mul(10_i128.pow(raised)) >= 10_i128.pow(precision) {
        return vec![Aspect::Type];
    }
    if places > 0 { vec![Aspect::Exact] } else { Vec::new() }
}

fn document(scalar: Scalar, text: &str) -> Vec<Aspect> {
    if text.contains(HALF) {
        return vec![Aspect::Escape];
    }
    let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else {
        return vec![Aspect::Type];
    };
    let fits = if scalar == Scalar::Json {
        !json.is_null()
    } else {
        json.is_object()
    };
    if fits && !holds_nul(&json) {
        Vec::new()
    } else {
        vec![Aspect::Type]
    }
}

fn holds_nul(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(holds_nul),
        serde_json::Value::Object(members) => members
            .iter()
            .any(|(key, value)| key.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

fn vector(size: u32, items: &[Value]) -> Vec<Aspect> {
    if items.len() != size as usize {
        return vec![Aspect::Type];
    }
    let finite = |item: &Value| matches!(item, Value::Number(n) if n.parse().is_ok_and(f32::is_finite));
    if items.iter().all(finite) {
        Vec::new()
    } else {
        vec![Aspect::Finite]
    }
}

/// Years 1 to 9999, days that are in the calendar.
fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |text: &str, width: usize| -> Option<u32> {
        let plain = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|_| plain)
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 31,
    };
    year > 0 && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Hours, minutes and seconds with at most six digits behind the point. A 60th second and a seventh digit are not told
/// apart: some databases carry both over.
fn time(text: &str) -> Vec<Aspect> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<u32> = clock.split(':').filter_map(|part| part.parse().ok()).collect();
    let [hour, minute, second] = parts[..] else {
        return vec![Aspect::Type];
    };
    let shaped = clock.len() == 8 && !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    if !shaped || hour > 23 || minute > 59 || second > 60 {
        return vec![Aspect::Type];
    }
    if second == 60 || fraction.len() > 6 {
        vec![Aspect::Exact]
    } else {
        Vec::new()
    }
}

fn moment(text: &str) -> Vec<Aspect> {
    match text.split_once('T') {
        Some((date, clock)) if is_date(date) => time(clock),
        _ => vec![Aspect::Type],
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let dotted = host
        .rsplit_once('.')
        .is_some_and(|(head, last)| !head.is_empty() && !last.is_empty());
    let plain = !text.contains(' ') && !host.contains('@') && !name.is_empty();
    plain && dotted && text.chars().count() <= 320
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-');
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters);
    named && !rest.is_empty() && !rest.contains(' ') && text.chars().count() <= 2048
}

/// `major.minor.patch` without leading zeros, and what may follow.
fn is_version(text: &str) -> bool {
    let (rest, build) = text
        .split_once('+')
        .map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest
        .split_once('-')
        .map_or((rest, None), |(core, pre)| (core, Some(pre)));
    let numbers: Vec<_> = core.split('.').collect();
    let number = |part: &&str| {
        let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits && (*part == "0" || !part.starts_with('0'))
    };
    let words = |text: &str| {
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        text.split('.').all(word)
    };
    numbers.len() == 3 && numbers.iter().all(number) && pre.is_none_or(words) && build.is_none_or(words)
}

fn of_limits(limits: &Limits, ty: &Type, value: &Value) -> Vec<Aspect> {
    let mut broken = Vec::new();
    let least = limits.min.as_ref().is_some_and(|least| is_less(ty, value, least));
    let most = limits.max.as_ref().is_some_and(|most| is_more(ty, value, most));
    if least || most {
        broken.push(Aspect::Range);
    }
    let size = match value {
        Value::Text(text) => Some(text.chars().count()),
        Value::Bytes(bytes) => Some(bytes.len()),
        _ => None,
    };
    if size
        .zip(limits.length)
        .is_some_and(|(size, length)| !is_within(size, length))
    {
        broken.push(Aspect::Length);
    }
    if let (Some(pattern), Value::Text(text)) = (&limits.pattern, value)
        && regex_lite::Regex::new(pattern).is_ok_and(|form| !form.is_match(text))
    {
        broken.push(Aspect::Pattern);
    }
    broken
}

fn is_within(size: usize, length: Length) -> bool {
    size >= length.min as usize && length.max.is_none_or(|most| size <= most as usize)
}

fn is_less(ty: &Type, value: &Value, bound: &Literal) -> bool {
    order(value, &Value::of(ty, bound)).is_some_and(std::cmp::Ordering::is_lt)
}

fn is_more(ty: &Type, value: &Value, bound: &Literal) -> bool {
    order(value, &Value::of(ty, bound)).is_some_and(std::cmp::Ordering::is_gt)
}

fn order(a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => match (Exact::parse(a), Exact::parse(b)) {
            (Some(a), Some(b)) => {
                let places = a.places.max(b.places);
                Some(a.raised(places)?.units.cmp(&b.raised(places)?.units))
            }
            _ => a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?),
        },
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}
