//! Conversions as PostgreSQL spells them. Never depends on the session's time zone or date style.

use driftless_catalog::{Dialect, Kind, Meaning, sql};

use super::{
    CUT, Change, Conversion, Converted, INEXACT, KEYS, Losses, Moment, NO_OBJECT, NO_TRUTH, NO_WORD, Number, RANGE,
    ROUNDED, TOO_LONG, bounds, digits, integer, literals, outside, power, renaming,
};

const DIALECT: Dialect = Dialect::Postgres;

/// Spells a change; `c` is the quoted column.
pub(super) fn convert(change: &Change, c: &str, before: &str, after: &str) -> Conversion {
    let same_type = before.eq_ignore_ascii_case(after);
    let converted = match change {
        Change::Same(_) | Change::SameList if same_type => return Conversion::Same,
        Change::Same(kind) => stored_otherwise(kind, c, before, after),
        Change::SameList => through_text(c, before, after),
        Change::Number(old, new) => number(*old, *new, c).losing(number_losses(*old, *new, c)),
        Change::Text(kind) => {
            let text = text(kind, c);
            let losses = text_losses(&format!("({text})"), "text", after);
            Converted::of(text).losing(losses)
        }
        Change::Words { renamed, known, list } => {
            if renames_in_type(before, same_type) && known.is_none()
                || same_type && renamed.is_empty() && known.is_none()
            {
                return Conversion::Same;
            }
            words(renamed, known.as_deref(), *list, c, before, after)
        }
        Change::Moment(old, new) => moment(*old, *new, c),
        Change::IntoBool => Converted::of(format!("{c} <> 0"))
            .losing(Losses::default().when(true, NO_TRUTH, || format!("{c} NOT IN (0, 1)"))),
        Change::FromBool => Converted::of(format!("{c}::integer")),
        Change::IntoRecord => Converted::default()
            .losing(Losses::default().when(true, NO_OBJECT, || format!("{}({c}) <> 'object'", json_typeof(before)))),
        Change::List(kind) => Converted::of(list(kind, c, after)),
    };
    let in_place = converted.expr.is_none() && (same_type || keeps_rows(before, after));
    Conversion::Converted(Converted {
        rewrites: !in_place,
        ..converted
    })
}

fn number(old: Number, new: Number, c: &str) -> Converted {
    match (old, new) {
        // The cast would round halves to even.
        (Number::Float, Number::Integer(_)) => Converted::of(format!(
            "trunc({c}) + CASE WHEN abs({c} - trunc({c})) >= 0.5 THEN sign({c}) ELSE 0 END"
        )),
        _ => Converted::default(),
    }
}

fn number_losses(old: Number, new: Number, c: &str) -> Losses {
    let none = Losses::default();
    match (old, new) {
        (Number::Integer(from), Number::Integer(to)) => none.when(to < from, RANGE, || outside(c, bounds(to))),
        (Number::Integer(from), Number::Decimal { precision, scale }) => {
            let whole = precision.saturating_sub(scale);
            none.when(whole < digits(from), RANGE, || {
                format!("abs({c}::numeric) >= {}", power(whole))
            })
        }
        (Number::Integer(from), Number::Float) => none.when(from > 32, INEXACT, || outside(c, (-(1 << 53), 1 << 53))),
        (Number::Decimal { precision, scale }, Number::Integer(to)) => none
            .when(scale > 0, ROUNDED, || format!("{c} <> trunc({c})"))
            .when(precision.saturating_sub(scale) >= digits(to), RANGE, || {
                outside(&format!("trunc({c})"), bounds(to))
            }),
        (
            Number::Decimal { precision, scale },
            Number::Decimal {
                precision: most,
                scale: kept,
            },
        ) => {
            let whole = most.saturating_sub(kept);
            none.when(kept < scale, ROUNDED, || format!("{c} <> round({c}, {kept})"))
                .when(whole < precision.saturating_sub(scale), RANGE, || {
                    format!("abs({c}) >= {}", power(whole))
                })
        }
        (Number::Decimal { precision, .. }, Number::Float) => none.when(precision > 15, INEXACT, || {
            format!("{c}::double precision::numeric <> {c}")
        }),
        (Number::Float, Number::Integer(to)) => {
            let (least, most) = bounds(to);
            let above = i128::from(most) + 1;
            none.when(true, ROUNDED, || format!("{c} <> trunc({c})"))
                .when(true, RANGE, || {
                    format!(
                        "{c} < {}::double precision OR {c} >= {above}::double precision",
                        integer(least)
                    )
                })
        }
        (Number::Float, Number::Decimal { precision, scale }) => {
            let whole = power(precision.saturating_sub(scale));
            none.when(true, ROUNDED, || {
                format!("{c}::numeric <> round({c}::numeric, {scale}) OR {c}::numeric::double precision <> {c}")
            })
            .when(true, RANGE, || format!("abs({c}::numeric) >= {whole}"))
        }
        (Number::Float, Number::Float) => none,
    }
}

