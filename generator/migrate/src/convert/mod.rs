//! What becomes of the values of a column whose type changes.
//!
//! In: a column before and after. Out: SQL over the old column that yields the new value, and the rows whose value
//! would not survive. What is possible is decided here, from the meaning of the values and for both dialects alike;
//! the dialects only spell it. Never guesses what a text stands for.

mod postgres;
mod sqlite;

use driftless_catalog::{Column, Dialect, Kind, Meaning, Word, sql};

/// What becomes of the values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conversion {
    /// Nothing: they are what they were.
    Same,
    /// They take a new form.
    Converted(Converted),
    /// There is no sensible way: the column is dropped and made anew.
    Impossible,
}

/// How values take a new form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converted {
    /// SQL over the quoted old column; `None` where assigning the old value suffices.
    pub expr: Option<String>,
    /// The expression holds a query, which `ALTER COLUMN … TYPE … USING` refuses and `UPDATE` takes.
    pub query: bool,
    /// On PostgreSQL: changing the type in place writes the whole table anew.
    pub rewrites: bool,
    /// Why some values may change or be refused.
    pub loss: Option<String>,
    /// A condition over the old column that holds for a row whose value would not survive exactly.
    pub guard: Option<String>,
}

impl Converted {
    fn of(expr: impl Into<String>) -> Self {
        Self {
            expr: Some(expr.into()),
            ..Self::default()
        }
    }

    fn losing(self, losses: Losses) -> Self {
        Self {
            loss: (!losses.reasons.is_empty()).then(|| losses.reasons.join("; ")),
            guard: (!losses.guards.is_empty()).then(|| losses.guards.join(" OR ")),
            ..self
        }
    }
}

/// Why values do not survive, and the conditions for it.
#[derive(Debug, Default)]
struct Losses {
    reasons: Vec<&'static str>,
    guards: Vec<String>,
}

impl Losses {
    fn when(mut self, lossy: bool, reason: &'static str, guard: impl FnOnce() -> String) -> Self {
        if lossy {
            self.reasons.push(reason);
            self.guards.push(guard());
        }
        self
    }
}

const ROUNDED: &str = "digits behind the point are rounded";
const RANGE: &str = "numbers out of range are refused";
const INEXACT: &str = "a float keeps 15 digits";
const CUT: &str = "the time of day is cut off";
const NO_WORD: &str = "texts that are none of its words are refused";
const NO_OBJECT: &str = "only JSON objects are documents";
const NO_TRUTH: &str = "numbers other than 0 and 1 become true";
const TOO_LONG: &str = "longer texts are refused";
const KEYS: &str = "repeated keys, and their order, are lost";

/// What becomes of a column's values. A native enum whose words only grew or were renamed is the same: that is done to
/// its type.
pub fn convert(dialect: Dialect, before: &Column, after: &Column) -> Conversion {
    let same_type = before.ty.eq_ignore_ascii_case(&after.ty);
    if same_type && (before.meaning.0.is_none() || after.meaning.0.is_none()) {
        return Conversion::Same;
    }
    let (old, new) = (meaning(dialect, before), meaning(dialect, after));
    let column = sql::identifier(&before.name);
    let Some(change) = Change::between(&old, &new) else {
        return Conversion::Impossible;
    };
    match dialect {
        Dialect::Postgres => postgres::convert(&change, &column, &before.ty, &after.ty),
        Dialect::Sqlite => sqlite::convert(&change, &column, &before.ty, &after.ty),
    }
}

/// A number as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Integer(u32),
    Decimal { precision: u32, scale: u32 },
    Float,
}

impl Number {
    fn of(kind: &Kind) -> Option<Self> {
        Some(match *kind {
            Kind::Integer(bits) => Self::Integer(bits),
            Kind::Duration => Self::Integer(64),
            Kind::Numeric { precision, scale } => Self::Decimal { precision, scale },
            Kind::Float => Self::Float,
            _ => return None,
        })
    }
}

/// A point in time as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Instant,
    Local,
    Day,
}

impl Moment {
    fn of(kind: &Kind) -> Option<Self> {
        Some(match kind {
            Kind::Timestamp => Self::Instant,
            Kind::TimestampLocal => Self::Local,
            Kind::Date => Self::Day,
            _ => return None,
        })
    }
}

/// What happens to values, whatever the dialect.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    /// The same values; the storage may differ.
    Same(Kind),
    /// The same list; the storage may not differ.
    SameList,
    /// A number becomes another.
    Number(Number, Number),
    /// A value becomes the text that the wire has for it.
    Text(Kind),
    /// A word becomes another; those outside `known` have no place.
    Words {
        renamed: Vec<(String, String)>,
        known: Option<Vec<String>>,
        list: bool,
    },
    /// A point in time becomes another.
    Moment(Moment, Moment),
    /// A number becomes true or false.
    IntoBool,
    /// True or false becomes a number.
    FromBool,
    /// Any JSON becomes a document.
    IntoRecord,
    /// A value becomes a list of it.
    List(Kind),
}

impl Change {
    fn between(before: &Meaning, after: &Meaning) -> Option<Self> {
        match (before.array, after.array) {
            (false, false) => Self::of_values(&before.kind, &after.kind),
            (true, true) => Self::of_lists(&before.kind, &after.kind),
            (false, true) => Self::into_list(&before.kind, &after.kind),
            (true, false) => None,
        }
    }

