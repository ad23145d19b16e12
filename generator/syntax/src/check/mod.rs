//! Holds a tree against the grammar. In: values and what the grammar says of their place. Out: a diagnostic for every
//! unknown, missing or conflicting key, value of another kind, name out of form and word outside its set. Changes nothing.

mod finding;
mod place;

use driftless_diagnostics::{Diagnostic, Diagnostics};

use crate::document::{Literal, Text, Value};
use crate::grammar::{Choice, Construct, Form, Kind, Needs, Takes};
use finding::Slot;
use place::Place;

/// Checks a whole file against the construct of its root.
pub(crate) fn check(root: &Literal, construct: &'static Construct, diagnostics: &mut Diagnostics) {
    Checker { diagnostics }.table(root, construct, &Place::root(root.span));
}

/// The kind of a value.
pub(crate) fn kind_of(value: &Value) -> Kind {
    match value {
        Value::String(_) => Kind::Text,
        Value::Integer(_) => Kind::Integer,
        Value::Float(_) => Kind::Float,
        Value::Bool(_) => Kind::Flag,
        Value::Datetime(_) => Kind::Datetime,
        Value::Array(_) => Kind::List,
        Value::Table(_) => Kind::Table,
    }
}

struct Checker<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Checker<'_> {
    /// A table with keys of its own.
    fn table(&mut self, table: &Literal, construct: &'static Construct, place: &Place<'_>) {
        let Value::Table(entries) = &table.value else { return };
        let given = |key: &str| entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name);
        for (name, value) in entries {
            let Some(key) = construct.key(&name.value) else {
                self.report(finding::unknown_key(name, construct, place));
                continue;
            };
            self.value(
                value,
                &key.takes,
                &Slot {
                    key,
                    name,
                    place,
                    is_element: false,
                },
            );
            if let Some(other) = key.with.filter(|other| given(other).is_none()) {
                self.report(finding::pointless(name, other, place));
            }
        }
        for key in construct.keys().filter(|key| key.required && given(key.name).is_none()) {
            self.report(finding::missing_key(key, place));
        }
        self.needs(construct, place, &given);
    }

    fn needs<'t>(
        &mut self,
        construct: &'static Construct,
        place: &Place<'_>,
        given: &dyn Fn(&str) -> Option<&'t Text>,
    ) {
        let (Needs::ExactlyOne(keys) | Needs::AtLeastOne(keys)) = construct.needs else {
            return;
        };
        let written: Vec<_> = keys.iter().filter_map(|key| given(key)).collect();
        match (construct.needs, &written[..]) {
            (_, []) => self.report(finding::missing_choice(construct, keys, place)),
            (Needs::ExactlyOne(_), [first, second, ..]) => self.report(finding::conflict(first, second, keys, place)),
            _ => {}
        }
    }

    fn value(&mut self, value: &Literal, takes: &Takes, slot: &Slot<'_>) {
        if !takes.kinds().contains(&kind_of(&value.value)) {
            return self.report(finding::wrong_kind(value, takes, slot));
        }
        match (takes, &value.value) {
            (Takes::Either(one, other), found) => {
                let fitting = if one.kinds().contains(&kind_of(found)) {
                    one
                } else {
                    other
                };
                self.value(value, fitting, slot);
            }
            (Takes::Text(form), Value::String(text)) if !form.fits(text) => {
                self.report(finding::value_form(value, text, *form, slot));
            }
            (Takes::Word(choices), Value::String(text)) => self.word(value, text, choices, slot),
            (Takes::Integer(min, max), Value::Integer(number)) if !(*min..=*max).contains(number) => {
                self.report(finding::out_of_range(value, *number, (*min, *max), slot));
            }
            (Takes::List(each), Value::Array(elements)) => {
                for element in elements {
                    self.value(
                        element,
                        each,
                        &Slot {
                            is_element: true,
                            ..*slot
                        },
                    );
                }
            }
            (Takes::Table(construct), _) => self.table(value, construct, &slot.place(value)),
            (_, Value::Table(entries)) => self.entries(entries, takes, slot),
            _ => {}
        }
    }

    /// A table whose keys are names that the author chose.
    fn entries(&mut self, entries: &[(Text, Literal)], takes: &Takes, slot: &Slot<'_>) {
        for (name, value) in entries {
            match takes {
                Takes::Named(form, construct, short) => {
                    self.name(name, *form, construct.name);
                    self.named(name, value, construct, *short, slot);
                }
                Takes::Map(form, each) => {
                    self.name(name, *form, slot.key.name);
                    self.value(value, each, &Slot { name, ..*slot });
                }
                Takes::Chosen(known, other) => {
                    let found = known.iter().find(|(word, _)| *word == name.value);
                    let construct = found.map_or(*other, |(_, construct)| *construct);
                    self.name(name, Form::Snake, slot.key.name);
                    self.named(name, value, construct, None, slot);
                }
                _ => {}
            }
        }
    }

    fn named(
        &mut self,
        name: &Text,
        value: &Literal,
        construct: &'static Construct,
        short: Option<&'static Takes>,
        slot: &Slot<'_>,
    ) {
        match (kind_of(&value.value), short) {
            (Kind::Table, _) => self.table(value, construct, &slot.place.named(construct, name)),
            (kind, Some(short)) if short.kinds().contains(&kind) => self.value(value, short, &Slot { name, ..*slot }),
            _ => self.report(finding::not_a_table(name, value, construct, short, slot.place)),
        }
    }

    fn name(&mut self, name: &Text, form: Form, what: &str) {
        if !form.fits(&name.value) {
            self.report(finding::name_form(name, form, what));
        }
    }

    fn word(&mut self, value: &Literal, text: &str, choices: &[Choice], slot: &Slot<'_>) {
        if !choices.iter().any(|choice| choice.word == text) {
            self.report(finding::unknown_word(value, text, choices, slot));
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
