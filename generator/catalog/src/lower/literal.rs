//! Literal values as SQL of a dialect, in the form their column keeps.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use driftless_model::{Scalar, Type, Value};

use super::Lowering;
use super::storage::{Encoding, is_document};
use crate::Dialect;
use crate::sql::literal;

impl Lowering<'_> {
    /// A value as SQL. The schema has checked that it is one of its type.
    pub(super) fn literal(&self, ty: &Type, value: &Value) -> String {
        if is_document(ty.scalar) || (self.is_sqlite() && ty.array.is_some()) {
            let text = literal(self.dialect, &self.json(ty, value));
            return if self.is_sqlite() {
                text
            } else {
                format!("{text}::jsonb")
            };
        }
        match value {
            Value::Null => "NULL".to_owned(),
            Value::Array(items) => self.postgres_array(ty, items),
            Value::Bool(value) => self.boolean(*value).to_owned(),
            Value::Int(number) => self.number(ty, &number.to_string()),
            Value::Decimal(number) => self.number(ty, number),
            Value::Float(number) => format!("{number:?}"),
            Value::Text(text) => self.text(ty, text),
            Value::Object(_) => literal(self.dialect, &self.json(ty, value)),
        }
    }

    /// True or false; SQLite has numbers for them.
    pub(super) fn boolean(&self, value: bool) -> &'static str {
        match (self.dialect, value) {
            (Dialect::Postgres, true) => "true",
            (Dialect::Postgres, false) => "false",
            (Dialect::Sqlite, true) => "1",
            (Dialect::Sqlite, false) => "0",
        }
    }

    fn postgres_array(&self, ty: &Type, items: &[Value]) -> String {
        let element = Type {
            array: None,
            ..ty.clone()
        };
        let items: Vec<_> = items.iter().map(|item| self.literal(&element, item)).collect();
        format!("ARRAY[{}]::{}", items.join(", "), self.sql_type(ty))
    }

    fn number(&self, ty: &Type, number: &str) -> String {
        let Scalar::Numeric { scale, .. } = ty.scalar else {
            return number.to_owned();
        };
        match (self.dialect, self.encoding(ty)) {
            (Dialect::Sqlite, Encoding::Scaled) => scaled(number, scale),
            (Dialect::Sqlite, _) => literal(self.dialect, &padded(number, scale)),
            (Dialect::Postgres, _) => number.to_owned(),
        }
    }

    fn text(&self, ty: &Type, text: &str) -> String {
        let hex = |digits: &str| match self.dialect {
            Dialect::Postgres => format!("'\\x{digits}'"),
            Dialect::Sqlite => format!("x'{digits}'"),
        };
        match ty.scalar {
            Scalar::Numeric { .. } | Scalar::Bigint | Scalar::Int | Scalar::Smallint => self.number(ty, text),
            Scalar::Duration => microseconds(text).to_string(),
            Scalar::Uuid if self.is_sqlite() && self.encoding(ty) == Encoding::Blob => {
                hex(&text.replace('-', "").to_ascii_lowercase())
            }
            Scalar::Sha256 => hex(&text.to_ascii_lowercase()),
            Scalar::Bytes => hex(&hexadecimal(text)),
            Scalar::Timestamp if self.is_sqlite() => literal(self.dialect, &zoned(text)),
            Scalar::TimestampLocal if self.is_sqlite() => literal(self.dialect, &text.replacen('T', " ", 1)),
            _ => literal(self.dialect, text),
        }
    }
}

/// A decimal times ten to the scale; digits behind the scale are zeros, the schema has seen to that.
pub(super) fn scaled(number: &str, scale: u32) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(scale as usize)
        .collect();
    let all = format!("{whole}{fraction}");
    let all = all.trim_start_matches('0');
    if all.is_empty() {
        "0".to_owned()
    } else {
        format!("{sign}{all}")
    }
}

/// A decimal with as many digits behind the point as its scale says.
fn padded(number: &str, scale: u32) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(scale as usize)
        .collect();
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

/// UTC as SQLite keeps it, so that texts sort as the instants do.
fn zoned(text: &str) -> String {
    text.strip_suffix(['Z', 'z'])
        .map_or_else(|| text.to_owned(), |utc| format!("{utc}+00:00"))
}

/// `bytes` are written in Base64; anything else was refused before.
fn hexadecimal(text: &str) -> String {
    BASE64
        .decode(text.as_bytes())
        .map(|bytes| HEXLOWER_PERMISSIVE.encode(&bytes))
        .unwrap_or_default()
}

/// An ISO 8601 duration of days, hours, minutes and seconds in microseconds.
pub(super) fn microseconds(text: &str) -> i64 {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (mut total, mut number) = (0i64, String::new());
    for c in rest.chars().filter(|&c| c != 'P' && c != 'T') {
        let unit: i64 = match c {
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            c => {
                number.push(c);
                continue;
            }
        };
        let parsed: i64 = scaled(&number, 6).parse().unwrap_or(0);
        total = total.saturating_add(parsed.saturating_mul(unit));
        number.clear();
    }
    sign * total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_scaled_integers() {
        assert_eq!(scaled("12.5", 2), "1250");
        assert_eq!(scaled("-0.05", 2), "-5");
        assert_eq!(scaled("0", 3), "0");
        assert_eq!(scaled("7", 0), "7");
        assert_eq!(padded("12.5", 3), "12.500");
    }

    #[test]
    fn durations_become_microseconds() {
        assert_eq!(microseconds("PT1.5S"), 1_500_000);
        assert_eq!(microseconds("P1DT2H3M"), 93_780_000_000);
        assert_eq!(microseconds("-PT1S"), -1_000_000);
    }
}
