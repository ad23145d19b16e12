//! One value as each layer spells it. In: a value that a column may hold. Out: a literal of PostgreSQL, one of SQLite, its
//! JSON on the wire, and the text that Rust parses it from. Written from the rules of the wire and of storage, without
//! help from any emitter.

use driftless_model::{Wire, WireNumber};
use serde_json::{Value as Json, json};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    /// A 64-bit integer, which JSON may carry as a string.
    Big(i64),
    /// So many units of the last digit, and how many digits stand behind the point.
    Decimal(i64, u32),
    Float(f64),
    Text(String),
    Uuid(u128),
    Bytes(Vec<u8>),
    Sha256(Vec<u8>),
    /// Wall-clock time in UTC, without a zone.
    Instant(String),
    /// Wall-clock time of nowhere in particular.
    Local(String),
    /// Seconds.
    Duration(i64),
    Floats(Vec<f32>),
    Document(Json),
    List(Vec<Cell>),
}

impl Cell {
    /// A literal that PostgreSQL takes for a column of any fitting type.
    pub(crate) fn postgres(&self) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            _ => quoted(&self.text()),
        }
    }

    /// A literal for a column of a strict table.
    pub(crate) fn sqlite(&self, ty: &str) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Bool(flag) => i32::from(*flag).to_string(),
            Self::Int(number) | Self::Big(number) => number.to_string(),
            Self::Decimal(units, _) if ty == "INTEGER" => units.to_string(),
            Self::Float(number) => format!("{number:?}"),
            Self::Uuid(uuid) if ty == "BLOB" => format!("X'{uuid:032x}'"),
            Self::Bytes(bytes) | Self::Sha256(bytes) => format!("X'{}'", hex(bytes)),
            Self::Duration(seconds) => (seconds * 1_000_000).to_string(),
            Self::Floats(floats) => {
                let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_le_bytes()).collect();
                format!("X'{}'", hex(&bytes))
            }
            Self::Instant(text) => quoted(&format!("{text}+00:00")),
            Self::Local(text) => quoted(&text.replace('T', " ")),
            Self::List(_) => quoted(&self.wire(Wire::default()).to_string()),
            _ => quoted(&self.text()),
        }
    }

    /// The value in JSON.
    pub(crate) fn wire(&self, wire: Wire) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => json!(flag),
            Self::Int(number) => json!(number),
            Self::Big(number) if wire.int8 == WireNumber::Number => json!(number),
            Self::Decimal(..) if wire.numeric == WireNumber::Number => {
                let text = self.text();
                serde_json::from_str(&text).unwrap_or(Json::String(text))
            }
            Self::Float(number) => json!(number),
            Self::Floats(floats) => json!(floats),
            Self::Bytes(bytes) => json!(base64(bytes)),
            Self::Document(json) => json.clone(),
            Self::List(cells) => cells.iter().map(|cell| cell.wire(wire)).collect(),
            _ => json!(self.parsed()),
        }
    }

    /// The text that `parse` of its Rust type takes.
    pub(crate) fn parsed(&self) -> String {
        match self {
            Self::Sha256(bytes) => hex(bytes),
            Self::Instant(text) => format!("{text}Z"),
            Self::Duration(seconds) => format!("PT{seconds}S"),
            _ => self.text(),
        }
    }

    /// The text that PostgreSQL reads it from.
    fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(flag) => flag.to_string(),
            Self::Int(number) | Self::Big(number) => number.to_string(),
            Self::Decimal(units, 0) => units.to_string(),
            Self::Decimal(units, scale) => {
                let (sign, digits) = (if *units < 0 { "-" } else { "" }, units.unsigned_abs().to_string());
                let digits = format!("{digits:0>width$}", width = *scale as usize + 1);
                let (whole, rest) = digits.split_at(digits.len() - *scale as usize);
                format!("{sign}{whole}.{rest}")
            }
            Self::Float(number) => number.to_string(),
            Self::Text(text) | Self::Local(text) => text.clone(),
            Self::Uuid(uuid) => hyphenated(*uuid),
            Self::Bytes(bytes) | Self::Sha256(bytes) => format!("\\x{}", hex(bytes)),
            Self::Instant(text) => format!("{text}Z"),
            Self::Duration(seconds) => (seconds * 1_000_000).to_string(),
            Self::Floats(floats) => format!("{{{}}}", joined(floats.iter().map(f32::to_string))),
            Self::Document(json) => json.to_string(),
            Self::List(cells) if cells.iter().any(|cell| matches!(cell, Self::Document(_))) => {
                self.wire(Wire::default()).to_string()
            }
            Self::List(cells) => format!("{{{}}}", joined(cells.iter().map(|cell| element(&cell.text())))),
        }
    }
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(",")
}

/// An element of an array in PostgreSQL's own notation.
fn element(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text in SQL.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn hyphenated(uuid: u128) -> String {
    let digits = format!("{uuid:032x}");
    [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ]
    .join("-")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |group: &[u8]| {
        let at = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        let digit = |at: usize| match at <= group.len() {
            true => char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]),
            false => '=',
        };
        (0..4).map(digit).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

#[test]
fn values_are_spelled_as_each_layer_does() {
    assert_eq!(Cell::Decimal(-5, 2).postgres(), "'-0.05'");
    assert_eq!(Cell::Decimal(1234, 2).sqlite("TEXT"), "'12.34'");
    assert_eq!(base64(b"hello"), "aGVsbG8=");
    assert_eq!(base64(b"hell"), "aGVsbA==");
    assert_eq!(
        Cell::List(vec![Cell::Text("a\"'".to_owned())]).postgres(),
        "'{\"a\\\"''\"}'"
    );
}
