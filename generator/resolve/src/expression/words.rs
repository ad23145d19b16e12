//! How messages speak of types.

use driftless_model::ExprType;

/// What values of a type are called.
pub(super) fn noun(ty: ExprType) -> &'static str {
    match ty {
        ExprType::Bool => "a condition",
        ExprType::Int => "a whole number",
        ExprType::Decimal(_) => "a decimal",
        ExprType::Float => "a float",
        ExprType::Text => "text",
        ExprType::Enum(_) => "an enum",
        ExprType::Uuid => "a uuid",
        ExprType::Timestamp => "a timestamp",
        ExprType::TimestampLocal => "a timestamp without zone",
        ExprType::Date => "a date",
        ExprType::Time => "a time of day",
        ExprType::Duration => "a duration",
        ExprType::Bytes => "bytes",
        ExprType::Json => "JSON",
        ExprType::Inet => "an IP address",
        ExprType::Array => "an array",
        ExprType::Vector => "a vector",
        ExprType::Arc => "a choice of references",
        ExprType::Null => "null",
    }
}

/// How a literal of a type is written.
pub(super) fn example(ty: ExprType) -> &'static str {
    match ty {
        ExprType::Uuid => "`'018f3c1e-0000-7000-8000-000000000000'`",
        ExprType::Timestamp => "`'2026-01-31T12:00:00Z'`",
        ExprType::TimestampLocal => "`'2026-01-31T12:00:00'`",
        ExprType::Date => "`'2026-01-31'`",
        ExprType::Time => "`'12:00:00'`",
        ExprType::Duration => "`'PT90S'`",
        _ => "a literal of that type",
    }
}
