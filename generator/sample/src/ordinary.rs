//! Ordinary values of one type. In: a type. Out: JSON texts, which every output accepts.

use driftless_model::{EntityId, FieldId, Length, Limits, Scalar, Schema, Value, WireNumber};
use driftless_shape::{Item, ItemType, Origin};

use crate::pattern::matching;
use crate::subject::Subject;

/// Ordinary values of a single item; several, so that conditions on two members find one that holds.
pub fn ordinary(subject: &Subject, ty: &ItemType) -> Vec<String> {
    match &ty.item {
        Item::Scalar(scalar) => of_scalar(&subject.schema, *scalar, &ty.limits),
        Item::Id(entity) => match subject.keys(*entity) {
            keys if keys.is_empty() => keys_of(subject, *entity),
            keys => keys.into_iter().map(|key| key.to_string()).collect(),
        },
        Item::Enum(id) => subject
            .schema
            .enumeration(*id)
            .values
            .iter()
            .map(|value| quoted(&value.value))
            .collect(),
        Item::Arc(origin, field) => arcs(subject, *origin, *field),
        _ => Vec::new(),
    }
}

/// Keys of rows of an entity that are not there.
pub fn keys_of(subject: &Subject, entity: EntityId) -> Vec<String> {
    let key = subject.id(entity);
    key.map_or_else(Vec::new, |key| of_scalar(&subject.schema, key.scalar, &key.limits))
}

/// Keys of rows that are there; of any, where there are none yet.
fn arcs(subject: &Subject, origin: Origin, field: FieldId) -> Vec<String> {
    let kinds = subject.arc(origin, field);
    let is_known = kinds.iter().any(|(_, entity, _)| !subject.keys(*entity).is_empty());
    let ids = kinds.into_iter().flat_map(|(kind, entity, key)| {
        let known = subject.keys(entity).into_iter().map(|key| key.to_string());
        let mut ids: Vec<String> = known.collect();
        if !is_known {
            ids = of_scalar(&subject.schema, key.scalar, &key.limits);
        }
        ids.truncate(2);
        ids.into_iter().map(move |id| (quoted(&kind), id))
    });
    ids.map(|(kind, id)| format!("{{\"kind\":{kind},\"id\":{id}}}"))
        .collect()
}

/// More than there are rows of one entity whose key clients give, so that some are free; the third is the first in capitals.
const KEYS: [&str; 8] = [
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9f\"",
    "\"01936F7C-3B5A-7C4E-9D21-5F8A6B7C8D9E\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8da0\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8da1\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8da2\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8da3\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8da4\"",
];

/// Ordinary values of a scalar.
pub fn of_scalar(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<String> {
    let all = |texts: &[&str]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>();
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => texts(scalar, limits),
        Scalar::Email => narrowed(
            all(&["a@b.c", "a.b+c@d.example", "A@B.C", "d@e.f", "g@h.i", "j@k.l"]),
            limits,
        ),
        Scalar::Url => narrowed(
            all(&["https://a.example/b?c#d", "urn:x:y", "https://b.example", "urn:x:z"]),
            limits,
        ),
        Scalar::Semver => narrowed(all(&["1.10.0", "0.0.1-rc.1+build.7", "2.0.0", "3.1.4"]), limits),
        Scalar::Smallint | Scalar::Int => integers(limits).into_iter().map(|number| number.to_string()).collect(),
        Scalar::Bigint => numbers(integers(limits), schema.wire.int8),
        Scalar::Numeric { scale, .. } => decimals(scale, limits)
            .into_iter()
            .map(|text| numeric(&text, schema.wire.numeric))
            .collect(),
        Scalar::Float => floats(limits)
            .into_iter()
            .map(|number| serde_json::Value::from(number).to_string())
            .collect(),
        Scalar::Bool => ["true", "false"].map(str::to_owned).to_vec(),
        Scalar::Uuid => KEYS.map(str::to_owned).to_vec(),
        Scalar::Json => ["{\"a\":[1,null,\"x\"]}", "5", "\"\"", "[]", "false"]
            .map(str::to_owned)
            .to_vec(),
        Scalar::Bytes => bytes(limits.length),
        Scalar::Vector(dimensions) => ["0.5", "1"]
            .iter()
            .map(|number| format!("[{}]", vec![*number; dimensions as usize].join(",")))
            .collect(),
        Scalar::Sha256 => all(&["0", "a", "b", "c", "d", "e"]
            .map(|digit| digit.repeat(64))
            .each_ref()
            .map(String::as_str)),
        Scalar::Inet => all(&["10.0.0.1", "::1", "2001:DB8::1", "10.0.0.2"]),
        time => times(time, limits),
    }
}

