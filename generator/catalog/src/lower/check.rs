//! Conditions that the author named, and the rule of an arc: one target, or at most one.

use driftless_model::{Arc, Field, FieldKind};

use super::table::TableLowering;
use crate::sql::identifier;
use crate::{Check, Dialect};

impl TableLowering<'_, '_> {
    /// `checks.<name>` as `<table>_<name>_check`.
    pub(super) fn lower_declared_checks(&mut self) {
        let entity = self.entity;
        for check in &entity.checks {
            let object = self.object(check.name.as_str());
            self.all.note_lower(check.span, &object, &check.expr);
            let expr = self.printer().print(&check.expr);
            let doc = Some(check.doc.clone()).filter(|doc| !doc.is_empty() && !self.all.is_sqlite());
            let lowered = Check {
                not_valid: false,
                name: self.named(&[check.name.as_str(), "check"]),
                expr,
                comment: doc,
                origin: self.origin(check.span, check.name.as_str()),
                extras: Vec::new(),
            };
            self.table.checks.push(lowered);
        }
    }

    /// How many of an arc's columns are set: one; or none as well where it may be null; or as its variants say.
    pub(super) fn lower_arc_check(&mut self, field: &Field, arc: &Arc) {
        let count = self.count_set(arc);
        let expr = match (self.variant_condition(field), field.nullable) {
            (Some(present), false) => format!("{count} = CASE WHEN {present} THEN 1 ELSE 0 END"),
            (Some(present), true) => format!("{count} <= CASE WHEN {present} THEN 1 ELSE 0 END"),
            (None, false) => format!("{count} = 1"),
            (None, true) => format!("{count} <= 1"),
        };
        self.push_check(field, &[field.name.as_str(), "check"], expr);
    }

    fn count_set(&self, arc: &Arc) -> String {
        let columns = arc.targets.iter().map(|target| identifier(&target.column.name));
        match self.all.dialect {
            Dialect::Postgres => format!("num_nonnulls({})", columns.collect::<Vec<_>>().join(", ")),
            Dialect::Sqlite => columns
                .map(|column| format!("({column} IS NOT NULL)"))
                .collect::<Vec<_>>()
                .join(" + "),
        }
    }

    /// The names of a field's stored columns.
    pub(super) fn column_names(&self, field: &Field) -> Vec<String> {
        match &field.kind {
            FieldKind::Value(_) | FieldKind::Reference(_) | FieldKind::Arc(_) => {
                field.columns().iter().map(|column| column.name.clone()).collect()
            }
        }
    }
}
