//! Another type without a rewrite under a lock: a second column beside the first, kept in step by triggers, filled a few
//! pages at a time, given its indexes and rules, and put in the first one's place when every row was looked at.

use driftless_catalog::sql::{self, Statement, Subject, identifier};
use driftless_catalog::{
    Check, Column, Dialect, Event, Function, Index, Level, ObjectName, Table, Timing, Trigger, TriggerAction,
};
use driftless_model::constraint_name;

use super::backfill::Backfill;
use super::{Place, Planner};
use crate::convert::{Conversion, convert};
use crate::plan::names::{index_mentions, mentions, new_name, replaced, required_name};
use crate::plan::values::reversed;

/// One column and its shadow.
pub(super) struct Shadow {
    before: Column,
    after: Column,
    /// The name of the second column until it takes the place of the first.
    beside: String,
}

impl Shadow {
    fn of(before: &Column, after: &Column) -> Self {
        Self {
            before: before.clone(),
            after: after.clone(),
            beside: new_name(&after.name),
        }
    }

    /// The second column as it is added: nothing is asked of it yet.
    fn column(&self) -> Column {
        Column {
            name: self.beside.clone(),
            nullable: true,
            default: None,
            comment: None,
            ..self.after.clone()
        }
    }

    /// The new value over the first column.
    fn value(&self) -> String {
        converted(&self.before, &self.after)
    }

    /// The old value over the second column.
    fn old_value(&self) -> String {
        let (mut source, goal) = reversed(&self.after, &self.before);
        source.name.clone_from(&self.beside);
        converted(&source, &goal)
    }
}

fn converted(before: &Column, after: &Column) -> String {
    match convert(Dialect::Postgres, before, after) {
        Conversion::Converted(converted) => converted.expr,
        Conversion::Same | Conversion::Impossible => None,
    }
    .unwrap_or_else(|| format!("{}::{}", identifier(&before.name), after.ty))
}