fn text(kind: &Kind, c: &str) -> String {
    let seconds = |moment: &str, format: &str| format!("rtrim(rtrim(to_char({moment}, '{format}.US'), '0'), '.')");
    match kind {
        Kind::Timestamp => format!(
            "{} || 'Z'",
            seconds(&format!("{c} AT TIME ZONE 'UTC'"), "YYYY-MM-DD\"T\"HH24:MI:SS")
        ),
        Kind::TimestampLocal => seconds(c, "YYYY-MM-DD\"T\"HH24:MI:SS"),
        Kind::Date => format!("to_char({c}, 'YYYY-MM-DD')"),
        Kind::Inet => format!("host({c})"),
        _ => format!("{c}::text"),
    }
}

fn words(
    renamed: &[(String, String)],
    known: Option<&[String]>,
    list: bool,
    c: &str,
    before: &str,
    after: &str,
) -> Converted {
    let array = if list { "[]" } else { "" };
    let plain = if is_native(before) {
        format!("{c}::text{array}")
    } else {
        c.to_owned()
    };
    let placed = match (renamed, list) {
        ([], _) => plain.clone(),
        (_, false) => renaming(DIALECT, &plain, renamed),
        // What is renamed is no word any more, so one replacement never undoes another.
        (_, true) => renamed.iter().fold(plain.clone(), |value, (old, new)| {
            let (old, new) = (sql::literal(DIALECT, old), sql::literal(DIALECT, new));
            format!("array_replace({value}, {old}, {new})")
        }),
    };
    let expr = if is_native(after) {
        format!("({placed})::{after}")
    } else {
        placed
    };
    let losses = known.map_or_else(Losses::default, |known| {
        let known = literals(DIALECT, known);
        Losses::default().when(true, NO_WORD, || match list {
            false => format!("{plain} NOT IN ({known})"),
            true => format!("NOT {plain} <@ ARRAY[{known}]"),
        })
    });
    let expr = Some(expr).filter(|expr| expr != c);
    Converted {
        expr,
        ..Converted::default()
    }
    .losing(losses)
}

/// A native enum keeps its values under their new words when its type renames them.
fn renames_in_type(before: &str, same_type: bool) -> bool {
    same_type && is_native(before)
}

fn moment(old: Moment, new: Moment, c: &str) -> Converted {
    let utc = format!("{c} AT TIME ZONE 'UTC'");
    let local = if old == Moment::Instant {
        format!("({utc})")
    } else {
        c.to_owned()
    };
    match (old, new) {
        (Moment::Day, Moment::Instant) => Converted::of(format!("{c}::timestamp AT TIME ZONE 'UTC'")),
        (_, Moment::Instant) | (Moment::Instant, Moment::Local) => Converted::of(utc),
        (_, Moment::Local) => Converted::default(),
        (_, Moment::Day) => Converted::of(format!("{local}::date"))
            .losing(Losses::default().when(true, CUT, || format!("{local} <> {local}::date"))),
    }
}

fn list(kind: &Kind, c: &str, after: &str) -> String {
    let list = match kind {
        Kind::Json | Kind::Record(_) => format!("jsonb_build_array({c})"),
        _ if is_native(after) => format!("ARRAY[{c}::text]::{after}"),
        _ => format!("ARRAY[{c}]"),
    };
    format!("CASE WHEN {c} IS NOT NULL THEN {list} END")
}

