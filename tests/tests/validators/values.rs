//! Values of one type: ordinary ones, and those at which readers disagree. In: a type. Out: JSON texts, each with the names of
//! the rules about it that some judge is known not to have.

use driftless_model::{Length, Limits, Scalar, Schema, Value, WireNumber};
use driftless_shape::{Item, ItemType, Origin};

use crate::outputs::World;
use crate::pattern::matching;

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
    /// The database compares keys inside an arc with those there are; Rust leaves their form to it.
    KeyOfArc,
}

fn plain(json: impl Into<String>) -> Sample {
    Sample { json: json.into(), gap: None }
}

fn quoted(text: &str) -> Sample {
    plain(serde_json::Value::from(text).to_string())
}

fn with(gap: Gap, sample: Sample) -> Sample {
    Sample { gap: Some(gap), ..sample }
}

/// What no type is.
pub(crate) fn nonsense() -> Vec<Sample> {
    ["null", "true", "5", "-1.5", "\"x\"", "\"\"", "[]", "{}", "[null]", "{\"a\":1}"].map(plain).to_vec()
}

/// Ordinary values of a single item; several, so that conditions on two members find one that holds.
pub(crate) fn ordinary(world: &World, ty: &ItemType) -> Vec<Sample> {
    match &ty.item {
        Item::Scalar(scalar) => of_scalar(&world.schema, *scalar, &ty.limits),
        Item::Id(entity) => {
            let id = world.id(*entity);
            of_scalar(&world.schema, id.scalar, &id.limits)
        }
        Item::Enum(id) => world.schema.enumeration(*id).values.iter().map(|value| quoted(&value.value)).collect(),
        Item::Arc(origin, field) => arcs(world, *origin, *field),
        _ => Vec::new(),
    }
}

fn arcs(world: &World, origin: Origin, field: driftless_model::FieldId) -> Vec<Sample> {
    let keys = world.arc(origin, field);
    let values = keys.into_iter().flat_map(|(kind, scalar, limits)| {
        let ids = of_scalar(&world.schema, scalar, &limits).into_iter().take(2);
        ids.map(move |id| plain(format!("{{\"kind\":{},\"id\":{}}}", quoted(&kind).json, id.json))).collect::<Vec<_>>()
    });
    values.collect()
}

/// Values at the edges of a single item, and beyond.
pub(crate) fn edges(world: &World, ty: &ItemType) -> Vec<Sample> {
    let mut found = nonsense();
    match &ty.item {
        Item::Scalar(scalar) => found.extend(edges_of(&world.schema, *scalar, &ty.limits)),
        Item::Id(entity) => {
            let id = world.id(*entity);
            found.extend(edges_of(&world.schema, id.scalar, &id.limits));
        }
        Item::Enum(_) => found.extend(["no such word", "NO_SUCH_WORD"].map(|word| with(Gap::LaterWord, quoted(word)))),
        Item::Arc(origin, field) => found.extend(arc_edges(world, *origin, *field)),
        _ => {}
    }
    // Any word could come later, the ones of other types too.
    if matches!(ty.item, Item::Enum(_)) {
        for sample in found.iter_mut().filter(|sample| sample.json.starts_with('"')) {
            sample.gap = Some(Gap::LaterWord);
        }
    }
    found
}

fn arc_edges(world: &World, origin: Origin, field: driftless_model::FieldId) -> Vec<Sample> {
    let mut found: Vec<Sample> = ["{\"kind\":\"no such kind\",\"id\":1}", "{\"kind\":5,\"id\":5}", "{\"kind\":null}"].map(plain).to_vec();
    for (kind, scalar, limits) in world.arc(origin, field) {
        let kind = quoted(&kind).json;
        found.push(plain(format!("{{\"kind\":{kind}}}")));
        found.push(plain(format!("{{\"id\":{kind}}}")));
        let Some(id) = of_scalar(&world.schema, scalar, &limits).into_iter().next() else { continue };
        found.push(plain(format!("{{\"kind\":{kind},\"id\":{},\"more\":1}}", id.json)));
        let edges = nonsense().into_iter().chain(edges_of(&world.schema, scalar, &limits));
        for edge in edges.filter(|edge| edge.gap.is_none()) {
            found.push(with(Gap::KeyOfArc, plain(format!("{{\"kind\":{kind},\"id\":{}}}", edge.json))));
        }
    }
    found
}

