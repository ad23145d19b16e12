//! Values at the edges of their types, where readers of JSON disagree. In: a type. Out: JSON texts, each with the rule about it that
//! some judge is known not to have.

use driftless_model::{FieldId, Length, Limits, Scalar, Schema, Value, WireNumber};
use driftless_sample::{Subject, base64, lengths, matching, of_scalar, text_of, whole};
use driftless_shape::{Item, ItemType, Origin};

use crate::sample::{Gap, Sample, nonsense, plain, quoted, with, words};
use crate::time_edges::time_edges;

/// Values at the edges of a single item, and beyond.
pub(crate) fn edges(subject: &Subject, ty: &ItemType) -> Vec<Sample> {
    let mut found = nonsense();
    match &ty.item {
        Item::Scalar(scalar) => found.extend(edges_of(&subject.schema, *scalar, &ty.limits)),
        Item::Id(entity) => {
            let key = subject.id(*entity);
            found.extend(
                key.into_iter()
                    .flat_map(|key| edges_of(&subject.schema, key.scalar, &key.limits)),
            );
        }
        Item::Enum(_) => found.extend(["no such word", "NO_SUCH_WORD"].map(|word| with(Gap::LaterWord, quoted(word)))),
        Item::Arc(origin, field) => found.extend(arc_edges(subject, *origin, *field)),
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

fn arc_edges(subject: &Subject, origin: Origin, field: FieldId) -> Vec<Sample> {
    let mut found: Vec<Sample> = [
        "{\"kind\":\"no such kind\",\"id\":1}",
        "{\"kind\":5,\"id\":5}",
        "{\"kind\":null}",
    ]
    .map(plain)
    .to_vec();
    for (kind, _, key) in subject.arc(origin, field) {
        let kind = quoted(&kind).json;
        found.push(plain(format!("{{\"kind\":{kind}}}")));
        found.push(plain(format!("{{\"id\":{kind}}}")));
        let Some(id) = of_scalar(&subject.schema, key.scalar, &key.limits).into_iter().next() else {
            continue;
        };
        found.push(plain(format!("{{\"kind\":{kind},\"id\":{id},\"more\":1}}")));
        let edges = nonsense()
            .into_iter()
            .chain(edges_of(&subject.schema, key.scalar, &key.limits));
        for edge in edges.filter(|edge| edge.gap.is_none()) {
            found.push(plain(format!("{{\"kind\":{kind},\"id\":{}}}", edge.json)));
        }
    }
    found
}

fn edges_of(schema: &Schema, scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let mut found: Vec<Sample> = of_scalar(schema, scalar, limits).into_iter().map(plain).collect();
    found.extend(match scalar {
        Scalar::Text | Scalar::Varchar(_) => text_edges(scalar, limits),
        Scalar::Email => addresses(
            &["a@b", "@b.c", "a@b@c.d", "a b@c.d", "a@b.c ", "a@.c", "a@b."],
            &["a\u{85}b@c.d", "a\u{feff}b@c.d"],
        ),
        Scalar::Url => addresses(
            &["http:", ":x", "1a:b", "ht tp:x", "http:a b", "a\u{301}:b", "http:ä"],
            &["http:\u{85}", "http:\u{feff}"],
        ),
        Scalar::Semver => words(&[
            "1.0",
            "01.0.0",
            "1.0.0-",
            "1.0.0+",
            "1.0.0-a..b",
            "1.0.0+a-b",
            "v1.0.0",
            "1.0.0-é",
            "1.0.0.0",
        ]),
        Scalar::Smallint => integer_edges(i16::MIN.into(), i16::MAX.into(), limits),
        Scalar::Int => integer_edges(i32::MIN.into(), i32::MAX.into(), limits),
        Scalar::Bigint => bigint_edges(limits, schema.wire.int8),
        Scalar::Numeric { precision, scale } => decimal_edges(precision, scale, limits, schema.wire.numeric),
        Scalar::Float => float_edges(limits),
        Scalar::Uuid => words(&[
            "01936f7c3b5a7c4e9d215f8a6b7c8d9e",
            "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9",
            "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9g",
            "{01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e}",
        ]),
        Scalar::Json => vec![
            with(Gap::Nul, plain("{\"a\":[\"\\u0000\"]}")),
            with(Gap::Nul, plain("{\"\\u0000\":1}")),
            with(Gap::HalfCharacter, plain("[\"\\udc00\"]")),
            plain("1e300"),
        ],
        Scalar::Bytes => byte_edges(limits.length),
        Scalar::Vector(dimensions) => vector_edges(dimensions as usize),
        Scalar::Sha256 => words(&[
            "AF".repeat(32).as_str(),
            "0".repeat(63).as_str(),
            "0".repeat(65).as_str(),
            "g".repeat(64).as_str(),
        ]),
        Scalar::Inet => words(&[
            "10.0.0",
            "10.0.0.256",
            "10.0.0.01",
            "::ffff:1.2.3.4",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7",
            "1::2::3",
            ":1",
            "fe80::1%eth0",
            "1:2:3:4:5:6:1.2.3.4",
            "12345::",
            "10.0.0.1/8",
        ]),
        Scalar::Bool => Vec::new(),
        time => time_edges(time, limits),
    });
    found
}

fn addresses(texts: &[&str], blanks: &[&str]) -> Vec<Sample> {
    let blanks = words(blanks).into_iter().map(|sample| with(Gap::Blank, sample));
    words(texts).into_iter().chain(blanks).collect()
}

fn text_edges(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let (least, most) = lengths(scalar, limits);
    let counts = [least.saturating_sub(1), least]
        .into_iter()
        .chain(most.into_iter().flat_map(|most| [most, most + 1]));
    let mut found: Vec<Sample> = counts
        .flat_map(|count| [quoted(&"🦊".repeat(count)), quoted(&"x".repeat(count))])
        .collect();
    if let Some(pattern) = &limits.pattern {
        found.extend((0..8).map(|more| quoted(&matching(pattern, more))));
        for odd in ["\r", "\u{2028}", "\n", "🦊"] {
            let text: Vec<char> = matching(pattern, 3).chars().collect();
            let (head, tail) = text.split_at(text.len() / 2);
            found.push(quoted(&format!(
                "{}{odd}{}",
                String::from_iter(head),
                String::from_iter(tail)
            )));
        }
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
        found.extend(
            [
                "9007199254740991",
                "9007199254740992",
                "-9007199254740992",
                "1.5",
                "1e3",
            ]
            .map(plain),
        );
        return found;
    }
    found.extend(words(&[
        "9223372036854775807",
        "-9223372036854775808",
        "042",
        "+42",
        " 42",
        "4.2",
        "4.0",
        "1e3",
        "0x1",
        "٤",
    ]));
    found.push(with(Gap::SixtyFourBits, quoted("9223372036854775808")));
    found.push(with(Gap::SixtyFourBits, quoted("-9223372036854775809")));
    found.push(with(Gap::NegativeZero, quoted("-0")));
    found
}

fn decimal_edges(precision: u32, scale: u32, limits: &Limits, wire: WireNumber) -> Vec<Sample> {
    let (digits, places) = ("9".repeat((precision - scale) as usize), "9".repeat(scale as usize));
    let head = if digits.is_empty() { "0" } else { &digits };
    let point = |rest: &str| {
        if rest.is_empty() {
            String::new()
        } else {
            format!(".{rest}")
        }
    };
    let texts = [
        format!("{head}{}", point(&places)),
        format!("-{head}"),
        format!("1{digits}"),
        format!("{head}.{places}5"),
    ];
    let mut found: Vec<Sample> = texts.iter().map(|text| numeric(text, wire)).collect();
    found.push(with(Gap::DecimalForm, numeric(&format!("{head}.{places}0"), wire)));
    found.extend(words(&[
        "1.",
        ".5",
        "01",
        "+1",
        "1e3",
        "NaN",
        "1,5",
        " 1",
        "99999999999999999999999999999999999",
        "0.00000000000000000000000000001",
    ]));
    for limit in [&limits.min, &limits.max].into_iter().flatten() {
        let text = text_of(limit);
        let number: f64 = text.parse().unwrap_or_default();
        let near = [number - 1.0, number + 1.0].map(|near| with(Gap::DecimalLimit, numeric(&near.to_string(), wire)));
        found.extend(near);
        found.push(numeric(&text, wire));
    }
    if [&limits.min, &limits.max]
        .into_iter()
        .flatten()
        .any(|limit| text_of(limit).contains('.'))
    {
        found.iter_mut().for_each(|sample| sample.gap = Some(Gap::DecimalLimit));
    }
    // Where nothing stands behind the point, the second has a zero too many as well.
    let second = if scale == 0 {
        Gap::DecimalForm
    } else {
        Gap::NegativeZero
    };
    found.push(with(Gap::NegativeZero, numeric("-0", wire)));
    found.push(with(second, numeric("-0.0", wire)));
    if wire == WireNumber::Number {
        found
            .iter_mut()
            .for_each(|sample| sample.gap = Some(Gap::DecimalNumber));
        found.extend(["1e2", "1.25e-3", "1e30"].map(|text| with(Gap::DecimalNumber, plain(text))));
    }
    found
}

fn float_edges(limits: &Limits) -> Vec<Sample> {
    let limit = |limit: &Option<Value>| text_of(limit.as_ref()?).parse::<f64>().ok();
    let ends = [limit(&limits.min), limit(&limits.max)].into_iter().flatten();
    let near = ends.flat_map(|end| [end - 0.001, end, end + 0.001]);
    let mut found: Vec<Sample> = near
        .map(|number| plain(serde_json::Value::from(number).to_string()))
        .collect();
    found.extend(["1e308", "5e-324", "-0.0", "12345678901234567890", "\"1\"", "\"NaN\""].map(plain));
    found.push(with(Gap::Infinite, plain("1e400")));
    found
}

fn byte_edges(length: Option<Length>) -> Vec<Sample> {
    let length = length.unwrap_or(Length { min: 0, max: None });
    let ends = [Some(length.min), length.max].into_iter().flatten();
    let counts = ends.flat_map(|end| [end.saturating_sub(1), end, end + 1]);
    let mut found: Vec<Sample> = counts
        .map(|count| with(Gap::ByteCount, plain(base64(count as usize))))
        .collect();
    found.extend(words(&[
        "AA", "AA=", "AB==", "AAB=", "AI==", "AAC=", "A===", "AA==AAAA", "AAA\n", "-_==", "AA= =",
    ]));
    found
}

fn vector_edges(dimensions: usize) -> Vec<Sample> {
    let of = |number: &str, count: usize| plain(format!("[{}]", vec![number; count].join(",")));
    let mut found = vec![
        of("1", dimensions + 1),
        of("1", dimensions.saturating_sub(1)),
        of("\"1\"", dimensions),
        of("null", dimensions),
    ];
    found.push(of("3.4028234e38", dimensions));
    found.push(with(Gap::Float32, of("1e39", dimensions)));
    found
}

/// A number in the form of the wire.
fn numeric(text: &str, wire: WireNumber) -> Sample {
    plain(driftless_sample::numeric(text, wire))
}
