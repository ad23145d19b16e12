//! One function per kind of rule. In: a value and its limits. Out: what the rule asks for, where it is broken.

use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

/// Text: anything but NUL, which no database stores.
pub(crate) fn plain(value: &str) -> Option<String> {
    value.contains('\0').then(|| "must not contain the character NUL".to_owned())
}

/// A number of code points.
pub(crate) fn length(value: &str, limits: impl RangeBounds<usize>) -> Option<String> {
    counted(value.chars().count(), &limits, "characters")
}

/// A form that text must have.
pub(crate) fn pattern(value: &str, form: &regex_lite::Regex) -> Option<String> {
    (!form.is_match(value)).then(|| format!("must match {}", form.as_str()))
}

/// An e-mail address: one `@`, behind it a point between two words, no blanks.
pub(crate) fn email(value: &str) -> Option<String> {
    let (local, domain) = value.split_once('@').unwrap_or_default();
    let (host, top) = domain.rsplit_once('.').unwrap_or_default();
    let fits = [local, host, top].iter().all(|part| is_word(part)) && !domain.contains('@');
    (!fits || value.chars().count() > 320).then(|| "must be an e-mail address".to_owned())
}

/// A URL: a scheme, a colon, no blanks.
pub(crate) fn url(value: &str) -> Option<String> {
    let (scheme, rest) = value.split_once(':').unwrap_or_default();
    let fits = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && is_word(rest);
    (!fits || value.chars().count() > 2048).then(|| "must be a URL".to_owned())
}

/// A semantic version: `1.10.0-rc.1+build.7`.
pub(crate) fn semver(value: &str) -> Option<String> {
    let (rest, build) = value.split_once('+').map_or((value, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && (part == "0" || !part.starts_with('0'))
    };
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let are_names = |names: Option<&str>| names.is_none_or(|names| names.split('.').all(is_name));
    let fits = core.split('.').count() == 3 && core.split('.').all(is_number) && are_names(pre) && are_names(build);
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

/// A point in time that four digits of a year can say.
pub(crate) fn year(value: &impl chrono::Datelike) -> Option<String> {
    (!(1..=9999).contains(&value.year())).then(|| "must be in a year from 1 to 9999".to_owned())
}

/// A value that is not below this one, which is written as on the wire.
pub(crate) fn least<T: PartialOrd + std::str::FromStr>(value: &T, limit: &str) -> Option<String> {
    let below = limit.parse().is_ok_and(|limit| *value < limit);
    below.then(|| format!("must be at least {limit}"))
}

/// A value that is not above this one, which is written as on the wire.
pub(crate) fn most<T: PartialOrd + std::str::FromStr>(value: &T, limit: &str) -> Option<String> {
    let above = limit.parse().is_ok_and(|limit| *value > limit);
    above.then(|| format!("must be at most {limit}"))
}

/// An integer that a JSON number holds for certain.
pub(crate) fn safe(value: i64) -> Option<String> {
    (value.unsigned_abs() >= 1 << 53).then(|| "must be within 2^53".to_owned())
}

/// A span of time that 64 bits of microseconds can say.
pub(crate) fn span(value: &chrono::TimeDelta) -> Option<String> {
    value.num_microseconds().is_none().then(|| "must be within 64 bits of microseconds".to_owned())
}

/// Bytes.
pub(crate) fn bytes(value: &[u8], limits: impl RangeBounds<usize>) -> Option<String> {
    counted(value.len(), &limits, "bytes")
}

/// An array.
pub(crate) fn item_count<T>(value: &[T], limits: impl RangeBounds<usize>) -> Option<String> {
    counted(value.len(), &limits, "items")
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

fn is_word(value: &str) -> bool {
    !value.is_empty() && !value.contains(char::is_whitespace)
}

fn counted(count: usize, range: &impl RangeBounds<usize>, unit: &str) -> Option<String> {
    (!range.contains(&count)).then(|| format!("must have {} {unit}", bounds(range)))
}

fn bounds<T: PartialEq + Display>(range: &impl RangeBounds<T>) -> String {
    match (range.start_bound(), range.end_bound()) {
        (Bound::Unbounded, Bound::Included(max)) => format!("at most {max}"),
        (Bound::Included(min), Bound::Unbounded) => format!("at least {min}"),
        (Bound::Included(min), Bound::Included(max)) if min == max => format!("exactly {min}"),
        (Bound::Included(min), Bound::Included(max)) => format!("{min} to {max}"),
        _ => "within its range".to_owned(),
    }
}
