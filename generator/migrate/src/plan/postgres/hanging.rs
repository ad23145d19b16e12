//! Checks, triggers, policies and indexes of tables that are there, and new names for what keeps everything else.

use driftless_catalog::sql::{self, Statement, Subject};
use driftless_catalog::{Check, Index, ObjectName, Policy, Table, Trigger};

use super::{Place, Planner};
use crate::change::Object;
use crate::plan::names::{index_mentions, mentions, old_name};

impl<'p> Planner<'p> {
    /// The table as it shall be. What hangs on a table that stays always finds it.
    pub(super) fn goal(&self, table: &ObjectName) -> Option<&'p Table> {
        self.to.table(table)
    }

    pub(super) fn create_check(&mut self, table: &ObjectName, check: &Check) {
        let place = self.place_of_check(table, check);
        let late = Check {
            not_valid: true,
            ..check.clone()
        };
        let (up, down) = (sql::add_check(table, &late), sql::drop_constraint(table, &check.name));
        self.action(place, vec![up], vec![down]);
        self.validate(table, &check.name);
        if let Some(goal) = self.goal(table) {
            self.comment(Subject::Check(goal, check), &None, &check.comment);
        }
    }

    /// A rule about values that move comes when they have.
    fn place_of_check(&self, table: &ObjectName, check: &Check) -> Place {
        let mut moved = self.moved.iter().filter(|(of, _)| of == table);
        if moved.any(|(_, column)| mentions(&check.expr, column)) {
            Place::AddMovedCheck
        } else {
            Place::AddCheck
        }
    }

    pub(super) fn validate(&mut self, table: &ObjectName, name: &str) {
        self.action(Place::Validate, vec![sql::validate_constraint(table, name)], Vec::new());
    }

    pub(super) fn drop_check(&mut self, table: &ObjectName, check: &Check) {
        let mut down = vec![sql::add_check(table, check)];
        if let Some(owner) = self.from.table(table) {
            down.extend(
                check
                    .comment
                    .as_deref()
                    .map(|text| sql::comment(Subject::Check(owner, check), Some(text))),
            );
        }
        self.action(Place::DropCheck, vec![sql::drop_constraint(table, &check.name)], down);
    }

    pub(super) fn alter_check(&mut self, table: &ObjectName, before: &Check, after: &Check) {
        let forced = before == after;
        if forced || before.expr != after.expr {
            self.drop_check(table, before);
            self.create_check(table, after);
            return;
        }
        if before.not_valid && !after.not_valid {
            self.validate(table, &after.name);
        }
        if let Some(goal) = self.goal(table) {
            self.comment(Subject::Check(goal, after), &before.comment, &after.comment);
        }
    }

    /// A trigger with what it says it is for, or without either.
    fn trigger_statements(&self, owner: Option<&Table>, trigger: &Trigger) -> (Vec<Statement>, Vec<Statement>) {
        let Some(owner) = owner else {
            return (Vec::new(), Vec::new());
        };
        let mut make = vec![sql::create_trigger(owner, trigger)];
        let comment = trigger.comment.as_deref();
        make.extend(comment.map(|text| sql::comment(Subject::Trigger(owner, trigger), Some(text))));
        (make, vec![sql::drop_trigger(self.to.dialect, owner, trigger)])
    }

    pub(super) fn create_trigger(&mut self, table: &ObjectName, trigger: &Trigger) {
        let (make, remove) = self.trigger_statements(self.goal(table), trigger);
        self.action(Place::CreateTrigger, make, remove);
    }

    pub(super) fn drop_trigger(&mut self, table: &ObjectName, trigger: &Trigger) {
        let (make, remove) = self.trigger_statements(self.from.table(table), trigger);
        self.action(Place::DropTrigger, remove, make);
    }

    pub(super) fn alter_trigger(&mut self, table: &ObjectName, before: &Trigger, after: &Trigger) {
        let without_comment = |trigger: &Trigger| Trigger {
            comment: None,
            ..trigger.clone()
        };
        if before != after && without_comment(before) == without_comment(after) {
            if let Some(goal) = self.goal(table) {
                self.comment(Subject::Trigger(goal, after), &before.comment, &after.comment);
            }
            return;
        }
        self.drop_trigger(table, before);
        self.create_trigger(table, after);
    }

    fn policy_statements(owner: Option<&Table>, policy: &Policy) -> (Vec<Statement>, Vec<Statement>) {
        let Some(owner) = owner else {
            return (Vec::new(), Vec::new());
        };
        let mut make = vec![sql::create_policy(owner, policy)];
        let comment = policy.comment.as_deref();
        make.extend(comment.map(|text| sql::comment(Subject::Policy(owner, policy), Some(text))));
        (make, vec![sql::drop_policy(owner, policy)])
    }

    pub(super) fn create_policy(&mut self, table: &ObjectName, policy: &Policy) {
        let (make, remove) = Self::policy_statements(self.goal(table), policy);
        self.action(Place::CreatePolicy, make, remove);
    }

    pub(super) fn drop_policy(&mut self, table: &ObjectName, policy: &Policy) {
        let (make, remove) = Self::policy_statements(self.from.table(table), policy);
        self.action(Place::DropPolicy, remove, make);
    }

    /// In one statement, so that there is no moment without a policy; in two where its column becomes another type.
    pub(super) fn alter_policy(&mut self, table: &ObjectName, before: &Policy, after: &Policy) {
        let disturbed = self
            .disturbed
            .of_table(table)
            .any(|column| mentions(&before.using, column) || mentions(&before.with_check, column));
        if disturbed {
            self.drop_policy(table, before);
            self.create_policy(table, after);
            return;
        }
        if (&before.using, &before.with_check) != (&after.using, &after.with_check) {
            let (up, down) = (sql::alter_policy(table, after), sql::alter_policy(table, before));
            self.action(Place::CreatePolicy, vec![up], vec![down]);
        }
        if let Some(goal) = self.goal(table) {
            self.comment(Subject::Policy(goal, after), &before.comment, &after.comment);
        }
    }

    pub(super) fn create_index(&mut self, table: &ObjectName, index: &Index) {
        if let Some(goal) = self.goal(table) {
            let (up, down) = (
                sql::create_index_concurrently(goal, index),
                sql::drop_index_concurrently(table, &index.name),
            );
            self.action(Place::BuildIndex, vec![up], vec![down]);
        }
    }

    /// One whose columns go or are made anew would go silently with them: it is dropped in so many words before.
    pub(super) fn drop_index(&mut self, table: &ObjectName, index: &Index) {
        let Some(owner) = self.from.table(table) else { return };
        let speaks_of = |column: &str| index_mentions(index, column);
        let place = if self.disturbed.broken(table).any(speaks_of) {
            Place::DropDisturbed
        } else if self.dropped_columns(table).any(speaks_of) {
            Place::DropIndexOfDropped
        } else {
            let (up, down) = (
                sql::drop_index_concurrently(table, &index.name),
                sql::create_index_concurrently(owner, index),
            );
            return self.action(Place::DropIndex, vec![up], vec![down]);
        };
        let (up, down) = (sql::drop_index(owner, index), sql::create_index(owner, index));
        self.action(place, vec![up], vec![down]);
    }

    /// The columns of a table that go.
    pub(super) fn dropped_columns(&self, table: &ObjectName) -> impl Iterator<Item = &'p str> + use<'p> {
        let (from, goal) = (self.from.table(table), self.goal(table));
        let columns = from.into_iter().flat_map(|table| &table.columns);
        let gone = columns.filter(move |column| goal.is_none_or(|goal| goal.column(&column.name).is_none()));
        gone.map(|column| column.name.as_str())
    }

    /// The new one is built before the old one goes, which makes room for its name.
    pub(super) fn replace_index(&mut self, table: &ObjectName, before: &Index, after: &Index) {
        let aside = old_name(&before.name);
        let (up, down) = (
            sql::rename_index(table, &before.name, &aside),
            sql::rename_index(table, &aside, &before.name),
        );
        let remade = self
            .disturbed
            .broken(table)
            .any(|column| index_mentions(before, column));
        if !remade {
            self.action(Place::Rename, vec![up], vec![down]);
        }
        let renamed = Index {
            name: if remade { before.name.clone() } else { aside },
            ..before.clone()
        };
        self.drop_index(table, &renamed);
        self.create_index(table, after);
    }

    /// Another name, and nothing else.
    pub(super) fn rename_object(&mut self, before: &Object, after: &Object) {
        let (Some(table), old, new) = (after.table(), before.name(), after.name()) else {
            return;
        };
        let rename = match after {
            Object::PrimaryKey(..) | Object::Unique(..) | Object::ForeignKey(..) | Object::Check(..) => {
                sql::rename_constraint
            }
            Object::Index(..) => sql::rename_index,
            Object::Trigger(..) => sql::rename_trigger,
            Object::Policy(..) => sql::rename_policy,
            _ => return,
        };
        self.action(
            Place::Rename,
            vec![rename(table, &old, &new)],
            vec![rename(table, &new, &old)],
        );
    }
}
