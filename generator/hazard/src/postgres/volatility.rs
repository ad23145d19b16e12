//! Whether a default is the same for every row of one statement. What is not known to be is taken for volatile, as
//! PostgreSQL takes the functions that people write.

use driftless_catalog::parse::postgres::Node;
use squawk_parser::SyntaxKind as K;

/// How often an expression has to be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Volatility {
    /// Once and for all.
    Constant,
    /// Once for a statement.
    Stable,
    /// For each row.
    Volatile,
}

const STABLE: &[&str] = &[
    "now",
    "transaction_timestamp",
    "statement_timestamp",
    "current_setting",
    "current_database",
    "timezone",
    "date_trunc",
    "date_part",
    "to_char",
    "to_json",
    "to_jsonb",
    "json_build_object",
    "json_build_array",
    "jsonb_build_object",
    "jsonb_build_array",
    "concat",
    "concat_ws",
    "format",
];

const IMMUTABLE: &[&str] = &[
    "abs",
    "array_length",
    "btrim",
    "ceil",
    "char_length",
    "chr",
    "decode",
    "encode",
    "floor",
    "initcap",
    "left",
    "length",
    "lower",
    "lpad",
    "ltrim",
    "make_date",
    "make_interval",
    "make_time",
    "md5",
    "mod",
    "octet_length",
    "power",
    "repeat",
    "replace",
    "reverse",
    "right",
    "round",
    "rpad",
    "rtrim",
    "sha256",
    "split_part",
    "sqrt",
    "strpos",
    "substr",
    "substring",
    "trunc",
    "upper",
    "nullif",
    "coalesce",
    "greatest",
    "least",
    "row",
];

/// How often an expression has to be computed.
pub(super) fn of(expression: &Node<'_>) -> Volatility {
    let own = match expression.kind {
        K::CALL_EXPR => called(expression),
        K::SELECT => Volatility::Volatile,
        K::CURRENT_TIMESTAMP_KW
        | K::CURRENT_DATE_KW
        | K::CURRENT_TIME_KW
        | K::LOCALTIME_KW
        | K::LOCALTIMESTAMP_KW
        | K::CURRENT_USER_KW
        | K::SESSION_USER_KW
        | K::CURRENT_ROLE_KW => Volatility::Stable,
        _ => Volatility::Constant,
    };
    expression.children.iter().map(of).fold(own, Volatility::max)
}

fn called(call: &Node<'_>) -> Volatility {
    let name = call.children.first().and_then(Node::name).unwrap_or_default();
    if STABLE.contains(&name.as_str()) {
        Volatility::Stable
    } else if IMMUTABLE.contains(&name.as_str()) {
        Volatility::Constant
    } else {
        Volatility::Volatile
    }
}
