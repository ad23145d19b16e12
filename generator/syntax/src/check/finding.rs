//! What the check has to say: one constructor per finding.

use driftless_diagnostics::{Code, Diagnostic, closest};

use super::kind_of;
use super::place::Place;
use crate::document::{Literal, Text};
use crate::grammar::{Choice, Construct, Form, Key, ROOT, Takes, listed};

/// A longer list of words helps nobody.
const MOST_LISTED: usize = 12;

/// A value and the key it stands behind.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    /// What the grammar says of the key.
    pub(super) key: &'static Key,
    /// The key, or the name in its table, as written.
    pub(super) name: &'a Text,
    /// The table it stands in.
    pub(super) place: &'a Place<'a>,
    /// Whether the value is an element of the list behind the key.
    pub(super) is_element: bool,
}

impl<'a> Slot<'a> {
    /// The place of a table that is this value.
    pub(super) fn place(&self, value: &Literal) -> Place<'a> {
        match self.is_element {
            true => self.place.element(self.name, value.span),
            false => self.place.keyed(self.name),
        }
    }

    fn words(&self) -> String {
        let key = match self.key.name == self.name.value {
            true => format!("`{}`", self.name.value),
            false => format!("`{}.{}`", self.key.name, self.name.value),
        };
        let of = match self.place.name {
            Some(_) => format!(" of {}", self.place.words),
            None => String::new(),
        };
        let element = if self.is_element { "an element of " } else { "" };
        format!("{element}{key}{of}")
    }

    fn error(&self, code: Code, message: String) -> Diagnostic {
        with_object(Diagnostic::error(code, message), self.place)
    }

    /// The line to type, where the key itself is meant.
    fn typed(&self) -> String {
        format!("write `{}`", self.key.typed())
    }
}

pub(super) fn unknown_key(name: &Text, construct: &'static Construct, place: &Place<'_>) -> Diagnostic {
    if place.name.is_none() && ROOT.key(&name.value).is_some() {
        return misplaced_table(name);
    }
    let help = match closest(&name.value, construct.keys().map(|key| key.name)) {
        Some(known) => format!("did you mean `{known}`?"),
        None if place.name.is_none() => format!("there are the tables {}", keys_of(construct)),
        None if construct
            .key("fields")
            .is_some_and(|key| matches!(key.takes, Takes::Named(..))) =>
        {
            format!("write `fields.{} = …` if it is a field", name.value)
        }
        None if construct.keys().count() > MOST_LISTED => {
            format!("see what {} takes with `driftless schema`", article(construct.name))
        }
        None => format!("it takes {}", keys_of(construct)),
    };
    let message = format!("{} has no key `{}`", place.words, name.value);
    with_object(Diagnostic::error(Code::UnknownKey, message), place)
        .label(name.span, "not known here")
        .help(help)
}

fn misplaced_table(name: &Text) -> Diagnostic {
    Diagnostic::error(
        Code::MisplacedTable,
        format!("an included file has a table `[{}]`", name.value),
    )
    .label(name.span, "only the root file may have it")
    .help("move it to the file that includes this one")
}

pub(super) fn missing_key(key: &Key, place: &Place<'_>) -> Diagnostic {
    let message = match place.name {
        Some(_) => format!("{} has no `{}`", place.words, key.name),
        None => format!("the schema has no `[{}]`", key.name),
    };
    let help = match place.name {
        Some(_) => format!("write `{}`", key.typed()),
        None => format!("write `[{}]` and under it `name = \"library\"`", key.name),
    };
    let missing = Diagnostic::error(Code::MissingKey, message).label(place.span, format!("`{}` is missing", key.name));
    with_object(missing, place).help(help)
}

pub(super) fn missing_choice(construct: &Construct, keys: &[&str], place: &Place<'_>) -> Diagnostic {
    let message = format!(
        "{} has none of {}",
        place.words,
        listed(keys.iter().copied()).replace(" or ", " and ")
    );
    let example = keys
        .first()
        .and_then(|key| construct.key(key))
        .map(Key::typed)
        .unwrap_or_default();
    with_object(Diagnostic::error(Code::MissingKey, message), place)
        .label(place.span, "one of them is missing")
        .help(format!("write `{example}`, for instance"))
}

