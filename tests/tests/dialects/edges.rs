//! Values at and beyond the edges of a type: what must be taken and what must be refused, side by side. In: a type. Out:
//! values, of which `judge` says which are which.

use driftless_model::{Scalar, Schema, Type};
use driftless_sample::matching;
use driftless_tests::random_schemas::random::Random;

use crate::codec::Codec;
use crate::document::{document, reachable};
use crate::draw::{alone, fresh, longest};
use crate::judge::HALF;
use crate::value::{Exact, Value};

const DAYS: [&str; 13] = [
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2024-02-29",
    "2023-02-29",
    "2024-02-30",
    "2024-04-31",
    "2024-13-01",
    "2024-00-10",
    "1900-02-29",
    "infinity",
    "-infinity",
];
const CLOCKS: [&str; 9] = [
    "00:00:00",
    "23:59:59.999999",
    "23:59:59.9999999",
    "12:34:56.1234567",
    "24:00:01",
    "12:60:00",
    "12:34:60",
    "12:34:56.1",
    "25:00:00",
];
const TEXTS: [&str; 10] = [
    "",
    "ÄÖ",
    " ",
    "O'Brien \\ \"x\"",
    "😀🦀",
    "a\0b",
    "\0",
    "NULL",
    "1e3",
    "line\nbreak",
];
const EMAILS: [&str; 13] = [
    "a@b.c", "a@b", "@b.c", "a@.c", "a@b.", "a@b.c.", "a@b..c", "a b@c.d", "a@b@c.d", "", "ä@ö.ü", "Ä@b.c", "a@b.c\0",
];
const URLS: [&str; 10] = [
    "a:b",
    "1a:b",
    "a+.-1:b",
    "ä:b",
    "a:",
    ":b",
    "ab",
    "a:b c",
    "https://ä.example/😀",
    "a:\0",
];
const VERSIONS: [&str; 12] = [
    "1.2.3",
    "1.2",
    "01.2.3",
    "1.2.3.4",
    "1.2.3-a.1",
    "1.2.3-",
    "1.2.3+b",
    "1.2.3-a+b.c",
    "1.2.3-a..b",
    "v1.2.3",
    "",
    "1.2.3\0",
];
const ADDRESSES: [&str; 6] = ["10.0.0.1", "::1", "10.0.0.256", "10.0.0.0/8", "host", ""];
const DOCUMENTS: [&str; 18] = [
    "null",
    "{}",
    "[]",
    "true",
    "0",
    "\"\"",
    "{\"a\":[null,1.5,\"😀\"]}",
    "{a:1}",
    "{'a':1}",
    "[1,]",
    "",
    "NaN",
    "\"\\u0000\"",
    "\"\\\\u0000\"",
    "{\"\\u0000\":1}",
    "{\"a\":\"\\ud83d\"}",
    "\"\\ud83d\\ude00\"",
    "[1] [2]",
];

/// Values for a column; each alone, and in a usual list where it holds lists.
pub(crate) fn edges(schema: &Schema, codec: Codec, ty: &Type, usual: &Value, random: &mut Random) -> Vec<Value> {
    let mut singles = of_scalar(schema, codec, ty, random);
    singles.extend(of_bounds(ty));
    let Some(count) = ty.array else {
        return singles;
    };
    let (least, most) = (count.min as usize, count.max.map(|most| most as usize));
    let mut lists: Vec<Value> = Vec::new();
    let sizes = [least.checked_sub(1), Some(least), most, most.map(|most| most + 1)];
    let mut filled = |size: usize| -> Vec<Value> { (0..size).map(|_| alone(schema, codec, ty, random)).collect() };
    lists.extend(sizes.into_iter().flatten().map(|size| Value::List(filled(size))));
    for single in singles.into_iter().filter(is_whole).chain([Value::Null]) {
        let mut items = match usual {
            Value::List(items) if !items.is_empty() => items.clone(),
            _ => filled(least.max(1)),
        };
        items[0] = single;
        lists.push(Value::List(items));
    }
    lists
}

