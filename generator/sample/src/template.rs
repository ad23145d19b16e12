//! Values that depend on a number. In: a number. Out: JSON, the same on every machine and in every language that spells a template.

use serde_json::{Map, Value};

/// A value for each number.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// The same for all of them.
    Json(Value),
    /// A number.
    Number(Digits),
    /// A text: what stands before the digits, the digits, and what stands behind them.
    Text(String, Digits, String),
    /// One of these; the digits say which.
    OneOf(Vec<Value>, Digits),
    /// A list.
    List(Vec<Template>),
    /// An object, its keys in order.
    Object(Vec<(String, Template)>),
}

/// What becomes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    /// The number behind it is meant; that behind the last is the first.
    pub next: bool,
    /// What is added to it.
    pub least: i64,
    /// How many numbers there is room for, if not for all: then they begin again.
    pub room: Option<u32>,
    /// How it is written.
    pub form: Form,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As people do.
    Plain,
    /// With zeros before it, to so many digits.
    Padded(usize),
    /// In so many hexadecimal digits.
    Hexadecimal(usize),
}

impl Digits {
    /// The number itself.
    pub const PLAIN: Self = Self {
        next: false,
        least: 0,
        room: None,
        form: Form::Plain,
    };

    /// So many numbers, from the first on.
    pub(crate) fn below(room: usize) -> Self {
        Self {
            room: u32::try_from(room).ok(),
            ..Self::PLAIN
        }
    }

    /// The same in another form.
    pub(crate) fn written(self, form: Form) -> Self {
        Self { form, ..self }
    }

    fn value(self, number: u32) -> i64 {
        let number = if self.next { number.wrapping_add(1) } else { number };
        self.least + i64::from(self.room.map_or(number, |room| number % room.max(1)))
    }

    fn text(self, number: u32) -> String {
        let value = self.value(number);
        match self.form {
            Form::Plain => value.to_string(),
            Form::Padded(count) => format!("{value:0count$}"),
            Form::Hexadecimal(count) => format!("{value:0count$x}"),
        }
    }
}

impl Template {
    /// One of several values, in turn.
    pub(crate) fn one_of(mut values: Vec<Value>) -> Option<Self> {
        match values.len() {
            0 => None,
            1 => values.pop().map(Self::Json),
            count => Some(Self::OneOf(values, Digits::below(count))),
        }
    }

    /// What it is for a number.
    pub fn of(&self, number: u32) -> Value {
        match self {
            Self::Json(value) => value.clone(),
            Self::Number(digits) => Value::from(digits.value(number)),
            Self::Text(before, digits, behind) => Value::from(format!("{before}{}{behind}", digits.text(number))),
            Self::OneOf(values, digits) => {
                let at = usize::try_from(digits.value(number)).unwrap_or_default();
                values.get(at).cloned().unwrap_or_default()
            }
            Self::List(items) => items.iter().map(|item| item.of(number)).collect(),
            Self::Object(members) => {
                let members = members.iter().map(|(key, member)| (key.clone(), member.of(number)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    /// The same for the number behind it.
    pub(crate) fn next(self) -> Self {
        let next = |digits| Digits { next: true, ..digits };
        match self {
            Self::Json(value) => Self::Json(value),
            Self::Number(digits) => Self::Number(next(digits)),
            Self::Text(before, digits, behind) => Self::Text(before, next(digits), behind),
            Self::OneOf(values, digits) => Self::OneOf(values, next(digits)),
            Self::List(items) => Self::List(items.into_iter().map(Self::next).collect()),
            Self::Object(members) => {
                let members = members.into_iter().map(|(key, member)| (key, member.next()));
                Self::Object(members.collect())
            }
        }
    }

    /// Whether it is null for every number.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Json(Value::Null))
    }

    /// Whether the number matters.
    pub fn depends(&self) -> bool {
        match self {
            Self::Json(_) => false,
            Self::Number(_) | Self::Text(..) | Self::OneOf(..) => true,
            Self::List(items) => items.iter().any(Self::depends),
            Self::Object(members) => members.iter().any(|(_, member)| member.depends()),
        }
    }
}
