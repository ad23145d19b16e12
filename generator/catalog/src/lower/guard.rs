//! Guards: triggers that refuse what a row has promised never to suffer, and the one that keeps `updated_at`. Each
//! refusal carries the name of its trigger, as a constraint's violation carries the constraint's.

use driftless_model::{Action, Field, FieldKind, Mutability};

use super::table::TableLowering;
use crate::{Dialect, Event, Level, Origin, Timing, Trigger, TriggerAction};

impl TableLowering<'_, '_> {
    /// The guards of this table.
    pub(super) fn lower_guards(&mut self) {
        match self.entity.mutability {
            Mutability::Mutable => {
                self.lower_fixed_fields();
                self.lower_touched();
            }
            Mutability::Immutable => self.lower_immutable(),
            Mutability::AppendOnly => {
                self.lower_immutable();
                self.lower_append_only();
            }
        }
    }

    fn lower_immutable(&mut self) {
        match self.all.dialect {
            Dialect::Postgres => self.guard_rows_on_postgres(),
            Dialect::Sqlite => self.guard_rows_on_sqlite(),
        }
    }

    fn lower_append_only(&mut self) {
        match self.all.dialect {
            Dialect::Postgres => self.guard_deletion_on_postgres(),
            Dialect::Sqlite => self.guard_deletion_on_sqlite(),
        }
    }

    /// Fields that are set at creation and never change, the tenant's among them.
    fn lower_fixed_fields(&mut self) {
        let entity = self.entity;
        let fixed = entity
            .fields()
            .filter(|(_, field)| (field.immutable || field.tenant) && field.computed.is_none());
        for (_, field) in fixed {
            if !field.columns().is_empty() {
                self.lower_fixed_field(field);
            }
        }
    }

    fn lower_fixed_field(&mut self, field: &Field) {
        let columns = self.column_names(field);
        let mut parts: Vec<_> = columns.iter().map(String::as_str).collect();
        if field.arc().is_some() {
            parts = vec![field.name.as_str()];
        }
        parts.push("immutable");
        let (name, origin) = (self.named(&parts), self.origin(field.span, field.name.as_str()));
        match self.all.dialect {
            Dialect::Postgres => self.fix_on_postgres(field, &columns, name, origin),
            Dialect::Sqlite => self.fix_on_sqlite(field, &columns, name, origin),
        }
    }

    fn lower_touched(&mut self) {
        let entity = self.entity;
        for (_, field) in entity.fields().filter(|(_, field)| field.touched) {
            let Some(column) = field.value() else { continue };
            let (name, origin) = (
                self.named(&[&column.name, "touch"]),
                self.origin(field.span, field.name.as_str()),
            );
            match self.all.dialect {
                Dialect::Postgres => self.touch_on_postgres(column, name, origin),
                Dialect::Sqlite => self.touch_on_sqlite(column, name, origin),
            }
        }
    }

    pub(super) fn push_trigger(
        &mut self,
        name: String,
        on: (Timing, Event),
        when: Option<String>,
        action: TriggerAction,
        origin: Origin,
    ) {
        let level = if on.1 == Event::Truncate {
            Level::Statement
        } else {
            Level::Row
        };
        let trigger = Trigger {
            name,
            timing: on.0,
            event: on.1,
            level,
            when,
            action,
            disabled: false,
            comment: None,
            origin,
        };
        self.table.triggers.push(trigger);
    }
}

/// Whether the database itself may change a field that the application may not: by what its reference does.
pub(super) fn follows_its_target(field: &Field) -> bool {
    let follows = |action| matches!(action, Action::SetNull | Action::Cascade);
    match &field.kind {
        FieldKind::Value(_) => false,
        FieldKind::Reference(reference) => reference.on_delete == Action::SetNull || follows(reference.on_update),
        FieldKind::Arc(arc) => arc.on_delete == Action::SetNull,
    }
}