/// Whether a value can stand in a list: a text that is no JSON would make another list of it.
fn is_whole(value: &Value) -> bool {
    let whole = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok() || text.contains(HALF);
    !matches!(value, Value::Json(text) if !whole(text))
}

fn texts(all: &[&str]) -> Vec<Value> {
    all.iter().map(|text| Value::text(*text)).collect()
}

fn numbers(all: &[&str]) -> Vec<Value> {
    all.iter().map(Value::number).collect()
}

fn of_scalar(schema: &Schema, codec: Codec, ty: &Type, random: &mut Random) -> Vec<Value> {
    match ty.scalar {
        Scalar::Smallint => numbers(&["-32769", "-32768", "0", "32767", "32768", "1.5", "NaN"]),
        Scalar::Int => numbers(&["-2147483649", "-2147483648", "0", "2147483647", "2147483648", "0.5"]),
        Scalar::Bigint | Scalar::Duration => numbers(&[
            "-9223372036854775809",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "0",
            "9007199254740991",
            "9007199254740992",
            "-9007199254740992",
            "0.5",
        ]),
        Scalar::Numeric { precision, scale } => decimals(precision, scale),
        Scalar::Float => numbers(&["NaN", "Infinity", "-Infinity", "0", "1.5", "-0.1", "9007199254740993"]),
        Scalar::Bool => vec![
            Value::Bool(true),
            Value::Bool(false),
            Value::number(2),
            Value::number(-1),
            Value::text("x"),
        ],
        Scalar::Uuid => vec![
            Value::Uuid(0),
            Value::Uuid(u128::MAX),
            Value::Bytes(vec![1; 15]),
            Value::text(""),
        ],
        Scalar::Date => texts(&DAYS),
        Scalar::Time => [texts(&CLOCKS), texts(&["24:00:00", "23:59:60"])].concat(),
        Scalar::Timestamp | Scalar::TimestampLocal => {
            let days = DAYS
                .iter()
                .filter(|day| !day.contains("inf"))
                .map(|day| format!("{day}T12:00:00"));
            let clocks = CLOCKS.iter().map(|clock| format!("2024-02-29T{clock}"));
            days.chain(clocks)
                .chain(["9999-12-31T23:59:59.999999".to_owned()])
                .map(Value::Text)
                .collect()
        }
        Scalar::Bytes => [0, 1, 31, 32].map(|size| Value::Bytes(vec![0xFF; size])).to_vec(),
        Scalar::Sha256 => [0, 31, 32, 33].map(|size| Value::Bytes(vec![0; size])).to_vec(),
        Scalar::Vector(size) => vectors(size as usize),
        Scalar::Json => DOCUMENTS.map(|text| Value::Json(text.to_owned())).to_vec(),
        Scalar::Record(id) => {
            let mut all: Vec<_> = DOCUMENTS
                .iter()
                .filter(|text| **text != "{}")
                .map(|text| Value::Json((*text).to_owned()))
                .collect();
            let within = reachable(schema, id);
            all.extend(
                within
                    .iter()
                    .map(|&with| Value::Json(document(schema, codec, id, Some(with), random))),
            );
            all
        }
        Scalar::Enum(id) => {
            let mut words = schema
                .enumeration(id)
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect::<Vec<_>>();
            words.extend(
                words
                    .first()
                    .map(|word| word.to_uppercase())
                    .filter(|word| !words.contains(word)),
            );
            words.extend([String::new(), "no such word".to_owned()]);
            words.into_iter().map(Value::Text).collect()
        }
        Scalar::Email => [texts(&EMAILS), sized(311, "@b.example"), sized(310, "@b.example")].concat(),
        Scalar::Url => [texts(&URLS), sized(2045, ":b"), sized(2046, ":b"), sized(2047, ":b")].concat(),
        Scalar::Semver => texts(&VERSIONS),
        Scalar::Inet => texts(&ADDRESSES),
        Scalar::Text | Scalar::Varchar(_) => [texts(&TEXTS), patterned(ty)].concat(),
        Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => vec![fresh(schema, codec, ty, random)],
    }
}

fn sized(count: usize, end: &str) -> Vec<Value> {
    vec![Value::Text("x".repeat(count) + end)]
}

