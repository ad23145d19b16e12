//! The JSON forms of scalars: one per type, whoever reads or writes it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use rust_decimal::Decimal;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;
use uuid::Uuid;

use crate::scalars::{Secret, Sha256};
use super::{Fault, Read, Reading, Write};

/// The text of a value that must be a string.
pub(crate) fn string(value: Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Fault::new("expected a string")),
    }
}

/// A value that has the form of a word.
pub(crate) fn word<T: FromStr<Err: Display>>(value: Value) -> Result<T, Fault> {
    string(value)?.parse().map_err(Fault::new)
}

/// A whole number; `1.0` is one too.
fn whole(value: &Value) -> Result<i64, Fault> {
    let exact = |number: f64| (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64);
    let number = value.as_i64().or_else(|| value.as_f64().and_then(exact));
    number.ok_or_else(|| Fault::new("expected a whole number"))
}

/// A string of digits, optionally with a sign, a point and more digits: no blanks, no `+`, no leading zeros.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (before, fraction) = digits.split_once('.').map_or((digits, None), |(before, fraction)| (before, Some(fraction)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(before) && (before == "0" || !before.starts_with('0')) && fraction.is_none_or(all_digits)
}

impl Read for String {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        string(value)
    }
}

impl Write for String {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Read for bool {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        value.as_bool().ok_or_else(|| Fault::new("expected true or false"))
    }
}

impl Write for bool {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl Read for i16 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        Self::try_from(whole(&value)?).map_err(|_| Fault::new("expected a 16-bit integer"))
    }
}

impl Write for i16 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i16(*self)
    }
}

impl Read for i32 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        Self::try_from(whole(&value)?).map_err(|_| Fault::new("expected a 32-bit integer"))
    }
}

impl Write for i32 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(*self)
    }
}

impl Read for f64 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        value.as_f64().filter(|number| number.is_finite()).ok_or_else(|| Fault::new("expected a number"))
    }
}

impl Write for f64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() {
            return serializer.serialize_f64(*self);
        }
        Err(serde::ser::Error::custom("JSON has no word for a number that is not finite"))
    }
}

impl Read for f32 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let number = value.as_f64().map(|number| number as Self).filter(|number| number.is_finite());
        number.ok_or_else(|| Fault::new("expected a 32-bit number"))
    }
}

impl Write for f32 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The shortest digits that mean this number, not those of the nearest 64-bit one.
        match self.to_string().parse::<f64>() {
            Ok(number) if number.is_finite() => serializer.serialize_f64(number),
            _ => Err(serde::ser::Error::custom("JSON has no word for a number that is not finite")),
        }
    }
}

impl Read for Value {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        if value.is_null() { Err(Fault::new("must not be null")) } else { Ok(value) }
    }
}

impl Write for Value {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}

impl Read for Uuid {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let uuid = Self::try_parse(&text).ok().filter(|_| text.len() == uuid::fmt::Hyphenated::LENGTH);
        uuid.ok_or_else(|| Fault::new("expected a UUID with hyphens"))
    }
}

impl Write for Uuid {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for IpAddr {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        string(value)?.parse().map_err(|_| Fault::new("expected an IP address"))
    }
}

impl Write for IpAddr {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Sha256 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        word(value)
    }
}

impl Write for Sha256 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

// A secret is read and never written.
impl<T: Read> Read for Secret<T> {
    fn read(value: Value, reading: Reading) -> Result<Self, Fault> {
        T::read(value, reading).map(Self::new)
    }
}

impl<T: Write> Write for Secret<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.expose().write(serializer)
    }
}

impl Read for Vec<u8> {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        BASE64.decode(string(value)?).map_err(|_| Fault::new("expected base64 with padding"))
    }
}

impl Write for Vec<u8> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(self))
    }
}

impl Read for NaiveDate {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let date = calendar(&text).then(|| text.parse().ok()).flatten();
        date.ok_or_else(|| Fault::new("expected a date as in 2024-02-29"))
    }
}

