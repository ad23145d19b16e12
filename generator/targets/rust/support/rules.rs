//! One function per kind of rule. In: a value and its limits. Out: what the rule asks for, where it is broken.

use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

/// Text: a number of code points, none of them NUL, which no database stores.
pub(crate) fn text(value: &str, length: impl RangeBounds<usize>) -> Option<String> {
    if value.contains('\0') {
        return Some("must not contain the character NUL".to_owned());
    }
    counted(value.chars().count(), &length, "characters")
}

/// A form that text must have.
pub(crate) fn pattern(value: &str, form: &regex_lite::Regex) -> Option<String> {
    (!form.is_match(value)).then(|| format!("must match {}", form.as_str()))
}

/// An e-mail address: one `@` between two parts without blanks.
pub(crate) fn email(value: &str) -> Option<String> {
    let parts = value.split_once('@').filter(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let fits = parts.is_some_and(|(_, domain)| !domain.contains('@')) && !has_blank(value);
    (!fits).then(|| "must be an e-mail address".to_owned())
}

/// A URL with its scheme.
pub(crate) fn url(value: &str) -> Option<String> {
    let (scheme, rest) = value.split_once(':').unwrap_or_default();
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (!is_scheme || rest.is_empty() || has_blank(value)).then(|| "must be a URL".to_owned())
}

/// A semantic version: `1.10.0-rc.1+build.7`.
pub(crate) fn semver(value: &str) -> Option<String> {
    let (rest, build) = value.split_once('+').map_or((value, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| is_digits(part) && (part == "0" || !part.starts_with('0'));
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let fits = core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| is_word(part) && (!is_digits(part) || is_number(part))))
        && build.is_none_or(|build| build.split('.').all(is_word));
    (!fits).then(|| "must be a semantic version".to_owned())
}

/// A number or anything else that is ordered.
pub(crate) fn within<T: PartialOrd + Display>(value: &T, range: impl RangeBounds<T>) -> Option<String> {
    (!range.contains(value)).then(|| format!("must be {}", bounds(&range)))
}

/// A float: JSON has no word for infinities and NaN.
pub(crate) fn finite(value: f64) -> Option<String> {
    (!value.is_finite()).then(|| "must be finite".to_owned())
}

/// An exact number of so many digits, so many of them behind the point.
pub(crate) fn digits(value: &rust_decimal::Decimal, precision: u32, scale: u32) -> Option<String> {
    let whole = value.trunc().abs().mantissa();
    let fits = value.scale() <= scale && whole < 10_i128.pow(precision - scale);
    (!fits).then(|| format!("must have at most {} digits before and {scale} behind the point", precision - scale))
}

/// An exact number of so many digits, so many of them behind the point.
pub(crate) fn many_digits(value: &bigdecimal::BigDecimal, precision: u32, scale: u32) -> Option<String> {
    let fits = value.fractional_digit_count() <= i64::from(scale)
        && value.abs() < bigdecimal::BigDecimal::new(1.into(), -i64::from(precision - scale));
    (!fits).then(|| format!("must have at most {} digits before and {scale} behind the point", precision - scale))
}

/// A point in time that four digits of a year can say.
pub(crate) fn year(value: &impl chrono::Datelike) -> Option<String> {
    (!(1..=9999).contains(&value.year())).then(|| "must be in a year from 1 to 9999".to_owned())
}

/// A time that is not before this one, written as on the wire.
pub(crate) fn earliest<T: PartialOrd + std::str::FromStr>(value: &T, limit: &str) -> Option<String> {
    let early = limit.parse().is_ok_and(|limit| *value < limit);
    early.then(|| format!("must not be before {limit}"))
}

/// A time that is not after this one, written as on the wire.
pub(crate) fn latest<T: PartialOrd + std::str::FromStr>(value: &T, limit: &str) -> Option<String> {
    let late = limit.parse().is_ok_and(|limit| *value > limit);
    late.then(|| format!("must not be after {limit}"))
}

/// A span of time that 64 bits of microseconds can say.
pub(crate) fn span(value: &chrono::TimeDelta) -> Option<String> {
    value.num_microseconds().is_none().then(|| "must be within 64 bits of microseconds".to_owned())
}

/// Bytes.
pub(crate) fn bytes(value: &[u8], length: impl RangeBounds<usize>) -> Option<String> {
    counted(value.len(), &length, "bytes")
}

/// An array.
pub(crate) fn items<T>(value: &[T], length: impl RangeBounds<usize>) -> Option<String> {
    counted(value.len(), &length, "items")
}

/// A vector of so many finite numbers.
pub(crate) fn vector(value: &[f32], dimensions: usize) -> Option<String> {
    let fits = value.len() == dimensions && value.iter().all(|number| number.is_finite());
    (!fits).then(|| format!("must be {dimensions} finite numbers"))
}

/// Free JSON: anything but null, which would be confused with nothing, and NUL, which no database stores.
pub(crate) fn json(value: &serde_json::Value) -> Option<String> {
    if value.is_null() {
        return Some("must not be null".to_owned());
    }
    has_nul(value).then(|| "must not contain the character NUL".to_owned())
}

fn has_nul(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(has_nul),
        serde_json::Value::Object(members) => members.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

fn has_blank(value: &str) -> bool {
    value.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_digit())
}

fn counted(count: usize, range: &impl RangeBounds<usize>, unit: &str) -> Option<String> {
    (!range.contains(&count)).then(|| format!("must have {} {unit}", bounds(range)))
}

fn bounds<T: Display>(range: &impl RangeBounds<T>) -> String {
    match (range.start_bound(), range.end_bound()) {
        (Bound::Unbounded, Bound::Included(max)) => format!("at most {max}"),
        (Bound::Included(min), Bound::Unbounded) => format!("at least {min}"),
        (Bound::Included(min), Bound::Included(max)) => format!("{min} to {max}"),
        _ => "within its range".to_owned(),
    }
}
