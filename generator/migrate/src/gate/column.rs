//! Columns that go, come, or change.

use driftless_catalog::sql::{identifier, literal};
use driftless_catalog::{Column, Dialect, Kind, Meaning, ObjectName, Table, Word};

use super::Gate;
use super::loss::{Loss, LossCode, object_of};
use crate::convert::{Conversion, convert};
use crate::documents::{DocumentCode, document_change};
use crate::plan::mentions;

impl Gate<'_> {
    pub(super) fn dropped_column(&mut self, table: &ObjectName, column: &Column) {
        let Some(before) = self.from.table(table) else { return };
        let object = object_of(&column.origin, format!("{table}.{}", column.name));
        let condition = format!("{} IS NOT NULL", identifier(&column.name));
        let loss = Loss::new(
            LossCode::DropField,
            &before.origin,
            object,
            "the column goes with all its values",
        )
        .taking(hanging(before, &column.name))
        .counted(self.count(table, &condition));
        let twin = self
            .similar(table, column)
            .map(|twin| object_of(&twin.origin, format!("{table}.{}", twin.name)));
        let loss = match twin {
            Some(twin) => {
                let old = loss.object.rsplit('.').next().unwrap_or_default().to_owned();
                loss.help(format!(
                    "if `{twin}` is the same under another name, give it `renamed_from = \"{old}\"`"
                ))
            }
            None => loss,
        };
        self.push(loss);
    }

    /// A new column of the type of one that goes.
    fn similar(&self, table: &ObjectName, gone: &Column) -> Option<&Column> {
        let fresh = self.new_columns(table);
        let columns = self.to.table(table)?.columns.iter();
        let mut similar = columns.filter(|column| fresh.contains(column.name.as_str()) && column.ty == gone.ty);
        similar.next()
    }

    pub(super) fn added_column(&mut self, table: &ObjectName, column: &Column) {
        let filled = column.nullable || column.default.is_some() || column.generated.is_some() || column.identity;
        if !filled {
            let object = object_of(&column.origin, format!("{table}.{}", column.name));
            let why = "rows that are there have no value for it";
            let help = "give it a `default`, or let it be null (`?`) until every row has a value";
            let loss = Loss::new(LossCode::AddRequiredField, &column.origin, object, why).help(help);
            self.push(loss.counted(self.count(table, "")));
        }
    }

    pub(super) fn altered_column(&mut self, table: &ObjectName, before: &Column, after: &Column) {
        let object = object_of(&after.origin, format!("{table}.{}", after.name));
        self.removed_words(table, before, after, &object);
        let removed = self
            .losses
            .iter()
            .any(|loss| loss.code == LossCode::RemoveValue && loss.object.starts_with(&format!("{object}.")));
        match convert(self.to.dialect, before, after) {
            Conversion::Same => {}
            Conversion::Impossible => {
                let why = format!(
                    "no value of {} becomes one of {}: the column is made anew",
                    before.ty, after.ty
                );
                let condition = format!("{} IS NOT NULL", identifier(&before.name));
                let loss = Loss::new(LossCode::RetypeField, &after.origin, object.clone(), why);
                self.push(loss.counted(self.count(table, &condition)));
                self.remade_required(table, after, &object);
            }
            Conversion::Converted(converted) => {
                if let Some(why) = converted.loss.filter(|_| !removed) {
                    let mut loss = Loss::new(LossCode::ConvertField, &after.origin, object.clone(), why);
                    loss.count = converted.guard.map(|guard| self.count(table, &guard));
                    self.push(loss);
                }
            }
        }
        if before.generated.is_none() && after.generated.is_some() {
            let why = "its values are computed from now on; those that are there go";
            self.push(Loss::new(LossCode::ConvertField, &after.origin, object.clone(), why));
        }
        if before.nullable && !after.nullable {
            self.required(table, after, &object);
        }
        self.changed_documents(before, after, &object);
    }

    /// A column that is made anew has a value in no row.
    fn remade_required(&mut self, table: &ObjectName, after: &Column, object: &str) {
        if !after.nullable && after.default.is_none() && after.generated.is_none() {
            let why = "rows that are there have no value for it";
            let loss = Loss::new(LossCode::AddRequiredField, &after.origin, object, why);
            self.push(loss.counted(self.count(table, "")));
        }
    }

    fn required(&mut self, table: &ObjectName, column: &Column, object: &str) {
        let why = match &column.default {
            Some(_) => "rows without a value get the default",
            None => "rows without a value are refused",
        };
        let condition = format!("{} IS NULL", identifier(&column.name));
        let loss = Loss::new(LossCode::RequireField, &column.origin, object, why);
        self.push(loss.counted(self.count(table, &condition)));
    }

    fn removed_words(&mut self, table: &ObjectName, before: &Column, after: &Column, object: &str) {
        let (
            Some(Meaning {
                kind: Kind::Enum(old),
                array,
                ..
            }),
            Some(Meaning {
                kind: Kind::Enum(new), ..
            }),
        ) = (&before.meaning.0, &after.meaning.0)
        else {
            return;
        };
        for word in old.iter().filter(|word| !survives(word, new)) {
            let text = literal(self.to.dialect, &word.word);
            let column = identifier(&before.name);
            let condition = match (array, self.to.dialect) {
                (false, _) => format!("{column} = {text}"),
                (true, Dialect::Postgres) => format!("{text} = ANY ({column})"),
                (true, Dialect::Sqlite) => format!("EXISTS (SELECT 1 FROM json_each({column}) WHERE value = {text})"),
            };
            let object = format!("{object}.{}", word.word);
            let loss = Loss::new(
                LossCode::RemoveValue,
                &after.origin,
                object,
                "rows that hold it are refused",
            );
            self.push(loss.counted(self.count(table, &condition)));
        }
    }

    fn changed_documents(&mut self, before: &Column, after: &Column, object: &str) {
        let (Some(old), Some(new)) = (&before.meaning.0, &after.meaning.0) else {
            return;
        };
        let documents = (&*self.from.documents.0, old);
        let change = document_change(self.to.wire.0, documents, (&self.to.documents.0, new));
        let refused = change.refused.iter().map(|loss| (LossCode::FrozenDocument, loss));
        let losses = change.losses.iter().map(|loss| (code_of(loss.code), loss));
        for (code, loss) in refused.chain(losses) {
            let why = format!("{}, in `{object}`", loss.why);
            self.push(Loss::new(code, &after.origin, loss.path.clone(), why));
        }
    }
}