impl Write for NaiveDate {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for NaiveTime {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let time = clock(&text).then(|| text.parse().ok()).flatten().and_then(microseconds);
        time.ok_or_else(|| Fault::new("expected a time as in 23:59:59.5"))
    }
}

impl Write for NaiveTime {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.format("%H:%M:%S"), Fraction(self.nanosecond() / 1_000)))
    }
}

impl Read for NaiveDateTime {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let is_form = text.split_once('T').is_some_and(|(date, time)| calendar(date) && clock(time));
        let time = is_form.then(|| text.parse().ok()).flatten().and_then(microseconds);
        time.ok_or_else(|| Fault::new("expected a local time as in 2024-02-29T23:59:59.5"))
    }
}

impl Write for NaiveDateTime {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fraction = Fraction(self.nanosecond() / 1_000);
        serializer.collect_str(&format_args!("{}{fraction}", self.format("%Y-%m-%dT%H:%M:%S")))
    }
}

impl Read for DateTime<Utc> {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let is_form = text.as_bytes().get(10).is_some_and(|between| between.eq_ignore_ascii_case(&b'T'));
        // The minus sign of typesetters is none of RFC 3339.
        let parsed = DateTime::parse_from_rfc3339(&text).ok().filter(|_| is_form && text.is_ascii());
        let instant = parsed.and_then(|instant| microseconds(instant.naive_utc()));
        instant.map(|utc| utc.and_utc()).ok_or_else(|| Fault::new("expected a time as in 2024-02-29T23:59:59.5Z"))
    }
}

impl Write for DateTime<Utc> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fraction = Fraction(self.nanosecond() / 1_000);
        serializer.collect_str(&format_args!("{}{fraction}Z", self.format("%Y-%m-%dT%H:%M:%S")))
    }
}

/// `YYYY-MM-DD`: a parser alone would also take signs and blanks.
fn calendar(text: &str) -> bool {
    text.len() == 10 && has_form(text, b'-', [4, 7])
}

/// `HH:MM:SS` and perhaps a fraction.
fn clock(text: &str) -> bool {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let fraction = text.get(8..).map(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(digits));
    fraction == Some(true) && has_form(&text[..8], b':', [2, 5])
}

/// Digits, but for separators at two places.
fn has_form(text: &str, separator: u8, places: [usize; 2]) -> bool {
    let fits = |(index, byte): (usize, u8)| if places.contains(&index) { byte == separator } else { byte.is_ascii_digit() };
    text.bytes().enumerate().all(fits)
}

/// Cut to the microseconds that databases keep; a leap second is no time of theirs.
fn microseconds<T: Timelike>(time: T) -> Option<T> {
    let nanosecond = time.nanosecond();
    if nanosecond < 1_000_000_000 { time.with_nanosecond(nanosecond / 1_000 * 1_000) } else { None }
}

/// Microseconds as the digits behind a point, if there are any.
struct Fraction(u32);

impl Display for Fraction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 % 1_000_000 {
            0 => Ok(()),
            micros => f.write_str(format!(".{micros:06}").trim_end_matches('0')),
        }
    }
}

impl Read for TimeDelta {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        span(&string(value)?).ok_or_else(|| Fault::new("expected a duration as in PT3600.5S"))
    }
}

impl Write for TimeDelta {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(micros) = self.num_microseconds() else {
            return Err(serde::ser::Error::custom("a duration has at most 64 bits of microseconds"));
        };
        let sign = if micros < 0 { "-" } else { "" };
        let (seconds, rest) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
        let fraction = Fraction(u32::try_from(rest).unwrap_or_default());
        serializer.collect_str(&format_args!("{sign}PT{seconds}{fraction}S"))
    }
}

fn span(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let number = rest.strip_prefix("PT")?.strip_suffix('S')?;
    let (seconds, fraction) = number.split_once('.').unwrap_or((number, ""));
    if number.starts_with('-') || !is_decimal(number) || fraction.len() > 6 {
        return None;
    }
    let micros = seconds.parse::<i128>().ok()?.checked_mul(1_000_000)? + format!("{fraction:0<6}").parse::<i128>().ok()?;
    i64::try_from(sign * micros).ok().map(TimeDelta::microseconds)
}