/// Those that match the pattern.
fn narrowed(samples: Vec<String>, limits: &Limits) -> Vec<String> {
    let form = limits
        .pattern
        .as_ref()
        .and_then(|pattern| regex_lite::Regex::new(pattern).ok());
    samples
        .into_iter()
        .filter(|sample| form.as_ref().is_none_or(|form| form.is_match(sample.trim_matches('"'))))
        .collect()
}

/// Texts within their length that match their pattern.
fn texts(scalar: Scalar, limits: &Limits) -> Vec<String> {
    let (least, most) = lengths(scalar, limits);
    let fits = |text: &String| (least..=most.unwrap_or(usize::MAX)).contains(&text.chars().count());
    let made: Vec<String> = match &limits.pattern {
        Some(pattern) => (0..80).map(|more| matching(pattern, more)).collect(),
        None => ["a", "b", "Ab", "🦊", "c", "d"]
            .map(|text| text.repeat(least.max(1)))
            .to_vec(),
    };
    let mut found: Vec<String> = made.into_iter().filter(fits).take(6).collect();
    found.dedup();
    found.iter().map(|text| quoted(text)).collect()
}

/// How many code points a text has at least and at most.
pub fn lengths(scalar: Scalar, limits: &Limits) -> (usize, Option<usize>) {
    let widest = match scalar {
        Scalar::Varchar(most) => Some(most),
        _ => None,
    };
    let length = limits.length.unwrap_or(Length { min: 0, max: None });
    let most = [length.max, widest].into_iter().flatten().min();
    (length.min as usize, most.map(|most| most as usize))
}

/// A limit without what stands behind its point.
pub fn whole(limit: &Option<Value>) -> Option<i64> {
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
    [0, 1, 7, 2, 3, 5]
        .map(|more| first.saturating_add(more))
        .into_iter()
        .filter(|number| *number <= max)
        .collect()
}

fn numbers(numbers: Vec<i64>, wire: WireNumber) -> Vec<String> {
    numbers
        .into_iter()
        .map(|number| numeric(&number.to_string(), wire))
        .collect()
}

/// A number in the form of the wire.
pub fn numeric(text: &str, wire: WireNumber) -> String {
    match wire {
        WireNumber::String => quoted(text),
        WireNumber::Number => text.to_owned(),
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
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Decimal(text) | Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn bytes(length: Option<Length>) -> Vec<String> {
    let least = length.map_or(0, |length| length.min) as usize;
    [least, least + 1, least + 2].into_iter().map(base64).collect()
}

/// So many zero bytes.
pub fn base64(count: usize) -> String {
    let padding = ["", "==", "="][count % 3];
    let digits = count.div_ceil(3) * 4 - padding.len();
    format!("\"{}{padding}\"", "A".repeat(digits))
}

/// Ordinary points in time and lengths of it.
pub fn times(scalar: Scalar, limits: &Limits) -> Vec<String> {
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
    let ends: Vec<String> = [&limits.min, &limits.max]
        .into_iter()
        .flatten()
        .map(|limit| quoted(&text_of(limit)))
        .collect();
    if ends.is_empty() {
        usual.iter().map(|text| quoted(text)).collect()
    } else {
        ends
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
