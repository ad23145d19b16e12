//! What may stand behind a key.

use super::{Choice, Construct, Form, Key};

/// The kinds of value TOML tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `"text"`.
    Text,
    /// `12`.
    Integer,
    /// `1.5`.
    Float,
    /// `true`.
    Flag,
    /// `2026-01-31`.
    Datetime,
    /// `[…]`.
    List,
    /// `{ … }`.
    Table,
}

/// What a key takes. Alternatives of one key differ in [`Kind`], so a value always belongs to one of them.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A text of a form.
    Text(Form),
    /// One of these words.
    Word(&'static [Choice]),
    /// `true` or `false`.
    Flag,
    /// A whole number within bounds.
    Integer(i64, i64),
    /// A number, a decimal text or a date.
    Bound,
    /// Any value, for others to understand.
    Any,
    /// A table whose keys are free.
    Options,
    /// A list.
    List(&'static Takes),
    /// A table with keys of its own.
    Table(&'static Construct),
    /// A table of named tables; a name may instead be given what the short form takes.
    Named(Form, &'static Construct, Option<&'static Takes>),
    /// A table whose keys are names of a form and whose values all take the same.
    Map(Form, &'static Takes),
    /// A table of tables: some names are known and have keys of their own, any other name has the last keys.
    Chosen(&'static [(&'static str, &'static Construct)], &'static Construct),
    /// One or the other, told apart by kind.
    Either(&'static Takes, &'static Takes),
}

impl Takes {
    /// The kinds of value it accepts.
    pub fn kinds(&self) -> Vec<Kind> {
        match self {
            Self::Text(_) | Self::Word(_) => vec![Kind::Text],
            Self::Flag => vec![Kind::Flag],
            Self::Integer(..) => vec![Kind::Integer],
            Self::Bound => vec![Kind::Integer, Kind::Float, Kind::Text, Kind::Datetime],
            Self::Any => Kind::ALL.to_vec(),
            Self::List(_) => vec![Kind::List],
            Self::Options | Self::Table(_) | Self::Named(..) | Self::Map(..) | Self::Chosen(..) => vec![Kind::Table],
            Self::Either(one, other) => [one.kinds(), other.kinds()].concat(),
        }
    }

    /// The words of a closed set, or of a list of such words.
    pub fn choices(&self) -> &'static [Choice] {
        match self {
            Self::Word(choices) | Self::List(Self::Word(choices)) => choices,
            _ => &[],
        }
    }

    /// In words, as the object of "takes".
    pub fn words(&self) -> String {
        match self {
            Self::Text(form) => form.words().to_owned(),
            Self::Word(choices) => format!("one of {}", listed(choices.iter().map(|choice| choice.word))),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Integer(..) => "a whole number".to_owned(),
            Self::Bound => "a number, a decimal text or a date".to_owned(),
            Self::Any => "any value".to_owned(),
            Self::Options => "a table of your own keys".to_owned(),
            Self::List(Self::Text(_)) => "a list of texts".to_owned(),
            Self::List(Self::Integer(..)) => "a list of whole numbers".to_owned(),
            Self::List(Self::Any) => "a list".to_owned(),
            Self::List(each) => format!("a list, each element {}", each.words()),
            Self::Table(construct) => format!("a table of keys ({})", construct.name),
            Self::Named(_, construct, _) => format!("a table of {} by name", plural(construct.name)),
            Self::Map(_, each) => format!("a table, each value {}", each.words()),
            Self::Chosen(..) => "a table of tables by name".to_owned(),
            Self::Either(one, other) => format!("{}, or {}", one.words(), other.words()),
        }
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Text,
        Self::Integer,
        Self::Float,
        Self::Flag,
        Self::Datetime,
        Self::List,
        Self::Table,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "a whole number",
            Self::Float => "a fraction",
            Self::Flag => "`true` or `false`",
            Self::Datetime => "a date",
            Self::List => "a list",
            Self::Table => "a table",
        }
    }
}

impl Key {
    /// The line an author could type.
    pub fn typed(&self) -> String {
        format!("{} = {}", self.name, self.example)
    }
}

/// `a`, `b` or `c`, in backticks.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn plural(name: &str) -> String {
    match name {
        "entity" => "entities".to_owned(),
        "index" => "indexes".to_owned(),
        name => format!("{name}s"),
    }
}
