//! Guards on PostgreSQL: triggers that call one shared function, which raises an integrity violation naming the
//! trigger as the constraint. What a foreign key does runs inside a trigger of its own, so `pg_trigger_depth()` tells
//! a cascade from the application's statement; other triggers of the project's own are let through like cascades.

use driftless_model::{Column, Field, Scalar};

use super::guard::follows_its_target;
use super::table::TableLowering;
use crate::sql::identifier;
use crate::{Event, Function, ObjectName, Origin, Timing, TriggerAction};

const REFUSE: &str = "refuse_change";

const REFUSE_BODY: &str = "BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        MESSAGE = format('%s on table \"%s\" violates \"%s\"', lower(TG_OP), TG_TABLE_NAME, TG_NAME),
        SCHEMA = TG_TABLE_SCHEMA,
        TABLE = TG_TABLE_NAME,
        CONSTRAINT = TG_NAME;
END";

/// The statement of the application, not what a foreign key does.
const DIRECT: &str = "pg_trigger_depth() = 0";

impl TableLowering<'_, '_> {
    pub(super) fn guard_rows_on_postgres(&mut self) {
        let origin = self.table.origin.clone();
        let refuse = self.refusal();
        let (update, truncate) = (self.named(&["immutable"]), self.named(&["no_truncate"]));
        self.push_trigger(
            update,
            (Timing::Before, Event::Update),
            None,
            refuse.clone(),
            origin.clone(),
        );
        self.push_trigger(truncate, (Timing::Before, Event::Truncate), None, refuse, origin);
    }

    pub(super) fn guard_deletion_on_postgres(&mut self) {
        let (refuse, origin) = (self.refusal(), self.table.origin.clone());
        let name = self.named(&["append_only"]);
        self.push_trigger(
            name,
            (Timing::Before, Event::Delete),
            Some(DIRECT.to_owned()),
            refuse,
            origin,
        );
    }

    pub(super) fn fix_on_postgres(&mut self, field: &Field, columns: &[String], name: String, origin: Origin) {
        let changed: Vec<_> = columns
            .iter()
            .map(|column| identifier(column))
            .map(|c| format!("OLD.{c} IS DISTINCT FROM NEW.{c}"))
            .collect();
        let changed = changed.join(" OR ");
        let when = match (follows_its_target(field), columns.len()) {
            (false, _) => changed,
            (true, 1) => format!("{DIRECT} AND {changed}"),
            (true, _) => format!("{DIRECT} AND ({changed})"),
        };
        let refuse = self.refusal();
        self.push_trigger(name, (Timing::Before, Event::Update), Some(when), refuse, origin);
    }

    pub(super) fn touch_on_postgres(&mut self, column: &Column, name: String, origin: Origin) {
        let local = if column.ty.scalar == Scalar::TimestampLocal {
            "_local"
        } else {
            ""
        };
        let function = ObjectName {
            namespace: None,
            name: self.touch_name(&column.name, local),
        };
        let now = self.all.now(column.ty.scalar);
        let body = format!(
            "BEGIN\n    NEW.{} := {now};\n    RETURN NEW;\nEND",
            identifier(&column.name)
        );
        let comment = format!("Sets `{}` to the current time.", column.name);
        self.share_function(function.clone(), body, comment);
        let call = TriggerAction::Call(function);
        self.push_trigger(name, (Timing::Before, Event::Update), None, call, origin);
    }

    fn touch_name(&self, column: &str, suffix: &str) -> String {
        driftless_model::constraint_name(&["touch", &format!("{column}{suffix}")])
    }

    fn refusal(&mut self) -> TriggerAction {
        let name = ObjectName {
            namespace: None,
            name: REFUSE.to_owned(),
        };
        let comment = "Refuses the change that its trigger guards against, naming the trigger as the constraint.";
        self.share_function(name.clone(), REFUSE_BODY.to_owned(), comment.to_owned());
        TriggerAction::Call(name)
    }

    /// Trigger functions name no table, so all tables share them.
    fn share_function(&mut self, name: ObjectName, body: String, comment: String) {
        if self.all.catalog.functions.iter().any(|function| function.name == name) {
            return;
        }
        self.all.catalog.functions.push(Function {
            name,
            arguments: String::new(),
            returns: "trigger".to_owned(),
            language: "plpgsql".to_owned(),
            options: "SET search_path = pg_catalog, pg_temp".to_owned(),
            body,
            restricted: false,
            grants: Vec::new(),
            reads: None,
            comment: Some(comment),
            origin: Origin::new(self.all.schema.span, self.all.schema.name.as_str()),
        });
    }
}
