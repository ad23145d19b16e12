//! Examples for those who gave none: without one, mock servers invent texts that their own schema refuses. Only forms
//! that are certain to be valid: whatever the author narrowed is left to the author.

use driftless_model::{Length, Limits, Scalar, Wire, WireNumber};
use serde_json::{Value, json};

use crate::scalar::whole;

/// A valid value of a scalar whose form is not obvious.
pub(crate) fn sample(wire: Wire, scalar: Scalar, limits: &Limits) -> Option<Value> {
    match scalar {
        Scalar::Bigint if wire.int8 == WireNumber::String => {
            let number = 9_007_199_254_740_993;
            return is_between(limits, number, number).then(|| json!(number.to_string()));
        }
        Scalar::Numeric { precision, scale } if wire.numeric == WireNumber::String => {
            let fits = precision > scale && is_between(limits, 1, 2);
            return fits.then(|| decimal(scale));
        }
        _ => {}
    }
    if limits.min.is_some() || limits.max.is_some() || limits.pattern.is_some() {
        return None;
    }
    let text = match scalar {
        Scalar::Uuid => "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e",
        Scalar::Timestamp => "2024-02-29T12:30:00.5Z",
        Scalar::TimestampLocal => "2024-02-29T12:30:00",
        Scalar::Date => "2024-02-29",
        Scalar::Time => "12:30:00",
        Scalar::Duration => "PT3600.5S",
        Scalar::Sha256 => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        Scalar::Inet => "192.0.2.1",
        Scalar::Bytes if fits(limits.length, 5) => "aGVsbG8=",
        Scalar::Email if fits(limits.length, 18) => "reader@example.com",
        Scalar::Url if fits(limits.length, 23) => "https://example.com/one",
        Scalar::Semver if fits(limits.length, 6) => "1.10.0",
        _ => return None,
    };
    Some(json!(text))
}

/// One and a half, as far as there are digits for it.
fn decimal(scale: u32) -> Value {
    json!(match scale {
        0 => "1",
        1 => "1.5",
        _ => "1.50",
    })
}

/// Whether everything from `least` to `most` keeps the limits, as far as whole limits tell.
fn is_between(limits: &Limits, least: i128, most: i128) -> bool {
    let from = limits.min.is_none() || whole(&limits.min).is_some_and(|min| min <= least);
    let to = limits.max.is_none() || whole(&limits.max).is_some_and(|max| most <= max);
    from && to
}

fn fits(length: Option<Length>, size: u32) -> bool {
    length.is_none_or(|length| length.min <= size && length.max.is_none_or(|max| size <= max))
}
