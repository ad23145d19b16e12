//! One scalar and what narrows it as a schema: the wire rules, row by row. Where JSON Schema has a format, that is all;
//! where it has none, a pattern says what the form is.

use driftless_model::{Length, Limits, Scalar, Value, WireNumber};
use serde_json::json;

use crate::decimal;
use crate::draft::Draft;
use crate::lower::Version;
use crate::pattern;
use crate::reading::Reading;
use crate::scope::Scope;

/// What a double holds exactly.
const SAFE: i64 = (1 << 53) - 1;

/// A scalar, null apart.
pub(crate) fn scalar(scope: &Scope<'_>, scalar: Scalar, limits: &Limits, reading: Reading) -> Draft {
    let wire = scope.schema.wire;
    match scalar {
        Scalar::Text => text(limits.length, limits, reading),
        Scalar::Varchar(most) => text(within(limits.length, most), limits, reading),
        Scalar::Email => address("email", pattern::EMAIL, 320, limits),
        Scalar::Url => address("uri", pattern::URL, 2048, limits),
        Scalar::Semver => patterned(form(pattern::SEMVER), limits).with_length(limits.length),
        Scalar::Smallint => integer("int32", i64::from(i16::MIN), i64::from(i16::MAX), limits),
        Scalar::Int => integer("int32", i64::from(i32::MIN), i64::from(i32::MAX), limits),
        Scalar::Bigint if wire.int8 == WireNumber::Number => integer("int64", -SAFE, SAFE, limits),
        Scalar::Bigint => bigint(limits),
        Scalar::Numeric { precision, scale } if wire.numeric == WireNumber::Number => numeric(precision, scale, limits),
        Scalar::Numeric { precision, scale } => decimal(precision, scale, limits),
        Scalar::Float => Draft::of("number").with("format", "double").with_limits(limits),
        Scalar::Bool => Draft::of("boolean"),
        Scalar::Uuid => Draft::of("string").with("format", "uuid"),
        Scalar::Timestamp => Draft::of("string").with("format", "date-time").with_bounds(limits),
        Scalar::TimestampLocal => formatted("date-time-local", pattern::LOCAL).with_bounds(limits),
        Scalar::Date => Draft::of("string").with("format", "date").with_bounds(limits),
        Scalar::Time => formatted("time-local", pattern::TIME).with_bounds(limits),
        Scalar::Duration => form(pattern::DURATION).with_bounds(limits),
        Scalar::Bytes => bytes(limits),
        Scalar::Vector(dimensions) => vector(scope.version, dimensions),
        Scalar::Sha256 => form(pattern::SHA256),
        Scalar::Inet => Draft::of("string").with("anyOf", json!([{ "format": "ipv4" }, { "format": "ipv6" }])),
        // 3.0 has no word for what is not null.
        Scalar::Json if scope.version == Version::V31 => Draft::any().with("not", json!({ "type": "null" })),
        Scalar::Json => Draft::any(),
        // These have names, and are referred to by them.
        Scalar::Enum(_) | Scalar::Record(_) | Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => Draft::any(),
    }
}

impl Draft {
    /// Numbers that JSON Schema can compare.
    fn with_limits(self, limits: &Limits) -> Self {
        self.with_some("minimum", number(&limits.min))
            .with_some("maximum", number(&limits.max))
    }

    /// Limits that JSON Schema cannot compare, for readers.
    fn with_bounds(self, limits: &Limits) -> Self {
        self.with_some("x-minimum", word(&limits.min))
            .with_some("x-maximum", word(&limits.max))
    }

    fn with_length(self, length: Option<Length>) -> Self {
        let min = length.map(|length| length.min).filter(|&min| min > 0);
        self.with_some("minLength", min)
            .with_some("maxLength", length.and_then(|length| length.max))
    }
}

fn form(pattern: &str) -> Draft {
    Draft::of("string").with("pattern", pattern)
}

fn formatted(format: &str, pattern: &str) -> Draft {
    Draft::of("string").with("format", format).with("pattern", pattern)
}

fn address(format: &str, pattern: &str, most: u32, limits: &Limits) -> Draft {
    patterned(formatted(format, pattern), limits).with_length(within(limits.length, most))
}

