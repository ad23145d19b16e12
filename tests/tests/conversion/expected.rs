//! What a value must become, computed without SQL.

use driftless_catalog::{Kind, Word};

use crate::samples::Sample;

/// What becomes of a value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is this, and that is what it was.
    Survives(String),
    /// It is this, and that is not what it was.
    Changes(String),
    /// It has no place.
    Refused,
}

pub(crate) fn fate(before: &Sample, after: &Sample, value: &str) -> Fate {
    let list = |value: &str| {
        format!(
            "[{}]",
            if is_json(&after.kind) {
                value.to_owned()
            } else {
                element(&after.kind, value)
            }
        )
    };
    match (before.array, after.array) {
        (false, true) => Fate::Survives(list(value)),
        (true, true) => of_list(before, after, value),
        _ => of_value(&before.kind, &after.kind, value),
    }
}

fn is_json(kind: &Kind) -> bool {
    matches!(kind, Kind::Json | Kind::Record(_))
}

fn element(kind: &Kind, value: &str) -> String {
    match kind {
        Kind::Integer(_) => value.to_owned(),
        _ => serde_json::Value::from(value).to_string(),
    }
}

fn of_list(before: &Sample, after: &Sample, value: &str) -> Fate {
    let Kind::Enum(words) = &after.kind else {
        return Fate::Survives(value.to_owned());
    };
    let items: Vec<String> = serde_json::from_str(value).expect("a list of texts");
    let mut placed = Vec::new();
    for item in &items {
        match word(&before.kind, words, item) {
            Some(item) => placed.push(item),
            None => return Fate::Refused,
        }
    }
    Fate::Survives(serde_json::Value::from(placed).to_string())
}

fn word(before: &Kind, after: &[Word], value: &str) -> Option<String> {
    let was = |word: &str| match before {
        Kind::Enum(words) => words.iter().any(|old| old.word == word),
        _ => true,
    };
    if after.iter().any(|new| new.word == value) {
        return Some(value.to_owned());
    }
    let new = after
        .iter()
        .find(|new| new.formerly.as_deref() == Some(value) && was(value))?;
    Some(new.word.clone())
}

fn of_value(before: &Kind, after: &Kind, value: &str) -> Fate {
    let same = || Fate::Survives(value.to_owned());
    match (before, after) {
        (_, Kind::Enum(words)) => word(before, words, value).map_or(Fate::Refused, Fate::Survives),
        (Kind::Text | Kind::Enum(_), _) => same(),
        (Kind::Timestamp, Kind::Text) => Fate::Survives(format!("{value}Z")),
        (_, Kind::Text) => same(),
        (Kind::Timestamp | Kind::TimestampLocal, Kind::Date) => {
            let (day, clock) = value.split_once('T').expect("an instant");
            if clock == "00:00:00" {
                Fate::Survives(day.to_owned())
            } else {
                Fate::Changes(day.to_owned())
            }
        }
        (Kind::Date, Kind::Timestamp | Kind::TimestampLocal) => Fate::Survives(format!("{value}T00:00:00")),
        (Kind::Json, Kind::Record(_)) if !value.starts_with('{') => Fate::Refused,
        (Kind::Bool, Kind::Integer(_)) => Fate::Survives(if value == "true" { "1" } else { "0" }.to_owned()),
        (Kind::Integer(_), Kind::Bool) => match value {
            "0" => Fate::Survives("false".to_owned()),
            "1" => Fate::Survives("true".to_owned()),
            _ => Fate::Changes("true".to_owned()),
        },
        (Kind::Float, Kind::Float) => same(),
        (Kind::Float, Kind::Integer(_) | Kind::Duration | Kind::Numeric { .. }) => {
            of_float(value.parse().expect("a float"), after)
        }
        (Kind::Integer(_) | Kind::Duration | Kind::Numeric { .. }, _) => of_exact(before, after, value),
        _ => same(),
    }
}

/// Bits, or digits before and behind the point.
fn room(kind: &Kind) -> (i128, u32) {
    match *kind {
        Kind::Integer(bits) => ((1 << (bits - 1)) - 1, 0),
        Kind::Duration => (i128::from(i64::MAX), 0),
        Kind::Numeric { precision, scale } => (10i128.pow(precision) - 1, scale),
        _ => unreachable!("not an exact number"),
    }
}

fn fits(kind: &Kind, number: i128) -> bool {
    let (most, _) = room(kind);
    let least = if matches!(kind, Kind::Numeric { .. }) {
        -most
    } else {
        -most - 1
    };
    (least..=most).contains(&number)
}

fn shown(number: i128, scale: u32) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let sign = if number < 0 { "-" } else { "" };
    if scale == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

fn of_exact(before: &Kind, after: &Kind, value: &str) -> Fate {
    let number: i128 = value.replace('.', "").parse().expect("digits");
    let (_, old) = room(before);
    if *after == Kind::Float {
        let float = format!("{:?}", value.parse::<f64>().expect("a number"));
        let exact = match before {
            Kind::Numeric { .. } => number.to_string().trim_start_matches('-').trim_end_matches('0').len() <= 15,
            _ => number.abs() <= 1 << 53,
        };
        return if exact {
            Fate::Survives(float)
        } else {
            Fate::Changes(float)
        };
    }
    let (_, new) = room(after);
    let (placed, exact) = if new >= old {
        match number.checked_mul(10i128.pow(new - old)) {
            Some(placed) => (placed, true),
            None => return Fate::Refused,
        }
    } else {
        halves_away(number, 10i128.pow(old - new))
    };
    match (fits(after, placed), exact) {
        (false, _) => Fate::Refused,
        (true, true) => Fate::Survives(shown(placed, new)),
        (true, false) => Fate::Changes(shown(placed, new)),
    }
}

fn halves_away(number: i128, unit: i128) -> (i128, bool) {
    let up = i128::from((number % unit).abs() * 2 >= unit) * number.signum();
    (number / unit + up, number % unit == 0)
}

fn of_float(value: f64, after: &Kind) -> Fate {
    let (_, scale) = room(after);
    if matches!(after, Kind::Integer(_) | Kind::Duration) {
        let rounded = value.round();
        return match (fits(after, rounded as i128), rounded == value) {
            (false, _) => Fate::Refused,
            (true, true) => Fate::Survives(format!("{}", rounded as i128)),
            (true, false) => Fate::Changes(format!("{}", rounded as i128)),
        };
    }
    let fifteen = format!("{value:.14e}");
    let (front, exponent) = fifteen.split_once('e').expect("an exponent");
    let front: i128 = front.replace('.', "").parse().expect("digits");
    let exponent = exponent.parse::<i32>().expect("a number") - 14 + scale as i32;
    let (placed, exact) = match exponent {
        0..=20 => (front * 10i128.pow(exponent as u32), true),
        21.. => {
            return if front == 0 {
                Fate::Survives(shown(0, scale))
            } else {
                Fate::Refused
            };
        }
        -30..0 => halves_away(front, 10i128.pow(exponent.unsigned_abs())),
        _ => (0, front == 0),
    };
    let exact = exact && fifteen.parse() == Ok(value);
    match (fits(after, placed), exact) {
        (false, _) => Fate::Refused,
        (true, true) => Fate::Survives(shown(placed, scale)),
        (true, false) => Fate::Changes(shown(placed, scale)),
    }
}
