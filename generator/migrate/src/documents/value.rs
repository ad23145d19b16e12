//! How a single JSON value is carried over: kept, spelled otherwise, or left out where it does not fit. In: what it
//! meant and what it means. Out: the form and the condition. Never turns a text into what it may not be.

use driftless_catalog::{Kind, Word};

use super::Wire;
use super::record::Object;

/// How a value is carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    /// What it becomes.
    pub(super) form: Form,
    /// Only if this holds; null always does.
    pub(super) fit: Option<Fit>,
}

/// What a value becomes. A value of another JSON type than expected, null above all, is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// What it was.
    Keep,
    /// A whole number becomes a string of its digits, with so many zeros behind the point.
    Spelled(u32),
    /// A string of digits gets so many zeros behind the point.
    Extended(u32),
    /// A string of digits becomes a number.
    Number,
    /// Words become others.
    Words(Vec<(String, String)>),
    /// An object becomes another.
    Record(Box<Object>),
    /// Each element is carried over.
    List(Box<Carried>),
}

/// What a value must be to be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fit {
    /// An integer of so many bits.
    Integer(u32),
    /// A decimal of so many digits before and behind the point.
    Decimal(u32, u32),
    /// One of these words.
    Words(Vec<String>),
    /// An object.
    Object,
}

impl Carried {
    pub(super) const KEPT: Self = Self {
        form: Form::Keep,
        fit: None,
    };

    fn of(form: Form) -> Self {
        Self { form, fit: None }
    }

    fn if_fits(self, fit: Fit) -> Self {
        Self { fit: Some(fit), ..self }
    }

    pub(super) fn is_kept(&self) -> bool {
        *self == Self::KEPT
    }
}

/// How JSON spells a kind of value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Whole,
    Digits,
    Number,
    Text,
    Other,
}

fn spelling(wire: Wire, kind: &Kind) -> Spelling {
    match kind {
        Kind::Integer(64) if wire.bigint_as_text => Spelling::Digits,
        Kind::Integer(_) => Spelling::Whole,
        Kind::Numeric { .. } if wire.numeric_as_text => Spelling::Digits,
        Kind::Numeric { .. } | Kind::Float => Spelling::Number,
        Kind::Bool | Kind::Json | Kind::Vector(_) | Kind::Record(_) => Spelling::Other,
        Kind::Text
        | Kind::Uuid
        | Kind::Timestamp
        | Kind::TimestampLocal
        | Kind::Date
        | Kind::Time
        | Kind::Duration
        | Kind::Bytes
        | Kind::Inet
        | Kind::Enum(_) => Spelling::Text,
    }
}

/// How a single value that is no record is carried over; `None` where it has to go.
pub(super) fn scalar(wire: Wire, before: &Kind, after: &Kind) -> Option<Carried> {
    let (old, new) = (spelling(wire, before), spelling(wire, after));
    Some(match (before, after) {
        (Kind::Enum(old), Kind::Enum(new)) => words(Some(old), new),
        (Kind::Text, Kind::Enum(new)) => words(None, new),
        (Kind::Json, Kind::Record(_)) => Carried::KEPT.if_fits(Fit::Object),
        (_, Kind::Json) => Carried::KEPT,
        (old, new) if old == new => Carried::KEPT,
        (_, Kind::Text) => match old {
            Spelling::Text | Spelling::Digits => Carried::KEPT,
            Spelling::Whole => Carried::of(Form::Spelled(0)),
            Spelling::Number | Spelling::Other => return None,
        },
        (Kind::Integer(from), Kind::Integer(to)) => {
            let carried = respelled(old, new, 0);
            if to < from {
                carried.if_fits(Fit::Integer(*to))
            } else {
                carried
            }
        }
        (Kind::Integer(from), Kind::Numeric { precision, scale }) => {
            let carried = respelled(old, new, *scale);
            let whole = precision.saturating_sub(*scale);
            if whole < digits(*from) {
                carried.if_fits(Fit::Decimal(whole, 0))
            } else {
                carried
            }
        }
        (
            Kind::Numeric { precision, scale },
            Kind::Numeric {
                precision: most,
                scale: kept,
            },
        ) => {
            let (whole, wanted) = (precision.saturating_sub(*scale), most.saturating_sub(*kept));
            let narrower = wanted < whole || kept < scale;
            if narrower {
                Carried::KEPT.if_fits(Fit::Decimal(wanted, *kept))
            } else {
                Carried::KEPT
            }
        }
        (Kind::Integer(_) | Kind::Numeric { .. }, Kind::Float) => respelled(old, new, 0),
        _ => return None,
    })
}

fn respelled(old: Spelling, new: Spelling, zeros: u32) -> Carried {
    match (old, new) {
        (Spelling::Whole, Spelling::Digits) => Carried::of(Form::Spelled(zeros)),
        (Spelling::Digits, Spelling::Digits) if zeros > 0 => Carried::of(Form::Extended(zeros)),
        (Spelling::Digits, Spelling::Whole | Spelling::Number) => Carried::of(Form::Number),
        _ => Carried::KEPT,
    }
}

fn digits(bits: u32) -> u32 {
    match bits {
        16 => 5,
        32 => 10,
        _ => 19,
    }
}

/// A word is renamed where it was there, and is no longer: so a rename never happens twice.
fn words(before: Option<&[Word]>, after: &[Word]) -> Carried {
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
    let form = if renamed.is_empty() {
        Form::Keep
    } else {
        Form::Words(renamed)
    };
    let fit = (!complete).then_some(Fit::Words(known));
    Carried { form, fit }
}