impl Planner<'_> {
    /// Changes the types of columns of one table that nothing but indexes and checks speaks of.
    pub(super) fn shadow(&mut self, before: &Table, after: &Table, columns: &[String]) {
        let pairs = columns
            .iter()
            .filter_map(|name| Some((before.column(name)?, after.column(name)?)));
        let shadows: Vec<Shadow> = pairs.map(|(old, new)| Shadow::of(old, new)).collect();
        for shadow in &shadows {
            self.cast_shadow(&after.name, shadow);
            self.fill_shadow(&after.name, shadow);
            self.require_shadow(&after.name, shadow);
        }
        self.index_shadows(after, &shadows);
        self.check_shadows(after, &shadows);
        self.replace(before, after, &shadows);
    }

    /// The second column, and the triggers that keep it in step with the first.
    fn cast_shadow(&mut self, table: &ObjectName, shadow: &Shadow) {
        let Some(goal) = self.goal(table) else { return };
        let (make, remove) = keeping_in_step(goal, shadow);
        let mut up = vec![sql::add_column(table, &shadow.column())];
        up.extend(make);
        let mut down = remove;
        down.push(sql::drop_column(table, &shadow.beside));
        self.action(Place::AddColumn, up, down);
    }

    fn fill_shadow(&mut self, table: &ObjectName, shadow: &Shadow) {
        let value = shadow.value();
        let fill = Backfill {
            table,
            column: &shadow.beside,
            condition: format!("{} IS DISTINCT FROM {value}", identifier(&shadow.beside)),
            value,
            repeatable: true,
        };
        self.backfill(&fill, None);
        if let Some(default) = self.default_for_nulls(shadow) {
            let fill = Backfill {
                table,
                column: &shadow.before.name,
                condition: format!("{} IS NULL", identifier(&shadow.before.name)),
                value: default,
                repeatable: true,
            };
            self.backfill(&fill, None);
        }
    }

    /// The old default serves for nulls that are none any more: the second column follows the first.
    fn default_for_nulls(&self, shadow: &Shadow) -> Option<String> {
        let required = shadow.before.nullable && !shadow.after.nullable;
        shadow.before.default.clone().filter(|_| required)
    }

    fn require_shadow(&mut self, table: &ObjectName, shadow: &Shadow) {
        if !shadow.after.nullable {
            let check = required(table, shadow);
            let drop = sql::drop_constraint(table, &check.name);
            self.action(Place::Require, vec![sql::add_check(table, &check)], vec![drop]);
            self.validate(table, &check.name);
        }
    }

    fn index_shadows(&mut self, after: &Table, shadows: &[Shadow]) {
        for index in after.indexes.iter().filter(|index| speaks_of(index, shadows)) {
            let beside = beside_index(index, shadows);
            let (up, down) = (
                sql::create_index_concurrently(after, &beside),
                sql::drop_index_concurrently(&after.name, &beside.name),
            );
            self.action(Place::BuildIndex, vec![up], vec![down]);
        }
    }

    fn check_shadows(&mut self, after: &Table, shadows: &[Shadow]) {
        for check in after.checks.iter().filter(|check| checks(check, shadows)) {
            let beside = Check {
                name: new_name(&check.name),
                expr: over_shadows(&check.expr, shadows),
                not_valid: true,
                ..check.clone()
            };
            let (up, down) = (
                sql::add_check(&after.name, &beside),
                sql::drop_constraint(&after.name, &beside.name),
            );
            self.action(Place::AddMovedCheck, vec![up], vec![down]);
            self.validate(&after.name, &beside.name);
        }
    }

    /// The second columns take the places of the first, and what was built for them takes its names.
    fn replace(&mut self, before: &Table, after: &Table, shadows: &[Shadow]) {
        let name = &after.name;
        let old_checks = before.checks.iter().filter(|check| checks(check, shadows));
        for check in old_checks {
            let mut down = vec![sql::add_check(name, check)];
            let comment = check.comment.as_deref();
            down.extend(comment.map(|text| sql::comment(Subject::Check(before, check), Some(text))));
            self.action(Place::DropKey, vec![sql::drop_constraint(name, &check.name)], down);
        }
        for index in before.indexes.iter().filter(|index| speaks_of(index, shadows)) {
            let (up, down) = (sql::drop_index(before, index), sql::create_index(before, index));
            self.action(Place::DropIndexOfDropped, vec![up], vec![down]);
        }
        for shadow in shadows {
            self.take_place(before, after, shadow);
        }
        for index in after.indexes.iter().filter(|index| speaks_of(index, shadows)) {
            let beside = new_name(&index.name);
            let (up, down) = (
                sql::rename_index(name, &beside, &index.name),
                sql::rename_index(name, &index.name, &beside),
            );
            self.action(Place::TakeName, vec![up], vec![down]);
        }
        for check in after.checks.iter().filter(|check| checks(check, shadows)) {
            let beside = new_name(&check.name);
            let mut up = vec![sql::rename_constraint(name, &beside, &check.name)];
            let comment = check.comment.as_deref();
            up.extend(comment.map(|text| sql::comment(Subject::Check(after, check), Some(text))));
            let down = vec![sql::rename_constraint(name, &check.name, &beside)];
            self.action(Place::TakeName, up, down);
        }
    }

    fn take_place(&mut self, before: &Table, after: &Table, shadow: &Shadow) {
        let (name, old, new) = (&after.name, &shadow.before, &shadow.after);
        let (make, remove) = keeping_in_step(after, shadow);
        let mut up = remove;
        up.push(sql::drop_column(name, &old.name));
        up.push(sql::rename_column(name, &shadow.beside, &new.name));
        if !new.nullable {
            up.push(sql::set_nullable(name, new));
            up.push(sql::drop_constraint(name, &required(name, shadow).name));
        }
        up.extend(new.default.is_some().then(|| sql::set_default(name, new)));
        let comment = new.comment.as_deref();
        up.extend(comment.map(|text| sql::comment(Subject::Column(after, new), Some(text))));
        self.action(Place::DropColumn, up, self.restore(before, after, shadow, make));
    }

    /// The first column again, filled from the second, which steps aside.
    fn restore(&self, before: &Table, after: &Table, shadow: &Shadow, make: Vec<Statement>) -> Vec<Statement> {
        let (name, old, new) = (&after.name, &shadow.before, &shadow.after);
        let bare = Column {
            nullable: true,
            default: None,
            ..new.clone()
        };
        let empty = Column {
            nullable: true,
            ..old.clone()
        };
        let mut down = Vec::new();
        down.extend(new.default.is_some().then(|| sql::set_default(name, &bare)));
        if !new.nullable {
            down.push(sql::add_check(
                name,
                &Check {
                    expr: format!("{} IS NOT NULL", identifier(&new.name)),
                    ..required(name, shadow)
                },
            ));
            down.push(sql::set_nullable(name, &bare));
        }
        down.extend(
            new.comment
                .is_some()
                .then(|| sql::comment(Subject::Column(after, new), None)),
        );
        down.push(sql::rename_column(name, &new.name, &shadow.beside));
        down.push(sql::add_column(name, &empty));
        down.extend(self.refill(name, shadow));
        down.extend((!old.nullable).then(|| sql::set_nullable(name, old)));
        let comment = old.comment.as_deref();
        down.extend(comment.map(|text| sql::comment(Subject::Column(before, old), Some(text))));
        down.extend(make);
        down
    }

    fn refill(&self, table: &ObjectName, shadow: &Shadow) -> Vec<Statement> {
        let back = Backfill {
            table,
            column: &shadow.before.name,
            value: shadow.old_value(),
            condition: "true".to_owned(),
            repeatable: false,
        };
        self.at_once(&back)
    }
}

