//! Conditions that rows which are there may break.

use driftless_catalog::sql::{identifier, literal};
use driftless_catalog::{Check, Column, Kind, Meaning, ObjectName, Table};

use super::Gate;
use super::loss::{Loss, LossCode, object_of};
use crate::convert::{Conversion, convert};
use crate::implication::{conjoined, implies};
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
        for column in &after.columns {
            for word in new_words(before, column) {
                wanted = without_item(&wanted, &literal(self.to.dialect, &word));
            }
        }
        let known: Vec<String> = before
            .checks
            .iter()
            .map(|old| self.translated(after, before, &old.expr))
            .collect();
        let named = before.checks.iter().position(|old| old.name == check.name);
        if named
            .and_then(|at| known.get(at))
            .is_some_and(|old| implies(old, &wanted))
        {
            return true;
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        if known.iter().any(|old| is_optional_now(old, &wanted)) {
            return true;
        }
        conjoined(&known, &wanted)
    }

    /// An old condition with the words that were renamed.
    fn translated(&self, after: &Table, before: &Table, expr: &str) -> String {
        let mut expr = expr.to_owned();
        for column in after
            .columns
            .iter()
            .filter(|column| before.column(&column.name).is_some() && mentions(&expr, &column.name))
            .collect::<Vec<_>>()
        {
            let Some(Meaning {
                kind: Kind::Enum(words),
                ..
            }) = &column.meaning.0
            else {
                continue;
            };
            for word in words {
                if let Some(old) = word
                    .formerly
                    .as_ref()
                    .filter(|old| !words.iter().any(|other| other.word == **old))
                {
                    expr = expr.replace(&literal(self.to.dialect, old), &literal(self.to.dialect, &word.word));
                }
            }
        }
        expr
    }
}

/// The words of an enum column that no row can hold yet.
fn new_words(before: &Table, column: &Column) -> Vec<String> {
    let old = before.column(&column.name).and_then(|column| column.meaning.0.as_ref());
    let (
        Some(Meaning {
            kind: Kind::Enum(old), ..
        }),
        Some(Meaning {
            kind: Kind::Enum(new), ..
        }),
    ) = (old, &column.meaning.0)
    else {
        return Vec::new();
    };
    let fresh = new.iter().filter(|word| {
        !old.iter()
            .any(|known| known.word == word.word || Some(&known.word) == word.formerly.as_ref())
    });
    fresh.map(|word| word.word.clone()).collect()
}

/// A field that some variants must have, and may have from now on.
fn is_optional_now(old: &str, wanted: &str) -> bool {
    let Some((present, column)) = wanted
        .strip_suffix(" IS NULL")
        .and_then(|rest| rest.rsplit_once(" OR "))
    else {
        return false;
    };
    old == format!("({present}) = ({column} IS NOT NULL)")
}

/// A list without one of its items: `num_nonnulls(a, b)`, `kind IN ('a', 'b')`.
fn without_item(expr: &str, item: &str) -> String {
    expr.replace(&format!(", {item}"), "")
        .replace(&format!("({item}, "), "(")
}
