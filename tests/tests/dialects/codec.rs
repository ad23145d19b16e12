//! How each dialect keeps values, by rules written here and nowhere else. In: the type of a column and a value. Out: the
//! literal that writes it, and the neutral text of what was read.

use data_encoding::{BASE64, HEXLOWER};
use driftless_catalog::Dialect;
use driftless_model::{Scalar, Schema, Type, WireNumber};

use crate::value::{Exact, Value};

/// What a schema says of how values are kept.
#[derive(Clone, Copy)]
pub(crate) struct Codec {
    uuid_as_text: bool,
    decimal_as_text: bool,
    bigint_as_text: bool,
    numeric_as_text: bool,
}

impl Codec {
    pub(crate) fn of(schema: &Schema) -> Self {
        let sqlite = |key: &str| schema.output("sqlite").and_then(|output| output.text(key)) == Some("text");
        Self {
            uuid_as_text: sqlite("uuid"),
            decimal_as_text: sqlite("decimal"),
            bigint_as_text: schema.wire.int8 == WireNumber::String,
            numeric_as_text: schema.wire.numeric == WireNumber::String,
        }
    }

    /// A value as a literal of a dialect.
    pub(crate) fn literal(self, dialect: Dialect, ty: &Type, value: &Value) -> String {
        match (value, dialect) {
            (Value::Null | Value::Missing | Value::Any, _) => "NULL".to_owned(),
            (Value::List(items), Dialect::Postgres) if !is_document(ty.scalar) => array_literal(&array(ty, items)),
            (Value::List(items), Dialect::Sqlite) if ty.array.is_none() => vector(items),
            (Value::List(items), _) => {
                let items: Vec<_> = items.iter().map(|item| self.json(ty.scalar, item)).collect();
                text_literal(dialect, &format!("[{}]", items.join(",")))
            }
            (_, Dialect::Postgres) => text_literal(dialect, &plain(ty.scalar, value)),
            (_, Dialect::Sqlite) => self.sqlite(ty, value),
        }
    }

    fn sqlite(self, ty: &Type, value: &Value) -> String {
        match (value, ty.scalar) {
            (Value::Bool(value), _) => u8::from(*value).to_string(),
            (Value::Number(number), Scalar::Float) => float(number),
            (Value::Number(number), Scalar::Numeric { scale, .. }) => self.decimal(ty, number, scale),
            (Value::Number(number), _) if Exact::parse(number).is_some() => number.clone(),
            (Value::Uuid(uuid), _) if !self.keeps_uuid_as_text(ty) => format!("x'{uuid:032x}'"),
            (Value::Bytes(bytes), _) => format!("x'{}'", HEXLOWER.encode(bytes)),
            (Value::Text(text), Scalar::Timestamp) => text_literal(Dialect::Sqlite, &format!("{text}+00:00")),
            (Value::Text(text), Scalar::TimestampLocal) => text_literal(Dialect::Sqlite, &text.replacen('T', " ", 1)),
            _ => text_literal(Dialect::Sqlite, &plain(ty.scalar, value)),
        }
    }

    /// Scaled integers, or text with all digits behind the point; what is finer than either stays so.
    fn decimal(self, ty: &Type, number: &str, scale: u32) -> String {
        let Some(exact) = Exact::parse(number).map(|exact| exact.trimmed(scale)) else {
            return text_literal(Dialect::Sqlite, number);
        };
        let exact = exact.raised(scale).unwrap_or(exact);
        if self.keeps_decimal_as_text(ty) {
            return text_literal(Dialect::Sqlite, &exact.plain());
        }
        let places = exact.places - scale;
        Exact { places, ..exact }.plain()
    }

    fn keeps_uuid_as_text(self, ty: &Type) -> bool {
        self.uuid_as_text || is_text(ty)
    }

    fn keeps_decimal_as_text(self, ty: &Type) -> bool {
        self.decimal_as_text || is_text(ty)
    }

