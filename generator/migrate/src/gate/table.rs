//! Tables, guards and the author's own objects.

use driftless_catalog::{Native, ObjectName, Table, Trigger, TriggerAction};

use super::Gate;
use super::loss::{Loss, LossCode, object_of};

/// The function that PostgreSQL guards call.
const REFUSE: &str = "refuse_change";

impl Gate<'_> {
    pub(super) fn dropped_table(&mut self, table: &Table) {
        let object = object_of(&table.origin, table.name.to_string());
        let pointing = self
            .from
            .tables
            .iter()
            .filter(|other| other.name != table.name)
            .flat_map(|other| {
                let keys = other.foreign_keys.iter().filter(|key| key.target == table.name);
                keys.map(|key| format!("the foreign key {} of {}", key.name, other.name))
            });
        let pointing = pointing.collect();
        let loss = Loss::new(
            LossCode::DropEntity,
            &table.origin,
            object,
            "the table goes with all its rows",
        )
        .taking(pointing)
        .counted(self.count(&table.name, ""));
        let twin = self
            .lookalike(table)
            .map(|twin| object_of(&twin.origin, twin.name.to_string()));
        let loss = match twin {
            Some(twin) => {
                let old = loss.object.clone();
                loss.help(format!(
                    "if `{twin}` is the same under another name, give it `renamed_from = \"{old}\"`"
                ))
            }
            None => loss,
        };
        self.push(loss);
    }

    /// A new table that has most of the columns of one that goes.
    fn lookalike(&self, gone: &Table) -> Option<&Table> {
        let fresh = self
            .to
            .tables
            .iter()
            .filter(|table| self.from.table(&table.name).is_none());
        let shared = |table: &&Table| {
            let same = gone
                .columns
                .iter()
                .filter(|column| table.column(&column.name).is_some_and(|other| other.ty == column.ty));
            same.count()
        };
        let most = gone.columns.len().max(1);
        fresh.filter(|table| shared(table) * 2 > most).max_by_key(shared)
    }

    /// Policies that did not bind before hide rows from whoever does not name the tenant.
    pub(super) fn hidden_rows(&mut self, before: &Table, after: &Table) {
        if after.row_security && !before.row_security {
            let object = object_of(&after.origin, after.name.to_string());
            let why = "rows are hidden from clients that do not name their tenant";
            self.push(Loss::new(LossCode::ForbidChange, &after.origin, object, why));
        }
    }

    pub(super) fn new_guard(&mut self, table: &ObjectName, trigger: &Trigger) {
        let refuses = match &trigger.action {
            TriggerAction::Call(function) => function.name == REFUSE,
            TriggerAction::Run(statements) => statements.iter().any(|statement| statement.contains("RAISE")),
        };
        let Some(before) = self.from.table(table).filter(|_| refuses) else {
            return;
        };
        let same = |old: &Trigger| (old.timing, old.event, &old.when) == (trigger.timing, trigger.event, &trigger.when);
        if before.triggers.iter().any(same) {
            return;
        }
        let object = object_of(&trigger.origin, format!("{table}.{}", trigger.name));
        // Nobody writes yet what was not there before.
        let is_of_new_column = self.to.table(table).is_some_and(|after| {
            let own = after
                .columns
                .iter()
                .filter(|column| column.origin.object == trigger.origin.object);
            own.clone().next().is_some() && own.into_iter().all(|column| before.column(&column.name).is_none())
        });
        if !is_of_new_column {
            let why = "writers that change it are refused from now on";
            self.push(Loss::new(LossCode::ForbidChange, &trigger.origin, object, why));
        }
    }

    pub(super) fn dropped_native(&mut self, native: &Native) {
        let why = if native.down.trim().is_empty() {
            "it goes, and nothing says how: drop it by hand"
        } else {
            "it goes, as its `down` says"
        };
        self.push(Loss::new(
            LossCode::DropNative,
            &native.origin,
            native.name.clone(),
            why,
        ));
    }
}
