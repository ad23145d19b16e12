//! Numbers of SQLite from one form into another. In: SQL that yields a number, and how it is kept. Out: SQL that
//! yields it in another form, or a condition on it. Inner queries name what they compute; the column is named only in
//! the innermost, where nothing hides it.

use super::super::{Number, bounds, integer};
use super::{power, zeros};

/// How a number is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    /// An integer, ten to this power times the value.
    Scaled(u32),
    /// Text with so many digits behind the point.
    Digits(u32),
    /// A float.
    Real,
}

impl Stored {
    pub(super) fn of(number: Number, ty: &str) -> Self {
        match number {
            Number::Integer(_) => Self::Scaled(0),
            Number::Decimal { scale, .. } if ty.eq_ignore_ascii_case("text") => Self::Digits(scale),
            Number::Decimal { scale, .. } => Self::Scaled(scale),
            Number::Float => Self::Real,
        }
    }
}

/// A number in another form, rounded where digits go.
pub(super) fn restored(c: &str, from: Stored, to: Stored) -> String {
    match (from, to) {
        (Stored::Scaled(old), Stored::Scaled(new)) => rescaled(c, old, new),
        (Stored::Scaled(old), Stored::Digits(new)) => {
            let kept = old.min(new);
            padded(&digits(&rescaled(c, old, kept), kept), kept, new)
        }
        (Stored::Scaled(0), Stored::Real) => format!("CAST({c} AS REAL)"),
        (Stored::Scaled(old), Stored::Real) => format!("CAST({} AS REAL)", digits(c, old)),
        (Stored::Digits(old), Stored::Digits(new)) if new < old => cut(c, old, new),
        (Stored::Digits(old), Stored::Digits(new)) => padded(c, old, new),
        (Stored::Digits(_), Stored::Scaled(new)) => {
            let digits = restored(c, from, Stored::Digits(new));
            format!("CAST(replace({digits}, '.', '') AS INTEGER)")
        }
        (Stored::Digits(_), Stored::Real) => format!("CAST({c} AS REAL)"),
        (Stored::Real, Stored::Scaled(new)) => format!("CAST(replace({}, '.', '') AS INTEGER)", shortened(c, new)),
        (Stored::Real, Stored::Digits(new)) => shortened(c, new),
        (Stored::Real, Stored::Real) => c.to_owned(),
    }
}

/// The integer next to a float; a half goes away from zero.
pub(super) fn nearest_integer(c: &str) -> String {
    let whole = format!("CAST({c} AS INTEGER)");
    format!("{whole} + CASE WHEN {c} - {whole} >= 0.5 THEN 1 WHEN {c} - {whole} <= -0.5 THEN -1 ELSE 0 END")
}

fn rescaled(c: &str, old: u32, new: u32) -> String {
    if old == new {
        return c.to_owned();
    }
    if old < new {
        return format!("{c} * {}", power(new - old));
    }
    let half = format!("5{}", zeros(old - new - 1));
    let sum = format!("{c} + CASE WHEN {c} < 0 THEN -{half} ELSE {half} END");
    format!("({sum}) / {}", power(old - new))
}

/// A scaled integer as text.
fn digits(x: &str, scale: u32) -> String {
    if scale == 0 {
        return format!("CAST({x} AS TEXT)");
    }
    let (unit, zeros) = (power(scale), zeros(scale));
    format!(
        "CASE WHEN {x} < 0 THEN '-' ELSE '' END || (abs({x}) / {unit}) || '.' \
         || substr('{zeros}' || (abs({x}) % {unit}), -{scale})"
    )
}

/// Text with more digits behind the point.
fn padded(text: &str, old: u32, new: u32) -> String {
    match (old, new) {
        _ if old == new => text.to_owned(),
        (0, _) => format!("{text} || '.{}'", zeros(new)),
        _ => format!("{text} || '{}'", zeros(new - old)),
    }
}

/// Text with fewer digits behind the point: the digits before the cut, counted one up where the first behind it is 5 or
/// more. A nine that counts up becomes a zero.
fn cut(c: &str, old: u32, new: u32) -> String {
    let count = old - new;
    let many = zeros(60);
    let kept = format!(
        "SELECT substr(all_digits, 1, length(all_digits) - {count}) AS kept, \
         substr(all_digits, -{count}, 1) >= '5' AS up, negative \
         FROM (SELECT replace(ltrim({c}, '-'), '.', '') AS all_digits, substr({c}, 1, 1) = '-' AS negative)"
    );
    let counted = format!(
        "SELECT CASE WHEN NOT up THEN kept WHEN below = '' THEN '1' || substr('{many}', 1, length(kept)) \
         ELSE substr(below, 1, length(below) - 1) || (substr(below, -1) + 1) \
         || substr('{many}', 1, length(kept) - length(below)) END AS digits, negative \
         FROM (SELECT kept, up, negative, rtrim(kept, '9') AS below FROM ({kept}))"
    );
    format!("(SELECT {} FROM ({counted}))", signed(new))
}

