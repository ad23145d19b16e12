//! Plans for PostgreSQL. In: what differs. Out: files in order, each in the form that holds no lock for longer than it
//! takes to change the catalog.

mod backfill;
mod column;
mod disturbed;
mod enums;
mod function;
mod hanging;
mod key;
mod native;
mod place;
mod reference;
mod shadow;
mod table;

use std::collections::BTreeSet;

use driftless_catalog::sql::Statement;
use driftless_catalog::{ByName, Catalog, Dialect, ObjectName};

use super::{Form, Part, Plan, Script, unchanged};
use crate::change::{Change, Object, Verb};
use crate::diff::{Difference, Rename, rename_statements};
use disturbed::Disturbed;
use place::{Place, Stage};

/// Plans a difference; `to` is the goal as it was lowered.
pub(super) fn plan(to: &Catalog, difference: Difference) -> Plan {
    let (before, after) = (difference.aligned.by_name(), to.by_name());
    let disturbed = Disturbed::of(&difference, &before, &after);
    let forced = disturbed.forced(&before, &after, &difference.changes);
    let mut planner = Planner {
        from: &before,
        to: &after,
        moved: BTreeSet::new(),
        disturbed: &disturbed,
        actions: Vec::new(),
        irreversible: Vec::new(),
    };
    planner.rename(&difference);
    planner.note_moves(&difference.changes);
    let all = difference.changes.iter().chain(&forced);
    for change in all.filter(|change| !disturbed.is_shadowed(change)) {
        planner.change(change);
    }
    planner.shadows();
    planner.natives(&difference.changes);
    planner.create_tables();
    planner.drop_tables();
    let labels_added = planner
        .actions
        .iter()
        .filter(|action| action.place == Place::AddLabel)
        .count();
    let parts = parts(planner.actions);
    Plan {
        irreversible: planner.irreversible,
        labels_added,
        parts,
        ..Plan {
            renames: difference.renames,
            changes: difference.changes,
            ..unchanged(Dialect::Postgres)
        }
    }
}

/// What planning works on.
struct Planner<'p> {
    /// What is there, under its new names.
    from: &'p ByName<'p>,
    /// What shall be.
    to: &'p ByName<'p>,
    /// Columns whose values move: rules about them come when they have.
    moved: BTreeSet<(ObjectName, String)>,
    /// Columns that are made anew or change their type.
    disturbed: &'p Disturbed,
    actions: Vec<Action>,
    irreversible: Vec<String>,
}

/// Statements in their place.
#[derive(Debug)]
struct Action {
    place: Place,
    up: Vec<Statement>,
    down: Vec<Statement>,
}

