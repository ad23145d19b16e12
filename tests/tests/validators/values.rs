//! Ordinary values of one type, and the rules that some judge is known not to have. In: a type. Out: JSON texts.

use driftless_model::{Length, Limits, Scalar, Schema, Value, WireNumber};
use driftless_shape::{Item, ItemType, Origin};

use crate::outputs::World;
use driftless_tests::pattern::matching;

/// A value, as JSON text: not every text that a client may send is a value everywhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) json: String,
    pub(crate) gap: Option<Gap>,
}

/// A rule that some judge does not have. What it may then say is in [`crate::compare`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// JSON Schema cannot look for NUL inside free JSON, and responses are not searched for it.
    Nul,
    /// Half of a character is no text for Rust; JSON Schema does not ask.
    HalfCharacter,
    /// A pattern counts digits, not bits.
    SixtyFourBits,
    /// JSON Schema cannot compare times.
    TimeLimit,
    /// JSON Schema's times have a year 0 and leap seconds.
    TimeOfNoDatabase,
    /// A pattern can compare with whole numbers only.
    DecimalLimit,
    /// A length of base64 counts bytes in threes.
    ByteCount,
    /// JSON Schema has no 32-bit numbers.
    Float32,
    /// `-0` equals 0, but a pattern for numbers from 0 on has no sign.
    NegativeZero,
    /// A number on the wire has no digits to count.
    DecimalNumber,
    /// Outside of ASCII, blanks are others for ECMAScript than for Unicode.
    Blank,
    /// A format that the checker takes more widely than its own standard.
    WideFormat,
    /// A word that came later: clients let it through, the service does not know it.
    LaterWord,
    /// A secret of a record is described in requests alone.
    Secret,
    /// What 64 bits do not hold is infinite to JavaScript, and that is a number to checkers of JSON Schema.
    Infinite,
}

pub(crate) fn plain(json: impl Into<String>) -> Sample {
    Sample {
        json: json.into(),
        gap: None,
    }
}

pub(crate) fn quoted(text: &str) -> Sample {
    plain(serde_json::Value::from(text).to_string())
}

pub(crate) fn with(gap: Gap, sample: Sample) -> Sample {
    Sample {
        gap: Some(gap),
        ..sample
    }
}

/// What no type is.
pub(crate) fn nonsense() -> Vec<Sample> {
    [
        "null",
        "true",
        "5",
        "-1.5",
        "\"x\"",
        "\"\"",
        "[]",
        "{}",
        "[null]",
        "{\"a\":1}",
    ]
    .map(plain)
    .to_vec()
}

/// Ordinary values of a single item; several, so that conditions on two members find one that holds.
pub(crate) fn ordinary(world: &World, ty: &ItemType) -> Vec<Sample> {
    match &ty.item {
        Item::Scalar(scalar) => of_scalar(&world.schema, *scalar, &ty.limits),
        Item::Id(entity) => {
            let id = world.id(*entity);
            of_scalar(&world.schema, id.scalar, &id.limits)
        }
        Item::Enum(id) => world
            .schema
            .enumeration(*id)
            .values
            .iter()
            .map(|value| quoted(&value.value))
            .collect(),
        Item::Arc(origin, field) => arcs(world, *origin, *field),
        _ => Vec::new(),
    }
}

fn arcs(world: &World, origin: Origin, field: driftless_model::FieldId) -> Vec<Sample> {
    let keys = world.arc(origin, field);
    let values = keys.into_iter().flat_map(|(kind, scalar, limits)| {
        let ids = of_scalar(&world.schema, scalar, &limits).into_iter().take(2);
        ids.map(move |id| plain(format!("{{\"kind\":{},\"id\":{}}}", quoted(&kind).json, id.json)))
            .collect::<Vec<_>>()
    });
    values.collect()
}

const KEYS: [&str; 3] = [
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9f\"",
    "\"01936F7C-3B5A-7C4E-9D21-5F8A6B7C8D9E\"",
];

pub(crate) fn of_scalar(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let all = |texts: &[&str]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>();
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => texts(scalar, limits),
        Scalar::Email => narrowed(all(&["a@b.c", "a.b+c@d.example", "A@B.C"]), limits),
        Scalar::Url => narrowed(all(&["https://a.example/b?c#d", "urn:x:y"]), limits),
        Scalar::Semver => narrowed(all(&["1.10.0", "0.0.1-rc.1+build.7"]), limits),
        Scalar::Smallint | Scalar::Int => integers(limits)
            .into_iter()
            .map(|number| plain(number.to_string()))
            .collect(),
        Scalar::Bigint => numbers(integers(limits), schema.wire.int8),
        Scalar::Numeric { scale, .. } => decimals(scale, limits)
            .into_iter()
            .map(|text| numeric(&text, schema.wire.numeric))
            .collect(),
        Scalar::Float => floats(limits)
            .into_iter()
            .map(|number| plain(serde_json::Value::from(number).to_string()))
            .collect(),
        Scalar::Bool => ["true", "false"].map(plain).to_vec(),
        Scalar::Uuid => KEYS.map(plain).to_vec(),
        Scalar::Json => ["{\"a\":[1,null,\"x\"]}", "5", "\"\"", "[]", "false"]
            .map(plain)
            .to_vec(),
        Scalar::Bytes => bytes(limits.length),
        Scalar::Vector(dimensions) => ["0.5", "1"]
            .iter()
            .map(|number| plain(format!("[{}]", vec![*number; dimensions as usize].join(","))))
            .collect(),
        Scalar::Sha256 => all(&["0".repeat(64).as_str(), "af".repeat(32).as_str()]),
        Scalar::Inet => all(&["10.0.0.1", "::1", "2001:DB8::1"]),
        time => times(time, limits),
    }
}

