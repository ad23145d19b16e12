//! How messages speak of values.

use driftless_model::Scalar;

/// What values of a scalar are called.
pub(super) fn noun(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => "a text that fits",
        Scalar::Smallint | Scalar::Int | Scalar::Bigint => "a whole number that fits",
        Scalar::Numeric { .. } => "a decimal that fits",
        Scalar::Float => "a finite number",
        Scalar::Bool => "true or false",
        Scalar::Uuid => "a uuid",
        Scalar::Timestamp => "an instant with a zone",
        Scalar::TimestampLocal => "a time without zone",
        Scalar::Date => "a date",
        Scalar::Time => "a time of day",
        Scalar::Duration => "a duration in seconds",
        Scalar::Json => "JSON",
        Scalar::Bytes => "bytes in base64",
        Scalar::Vector(_) => "a vector of its length",
        Scalar::Email => "an e-mail address",
        Scalar::Url => "a URL",
        Scalar::Sha256 => "a SHA-256 in lower-case hex",
        Scalar::Semver => "a semantic version",
        Scalar::Inet => "an IP address",
        Scalar::Enum(_) | Scalar::Record(_) | Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => {
            "such a value"
        }
    }
}

/// How a literal of a scalar is written.
pub(super) fn example(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => "a text in quotes",
        Scalar::Smallint | Scalar::Int | Scalar::Bigint => "a whole number, as in `3`",
        Scalar::Bool => "`true` or `false`",
        Scalar::Uuid => "lower-case hex with hyphens, as in `\"018f3c1e-0000-7000-8000-000000000000\"`",
        Scalar::Timestamp => "`\"2026-01-31T12:00:00Z\"`, or `\"now\"` for a default",
        Scalar::TimestampLocal => "`\"2026-01-31T12:00:00\"`",
        Scalar::Date => "`\"2026-01-31\"`",
        Scalar::Time => "`\"12:00:00\"`",
        Scalar::Duration => "`\"PT90S\"`",
        Scalar::Bytes => "base64 with padding, as in `\"AQI=\"`",
        Scalar::Email => "`\"reader@example.org\"`",
        Scalar::Url => "`\"https://example.org/\"`",
        Scalar::Sha256 => "64 digits of lower-case hex",
        Scalar::Semver => "`\"1.2.3\"`",
        Scalar::Inet => "`\"192.0.2.1\"`",
        _ => "a value of the type",
    }
}
