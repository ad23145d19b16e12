//! The names that the server gives to what the statement does not name: table, columns and a label, cut to 63 bytes,
//! and numbered where they are taken.

use super::super::stage::Stage;
use crate::parse::postgres::unquote;
use crate::parse::token::tokens;
use crate::{Dialect, ObjectName, Table};

/// Bytes of a name.
const LONGEST: usize = 63;

/// A name that no table, index or constraint of the namespace has.
pub(super) fn of_relation(stage: &Stage, table: &Table, middle: &str, label: &str) -> String {
    choose(&table.name.name, middle, label, |name| {
        is_relation(stage, table, name) || is_constraint(stage, table, name)
    })
}

/// A name that no constraint of the namespace has.
pub(super) fn of_constraint(stage: &Stage, table: &Table, middle: &str, label: &str) -> String {
    choose(&table.name.name, middle, label, |name| {
        is_constraint(stage, table, name)
    })
}

/// A name that no table or index of the namespace has.
pub(super) fn of_index(stage: &Stage, table: &Table, middle: &str, label: &str) -> String {
    choose(&table.name.name, middle, label, |name| is_relation(stage, table, name))
}

fn choose(table: &str, middle: &str, label: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (0..).map(|n| {
        if n == 0 {
            label.to_owned()
        } else {
            format!("{label}{n}")
        }
    });
    let mut names = numbered.map(|label| joined(table, middle, &label));
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The longer of both parts is cut first.
fn joined(table: &str, middle: &str, label: &str) -> String {
    let joints = 1 + usize::from(!middle.is_empty());
    let room = LONGEST.saturating_sub(label.len() + joints);
    let (mut first, mut second) = (table.len(), middle.len());
    while first + second > room {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    let (table, middle) = (cut(table, first), cut(middle, second));
    if middle.is_empty() {
        format!("{table}_{label}")
    } else {
        format!("{table}_{middle}_{label}")
    }
}

/// Never within a character.
fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn is_relation(stage: &Stage, table: &Table, name: &str) -> bool {
    let relation = ObjectName {
        namespace: table.name.namespace.clone(),
        name: name.to_owned(),
    };
    let here = |other: &Table| other.name.namespace == table.name.namespace && has_index(other, name);
    stage.slot(&relation).is_some()
        || table.name == relation
        || has_index(table, name)
        || stage.holder(name, here).is_some()
}

fn is_constraint(stage: &Stage, table: &Table, name: &str) -> bool {
    let here = |other: &Table| other.name.namespace == table.name.namespace && has_constraint(other, name);
    has_constraint(table, name) || stage.holder(name, here).is_some()
}

fn has_index(table: &Table, name: &str) -> bool {
    let keys = table.primary_key.iter().chain(&table.uniques);
    keys.map(|key| &key.name)
        .chain(table.indexes.iter().map(|index| &index.name))
        .any(|known| known == name)
}

fn has_constraint(table: &Table, name: &str) -> bool {
    let keys = table.primary_key.iter().chain(&table.uniques).map(|key| &key.name);
    let foreign = table.foreign_keys.iter().map(|key| &key.name);
    let checks = table.checks.iter().map(|check| &check.name);
    keys.chain(foreign).chain(checks).any(|known| known == name)
}

/// The columns of a table that an expression mentions, each once.
pub(super) fn columns_in(table: &Table, expr: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in tokens(Dialect::Postgres, expr).unwrap_or_default() {
        let name = unquote(token.text);
        if table.column(&name).is_some() && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
