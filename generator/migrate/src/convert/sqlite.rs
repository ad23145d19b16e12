//! Conversions as SQLite 3.40 spells them: decimals are scaled integers or digits, instants are text, uuids are bytes
//! or text. Rounds as PostgreSQL does, halves away from zero, and never by way of a float.

use driftless_catalog::{Dialect, Kind, Meaning};

use super::{
    CUT, Change, Conversion, Converted, INEXACT, Losses, Moment, NO_OBJECT, NO_TRUTH, NO_WORD, Number, RANGE, ROUNDED,
    bounds, digits, literals, outside, power, renaming, zeros,
};

mod decimal;

use decimal::Stored;

const DIALECT: Dialect = Dialect::Sqlite;

/// Spells a change; `c` is the quoted column.
pub(super) fn convert(change: &Change, c: &str, before: &str, after: &str) -> Conversion {
    let same_type = before.eq_ignore_ascii_case(after);
    Conversion::Converted(match change {
        Change::Same(_) | Change::SameList if same_type => return Conversion::Same,
        Change::SameList => return Conversion::Same,
        Change::Same(kind) => stored_otherwise(kind, c, before, after),
        Change::Number(old, new) => number((*old, before), (*new, after), c),
        Change::Text(kind) => text(kind, c, before),
        Change::Words { renamed, known, .. } if renamed.is_empty() && known.is_none() => return Conversion::Same,
        Change::Words { renamed, known, list } => words(renamed, known.as_deref(), *list, c),
        Change::Moment(old, new) => moment(*old, *new, c),
        Change::IntoBool => Converted::of(format!("{c} <> 0"))
            .losing(Losses::default().when(true, NO_TRUTH, || format!("{c} NOT IN (0, 1)"))),
        Change::FromBool => Converted::default(),
        Change::IntoRecord => Converted::default()
            .losing(Losses::default().when(true, NO_OBJECT, || format!("json_type({c}) <> 'object'"))),
        Change::List(kind) => Converted::of(list(kind, c)),
    })
}

fn number((old, before): (Number, &str), (new, after): (Number, &str), c: &str) -> Converted {
    let (from, to) = (Stored::of(old, before), Stored::of(new, after));
    let expr = match (old, new) {
        (Number::Float, Number::Integer(_)) => decimal::nearest_integer(c),
        _ => decimal::restored(c, from, to),
    };
    Converted {
        expr: Some(expr).filter(|expr| expr != c),
        ..Converted::default()
    }
    .losing(number_losses(old, from, new, c))
}

fn number_losses(old: Number, from: Stored, new: Number, c: &str) -> Losses {
    let none = Losses::default();
    match (old, new) {
        (Number::Integer(from), Number::Integer(to)) => none.when(to < from, RANGE, || outside(c, bounds(to))),
        (Number::Integer(from), Number::Decimal { precision, scale }) => {
            let whole = precision.saturating_sub(scale);
            none.when(whole < digits(from), RANGE, || beyond(c, whole))
        }
        (Number::Integer(from), Number::Float) => none.when(from > 32, INEXACT, || outside(c, (-(1 << 53), 1 << 53))),
        (Number::Decimal { precision, scale }, Number::Integer(to)) => none
            .when(scale > 0, ROUNDED, || decimal::has_more_digits(c, from, 0))
            .when(precision.saturating_sub(scale) >= digits(to), RANGE, || {
                decimal::is_outside(c, from, to)
            }),
        (
            Number::Decimal { precision, scale },
            Number::Decimal {
                precision: most,
                scale: kept,
            },
        ) => {
            let whole = most.saturating_sub(kept);
            none.when(kept < scale, ROUNDED, || decimal::has_more_digits(c, from, kept))
                .when(whole < precision.saturating_sub(scale), RANGE, || {
                    decimal::has_more_whole_digits(c, from, whole)
                })
        }
        (Number::Decimal { precision, .. }, Number::Float) => none.when(precision > 15, INEXACT, || {
            format!("{} > 15", decimal::significant_digits(c, from))
        }),
        (Number::Float, Number::Integer(to)) => none
            .when(true, ROUNDED, || format!("{c} <> CAST({c} AS INTEGER)"))
            .when(true, RANGE, || outside(&format!("CAST({c} AS INTEGER)"), bounds(to))),
        (Number::Float, Number::Decimal { precision, scale }) => none
            .when(true, ROUNDED, || decimal::has_more_digits(c, from, scale))
            .when(true, RANGE, || {
                format!("abs({c}) >= {}.0", power(precision.saturating_sub(scale)))
            }),
        (Number::Float, Number::Float) => none,
    }
}

/// Whether an integer has more digits than that; `abs` would refuse the lowest integer.
fn beyond(c: &str, whole: u32) -> String {
    let most = if whole == 0 {
        "0".to_owned()
    } else {
        "9".repeat(whole as usize)
    };
    format!("{c} NOT BETWEEN -{most} AND {most}")
}