pub(super) fn conflict(first: &Text, second: &Text, keys: &[&str], place: &Place<'_>) -> Diagnostic {
    let message = format!("{} has both `{}` and `{}`", place.words, first.value, second.value);
    with_object(Diagnostic::error(Code::KeyConflict, message), place)
        .label(second.span, "one too many")
        .related(first.span, "the other one")
        .help(format!("keep one of {}", listed(keys.iter().copied())))
}

pub(super) fn pointless(name: &Text, other: &str, place: &Place<'_>) -> Diagnostic {
    let message = format!("{} has `{}` without `{other}`", place.words, name.value);
    with_object(Diagnostic::error(Code::KeyConflict, message), place)
        .label(name.span, format!("says nothing without `{other}`"))
        .help(format!("write `{other}` too, or take `{}` out", name.value))
}

pub(super) fn wrong_kind(value: &Literal, takes: &Takes, slot: &Slot<'_>) -> Diagnostic {
    let found = kind_of(&value.value).words();
    slot.error(
        Code::WrongKind,
        format!("{} takes {}, not {found}", slot.words(), takes.words()),
    )
    .label(value.span, format!("this is {found}"))
    .help(slot.typed())
}

pub(super) fn not_a_table(
    name: &Text,
    value: &Literal,
    construct: &Construct,
    short: Option<&Takes>,
    place: &Place<'_>,
) -> Diagnostic {
    let found = kind_of(&value.value).words();
    let takes = short.map_or(String::new(), |short| format!("{}, or ", short.words()));
    let example = construct.keys().next().map(Key::typed).unwrap_or_default();
    let message = format!(
        "{} `{}` takes {takes}a table of keys, not {found}",
        construct.name, name.value
    );
    with_object(Diagnostic::error(Code::WrongKind, message), place)
        .label(value.span, format!("this is {found}"))
        .help(format!("write `{{ {example} }}`"))
}

pub(super) fn unknown_word(value: &Literal, text: &str, choices: &[Choice], slot: &Slot<'_>) -> Diagnostic {
    let words = || choices.iter().map(|choice| choice.word);
    let list = listed(words());
    let help = match closest(text, words()) {
        Some(word) => format!("did you mean `{word}`? It takes {list}"),
        None => format!("write {list}"),
    };
    slot.error(Code::UnknownWord, format!("{} cannot be `{text}`", slot.words()))
        .label(value.span, "none of the words it takes")
        .help(help)
}

pub(super) fn out_of_range(value: &Literal, number: i64, (min, max): (i64, i64), slot: &Slot<'_>) -> Diagnostic {
    let range = match (min, max) {
        (min, max) if min == max => format!("{min}"),
        (min, i64::MAX) => format!("a whole number from {min}"),
        (min, max) => format!("a whole number from {min} to {max}"),
    };
    slot.error(Code::ValueForm, format!("{} takes {range}, not {number}", slot.words()))
        .label(value.span, "out of range")
        .help(slot.typed())
}

pub(super) fn value_form(value: &Literal, text: &str, form: Form, slot: &Slot<'_>) -> Diagnostic {
    let help = form
        .corrected(text)
        .map_or_else(|| slot.typed(), |better| format!("write `\"{better}\"`"));
    slot.error(
        Code::ValueForm,
        format!("{} takes {}, not `{text}`", slot.words(), form.words()),
    )
    .label(value.span, "not of this form")
    .help(help)
}

pub(super) fn name_form(name: &Text, form: Form, what: &str) -> Diagnostic {
    let (code, message) = match form {
        Form::Code => (Code::UnknownKey, format!("there is no finding called `{}`", name.value)),
        form => (
            Code::NameForm,
            format!(
                "`{}` is no name for {}: it takes {}",
                name.value,
                article(what),
                form.words()
            ),
        ),
    };
    let found = Diagnostic::error(code, message).label(name.span, "not such a name");
    match form.corrected(&name.value) {
        Some(better) => found.help(format!("write `{better}`")),
        None => found,
    }
}

fn with_object(diagnostic: Diagnostic, place: &Place<'_>) -> Diagnostic {
    match place.object.as_str() {
        "" => diagnostic,
        object => diagnostic.object(object),
    }
}

fn keys_of(construct: &Construct) -> String {
    listed(construct.keys().map(|key| key.name)).replace(" or ", " and ")
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
