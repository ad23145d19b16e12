//! Values as the schema means them, in no dialect: what rows hold, what statements write, what rules are asked about.

use driftless_model::{Scalar, Type, Value as Literal};

/// A value, or the lack of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    /// Not written: the database fills in the default, or null.
    Missing,
    /// Not null, and otherwise unknown: the database chose it.
    Any,
    Bool(bool),
    /// A decimal, `NaN`, `Infinity` or `-Infinity`; spans of time in microseconds.
    Number(String),
    /// Text, words, dates, times without their zone.
    Text(String),
    Uuid(u128),
    Bytes(Vec<u8>),
    /// The text of a JSON document.
    Json(String),
    List(Vec<Value>),
}

impl Value {
    pub(crate) fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A literal of the schema; `Any` where it is written in a form of its own.
    pub(crate) fn of(ty: &Type, literal: &Literal) -> Self {
        match literal {
            Literal::Null => Self::Null,
            Literal::Bool(value) => Self::Bool(*value),
            Literal::Int(number) => Self::number(number),
            Literal::Decimal(number) => Self::number(number),
            Literal::Float(number) => Self::number(number),
            Literal::Text(text) => Self::of_text(ty.scalar, text),
            Literal::Array(_) | Literal::Object(_) => Self::Any,
        }
    }

    fn of_text(scalar: Scalar, text: &str) -> Self {
        match scalar {
            Scalar::Smallint | Scalar::Int | Scalar::Bigint | Scalar::Numeric { .. } => Self::number(text),
            Scalar::Uuid => u128::from_str_radix(&text.replace('-', ""), 16).map_or(Self::Any, Self::Uuid),
            Scalar::Duration => span(text).map_or(Self::Any, Self::number),
            Scalar::Timestamp | Scalar::TimestampLocal => Self::text(text.trim_end_matches(['Z', 'z'])),
            Scalar::Bytes | Scalar::Sha256 | Scalar::Json | Scalar::Record(_) | Scalar::Vector(_) => Self::Any,
            _ => Self::text(text),
        }
    }
}

/// Days, hours, minutes and whole seconds in microseconds; schemas of tests say no more.
fn span(text: &str) -> Option<i64> {
    let (mut total, mut number) = (0_i64, String::new());
    for c in text.trim_start_matches('P').chars().filter(|c| *c != 'T') {
        let unit = match c {
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => {
                number.push(c);
                continue;
            }
        };
        total += number.parse::<i64>().ok()? * unit * 1_000_000;
        number.clear();
    }
    Some(total)
}

/// An exact number: so many units of the last digit, and digits behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    pub(crate) units: i128,
    pub(crate) places: u32,
}

impl Exact {
    /// A plain decimal that is not too long to be reckoned with.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}");
        let plain = digits.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()) && fraction.len() < 30;
        let units = digits.parse().ok().filter(|_| plain)?;
        Some(Self {
            units,
            places: fraction.len() as u32,
        })
    }

    /// The same number with at least so many digits behind the point.
    pub(crate) fn raised(self, places: u32) -> Option<Self> {
        let more = places.saturating_sub(self.places);
        Some(Self {
            units: self.units.checked_mul(10_i128.checked_pow(more)?)?,
            places: self.places.max(places),
        })
    }

    /// The same number without zeros at its end, but with so many places.
    pub(crate) fn trimmed(mut self, places: u32) -> Self {
        while self.places > places && self.units % 10 == 0 {
            self.units /= 10;
            self.places -= 1;
        }
        self
    }

    /// As people write it.
    pub(crate) fn plain(self) -> String {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = format!(
            "{:0>width$}",
            self.units.unsigned_abs(),
            width = self.places as usize + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - self.places as usize);
        if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    }
}