/// Those that match the pattern.
fn narrowed(samples: Vec<Sample>, limits: &Limits) -> Vec<Sample> {
    let form = limits
        .pattern
        .as_ref()
        .and_then(|pattern| regex_lite::Regex::new(pattern).ok());
    samples
        .into_iter()
        .filter(|sample| {
            form.as_ref()
                .is_none_or(|form| form.is_match(sample.json.trim_matches('"')))
        })
        .collect()
}

/// Texts within their length that match their pattern.
fn texts(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let (least, most) = lengths(scalar, limits);
    let fits = |text: &String| (least..=most.unwrap_or(usize::MAX)).contains(&text.chars().count());
    let made: Vec<String> = match &limits.pattern {
        Some(pattern) => (0..80).map(|more| matching(pattern, more)).collect(),
        None => ["a", "b", "Ab", "🦊"].map(|text| text.repeat(least.max(1))).to_vec(),
    };
    let mut found: Vec<String> = made.into_iter().filter(fits).take(4).collect();
    found.dedup();
    found.iter().map(|text| quoted(text)).collect()
}

pub(crate) fn lengths(scalar: Scalar, limits: &Limits) -> (usize, Option<usize>) {
    let widest = match scalar {
        Scalar::Varchar(most) => Some(most),
        _ => None,
    };
    let length = limits.length.unwrap_or(Length { min: 0, max: None });
    let most = [length.max, widest].into_iter().flatten().min();
    (length.min as usize, most.map(|most| most as usize))
}

pub(crate) fn whole(limit: &Option<Value>) -> Option<i64> {
    match limit.as_ref()? {
        Value::Int(number) => Some(*number),
        Value::Float(number) => Some(*number as i64),
        Value::Decimal(text) => text.split('.').next()?.parse().ok(),
        _ => None,
    }
}

fn integers(limits: &Limits) -> Vec<i64> {
    let (min, max) = (whole(&limits.min).unwrap_or(-3), whole(&limits.max).unwrap_or(i64::MAX));
    let first = min.max(0.min(max));
    [first, first.saturating_add(1), first.saturating_add(7)]
        .into_iter()
        .filter(|number| *number <= max)
        .collect()
}

fn numbers(numbers: Vec<i64>, wire: WireNumber) -> Vec<Sample> {
    numbers
        .into_iter()
        .map(|number| numeric(&number.to_string(), wire))
        .collect()
}

pub(crate) fn numeric(text: &str, wire: WireNumber) -> Sample {
    match wire {
        WireNumber::String => quoted(text),
        WireNumber::Number => plain(text),
    }
}

fn decimals(scale: u32, limits: &Limits) -> Vec<String> {
    let limit = |limit: &Option<Value>| limit.as_ref().map(text_of);
    let ends = [limit(&limits.min), limit(&limits.max)];
    match ends {
        [None, None] if scale == 0 => vec!["0".to_owned(), "1".to_owned(), "-1".to_owned()],
        [None, None] => vec!["0".to_owned(), "0.5".to_owned(), "-0.5".to_owned()],
        ends => ends.into_iter().flatten().collect(),
    }
}

fn floats(limits: &Limits) -> Vec<f64> {
    let limit = |limit: &Option<Value>| text_of(limit.as_ref()?).parse::<f64>().ok();
    match (limit(&limits.min), limit(&limits.max)) {
        (None, None) => vec![0.5, -1e-7, 3.0],
        (min, max) => [min, max].into_iter().flatten().collect(),
    }
}

/// A limit as people write it.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Decimal(text) | Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn bytes(length: Option<Length>) -> Vec<Sample> {
    let least = length.map_or(0, |length| length.min) as usize;
    [least, least + 1, least + 2].into_iter().map(base64).collect()
}

/// So many zero bytes.
pub(crate) fn base64(count: usize) -> Sample {
    let padding = ["", "==", "="][count % 3];
    let digits = count.div_ceil(3) * 4 - padding.len();
    plain(format!("\"{}{padding}\"", "A".repeat(digits)))
}

pub(crate) fn times(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let usual: &[&str] = match scalar {
        Scalar::Timestamp => &[
            "2024-02-29T23:59:59.5Z",
            "2024-03-01T00:59:59.5+01:00",
            "2024-03-01t00:00:00z",
        ],
        Scalar::TimestampLocal => &["2024-02-29T23:59:59.123456789", "2024-03-01T00:00:00"],
        Scalar::Date => &["2024-02-29", "2024-03-01", "9999-12-31"],
        Scalar::Time => &["00:00:00", "23:59:59.999999"],
        _ => &["PT3600.5S", "PT7200S"],
    };
    let ends: Vec<Sample> = [&limits.min, &limits.max]
        .into_iter()
        .flatten()
        .map(|limit| quoted(&text_of(limit)))
        .collect();
    if ends.is_empty() { words(usual) } else { ends }
}

pub(crate) fn words(texts: &[&str]) -> Vec<Sample> {
    texts.iter().map(|text| quoted(text)).collect()
}