const KEYS: [&str; 3] = [
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e\"",
    "\"01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9f\"",
    "\"01936F7C-3B5A-7C4E-9D21-5F8A6B7C8D9E\"",
];

fn of_scalar(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let all = |texts: &[&str]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>();
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => texts(scalar, limits),
        Scalar::Email => narrowed(all(&["a@b.c", "a.b+c@d.example", "A@B.C"]), limits),
        Scalar::Url => narrowed(all(&["https://a.example/b?c#d", "urn:x:y"]), limits),
        Scalar::Semver => narrowed(all(&["1.10.0", "0.0.1-rc.1+build.7"]), limits),
        Scalar::Smallint | Scalar::Int => integers(limits).into_iter().map(|number| plain(number.to_string())).collect(),
        Scalar::Bigint => numbers(integers(limits), schema.wire.int8),
        Scalar::Numeric { scale, .. } => decimals(scale, limits).into_iter().map(|text| numeric(&text, schema.wire.numeric)).collect(),
        Scalar::Float => floats(limits).into_iter().map(|number| plain(serde_json::Value::from(number).to_string())).collect(),
        Scalar::Bool => ["true", "false"].map(plain).to_vec(),
        Scalar::Uuid => KEYS.map(plain).to_vec(),
        Scalar::Json => ["{\"a\":[1,null,\"x\"]}", "5", "\"\"", "[]", "false"].map(plain).to_vec(),
        Scalar::Bytes => bytes(limits.length),
        Scalar::Vector(dimensions) => {
            ["0.5", "1"].iter().map(|number| plain(format!("[{}]", vec![*number; dimensions as usize].join(",")))).collect()
        }
        Scalar::Sha256 => all(&["0".repeat(64).as_str(), "af".repeat(32).as_str()]),
        Scalar::Inet => all(&["10.0.0.1", "::1", "2001:DB8::1"]),
        time => times(time, limits),
    }
}