/// The same values under another type, which the author chose.
fn stored_otherwise(kind: &Kind, c: &str, before: &str, after: &str) -> Converted {
    match kind {
        Kind::Text => {
            let text = if is_native(before) {
                format!("{c}::text")
            } else {
                c.to_owned()
            };
            through_text(c, before, after).losing(text_losses(&text, before, after))
        }
        Kind::Json if after == "jsonb" => Converted {
            loss: Some(KEYS.to_owned()),
            ..Converted::default()
        },
        _ => Converted::of(format!("{c}::{after}")),
    }
}

fn text_losses(c: &str, before: &str, after: &str) -> Losses {
    let Some(most) = width(after).filter(|most| width(before).is_none_or(|width| width > *most)) else {
        return Losses::default();
    };
    Losses::default().when(true, TOO_LONG, || format!("char_length({c}) > {most}"))
}

/// An enum's own type takes and gives nothing but text.
fn through_text(c: &str, before: &str, after: &str) -> Converted {
    let array = if before.ends_with("[]") { "[]" } else { "" };
    match (is_native(before), is_native(after)) {
        (false, false) => Converted::default(),
        (true, false) => Converted::of(format!("{c}::text{array}")),
        (_, true) => Converted::of(format!("{c}::text{array}::{after}")),
    }
}

fn is_native(ty: &str) -> bool {
    ty.starts_with('"')
}

/// Whether PostgreSQL changes the type in place without reading a row.
fn keeps_rows(before: &str, after: &str) -> bool {
    if is_text(before) && is_text(after) {
        return match (width(before), width(after)) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(old), Some(new)) => new >= old,
        };
    }
    match (decimal(before), decimal(after)) {
        (Some(_), Some(None)) => true,
        (Some(Some((old, scale))), Some(Some((new, kept)))) => kept == scale && new >= old,
        _ => false,
    }
}

fn is_text(ty: &str) -> bool {
    matches!(base(ty), "text" | "varchar" | "character varying")
}

fn base(ty: &str) -> &str {
    ty.split('(').next().unwrap_or(ty).trim()
}

/// The numbers in parentheses.
fn arguments(ty: &str) -> Vec<u32> {
    let inner = ty.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let Some((inner, _)) = inner else { return Vec::new() };
    inner
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect()
}

fn width(ty: &str) -> Option<u32> {
    arguments(ty).first().copied()
}

/// The precision and scale of a decimal type, `None` inside for one without bounds.
fn decimal(ty: &str) -> Option<Option<(u32, u32)>> {
    let numbers = arguments(ty);
    matches!(base(ty), "numeric" | "decimal").then(|| Some((*numbers.first()?, numbers.get(1).copied().unwrap_or(0))))
}

fn json_typeof(ty: &str) -> &'static str {
    if ty == "json" { "json_typeof" } else { "jsonb_typeof" }
}

/// What a type alone tells of its values.
pub(super) fn meaning(ty: &str) -> Meaning {
    let (single, array) = ty.strip_suffix("[]").map_or((ty, false), |single| (single, true));
    let kind = match base(single) {
        "smallint" | "int2" => Kind::Integer(16),
        "integer" | "int" | "int4" => Kind::Integer(32),
        "bigint" | "int8" => Kind::Integer(64),
        "numeric" | "decimal" => {
            let (precision, scale) = decimal(single).flatten().unwrap_or((1000, 500));
            Kind::Numeric { precision, scale }
        }
        "real" | "double precision" | "float4" | "float8" => Kind::Float,
        "boolean" | "bool" => Kind::Bool,
        "uuid" => Kind::Uuid,
        "timestamp with time zone" | "timestamptz" => Kind::Timestamp,
        "timestamp without time zone" | "timestamp" => Kind::TimestampLocal,
        "date" => Kind::Date,
        "time without time zone" | "time" => Kind::Time,
        "bytea" => Kind::Bytes,
        "inet" => Kind::Inet,
        "json" | "jsonb" => Kind::Json,
        _ => Kind::Text,
    };
    Meaning {
        kind,
        array,
        frozen: false,
    }
}