fn text(kind: &Kind, c: &str, before: &str) -> Converted {
    let trimmed = |value: &str| {
        format!("CASE WHEN instr({value}, '.') > 0 THEN rtrim(rtrim({value}, '0'), '.') ELSE {value} END")
    };
    match *kind {
        Kind::Integer(_) => Converted::of(format!("CAST({c} AS TEXT)")),
        Kind::Numeric { precision, scale } => {
            let number = Number::Decimal { precision, scale };
            let expr = decimal::restored(c, Stored::of(number, before), Stored::Digits(scale));
            Converted {
                expr: Some(expr).filter(|expr| expr != c),
                ..Converted::default()
            }
        }
        Kind::Bool => Converted::of(format!("CASE {c} WHEN 0 THEN 'false' WHEN 1 THEN 'true' END")),
        Kind::Uuid => stored_otherwise(kind, c, before, "TEXT"),
        Kind::Timestamp => {
            let local = format!("substr({c}, 1, length({c}) - 6)");
            Converted::of(
                format!("{} || 'Z'", trimmed(&local))
                    .replacen("CASE", "(CASE", 1)
                    .replacen("END ||", "END) ||", 1),
            )
        }
        Kind::TimestampLocal => Converted::of(format!("replace({}, ' ', 'T')", trimmed(c))),
        Kind::Time => Converted::of(trimmed(c)),
        _ => Converted::default(),
    }
}

fn words(renamed: &[(String, String)], known: Option<&[String]>, list: bool, c: &str) -> Converted {
    let expr = match (renamed, list) {
        ([], _) => None,
        (_, false) => Some(renaming(DIALECT, c, renamed)),
        (_, true) => Some(format!(
            "CASE WHEN {c} IS NOT NULL THEN (SELECT json_group_array(word) FROM \
             (SELECT {} AS word FROM json_each({c}) ORDER BY key)) END",
            renaming(DIALECT, "value", renamed)
        )),
    };
    let losses = known.map_or_else(Losses::default, |known| {
        let known = literals(DIALECT, known);
        Losses::default().when(true, NO_WORD, || match list {
            false => format!("{c} NOT IN ({known})"),
            true => format!("EXISTS (SELECT 1 FROM json_each({c}) WHERE value NOT IN ({known}))"),
        })
    });
    Converted {
        query: list && expr.is_some(),
        expr,
        ..Converted::default()
    }
    .losing(losses)
}

/// Instants are `2024-02-29T10:00:00.5+00:00`, wall-clock times `2024-02-29 10:00:00.5`, days `2024-02-29`.
fn moment(old: Moment, new: Moment, c: &str) -> Converted {
    let clock = match old {
        Moment::Instant => format!("substr({c}, 12, length({c}) - 17)"),
        Moment::Local | Moment::Day => format!("substr({c}, 12)"),
    };
    match (old, new) {
        (Moment::Instant, Moment::Local) => {
            Converted::of(format!("replace(substr({c}, 1, length({c}) - 6), 'T', ' ')"))
        }
        (Moment::Local, Moment::Instant) => Converted::of(format!("replace({c}, ' ', 'T') || '+00:00'")),
        (Moment::Day, Moment::Instant) => Converted::of(format!("{c} || 'T00:00:00+00:00'")),
        (Moment::Day, Moment::Local) => Converted::of(format!("{c} || ' 00:00:00'")),
        (_, Moment::Day) => {
            Converted::of(format!("substr({c}, 1, 10)"))
                .losing(Losses::default().when(true, CUT, || format!("trim({clock}, '0:.') <> ''")))
        }
        (Moment::Instant, Moment::Instant) | (Moment::Local, Moment::Local) => Converted::default(),
    }
}

fn list(kind: &Kind, c: &str) -> String {
    let element = match kind {
        Kind::Json | Kind::Record(_) => format!("json({c})"),
        _ => c.to_owned(),
    };
    format!("CASE WHEN {c} IS NOT NULL THEN json_array({element}) END")
}

/// The same values in the other of two storages.
fn stored_otherwise(kind: &Kind, c: &str, before: &str, after: &str) -> Converted {
    let is_text = |ty: &str| ty.eq_ignore_ascii_case("text");
    match *kind {
        Kind::Uuid if is_text(before) == is_text(after) => Converted::default(),
        Kind::Uuid if is_text(after) => Converted::of(uuid_text(c)),
        Kind::Uuid => Converted {
            query: true,
            ..Converted::of(uuid_bytes(c))
        },
        Kind::Numeric { precision, scale } => {
            let number = Number::Decimal { precision, scale };
            self::number((number, before), (number, after), c)
        }
        _ => Converted::default(),
    }
}

fn uuid_text(c: &str) -> String {
    let hex = format!("lower(hex({c}))");
    let parts: Vec<_> = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
        .iter()
        .map(|(at, count)| format!("substr({hex}, {at}, {count})"))
        .collect();
    format!("CASE WHEN {c} IS NOT NULL THEN {} END", parts.join(" || '-' || "))
}

/// SQLite 3.40 reads no hexadecimal: each byte is cut from a row of all of them.
fn uuid_bytes(c: &str) -> String {
    let digit = |at: u32| format!("instr('123456789abcdef', substr(hex, {at}, 1))");
    let bytes: Vec<_> = (0..16)
        .map(|at| {
            format!(
                "substr(every, 1 + 16 * {} + {}, 1)",
                digit(2 * at + 1),
                digit(2 * at + 2)
            )
        })
        .collect();
    let every: String = (0..=255u8).map(|byte| format!("{byte:02x}")).collect();
    format!(
        "(SELECT CAST({} AS BLOB) FROM (SELECT lower(replace({c}, '-', '')) AS hex, x'{every}' AS every))",
        bytes.join(" || ")
    )
}

/// What a type alone tells of its values.
pub(super) fn meaning(ty: &str) -> Meaning {
    let kind = match ty.to_ascii_uppercase().as_str() {
        "INTEGER" | "INT" => Kind::Integer(64),
        "REAL" => Kind::Float,
        "BLOB" => Kind::Bytes,
        _ => Kind::Text,
    };
    Meaning {
        kind,
        array: false,
        frozen: false,
    }
}