fn text(length: Option<Length>, limits: &Limits, reading: Reading) -> Draft {
    let draft = Draft::of("string").with_length(length);
    let is_plain = limits
        .pattern
        .as_deref()
        .is_some_and(|pattern| !pattern::may_match_nul(pattern));
    if reading == Reading::Closed && !is_plain {
        return patterned(draft.with("pattern", pattern::PLAIN), limits);
    }
    draft.with_some("pattern", limits.pattern.as_deref().map(pattern::portable))
}

/// The author's pattern beside another one.
fn patterned(draft: Draft, limits: &Limits) -> Draft {
    let own = limits.pattern.as_deref().map(pattern::portable);
    draft.with_some("allOf", own.map(|pattern| json!([{ "pattern": pattern }])))
}

fn within(length: Option<Length>, most: u32) -> Option<Length> {
    let stated = length.unwrap_or(Length { min: 0, max: None });
    Some(Length {
        max: Some(stated.max.map_or(most, |max| max.min(most))),
        ..stated
    })
}

fn integer(format: &str, least: i64, most: i64, limits: &Limits) -> Draft {
    let bound = |limit: &Option<Value>, bound: i64| number(limit).unwrap_or_else(|| json!(bound));
    Draft::of("integer")
        .with("format", format)
        .with("minimum", bound(&limits.min, least))
        .with("maximum", bound(&limits.max, most))
}

fn bigint(limits: &Limits) -> Draft {
    formatted("int64", &decimal::integers(whole(&limits.min), whole(&limits.max)))
}

fn decimal(precision: u32, scale: u32, limits: &Limits) -> Draft {
    let pattern = decimal::decimals(precision, scale, whole(&limits.min), whole(&limits.max));
    let draft = formatted("decimal", &pattern);
    if is_exact(&limits.min) && is_exact(&limits.max) {
        draft
    } else {
        draft.with_bounds(limits)
    }
}

/// As a number, a decimal is no more exact than any.
fn numeric(precision: u32, scale: u32, limits: &Limits) -> Draft {
    let most = format!(
        "{}.{}",
        "9".repeat((precision - scale).max(1) as usize),
        "9".repeat(scale.max(1) as usize)
    );
    let most = if scale == 0 {
        most.trim_end_matches(".9").parse()
    } else {
        most.parse::<f64>()
    }
    .unwrap_or(f64::MAX);
    let bound = |limit: &Option<Value>, bound: f64| number(limit).unwrap_or_else(|| json!(bound));
    Draft::of("number")
        .with("format", "decimal")
        .with("minimum", bound(&limits.min, -most))
        .with("maximum", bound(&limits.max, most))
}

fn bytes(limits: &Limits) -> Draft {
    let encoded = |bytes: u32| bytes.div_ceil(3).saturating_mul(4);
    let length = limits.length.map(|length| Length {
        min: encoded(length.min),
        max: length.max.map(encoded),
    });
    Draft::of("string")
        .with("contentEncoding", "base64")
        .with("pattern", pattern::BASE64)
        .with_length(length)
}

fn vector(version: Version, dimensions: u32) -> Draft {
    let element = Draft::of("number").with("format", "float").finish(version);
    Draft::of("array")
        .with("items", element)
        .with("minItems", dimensions)
        .with("maxItems", dimensions)
}

/// A limit as a whole number, where it is one.
pub(crate) fn whole(limit: &Option<Value>) -> Option<i128> {
    match limit.as_ref()? {
        Value::Int(number) => Some(i128::from(*number)),
        Value::Decimal(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether a pattern can state a limit: there is none, or it is whole.
pub(crate) fn is_exact(limit: &Option<Value>) -> bool {
    limit.is_none() || whole(limit).is_some()
}

fn number(limit: &Option<Value>) -> Option<serde_json::Value> {
    match limit.as_ref()? {
        Value::Int(number) => Some(json!(number)),
        Value::Float(number) => Some(json!(number)),
        Value::Decimal(text) => text.parse().ok(),
        _ => None,
    }
}

fn word(limit: &Option<Value>) -> Option<String> {
    match limit.as_ref()? {
        Value::Int(number) => Some(number.to_string()),
        Value::Decimal(text) | Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}
