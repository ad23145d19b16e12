//! Columns of tables that are there.

use driftless_catalog::sql::{self, Statement, Subject, identifier};
use driftless_catalog::{Check, Column, Dialect, ObjectName};

use super::backfill::Backfill;
use super::{Place, Planner};
use crate::change::{Change, Object};
use crate::convert::{Conversion, convert};
use crate::plan::names::required_name;
use crate::plan::values::{Moved, reversed};

impl Planner<'_> {
    /// Takes down which columns get values, so that rules about them wait.
    pub(super) fn note_moves(&mut self, changes: &[Change]) {
        for change in changes {
            let filled = match (&change.before, &change.after) {
                (Some(Object::Column(_, before)), Some(Object::Column(_, after))) => {
                    self.moves(before, after) || fills_nulls(before, after)
                }
                (None, Some(Object::Column(_, after))) => is_volatile(after),
                _ => false,
            };
            if let Some(Object::Column(table, column)) = change.after.as_ref().filter(|_| filled) {
                self.moved.insert((table.clone(), column.name.clone()));
            }
        }
    }

    /// Whether values change in a column that keeps its type.
    fn moves(&self, before: &Column, after: &Column) -> bool {
        before.ty == after.ty && self.new_value(before, after).is_some()
    }

    fn new_value(&self, before: &Column, after: &Column) -> Option<Moved> {
        Moved::of((self.from.catalog(), before), (self.to.catalog(), after))
    }

    pub(super) fn create_column(&mut self, table: &ObjectName, column: &Column) {
        let drop = sql::drop_column(table, &column.name);
        let late = !column.nullable && column.default.is_none() && column.generated.is_none() && !column.identity;
        if !late && !is_volatile(column) {
            let place = if column.generated.is_some() {
                Place::AddComputed
            } else {
                Place::AddColumn
            };
            self.action(place, vec![sql::add_column(table, column)], vec![drop]);
        } else {
            // With the default in the same statement every row would be rewritten under a lock.
            let bare = Column {
                nullable: true,
                default: None,
                ..column.clone()
            };
            let mut up = vec![sql::add_column(table, &bare)];
            up.extend(column.default.is_some().then(|| sql::set_default(table, column)));
            self.action(Place::AddColumn, up, vec![drop]);
            self.fill_with_default(table, column);
            if !column.nullable {
                self.require(table, column);
            }
        }
        self.comment_column(table, &None, column);
    }

    fn comment_column(&mut self, table: &ObjectName, before: &Option<String>, after: &Column) {
        if let Some(goal) = self.goal(table) {
            self.comment(Subject::Column(goal, after), before, &after.comment);
        }
    }

    /// Gives the default to rows without a value.
    fn fill_with_default(&mut self, table: &ObjectName, column: &Column) {
        if let Some(default) = &column.default {
            let fill = Backfill {
                table,
                column: &column.name,
                value: default.clone(),
                condition: format!("{} IS NULL", identifier(&column.name)),
                repeatable: true,
            };
            self.backfill(&fill, None);
        }
    }

    /// NOT NULL by way of a check, whose look at every row stops nobody.
    fn require(&mut self, table: &ObjectName, column: &Column) {
        let check = Check {
            name: required_name(&table.name, &column.name),
            expr: format!("{} IS NOT NULL", identifier(&column.name)),
            not_valid: true,
            comment: None,
            origin: column.origin.clone(),
            extras: Vec::new(),
        };
        let drop = sql::drop_constraint(table, &check.name);
        self.action(Place::Require, vec![sql::add_check(table, &check)], vec![drop.clone()]);
        self.validate(table, &check.name);
        let nullable = Column {
            nullable: true,
            ..column.clone()
        };
        let (up, down) = (
            vec![sql::set_nullable(table, column), drop],
            vec![sql::add_check(table, &check), sql::set_nullable(table, &nullable)],
        );
        self.action(Place::SetNotNull, up, down);
    }

    pub(super) fn drop_column(&mut self, table: &ObjectName, column: &Column) {
        let add = self.restored(table, column);
        // What is computed goes before what it is computed from.
        let place = if column.generated.is_some() {
            Place::DropComputed
        } else {
            Place::DropColumn
        };
        self.action(place, vec![sql::drop_column(table, &column.name)], add);
        self.irreversible.push(format!("the values of {table}.{}", column.name));
    }

    /// A column that was there before, with what was said of it.
    fn restored(&self, table: &ObjectName, column: &Column) -> Vec<Statement> {
        let mut statements = vec![sql::add_column(table, column)];
        if let (Some(owner), Some(text)) = (self.from.table(table), &column.comment) {
            statements.push(sql::comment(Subject::Column(owner, column), Some(text)));
        }
        statements
    }

    pub(super) fn alter_column(&mut self, table: &ObjectName, before: &Column, after: &Column) {
        if self.disturbed.is_remade(table, &after.name) {
            let add = self.restored(table, before);
            let place = if before.generated.is_some() {
                Place::DropRemadeComputed
            } else {
                Place::DropRemade
            };
            self.action(place, vec![sql::drop_column(table, &before.name)], add);
            return self.create_column(table, after);
        }
        if before.ty != after.ty {
            self.retype(table, before, after);
        } else {
            if before.default != after.default {
                let (up, down) = (sql::set_default(table, after), sql::set_default(table, before));
                self.action(Place::AlterColumn, vec![up], vec![down]);
            }
            self.move_values(table, before, after);
        }
        if before.identity != after.identity {
            let (up, down) = (sql::set_identity(table, after), sql::set_identity(table, before));
            // Only what is never null is numbered.
            let place = if before.nullable {
                Place::Relax
            } else {
                Place::AlterColumn
            };
            self.action(place, vec![up], vec![down]);
        }
        self.alter_nullability(table, before, after);
        self.comment_column(table, &before.comment, after);
    }

    fn alter_nullability(&mut self, table: &ObjectName, before: &Column, after: &Column) {
        if after.nullable && !before.nullable {
            let (up, down) = (sql::set_nullable(table, after), sql::set_nullable(table, before));
            let key = self.from.table(table).and_then(|table| table.primary_key.as_ref());
            // A column of the key may only be null when it is one no longer.
            let place = if key.is_some_and(|key| key.columns.contains(&after.name)) {
                Place::Relax
            } else {
                Place::AlterColumn
            };
            self.action(place, vec![up], vec![down]);
        } else if before.nullable && !after.nullable {
            self.fill_with_default(table, after);
            self.require(table, after);
        }
    }

    /// A default is of the old type: it goes before, and the new one comes after.
    fn retype(&mut self, table: &ObjectName, before: &Column, after: &Column) {
        let (up, down) = (retyping(table, before, after), {
            let (after, before) = reversed(after, before);
            retyping(table, &after, &before)
        });
        self.action(Place::AlterType, up, down);
    }

    fn move_values(&mut self, table: &ObjectName, before: &Column, after: &Column) {
        let Some(moved) = self.new_value(before, after) else {
            return;
        };
        let back = moved.back((self.from.catalog(), before), (self.to.catalog(), after));
        let fill = |moved: &Moved| Backfill {
            table,
            column: &after.name,
            value: moved.value.clone(),
            condition: format!("{} IS DISTINCT FROM {}", identifier(&after.name), moved.value),
            repeatable: moved.repeatable,
        };
        let back = back.as_ref().map(fill);
        self.backfill(&fill(&moved), back.as_ref());
    }
}

fn retyping(table: &ObjectName, before: &Column, after: &Column) -> Vec<Statement> {
    let expr = match convert(Dialect::Postgres, before, after) {
        Conversion::Converted(converted) => converted.expr,
        Conversion::Same | Conversion::Impossible => None,
    };
    let bare = Column {
        default: None,
        ..after.clone()
    };
    let mut statements = Vec::new();
    statements.extend(before.default.is_some().then(|| sql::set_default(table, &bare)));
    statements.push(sql::set_type(table, after, expr.as_deref()));
    statements.extend(after.default.is_some().then(|| sql::set_default(table, after)));
    statements
}

/// Whether old rows get a value because null is none any more.
fn fills_nulls(before: &Column, after: &Column) -> bool {
    before.nullable && !after.nullable && after.default.is_some()
}

/// Whether a default is another for every row. Of ours only the new uuid is: the current time stands still within a
/// transaction.
fn is_volatile(column: &Column) -> bool {
    let default = column.default.as_deref().unwrap_or_default();
    ["gen_random_uuid(", "clock_timestamp(", "random(", "nextval(", "uuidv7("]
        .iter()
        .any(|call| default.contains(call))
}