/// The largest, one more, and one digit too fine on either side of it.
fn decimals(precision: u32, scale: u32) -> Vec<Value> {
    let most = 10_i128.pow(precision) - 1;
    let finer = Exact {
        units: 15,
        places: scale + 1,
    };
    let of = |units: i128, places: u32| Value::Number(Exact { units, places }.plain());
    let mut all = vec![
        of(most, scale),
        of(-most, scale),
        of(most + 1, scale),
        of(-most - 1, scale),
        of(0, scale),
        of(most * 10 + 4, scale + 1),
        of(most * 10 + 5, scale + 1),
        Value::Number(finer.plain()),
    ];
    all.extend(numbers(&["NaN", "Infinity", "-Infinity", "x"]));
    all
}

fn vectors(size: usize) -> Vec<Value> {
    let of = |size: usize, number: &str| Value::List((0..size).map(|_| Value::number(number)).collect());
    vec![
        of(size, "0.5"),
        of(size - 1, "1"),
        of(size + 1, "1"),
        of(size, "NaN"),
        of(size, "Infinity"),
        of(0, "1"),
    ]
}

/// Texts that have the form, and texts that nearly have it.
fn patterned(ty: &Type) -> Vec<Value> {
    let Some(pattern) = &ty.limits.pattern else {
        return Vec::new();
    };
    let texts = (0..3).flat_map(|more| {
        let text = matching(pattern, more);
        let spoilt = [
            format!(" {text}"),
            format!("{text}\n"),
            format!("{text}é"),
            format!("é{}", text.get(1..).unwrap_or("")),
        ];
        spoilt.into_iter().chain([text.to_uppercase(), text])
    });
    texts.map(Value::Text).collect()
}

/// Lengths and numbers at and beside the stated limits.
fn of_bounds(ty: &Type) -> Vec<Value> {
    let mut all = Vec::new();
    for literal in [&ty.limits.min, &ty.limits.max].into_iter().flatten() {
        match Value::of(ty, literal) {
            Value::Number(number) => all.extend(beside(ty, &number)),
            Value::Text(text) => all.extend(days_beside(&text)),
            _ => {}
        }
    }
    let least = ty.limits.length.map(|length| length.min as usize);
    let sizes = [
        least.and_then(|least| least.checked_sub(1)),
        least,
        longest(ty),
        longest(ty).map(|most| most + 1),
    ];
    for size in sizes.into_iter().flatten().filter(|size| *size < 100_000) {
        match ty.scalar {
            Scalar::Bytes => all.push(Value::Bytes(vec![7; size])),
            scalar if scalar.is_text() => {
                all.push(Value::Text("😀".repeat(size)));
                all.extend(ty.limits.pattern.as_ref().and_then(|pattern| of_size(pattern, size)));
            }
            _ => {}
        }
    }
    all
}

/// A text of a form that has so many characters.
fn of_size(pattern: &str, size: usize) -> Option<Value> {
    let mut texts = (0..=size.min(300)).map(|more| matching(pattern, more));
    texts.find(|text| text.chars().count() == size).map(Value::Text)
}

fn beside(ty: &Type, number: &str) -> Vec<Value> {
    let places = match ty.scalar {
        Scalar::Numeric { scale, .. } => scale,
        Scalar::Float => 1,
        _ => 0,
    };
    let Some(exact) = Exact::parse(number).and_then(|exact| exact.raised(places)) else {
        return vec![Value::number(number)];
    };
    let moved = |by: i128| {
        Value::Number(
            Exact {
                units: exact.units + by,
                ..exact
            }
            .plain(),
        )
    };
    vec![moved(-1), moved(0), moved(1)]
}

/// The day or instant itself, and those a little before and behind it.
fn days_beside(text: &str) -> Vec<Value> {
    let mut all = vec![Value::text(text)];
    if let Some((year, rest)) = text
        .split_once('-')
        .and_then(|(year, rest)| Some((year.parse::<i64>().ok()?, rest)))
    {
        all.extend([year - 1, year + 1].map(|year| Value::Text(format!("{year:04}-{rest}"))));
    }
    all
}
