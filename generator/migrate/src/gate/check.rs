//! Conditions that rows which are there may break.

use driftless_catalog::sql::{identifier, literal};
use driftless_catalog::{Check, Column, Kind, ObjectName, Table, Word};

use super::Gate;
use super::loss::{Loss, LossCode, object_of};
use crate::convert::{Conversion, convert};
use crate::implication::{Words, reworded};
use crate::plan::mentions;

impl Gate<'_> {
    pub(super) fn new_check(&mut self, table: &ObjectName, check: &Check) {
        let (Some(before), Some(after)) = (self.from.table(table), self.to.table(table)) else {
            return;
        };
        let columns: Vec<&Column> = after
            .columns
            .iter()
            .filter(|column| mentions(&check.expr, &column.name))
            .collect();
        let is_old = |column: &&Column| before.column(&column.name).is_some();
        let old = columns.iter().filter(|column| is_old(column)).count();
        if old == 0 || self.is_about_new_type(before, check, &columns) || self.holds(before, after, check) {
            return;
        }
        let object = object_of(&check.origin, format!("{table}.{}", check.name));
        let is_field = after.columns.iter().any(|column| column.origin.object == object);
        let is_new = columns
            .iter()
            .any(|column| !is_old(column) && column.origin.object == object);
        let (code, why) = match (is_new, is_field) {
            (true, _) => (LossCode::AddRequiredField, "rows that are there have no value for it"),
            (false, true) => (LossCode::NarrowField, "values outside its new limits are refused"),
            (false, false) => (LossCode::AddCheck, "rows of which it does not hold are refused"),
        };
        if [LossCode::RemoveValue, LossCode::ConvertField, LossCode::RetypeField]
            .iter()
            .any(|code| self.lost(*code, &object))
        {
            return;
        }
        let mut loss = Loss::new(code, &check.origin, object, why);
        if old == columns.len() {
            loss.count = Some(self.count(table, &format!("NOT ({})", check.expr)));
        }
        self.push(loss);
    }

    /// Whether an object, or a word of it, is lost already.
    fn lost(&self, code: LossCode, object: &str) -> bool {
        let word_of = format!("{object}.");
        let mut losses = self.losses.iter().filter(|loss| loss.code == code);
        losses.any(|loss| loss.object == object || loss.object.starts_with(&word_of))
    }

    /// What the conversion of a column answers for: the condition of its new type.
    fn is_about_new_type(&self, before: &Table, check: &Check, columns: &[&Column]) -> bool {
        let [column] = columns else { return false };
        let Some(old) = before.column(&column.name) else {
            return false;
        };
        let kind = |column: &Column| {
            column
                .meaning
                .0
                .as_ref()
                .map(|meaning| (std::mem::discriminant(&meaning.kind), meaning.array))
        };
        let converted = convert(self.to.dialect, old, column) != Conversion::Same || kind(old) != kind(column);
        converted && check.name.ends_with(&format!("{}_check", column.name))
    }

    /// Whether every row that is there satisfies a condition, by the conditions it satisfies already.
    fn holds(&self, before: &Table, after: &Table, check: &Check) -> bool {
        let fresh = after
            .columns
            .iter()
            .filter(|column| self.is_null_in_old_rows(&after.name, &column.name));
        let mut wanted = check.expr.clone();
        for column in fresh {
            let name = identifier(&column.name);
            if wanted.ends_with(&format!(" OR {name} IS NULL")) {
                return true;
            }
            wanted = without_item(&wanted, &name);
        }
        let (renamed, absent) = self.words(before, after);
        let known: Vec<&str> = before.checks.iter().map(|old| old.expr.as_str()).collect();
        reworded((&known, &renamed), (&wanted, &absent))
    }

    /// What became of the words that rows hold, and which words none can hold yet.
    fn words(&self, before: &Table, after: &Table) -> (Words, Words) {
        let (mut renamed, mut absent) = (Words::default(), Words::default());
        for column in after.columns.iter().filter(|column| may_be_word(column)) {
            let name = identifier(&column.name);
            renamed.know(name.clone());
            absent.know(name.clone());
            for (old, new) in renamed_words(before, column) {
                let [old, new] = [old, new].map(|word| literal(self.to.dialect, word));
                renamed.rename(&name, old, new);
            }
            for word in new_words(before, column) {
                absent.leave_out(&name, literal(self.to.dialect, &word));
            }
        }
        (renamed, absent)
    }
}

/// Whether a condition may compare a column with the text of a word.
fn may_be_word(column: &Column) -> bool {
    let kind = column.meaning.0.as_ref().map(|meaning| &meaning.kind);
    !matches!(
        kind,
        Some(
            Kind::Integer(_)
                | Kind::Numeric { .. }
                | Kind::Float
                | Kind::Bool
                | Kind::Uuid
                | Kind::Duration
                | Kind::Bytes
                | Kind::Vector(_)
        )
    )
}

/// The words of an enum column that are called otherwise now.
fn renamed_words<'w>(before: &Table, column: &'w Column) -> Vec<(&'w str, &'w str)> {
    let (Some(known), Some(words)) = (before.column(&column.name).and_then(words_of), words_of(column)) else {
        return Vec::new();
    };
    let has = |words: &[Word], text: &str| words.iter().any(|word| word.word == text);
    let pairs = words
        .iter()
        .filter_map(|word| Some((word.formerly.as_deref()?, word.word.as_str())));
    pairs.filter(|(old, _)| has(known, old) && !has(words, old)).collect()
}

fn words_of(column: &Column) -> Option<&[Word]> {
    match &column.meaning.0.as_ref()?.kind {
        Kind::Enum(words) => Some(words),
        _ => None,
    }
}

/// The words of an enum column that no row can hold yet.
fn new_words(before: &Table, column: &Column) -> Vec<String> {
    let (Some(old), Some(new)) = (before.column(&column.name).and_then(words_of), words_of(column)) else {
        return Vec::new();
    };
    let fresh = new.iter().filter(|word| {
        !old.iter()
            .any(|known| known.word == word.word || Some(&known.word) == word.formerly.as_ref())
    });
    fresh.map(|word| word.word.clone()).collect()
}

/// A list without one of its items: `num_nonnulls(a, b)`, `kind IN ('a', 'b')`.
fn without_item(expr: &str, item: &str) -> String {
    expr.replace(&format!(", {item}"), "")
        .replace(&format!("({item}, "), "(")
}