    fn of_values(before: &Kind, after: &Kind) -> Option<Self> {
        if let (Some(old), Some(new)) = (Number::of(before), Number::of(after)) {
            return Some(if old == new {
                Self::Same(after.clone())
            } else {
                Self::Number(old, new)
            });
        }
        if let (Some(old), Some(new)) = (Moment::of(before), Moment::of(after)) {
            return Some(if old == new {
                Self::Same(after.clone())
            } else {
                Self::Moment(old, new)
            });
        }
        Some(match (before, after) {
            (Kind::Enum(old), Kind::Enum(new)) => Self::words(Some(old), new, false),
            (Kind::Text, Kind::Enum(new)) => Self::words(None, new, false),
            (Kind::Enum(_), Kind::Text) => Self::Same(Kind::Text),
            (Kind::Record(_), Kind::Record(_) | Kind::Json) => Self::Same(Kind::Json),
            (Kind::Json, Kind::Record(_)) => Self::IntoRecord,
            (Kind::Integer(_), Kind::Bool) => Self::IntoBool,
            (Kind::Bool, Kind::Integer(_)) => Self::FromBool,
            (old, new) if old == new => Self::Same(new.clone()),
            (Kind::Float | Kind::Bytes | Kind::Vector(_) | Kind::Duration, Kind::Text) => return None,
            (old, Kind::Text) => Self::Text(old.clone()),
            _ => return None,
        })
    }

    /// Elements keep their form: on SQLite they are JSON.
    fn of_lists(before: &Kind, after: &Kind) -> Option<Self> {
        Some(match (before, after) {
            (Kind::Enum(old), Kind::Enum(new)) => Self::words(Some(old), new, true),
            (Kind::Text, Kind::Enum(new)) => Self::words(None, new, true),
            (Kind::Enum(_), Kind::Text) => Self::SameList,
            (Kind::Record(_), Kind::Record(_) | Kind::Json) => Self::SameList,
            (old, new) if old == new => Self::SameList,
            _ => return None,
        })
    }

    fn into_list(before: &Kind, after: &Kind) -> Option<Self> {
        let plain = matches!(
            after,
            Kind::Text | Kind::Integer(16 | 32) | Kind::Date | Kind::Enum(_) | Kind::Json | Kind::Record(_)
        );
        (plain && before == after).then(|| Self::List(after.clone()))
    }

    /// A word is renamed where it was there, and is no longer: so a rename never happens twice.
    fn words(before: Option<&[Word]>, after: &[Word], list: bool) -> Self {
        let is_word = |word: &str| after.iter().any(|new| new.word == word);
        let was_word = |word: &str| before.is_none_or(|old| old.iter().any(|old| old.word == word));
        let renamed: Vec<_> = after
            .iter()
            .filter_map(|new| Some((new.formerly.clone()?, new.word.clone())))
            .filter(|(old, _)| was_word(old) && !is_word(old))
            .collect();
        let mut known: Vec<_> = after.iter().map(|new| new.word.clone()).collect();
        known.extend(renamed.iter().map(|(old, _)| old.clone()));
        let complete = before.is_some_and(|old| old.iter().all(|old| known.contains(&old.word)));
        Self::Words {
            renamed,
            known: (!complete).then_some(known),
            list,
        }
    }
}

/// What a column's values mean; where nobody says, what the type alone tells.
fn meaning(dialect: Dialect, column: &Column) -> Meaning {
    column.meaning.0.clone().unwrap_or_else(|| match dialect {
        Dialect::Postgres => postgres::meaning(&column.ty),
        Dialect::Sqlite => sqlite::meaning(&column.ty),
    })
}

/// The bounds of an integer of so many bits.
fn bounds(bits: u32) -> (i64, i64) {
    match bits {
        16 => (i64::from(i16::MIN), i64::from(i16::MAX)),
        32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

/// The digits that an integer of so many bits may have.
fn digits(bits: u32) -> u32 {
    match bits {
        16 => 5,
        32 => 10,
        _ => 19,
    }
}

/// The lowest 64-bit integer is no literal of either dialect.
fn integer(number: i64) -> String {
    if number == i64::MIN {
        format!("(-{} - 1)", i64::MAX)
    } else {
        number.to_string()
    }
}

fn outside(value: &str, (least, most): (i64, i64)) -> String {
    format!("{value} NOT BETWEEN {} AND {}", integer(least), integer(most))
}

fn power(exponent: u32) -> String {
    format!("1{}", zeros(exponent))
}

fn zeros(count: u32) -> String {
    "0".repeat(count as usize)
}

fn literals(dialect: Dialect, words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| sql::literal(dialect, word)).collect();
    words.join(", ")
}

/// Renames words: `CASE value WHEN 'old' THEN 'new' ELSE value END`.
fn renaming(dialect: Dialect, value: &str, renamed: &[(String, String)]) -> String {
    let cases: String = renamed
        .iter()
        .map(|(old, new)| {
            format!(
                " WHEN {} THEN {}",
                sql::literal(dialect, old),
                sql::literal(dialect, new)
            )
        })
        .collect();
    format!("CASE {value}{cases} ELSE {value} END")
}
