//! Literals of built-in scalars, each in its one canonical form.

use driftless_model::{Scalar, Value};
use driftless_syntax::document::{Literal, Value as Written};

use super::words::{example, noun};
use super::{Converted, Problem};
use crate::{moment, pattern};

/// The value of a scalar that needs no declaration to be read.
pub(super) fn scalar_value(literal: &Literal, scalar: Scalar) -> Converted {
    let wrong = |example: &str| Problem::new(literal, format!("is not {}", noun(scalar)), format!("write {example}"));
    match (&literal.value, scalar) {
        (Written::Integer(number), Scalar::Smallint | Scalar::Int | Scalar::Bigint) => {
            let (least, most) = integer_range(scalar);
            let fits = (least..=most).contains(number);
            if fits {
                Ok(Value::Int(*number))
            } else {
                Err(wrong(&format!("a number from {least} to {most}")))
            }
        }
        (Written::Bool(yes), Scalar::Bool) => Ok(Value::Bool(*yes)),
        (_, Scalar::Float) => float(literal).ok_or_else(|| wrong("a number, as in `0.5`")),
        (_, Scalar::Numeric { precision, scale }) => {
            let whole = precision - scale;
            decimal(literal, precision, scale).map(Value::Decimal).ok_or_else(|| {
                wrong(&format!(
                    "at most {whole} digits before and {scale} behind the point, as in `\"1.5\"`"
                ))
            })
        }
        (_, Scalar::Vector(dimensions)) => {
            vector(literal, dimensions).ok_or_else(|| wrong("a list of that many numbers"))
        }
        (Written::String(text) | Written::Datetime(text), scalar) => {
            text_value(text, scalar).ok_or_else(|| wrong(example(scalar)))
        }
        _ => Err(wrong(example(scalar))),
    }
}

/// The canonical text of scalars that are written and travel as text.
fn text_value(text: &str, scalar: Scalar) -> Option<Value> {
    let text = match scalar {
        Scalar::Text => Some(text.to_owned()),
        Scalar::Varchar(most) => (text.chars().count() <= most as usize).then(|| text.to_owned()),
        Scalar::Uuid => moment::uuid(text),
        Scalar::Timestamp => moment::timestamp(text),
        Scalar::TimestampLocal => moment::timestamp_local(text),
        Scalar::Date => moment::date(text),
        Scalar::Time => moment::time(text),
        Scalar::Duration => moment::duration(text),
        Scalar::Bytes => is_base64(text).then(|| text.to_owned()),
        Scalar::Sha256 => (text.len() == 64 && text.bytes().all(is_lower_hex)).then(|| text.to_owned()),
        Scalar::Email => is_email(text).then(|| text.to_owned()),
        Scalar::Url => is_url(text).then(|| text.to_owned()),
        Scalar::Semver => is_semver(text).then(|| text.to_owned()),
        Scalar::Inet => text.parse::<std::net::IpAddr>().ok().map(|address| address.to_string()),
        _ => None,
    };
    text.map(Value::Text)
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

fn is_email(text: &str) -> bool {
    pattern::matches(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", text) && text.chars().count() <= 320
}

fn is_url(text: &str) -> bool {
    pattern::matches(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$", text) && text.chars().count() <= 2048
}

fn is_semver(text: &str) -> bool {
    let part = r"(0|[1-9][0-9]*)";
    let word = r"[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*";
    pattern::matches(&format!(r"^{part}\.{part}\.{part}(-{word})?(\+{word})?$"), text)
}

fn integer_range(scalar: Scalar) -> (i64, i64) {
    match scalar {
        Scalar::Smallint => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Scalar::Int => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

/// A finite number.
pub(super) fn float(literal: &Literal) -> Option<Value> {
    let number = match &literal.value {
        Written::Integer(number) => number.to_string().parse::<f64>().ok()?,
        Written::Float(text) => text.parse::<f64>().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(Value::Float(number))
}

fn vector(literal: &Literal, dimensions: u32) -> Option<Value> {
    let Written::Array(items) = &literal.value else {
        return None;
    };
    let numbers = items.iter().map(float).collect::<Option<Vec<_>>>()?;
    (numbers.len() == dimensions as usize).then_some(Value::Array(numbers))
}

/// Shortest plain digits: no leading zeros, no trailing zeros behind the point, no exponent, no negative zero.
fn decimal(literal: &Literal, precision: u32, scale: u32) -> Option<String> {
    let text = match &literal.value {
        Written::Integer(number) => number.to_string(),
        Written::Float(text) | Written::String(text) => text.clone(),
        _ => return None,
    };
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.trim_start_matches('+')), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if fraction.len() > scale as usize || whole.len() > (precision - scale) as usize {
        return None;
    }
    let point = if fraction.is_empty() {
        String::new()
    } else {
        format!(".{fraction}")
    };
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && point.is_empty() { "" } else { sign };
    Some(format!("{sign}{whole}{point}"))
}