/// The check that stands in for NOT NULL on the second column.
fn required(table: &ObjectName, shadow: &Shadow) -> Check {
    Check {
        name: required_name(&table.name, &shadow.after.name),
        expr: format!("{} IS NOT NULL", identifier(&shadow.beside)),
        not_valid: true,
        extras: Vec::new(),
        comment: None,
        origin: shadow.after.origin.clone(),
    }
}

/// The function and the triggers that give the second column the value of the first, and what takes them away.
fn keeping_in_step(table: &Table, shadow: &Shadow) -> (Vec<Statement>, Vec<Statement>) {
    let column = identifier(&shadow.before.name);
    let value = replaced(&shadow.value(), &shadow.before.name, &format!("NEW.{column}"));
    let name = constraint_name(&["sync", &table.name.name, &shadow.after.name]);
    let function = Function {
        name: ObjectName { namespace: None, name },
        arguments: String::new(),
        returns: "trigger".to_owned(),
        language: "plpgsql".to_owned(),
        // The type that is cast to lies where this migration finds it, whoever writes a row.
        options: "SET search_path FROM CURRENT".to_owned(),
        body: format!(
            "BEGIN\n    NEW.{} := {value};\n    RETURN NEW;\nEND",
            identifier(&shadow.beside)
        ),
        restricted: false,
        grants: Vec::new(),
        reads: None,
        comment: None,
        origin: shadow.after.origin.clone(),
    };
    let triggers = [("insert", Event::Insert), ("update", Event::Update)].map(|(word, event)| Trigger {
        name: constraint_name(&[&table.name.name, &shadow.after.name, "sync", word]),
        timing: Timing::Before,
        event,
        level: Level::Row,
        when: None,
        action: TriggerAction::Call(function.name.clone()),
        disabled: false,
        comment: None,
        origin: shadow.after.origin.clone(),
    });
    let mut make = vec![sql::create_function(&function)];
    make.extend(triggers.iter().map(|trigger| sql::create_trigger(table, trigger)));
    let drops = triggers
        .iter()
        .rev()
        .map(|trigger| sql::drop_trigger(Dialect::Postgres, table, trigger));
    let remove = drops.chain([sql::drop_function(&function)]).collect();
    (make, remove)
}

/// Whether an index speaks of a column with a shadow.
fn speaks_of(index: &Index, shadows: &[Shadow]) -> bool {
    shadows.iter().any(|shadow| index_mentions(index, &shadow.after.name))
}

fn checks(check: &Check, shadows: &[Shadow]) -> bool {
    shadows.iter().any(|shadow| mentions(&check.expr, &shadow.after.name))
}

fn over_shadows(expr: &str, shadows: &[Shadow]) -> String {
    shadows.iter().fold(expr.to_owned(), |expr, shadow| {
        replaced(&expr, &shadow.after.name, &identifier(&shadow.beside))
    })
}

fn beside_index(index: &Index, shadows: &[Shadow]) -> Index {
    let mut beside = index.clone();
    beside.name = new_name(&index.name);
    beside.predicate = index
        .predicate
        .as_deref()
        .map(|predicate| over_shadows(predicate, shadows));
    for part in &mut beside.parts {
        if part.column {
            let shadow = shadows.iter().find(|shadow| shadow.after.name == part.expr);
            part.expr = shadow.map_or(part.expr.clone(), |shadow| shadow.beside.clone());
        } else {
            part.expr = over_shadows(&part.expr, shadows);
        }
    }
    beside
}