/// Those that match the pattern.
fn narrowed(samples: Vec<Sample>, limits: &Limits) -> Vec<Sample> {
    let form = limits.pattern.as_ref().and_then(|pattern| regex_lite::Regex::new(pattern).ok());
    samples.into_iter().filter(|sample| form.as_ref().is_none_or(|form| form.is_match(sample.json.trim_matches('"')))).collect()
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

fn lengths(scalar: Scalar, limits: &Limits) -> (usize, Option<usize>) {
    let widest = match scalar {
        Scalar::Varchar(most) => Some(most),
        _ => None,
    };
    let length = limits.length.unwrap_or(Length { min: 0, max: None });
    let most = [length.max, widest].into_iter().flatten().min();
    (length.min as usize, most.map(|most| most as usize))
}

fn whole(limit: &Option<Value>) -> Option<i64> {
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
    [first, first.saturating_add(1), first.saturating_add(7)].into_iter().filter(|number| *number <= max).collect()
}

fn numbers(numbers: Vec<i64>, wire: WireNumber) -> Vec<Sample> {
    numbers.into_iter().map(|number| numeric(&number.to_string(), wire)).collect()
}

fn numeric(text: &str, wire: WireNumber) -> Sample {
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
fn base64(count: usize) -> Sample {
    let padding = ["", "==", "="][count % 3];
    let digits = count.div_ceil(3) * 4 - padding.len();
    plain(format!("\"{}{padding}\"", "A".repeat(digits)))
}

fn times(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let usual: &[&str] = match scalar {
        Scalar::Timestamp => &["2024-02-29T23:59:59.5Z", "2024-03-01T00:59:59.5+01:00", "2024-03-01t00:00:00z"],
        Scalar::TimestampLocal => &["2024-02-29T23:59:59.123456789", "2024-03-01T00:00:00"],
        Scalar::Date => &["2024-02-29", "2024-03-01", "9999-12-31"],
        Scalar::Time => &["00:00:00", "23:59:59.999999"],
        _ => &["PT3600.5S", "PT7200S"],
    };
    let ends: Vec<Sample> = [&limits.min, &limits.max].into_iter().flatten().map(|limit| quoted(&text_of(limit))).collect();
    if ends.is_empty() { words(usual) } else { ends }
}

fn edges_of(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let mut found = of_scalar(schema, scalar, limits);
    found.extend(match scalar {
        Scalar::Text | Scalar::Varchar(_) => text_edges(scalar, limits),
        Scalar::Email => addresses(&["a@b", "@b.c", "a@b@c.d", "a b@c.d", "a@b.c ", "a@.c", "a@b."], &["a\u{85}b@c.d", "a\u{feff}b@c.d"]),
        Scalar::Url => addresses(&["http:", ":x", "1a:b", "ht tp:x", "http:a b", "a\u{301}:b", "http:ä"], &["http:\u{85}", "http:\u{feff}"]),
        Scalar::Semver => words(&["1.0", "01.0.0", "1.0.0-", "1.0.0+", "1.0.0-a..b", "1.0.0+a-b", "v1.0.0", "1.0.0-é", "1.0.0.0"]),
        Scalar::Smallint => integer_edges(i16::MIN.into(), i16::MAX.into(), limits),
        Scalar::Int => integer_edges(i32::MIN.into(), i32::MAX.into(), limits),
        Scalar::Bigint => bigint_edges(limits, schema.wire.int8),
        Scalar::Numeric { precision, scale } => decimal_edges(precision, scale, limits, schema.wire.numeric),
        Scalar::Float => float_edges(limits),
        Scalar::Uuid => words(&["01936f7c3b5a7c4e9d215f8a6b7c8d9e", "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9", "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9g", "{01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e}"]),
        Scalar::Json => vec![with(Gap::Nul, plain("{\"a\":[\"\\u0000\"]}")), with(Gap::Nul, plain("{\"\\u0000\":1}")), with(Gap::HalfCharacter, plain("[\"\\udc00\"]")), plain("1e300")],
        Scalar::Bytes => byte_edges(limits.length),
        Scalar::Vector(dimensions) => vector_edges(dimensions as usize),
        Scalar::Sha256 => words(&["AF".repeat(32).as_str(), "0".repeat(63).as_str(), "0".repeat(65).as_str(), "g".repeat(64).as_str()]),
        Scalar::Inet => words(&["10.0.0", "10.0.0.256", "10.0.0.01", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1::2::3", ":1", "fe80::1%eth0", "1:2:3:4:5:6:1.2.3.4", "12345::", "10.0.0.1/8"]),
        Scalar::Bool => Vec::new(),
        time => time_edges(time, limits),
    });
    found
}

fn addresses(texts: &[&str], blanks: &[&str]) -> Vec<Sample> {
    let blanks = words(blanks).into_iter().map(|sample| with(Gap::Blank, sample));
    words(texts).into_iter().chain(blanks).collect()
}

fn words(texts: &[&str]) -> Vec<Sample> {
    texts.iter().map(|text| quoted(text)).collect()
}

fn text_edges(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let (least, most) = lengths(scalar, limits);
    let counts = [least.saturating_sub(1), least].into_iter().chain(most.into_iter().flat_map(|most| [most, most + 1]));
    let mut found: Vec<Sample> = counts.flat_map(|count| [quoted(&"🦊".repeat(count)), quoted(&"x".repeat(count))]).collect();
    if let Some(pattern) = &limits.pattern {
        found.extend((0..8).map(|more| quoted(&matching(pattern, more))));
        found.push(quoted(&format!("{}\n", matching(pattern, 1))));
        found.push(quoted(&format!(" {}", matching(pattern, 1))));
    }
    found.extend(words(&["a\nb", "a\rb", "a\u{2028}b", "A-b_1", "é"]));
    found.push(with(Gap::Nul, plain("\"a\\u0000b\"")));
    found.push(with(Gap::HalfCharacter, plain("\"\\ud83e\"")));
    found
}

fn integer_edges(least: i64, most: i64, limits: &Limits) -> Vec<Sample> {
    let ends = [Some(least), Some(most), whole(&limits.min), whole(&limits.max)];
    let near = ends.into_iter().flatten().flat_map(|end| [end - 1, end, end + 1]);
    let mut found: Vec<Sample> = near.map(|number| plain(number.to_string())).collect();
    found.extend(["1.0", "1e0", "0.5", "9007199254740993", "1e400", "-0", "\"1\""].map(plain));
    found
}

fn bigint_edges(limits: &Limits, wire: WireNumber) -> Vec<Sample> {
    let ends = [whole(&limits.min), whole(&limits.max)].into_iter().flatten();
    let near = ends.flat_map(|end| [end.saturating_sub(1), end, end.saturating_add(1)]);
    let mut found: Vec<Sample> = near.map(|number| numeric(&number.to_string(), wire)).collect();
    if wire == WireNumber::Number {
        found.extend(["9007199254740991", "9007199254740992", "-9007199254740992", "1.5", "1e3"].map(plain));
        return found;
    }
    found.extend(words(&["9223372036854775807", "-9223372036854775808", "042", "+42", " 42", "4.2", "4.0", "1e3", "0x1", "٤"]));
    found.push(with(Gap::SixtyFourBits, quoted("9223372036854775808")));
    found.push(with(Gap::SixtyFourBits, quoted("-9223372036854775809")));
    found.push(with(Gap::NegativeZero, quoted("-0")));
    found
}

fn decimal_edges(precision: u32, scale: u32, limits: &Limits, wire: WireNumber) -> Vec<Sample> {
    let (digits, places) = ("9".repeat((precision - scale) as usize), "9".repeat(scale as usize));
    let head = if digits.is_empty() { "0" } else { &digits };
    let point = |rest: &str| if rest.is_empty() { String::new() } else { format!(".{rest}") };
    let texts = [format!("{head}{}", point(&places)), format!("-{head}"), format!("1{digits}"), format!("{head}.{places}5"), format!("{head}.{places}0")];
    let mut found: Vec<Sample> = texts.iter().map(|text| numeric(text, wire)).collect();
    found.extend(words(&["1.", ".5", "01", "+1", "1e3", "NaN", "1,5", " 1", "99999999999999999999999999999999999", "0.00000000000000000000000000001"]));
    for limit in [&limits.min, &limits.max].into_iter().flatten() {
        let text = text_of(limit);
        let number: f64 = text.parse().unwrap_or_default();
        let near = [number - 1.0, number + 1.0].map(|near| with(Gap::DecimalLimit, numeric(&near.to_string(), wire)));
        found.extend(near);
        found.push(numeric(&text, wire));
    }
    if [&limits.min, &limits.max].into_iter().flatten().any(|limit| text_of(limit).contains('.')) {
        found.iter_mut().for_each(|sample| sample.gap = Some(Gap::DecimalLimit));
    }
    found.push(with(Gap::NegativeZero, numeric("-0", wire)));
    if wire == WireNumber::Number {
        found.iter_mut().for_each(|sample| sample.gap = Some(Gap::DecimalNumber));
        found.extend(["1e2", "1.25e-3", "1e30"].map(|text| with(Gap::DecimalNumber, plain(text))));
    }
    found
}

fn float_edges(limits: &Limits) -> Vec<Sample> {
    let limit = |limit: &Option<Value>| text_of(limit.as_ref()?).parse::<f64>().ok();
    let ends = [limit(&limits.min), limit(&limits.max)].into_iter().flatten();
    let near = ends.flat_map(|end| [end - 0.001, end, end + 0.001]);
    let mut found: Vec<Sample> = near.map(|number| plain(serde_json::Value::from(number).to_string())).collect();
    found.extend(["1e308", "5e-324", "1e400", "-0.0", "12345678901234567890", "\"1\"", "\"NaN\""].map(plain));
    found
}

fn byte_edges(length: Option<Length>) -> Vec<Sample> {
    let length = length.unwrap_or(Length { min: 0, max: None });
    let ends = [Some(length.min), length.max].into_iter().flatten();
    let counts = ends.flat_map(|end| [end.saturating_sub(1), end, end + 1]);
    let mut found: Vec<Sample> = counts.map(|count| with(Gap::ByteCount, base64(count as usize))).collect();
    found.extend(words(&["AA", "AA=", "AB==", "AAB=", "A===", "AA==AAAA", "AAA\n", "-_==", "AA= ="]));
    found
}

fn vector_edges(dimensions: usize) -> Vec<Sample> {
    let of = |number: &str, count: usize| plain(format!("[{}]", vec![number; count].join(",")));
    let mut found = vec![of("1", dimensions + 1), of("1", dimensions.saturating_sub(1)), of("\"1\"", dimensions), of("null", dimensions)];
    found.push(of("3.4028234e38", dimensions));
    found.push(with(Gap::Float32, of("1e39", dimensions)));
    found
}

fn time_edges(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let mut found = times(scalar, &Limits::default());
    found.extend(match scalar {
        Scalar::Timestamp => {
            let mut found = words(&["2023-02-29T00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:00.Z", "20240101T000000Z", "2024-01-01", "24-01-01T00:00:00Z", "2024-01-01T00:00:00Z ", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00\u{2212}01:00", "2024-01-01T00:00:00.1234567890123Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "10000-01-01T00:00:00Z"]);
            found.extend(["2024-01-01T00:00:00+0100", "2024-01-01T00:00:00+01", "2024-01-01 00:00:00Z"].map(|text| with(Gap::WideFormat, quoted(text))));
            found.extend(["0000-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"].map(|text| with(Gap::TimeOfNoDatabase, quoted(text))));
            found
        }
        Scalar::TimestampLocal => {
            let mut found = words(&["2024-02-29 00:00:00", "2024-02-29T00:00", "2024-02-29T00:00:00Z", "2024-13-01T00:00:00", "2024-02-29T24:00:00", "2024-02-29T00:00:00.", "2024-02-29T00:00:00.5 ", "2024- 2-29T00:00:00", "2024-01-01T00:00:60"]);
            found.extend(["0000-01-01T00:00:00", "2023-02-29T00:00:00"].map(|text| with(Gap::TimeOfNoDatabase, quoted(text))));
            found
        }
        Scalar::Date => {
            let mut found = words(&["2023-02-29", "2024-2-29", "2024-02-30", "29.02.2024", "2024-02-29T00:00:00Z", "20240229", "2024- 2-29", "+2024-2-29", "-024-02-29", "2024-02-29 ", "0001-01-01", "٢٠٢٤-02-29"]);
            found.push(with(Gap::TimeOfNoDatabase, quoted("0000-01-01")));
            found
        }
        Scalar::Time => words(&["24:00:00", "23:59", "23:59:60", "23:60:00", "1:00:00", "23:59:59Z", "23:59:59.", "23:59:59.5 ", " 23:59:59", "23:59:59.1234567", "23:59:59,5"]),
        _ => {
            let mut found = words(&["PT1M", "P1D", "PT.5S", "PT1.S", "PT01S", "PT1.1234567S", "pt1s", "PT--1S", "-PT1S", "PT-1S", "PT0S", "-PT0S", "PT1S ", "PTS"]);
            found.extend(["PT9223372036854.775808S", "-PT9223372036854.775809S"].map(|text| with(Gap::SixtyFourBits, quoted(text))));
            found.push(quoted("PT9223372036854.775807S"));
            found
        }
    });
    if limits.min.is_some() || limits.max.is_some() {
        found.iter_mut().for_each(|sample| _ = sample.gap.get_or_insert(Gap::TimeLimit));
    }
    found
}