    /// An element of a list or a member of a record, as on the wire.
    pub(crate) fn json(self, scalar: Scalar, value: &Value) -> String {
        let as_text = match scalar {
            Scalar::Bigint => self.bigint_as_text,
            Scalar::Numeric { .. } => self.numeric_as_text,
            _ => false,
        };
        match value {
            Value::Null | Value::Missing | Value::Any => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(number) if !as_text && Exact::parse(number).is_some() => number.clone(),
            Value::Json(text) => text.clone(),
            Value::Bytes(bytes) if scalar == Scalar::Bytes => json_text(&BASE64.encode(bytes)),
            Value::Bytes(bytes) => json_text(&HEXLOWER.encode(bytes)),
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.json(scalar, item)).collect();
                format!("[{}]", items.join(","))
            }
            _ => json_text(&plain(scalar, value)),
        }
    }

    /// What is selected, so that both dialects can be compared.
    pub(crate) fn selected(dialect: Dialect, ty: &Type, name: &str) -> String {
        match dialect {
            Dialect::Postgres if is_list(ty) => format!("array_to_json({name})::text"),
            Dialect::Postgres => format!("{name}::text"),
            Dialect::Sqlite => name.to_owned(),
        }
    }

    /// A text that was read in the form that both dialects share.
    pub(crate) fn neutral(self, dialect: Dialect, ty: &Type, read: &str) -> String {
        if ty.array.is_some() || is_document(ty.scalar) {
            return neutral_json(ty.scalar, read);
        }
        match (ty.scalar, dialect) {
            (Scalar::Numeric { scale, .. }, Dialect::Sqlite) if !self.keeps_decimal_as_text(ty) => {
                let units = read.parse().unwrap_or_default();
                Exact { units, places: scale }.plain()
            }
            (Scalar::Uuid, _) => read.replace('-', ""),
            (Scalar::Bytes | Scalar::Sha256, _) => read.trim_start_matches("\\x").to_owned(),
            (Scalar::Bool, _) => read.replace("true", "1").replace("false", "0"),
            (Scalar::Inet, _) => address(read).to_owned(),
            (Scalar::Float, _) => read
                .parse::<f64>()
                .map_or(read.to_owned(), |number| (number + 0.0).to_string()),
            (Scalar::Timestamp | Scalar::TimestampLocal | Scalar::Time, _) => instant(read),
            (Scalar::Vector(_), Dialect::Sqlite) => floats(read),
            (Scalar::Vector(_), Dialect::Postgres) => neutral_json(ty.scalar, read),
            _ => read.to_owned(),
        }
    }
}

/// Whether values are JSON: a list of them is one document, too.
pub(crate) fn is_document(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::Json | Scalar::Record(_))
}

fn is_list(ty: &Type) -> bool {
    !is_document(ty.scalar) && (ty.array.is_some() || matches!(ty.scalar, Scalar::Vector(_)))
}

fn is_text(ty: &Type) -> bool {
    ty.storage
        .sqlite
        .as_ref()
        .is_some_and(|stored| stored.eq_ignore_ascii_case("text"))
}

/// A value as PostgreSQL reads it, and as people write it.
fn plain(scalar: Scalar, value: &Value) -> String {
    match value {
        Value::Null | Value::Missing | Value::Any => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Text(text) if scalar == Scalar::Timestamp => format!("{text}Z"),
        Value::Number(text) | Value::Text(text) | Value::Json(text) => text.clone(),
        Value::Uuid(uuid) => hyphenated(*uuid),
        Value::Bytes(bytes) => format!("\\x{}", HEXLOWER.encode(bytes)),
        Value::List(items) => format!("{items:?}"),
    }
}

fn hyphenated(uuid: u128) -> String {
    let digits = format!("{uuid:032x}");
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-")
}

/// The text of an array of PostgreSQL.
fn array(ty: &Type, items: &[Value]) -> String {
    let items: Vec<_> = items
        .iter()
        .map(|item| match item {
            Value::Null => "NULL".to_owned(),
            item => format!(
                "\"{}\"",
                plain(ty.scalar, item).replace('\\', "\\\\").replace('"', "\\\"")
            ),
        })
        .collect();
    format!("{{{}}}", items.join(","))
}