impl Planner<'_> {
    fn action(&mut self, place: Place, up: Vec<Statement>, down: Vec<Statement>) {
        self.actions.push(Action { place, up, down });
    }

    fn rename(&mut self, difference: &Difference) {
        for rename in &difference.renames {
            let (up, down) = (rename_statements(rename), rename_statements(&rename.reversed()));
            // A label is renamed in a type that has its new name.
            let place = match rename {
                Rename::Enum { .. } => Place::RenameLabel,
                Rename::Table { .. } | Rename::Column { .. } => Place::Rename,
            };
            self.action(place, up, down);
        }
        self.rename_sequences(&difference.renames);
    }

    fn shadows(&mut self) {
        for after in &self.to.tables {
            let columns: Vec<String> = self.disturbed.shadowed(&after.name).map(str::to_owned).collect();
            if let Some(before) = self.from.table(&after.name).filter(|_| !columns.is_empty()) {
                self.shadow(before, after, &columns);
            }
        }
    }

    fn change(&mut self, change: &Change) {
        match (&change.before, &change.after) {
            (None, Some(after)) => self.create(after),
            (Some(before), None) => self.drop(before),
            (Some(before), Some(after)) if change.verb == Verb::Rename => self.rename_object(before, after),
            (Some(before), Some(after)) => self.alter(before, after),
            (None, None) => {}
        }
    }

    fn create(&mut self, object: &Object) {
        match object {
            Object::Namespace(item) => self.create_namespace(item),
            Object::Enum(item) => self.create_enum(item),
            Object::Function(item) => self.create_function(item),
            // All at once, in an order that has to know of all.
            Object::Table(_) | Object::Native(_) => {}
            Object::Column(table, item) => self.create_column(table, item),
            Object::PrimaryKey(table, key) => self.add_key(table, key, true),
            Object::Unique(table, key) => self.add_key(table, key, false),
            Object::ForeignKey(table, key) => self.create_foreign_key(table, key),
            Object::Check(table, check) => self.create_check(table, check),
            Object::Index(table, index) => self.create_index(table, index),
            Object::Trigger(table, trigger) => self.create_trigger(table, trigger),
            Object::Policy(table, policy) => self.create_policy(table, policy),
        }
    }

    fn drop(&mut self, object: &Object) {
        match object {
            Object::Namespace(item) => self.drop_namespace(item),
            Object::Enum(item) => self.drop_enum(item),
            Object::Function(item) => self.drop_function(item),
            Object::Table(_) | Object::Native(_) => {}
            Object::Column(table, item) => self.drop_column(table, item),
            Object::PrimaryKey(table, key) => self.drop_key(table, key, true),
            Object::Unique(table, key) => self.drop_key(table, key, false),
            Object::ForeignKey(table, key) => self.drop_foreign_key(table, key),
            Object::Check(table, check) => self.drop_check(table, check),
            Object::Index(table, index) => self.drop_index(table, index),
            Object::Trigger(table, trigger) => self.drop_trigger(table, trigger),
            Object::Policy(table, policy) => self.drop_policy(table, policy),
        }
    }

    fn alter(&mut self, before: &Object, after: &Object) {
        match (before, after) {
            (Object::Namespace(before), Object::Namespace(after)) => self.alter_namespace(before, after),
            (Object::Enum(before), Object::Enum(after)) => self.alter_enum(before, after),
            (Object::Function(before), Object::Function(after)) => self.alter_function(before, after),
            (Object::Table(before), Object::Table(after)) => self.alter_table(before, after),
            (Object::Column(table, before), Object::Column(_, after)) => self.alter_column(table, before, after),
            (Object::PrimaryKey(table, before), Object::PrimaryKey(_, after)) => {
                self.replace_key(table, before, after, true);
            }
            (Object::Unique(table, before), Object::Unique(_, after)) => self.replace_key(table, before, after, false),
            (Object::ForeignKey(table, before), Object::ForeignKey(_, after)) => {
                self.alter_foreign_key(table, before, after);
            }
            (Object::Check(table, before), Object::Check(_, after)) => self.alter_check(table, before, after),
            (Object::Index(table, before), Object::Index(_, after)) => self.replace_index(table, before, after),
            (Object::Trigger(table, before), Object::Trigger(_, after)) => self.alter_trigger(table, before, after),
            (Object::Policy(table, before), Object::Policy(_, after)) => self.alter_policy(table, before, after),
            _ => {}
        }
    }
}

/// Puts statements into files: one for each that must stand alone, and as few as may be for the others.
fn parts(mut actions: Vec<Action>) -> Vec<Part> {
    actions.retain(|action| !(action.up.is_empty() && action.down.is_empty()));
    actions.sort_by_key(|action| action.place);
    let mut parts: Vec<(Stage, Vec<Action>)> = Vec::new();
    for action in actions {
        let stage = action.place.stage();
        match parts.last_mut() {
            Some((last, held)) if joins(*last, stage) => held.push(action),
            _ => parts.push((stage, vec![action])),
        }
    }
    parts.into_iter().map(|(stage, actions)| part(stage, actions)).collect()
}

/// Whether a statement may stand in the same file as those before it. A constraint must be committed before its rows are
/// looked at, and the look before what needs a stronger lock; what visits every row holds no other lock meanwhile.
fn joins(last: Stage, next: Stage) -> bool {
    if last.is_alone() || next.is_alone() {
        return false;
    }
    let apart = |stage| matches!(stage, Stage::Labels | Stage::Move | Stage::Validate);
    last == next || !(apart(last) || apart(next))
}

fn part(stage: Stage, actions: Vec<Action>) -> Part {
    let form = if stage.is_alone() {
        Form::Alone
    } else {
        Form::Transaction
    };
    let down: Vec<_> = actions.iter().rev().map(|action| action.down.clone()).collect();
    let up = actions.into_iter().map(|action| action.up).collect();
    Part {
        word: stage.word(),
        up: Script { form, groups: up },
        down: Script { form, groups: down },
    }
}