/// `digits` and `negative` as a decimal; zero has no sign.
fn signed(scale: u32) -> String {
    let point = if scale == 0 {
        "digits".to_owned()
    } else {
        format!("substr(digits, 1, length(digits) - {scale}) || '.' || substr(digits, -{scale})")
    };
    format!("CASE WHEN negative AND ltrim(digits, '0') <> '' THEN '-' ELSE '' END || {point}")
}

/// The first 15 digits of a float as an integer, and the power of ten that makes it the float times ten to `scale`.
fn parts(c: &str, scale: u32) -> String {
    format!(
        "SELECT CAST(replace(substr(shown, 1, instr(shown, 'e') - 1), '.', '') AS INTEGER) AS front, \
         CAST(substr(shown, instr(shown, 'e') + 1) AS INTEGER) - 14 + {scale} AS exponent \
         FROM (SELECT CASE WHEN {c} IS NOT NULL THEN printf('%.14e', {c}) END AS shown)"
    )
}

/// A float as text with so many digits behind the point.
fn shortened(c: &str, scale: u32) -> String {
    let (many, unit) = (zeros(60), tens("-exponent"));
    let digits = format!(
        "SELECT CASE WHEN exponent >= 0 THEN abs(front) || substr('{many}', 1, exponent) \
         WHEN exponent < -15 THEN '0' ELSE CAST((abs(front) + {unit} / 2) / {unit} AS TEXT) END AS bare, \
         front < 0 AS negative FROM ({})",
        parts(c, scale)
    );
    let least = scale + 1;
    let filled = format!(
        "SELECT substr('{}' || bare, -max(length(bare), {least})) AS digits, negative FROM ({digits})",
        zeros(least)
    );
    format!("(SELECT {} FROM ({filled}))", signed(scale))
}

/// Ten to a power that is known only then.
fn tens(exponent: &str) -> String {
    format!("CAST('1' || substr('{}', 1, {exponent}) AS INTEGER)", zeros(18))
}

/// Whether there are digits further behind the point.
pub(super) fn has_more_digits(c: &str, stored: Stored, kept: u32) -> String {
    match stored {
        Stored::Scaled(scale) => format!("{c} % {} <> 0", power(scale - kept)),
        Stored::Digits(scale) => format!("rtrim(substr({c}, -{}), '0') <> ''", scale - kept),
        Stored::Real => format!(
            "CAST(printf('%.14e', {c}) AS REAL) <> {c} OR (SELECT exponent < 0 AND front % {} <> 0 FROM ({}))",
            tens("-exponent"),
            parts(c, kept)
        ),
    }
}

/// Whether there are more digits before the point.
pub(super) fn has_more_whole_digits(c: &str, stored: Stored, whole: u32) -> String {
    match stored {
        Stored::Scaled(scale) => super::beyond(&format!("{c} / {}", power(scale)), whole),
        Stored::Digits(scale) => format!("length({}) > {whole}", whole_digits(c, scale)),
        Stored::Real => format!("abs({c}) >= {}.0", power(whole)),
    }
}

/// Whether the digits before the point are too many for an integer of so many bits.
pub(super) fn is_outside(c: &str, stored: Stored, bits: u32) -> String {
    match stored {
        Stored::Digits(scale) if bits > 32 => {
            let whole = whole_digits(c, scale);
            format!("length({whole}) > 18 AND ltrim(CAST({c} AS INTEGER), '-') <> {whole}")
        }
        Stored::Scaled(scale) if scale > 0 => super::outside(&format!("({c} / {})", power(scale)), bounds(bits)),
        Stored::Scaled(_) => super::outside(c, bounds(bits)),
        Stored::Digits(_) | Stored::Real => {
            let (least, most) = bounds(bits);
            format!(
                "CAST({c} AS INTEGER) NOT BETWEEN {} AND {}",
                integer(least),
                integer(most)
            )
        }
    }
}

fn whole_digits(c: &str, scale: u32) -> String {
    if scale == 0 {
        return format!("ltrim({c}, '-0')");
    }
    format!("ltrim(substr({c}, 1, length({c}) - {}), '-0')", scale + 1)
}

/// How many digits stand between the zeros before and the zeros behind.
pub(super) fn significant_digits(c: &str, stored: Stored) -> String {
    match stored {
        Stored::Digits(_) => format!("length(trim(replace(ltrim({c}, '-'), '.', ''), '0'))"),
        Stored::Scaled(_) | Stored::Real => format!("length(trim(ltrim(CAST({c} AS TEXT), '-'), '0'))"),
    }
}