fn code_of(code: DocumentCode) -> LossCode {
    match code {
        DocumentCode::Drop => LossCode::DropField,
        DocumentCode::Require => LossCode::AddRequiredField,
        DocumentCode::Rename | DocumentCode::Convert => LossCode::ConvertField,
        DocumentCode::Recursive | DocumentCode::Deep => LossCode::FrozenDocument,
    }
}

fn survives(word: &Word, new: &[Word]) -> bool {
    new.iter()
        .any(|other| other.word == word.word || other.formerly.as_ref() == Some(&word.word))
}

/// What PostgreSQL would take with a column without a word.
fn hanging(table: &Table, column: &str) -> Vec<String> {
    let keys = table.primary_key.iter().chain(&table.uniques);
    let keys = keys.filter(|key| key.columns.iter().any(|own| own == column));
    let checks = table.checks.iter().filter(|check| mentions(&check.expr, column));
    let foreign = table
        .foreign_keys
        .iter()
        .filter(|key| key.columns.iter().any(|own| own == column));
    let indexes = table.indexes.iter().filter(|index| {
        let parts = index
            .parts
            .iter()
            .any(|part| part.expr == column || !part.column && mentions(&part.expr, column));
        parts
            || index
                .predicate
                .as_ref()
                .is_some_and(|predicate| mentions(predicate, column))
    });
    let keys = keys.map(|key| format!("the key {}", key.name));
    let checks = checks.map(|check| format!("the check {}", check.name));
    let foreign = foreign.map(|key| format!("the foreign key {}", key.name));
    let indexes = indexes.map(|index| format!("the index {}", index.name));
    keys.chain(checks).chain(foreign).chain(indexes).collect()
}
