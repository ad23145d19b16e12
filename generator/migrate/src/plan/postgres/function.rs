//! Functions: put in place of each other where PostgreSQL allows it, so that what calls them need not be touched.

use driftless_catalog::Function;
use driftless_catalog::sql::{self, Subject};

use super::{Place, Planner};
use crate::plan::create;

impl Planner<'_> {
    pub(super) fn create_function(&mut self, function: &Function) {
        let step = create::create_function(function);
        self.action(place(function), step.up, step.down);
    }

    pub(super) fn drop_function(&mut self, function: &Function) {
        let step = create::create_function(function);
        // One that reads no table is called by triggers, which go with their tables.
        let place = if function.reads.is_some() {
            Place::DropFunction
        } else {
            Place::DropSharedFunction
        };
        self.action(place, step.down, step.up);
    }

    pub(super) fn alter_function(&mut self, before: &Function, after: &Function) {
        if before.returns != after.returns
            || before.language != after.language
            || before.restricted && !after.restricted
        {
            self.drop_function(before);
            self.create_function(after);
            return;
        }
        if (&before.options, &before.body) != (&after.options, &after.body) {
            let (up, down) = (sql::replace_function(after), sql::replace_function(before));
            self.action(place(after), vec![up], vec![down]);
        }
        if after.restricted && !before.restricted {
            self.action(place(after), vec![sql::restrict_function(after)], Vec::new());
        }
        self.grants(Subject::Function(after), &before.grants, &after.grants);
        self.comment(Subject::Function(after), &before.comment, &after.comment);
    }
}

/// One that reads a table comes after it.
fn place(function: &Function) -> Place {
    if function.reads.is_some() {
        Place::CreateLookup
    } else {
        Place::CreateFunction
    }
}