/// A text that is made by a function is no array by itself.
fn array_literal(text: &str) -> String {
    let literal = text_literal(Dialect::Postgres, text);
    if text.contains('\0') {
        format!("({literal})::text[]")
    } else {
        literal
    }
}

/// 32-bit floats, the lowest byte first.
fn vector(items: &[Value]) -> String {
    let numbers = items.iter().map(|item| match item {
        Value::Number(number) => number.parse().unwrap_or(f32::NAN),
        _ => f32::NAN,
    });
    let bytes: Vec<u8> = numbers.flat_map(f32::to_le_bytes).collect();
    format!("x'{}'", HEXLOWER.encode(&bytes))
}

fn floats(hex: &str) -> String {
    let bytes = HEXLOWER.decode(hex.as_bytes()).unwrap_or_default();
    let numbers = bytes
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
    let numbers: Vec<_> = numbers.map(|number| number.to_string()).collect();
    numbers.join(" ")
}

/// SQLite has no literal for what is no number: it makes null of it.
fn float(number: &str) -> String {
    match number {
        "NaN" => "(9e999 - 9e999)".to_owned(),
        "Infinity" => "9e999".to_owned(),
        "-Infinity" => "-9e999".to_owned(),
        number => number.to_owned(),
    }
}

/// A text in quotes. NUL stands in no statement, so it is made by a function.
fn text_literal(dialect: Dialect, text: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', "''"));
    let nul = match dialect {
        Dialect::Postgres => "' || chr(0) || '",
        Dialect::Sqlite => "' || char(0) || '",
    };
    quoted.replace('\0', nul)
}

pub(crate) fn json_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// PostgreSQL prints the whole network that an address by itself is.
fn address(read: &str) -> &str {
    read.trim_end_matches("/32").trim_end_matches("/128")
}

/// A date and time without zone, and without zeros at its end.
fn instant(read: &str) -> String {
    let bare = read
        .trim_end_matches("+00")
        .trim_end_matches("+00:00")
        .trim_end_matches('Z');
    let bare = bare.replacen('T', " ", 1);
    let bare = bare.trim_end_matches("+00");
    if bare.contains('.') {
        bare.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        bare.to_owned()
    }
}

/// JSON in one form: keys in order, numbers as numbers are, elements of lists as their type is.
fn neutral_json(scalar: Scalar, read: &str) -> String {
    let Ok(json) = serde_json::from_str(read) else {
        return read.to_owned();
    };
    one_form(scalar, &json)
}

fn one_form(scalar: Scalar, json: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match json {
        Json::Array(items) if matches!(scalar, Scalar::Vector(_)) => {
            let items: Vec<_> = items
                .iter()
                .filter_map(Json::as_f64)
                .map(|n| (n as f32).to_string())
                .collect();
            items.join(" ")
        }
        Json::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| one_form(scalar, item)).collect();
            format!("[{}]", items.join(","))
        }
        Json::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", one_form(scalar, value)))
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        Json::Number(number) => number.as_f64().map_or(number.to_string(), |number| number.to_string()),
        Json::String(text) if is_document(scalar) => format!("{text:?}"),
        Json::String(text) => element(scalar, text),
        other => other.to_string(),
    }
}

/// An element of a list that is not JSON by itself.
fn element(scalar: Scalar, text: &str) -> String {
    match scalar {
        Scalar::Timestamp | Scalar::TimestampLocal | Scalar::Time => instant(text),
        Scalar::Numeric { .. } | Scalar::Bigint => text.parse::<f64>().map_or(text.to_owned(), |n| n.to_string()),
        Scalar::Inet => address(text).to_owned(),
        Scalar::Bytes => match (text.strip_prefix("\\x"), BASE64.decode(text.as_bytes())) {
            (Some(hex), _) => hex.to_owned(),
            (None, Ok(bytes)) => HEXLOWER.encode(&bytes),
            (None, Err(_)) => text.to_owned(),
        },
        _ => text.trim_start_matches("\\x").to_owned(),
    }
}
