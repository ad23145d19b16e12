//! Guards on SQLite: triggers whose message begins with the name of the rule. `INSERT OR REPLACE` removes the old row
//! without setting off a trigger, and cascades from it, so immutable tables also refuse a row whose key is taken; a
//! cascade is told from a direct deletion by its owner being gone already.

use driftless_model::{Action, Column, Field};

use super::guard::follows_its_target;
use super::table::TableLowering;
use crate::sql::{identifier, literal, qualified};
use crate::{Dialect, Event, ForeignKey, Index, Key, Origin, Timing, TriggerAction};

impl TableLowering<'_, '_> {
    pub(super) fn guard_rows_on_sqlite(&mut self) {
        let origin = self.table.origin.clone();
        let name = self.named(&["immutable"]);
        let refuse = TriggerAction::Run(vec![self.refuse(&name, "rows never change")]);
        self.push_trigger(name, (Timing::Before, Event::Update), None, refuse, origin.clone());
        let replaced = TriggerAction::Run(self.refuse_taken_keys());
        let name = self.named(&["no_replace"]);
        self.push_trigger(name, (Timing::Before, Event::Insert), None, replaced, origin);
    }

    /// One statement per key, each refusing under the key's own name, as the key itself would.
    fn refuse_taken_keys(&self) -> Vec<String> {
        let primary = self.table.primary_key.as_ref();
        // A key that holds the primary key is taken only when that is.
        let wider =
            |key: &&Key| !primary.is_some_and(|primary| primary.columns.iter().all(|c| key.columns.contains(c)));
        let keys = primary.into_iter().chain(self.table.uniques.iter().filter(wider));
        let of_keys = keys.map(|key| {
            let same: Vec<_> = key
                .columns
                .iter()
                .map(|column| same_as_new(&identifier(column)))
                .collect();
            self.refuse_taken(&key.name, &same.join(" AND "))
        });
        let indexes = self.table.indexes.iter().filter(|index| index.unique);
        let of_indexes = indexes.filter_map(|index| Some(self.refuse_taken(&index.name, &self.same_in_index(index)?)));
        of_keys
            .chain(of_indexes)
            .chain([self.refuse_taken_row_number()])
            .collect()
    }

    /// Every table has a row number besides its keys, and a row can be replaced by that too.
    fn refuse_taken_row_number(&self) -> String {
        self.refuse_taken(&self.named(&["no_replace"]), "rowid = NEW.rowid")
    }

    fn refuse_taken(&self, name: &str, same: &str) -> String {
        let refuse = self.refuse(name, "the key is taken, and rows are never replaced");
        format!(
            "{refuse} WHERE EXISTS (SELECT 1 FROM {} WHERE {same})",
            qualified(&self.table.name)
        )
    }

    /// Expressions are printed twice: over the rows that are there and over the new one.
    fn same_in_index(&self, index: &Index) -> Option<String> {
        let unique = self.entity.uniques.iter().find(|unique| {
            unique.name.as_deref() == Some(&index.name) || self.origin(unique.span, "").span == index.origin.span
        })?;
        let (row, new) = (self.printer(), self.qualified_printer("NEW."));
        let mut same: Vec<String> = Vec::new();
        for part in &unique.parts {
            if let driftless_model::ExprKind::Arc(field) = part.expr.kind {
                let ((row_kind, row_id), (new_kind, new_id)) = (row.arc_key(field), new.arc_key(field));
                same.push(format!("{row_kind} = {new_kind}"));
                same.push(format!("{row_id} = {new_id}"));
            } else {
                let equal = if unique.nulls_not_distinct { "IS" } else { "=" };
                same.push(format!(
                    "({}) {equal} ({})",
                    row.print(&part.expr),
                    new.print(&part.expr)
                ));
            }
        }
        if let Some(predicate) = &unique.predicate {
            same.push(format!("({})", row.print(predicate)));
            same.push(format!("({})", new.print(predicate)));
        }
        Some(same.join(" AND "))
    }

    pub(super) fn guard_deletion_on_sqlite(&mut self) {
        let cascading = self
            .table
            .foreign_keys
            .iter()
            .filter(|key| key.on_delete == Action::Cascade);
        let owned: Vec<_> = cascading.map(owner_exists).collect();
        let when = (!owned.is_empty()).then(|| owned.join(" AND "));
        let (name, origin) = (self.named(&["append_only"]), self.table.origin.clone());
        let refuse = TriggerAction::Run(vec![self.refuse(&name, "rows are only ever added")]);
        self.push_trigger(name, (Timing::Before, Event::Delete), when, refuse, origin);
    }

    pub(super) fn fix_on_sqlite(&mut self, field: &Field, columns: &[String], name: String, origin: Origin) {
        let changed: Vec<_> = columns
            .iter()
            .map(|c| identifier(c))
            .map(|c| format!("OLD.{c} IS NOT NEW.{c}"))
            .collect();
        let mut when = changed.join(" OR ");
        if follows_its_target(field) {
            let keys = self
                .table
                .foreign_keys
                .iter()
                .filter(|key| columns.iter().any(|c| key.columns.contains(c)));
            let owned: Vec<_> = keys.map(owner_exists).collect();
            when = format!("({when}) AND {}", owned.join(" AND "));
        }
        let refuse = TriggerAction::Run(vec![self.refuse(&name, "the value is set once and never changes")]);
        self.push_trigger(name, (Timing::Before, Event::Update), Some(when), refuse, origin);
    }

    /// The time is the same throughout a statement, so the update within sets off no third one.
    pub(super) fn touch_on_sqlite(&mut self, column: &Column, name: String, origin: Origin) {
        let (table, touched) = (qualified(&self.table.name), identifier(&column.name));
        let now = self.all.now(column.ty.scalar);
        let keys = self
            .table
            .primary_key
            .iter()
            .flat_map(|key| &key.columns)
            .map(|key| identifier(key));
        let row: Vec<_> = keys.map(|key| format!("{key} = NEW.{key}")).collect();
        let update = format!("UPDATE {table} SET {touched} = {now} WHERE {}", row.join(" AND "));
        let when = Some(format!("NEW.{touched} IS NOT {now}"));
        self.push_trigger(
            name,
            (Timing::After, Event::Update),
            when,
            TriggerAction::Run(vec![update]),
            origin,
        );
    }

    fn refuse(&self, name: &str, words: &str) -> String {
        format!(
            "SELECT RAISE(ABORT, {})",
            literal(Dialect::Sqlite, &format!("{name}: {words}"))
        )
    }
}

fn same_as_new(column: &str) -> String {
    format!("{column} = NEW.{column}")
}

/// Whether the row that a foreign key of the old row points at is there, or there is none to point at.
fn owner_exists(key: &ForeignKey) -> String {
    let pairs = key.columns.iter().zip(&key.target_columns);
    let same: Vec<_> = pairs
        .map(|(own, theirs)| format!("{} = OLD.{}", identifier(theirs), identifier(own)))
        .collect();
    let absent: Vec<_> = key
        .columns
        .iter()
        .map(|own| format!("OLD.{} IS NULL", identifier(own)))
        .collect();
    format!(
        "({} OR EXISTS (SELECT 1 FROM {} WHERE {}))",
        absent.join(" OR "),
        qualified(&key.target),
        same.join(" AND ")
    )
}
