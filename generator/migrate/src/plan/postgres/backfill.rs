//! Values for rows that are there already. Where a row may be visited twice without harm, a few pages at a time, each in
//! a transaction of its own; otherwise all rows at once. Triggers of the table stay out of it: nothing was changed by
//! anybody.

use driftless_catalog::sql::{Statement, identifier, literal, qualified, switch_trigger};
use driftless_catalog::{Dialect, Event, ObjectName};

use super::{Place, Planner};
use crate::plan::names::mentions;

/// How many pages are filled between two commits: 8 MiB.
const PAGES: u32 = 1000;
const LOCK_TIMEOUT: &str = "PERFORM set_config('lock_timeout', '3s', true);";

/// A new value for a column of every row that has not got it.
pub(super) struct Backfill<'b> {
    pub(super) table: &'b ObjectName,
    pub(super) column: &'b str,
    /// The new value, over the row.
    pub(super) value: String,
    /// The rows that have not got it.
    pub(super) condition: String,
    /// A row that has its value is never visited again, or keeps it if it is.
    pub(super) repeatable: bool,
}

impl Planner<'_> {
    /// Fills a column; `back` undoes it.
    pub(super) fn backfill(&mut self, fill: &Backfill<'_>, back: Option<&Backfill<'_>>) {
        let (place, up) = self.filling(fill);
        let down = back.map(|back| {
            let once = Backfill {
                repeatable: fill.repeatable,
                condition: back.condition.clone(),
                value: back.value.clone(),
                ..*back
            };
            self.filling(&once).1
        });
        self.action(place, up, down.unwrap_or_default());
    }

    fn filling(&self, fill: &Backfill<'_>) -> (Place, Vec<Statement>) {
        if fill.repeatable {
            (Place::Backfill, vec![self.in_pages(fill)])
        } else {
            (Place::Move, self.at_once(fill))
        }
    }

    /// All rows in one statement, in the transaction of its file.
    pub(super) fn at_once(&self, fill: &Backfill<'_>) -> Vec<Statement> {
        let (off, on) = (self.switched(fill, false), self.switched(fill, true));
        let update = Statement::plain(update(fill, ""));
        off.into_iter().chain([update]).chain(on).collect()
    }

    /// The triggers that filling a column would set off, switched off or on.
    fn switched(&self, fill: &Backfill<'_>, on: bool) -> Vec<Statement> {
        let table = fill.table;
        let triggers = self.goal(table).into_iter().flat_map(|goal| &goal.triggers);
        let concerned = |when: &String| mentions(when, fill.column);
        let set_off =
            triggers.filter(|trigger| trigger.event == Event::Update && trigger.when.as_ref().is_none_or(concerned));
        set_off.map(|trigger| switch_trigger(table, trigger, on)).collect()
    }

    fn in_pages(&self, fill: &Backfill<'_>) -> Statement {
        let table = literal(Dialect::Postgres, &qualified(fill.table));
        let pages = "ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + step)::tid AND ";
        let body = format!(
            "DECLARE\n    \
                 pages bigint := pg_relation_size({table}::regclass) / current_setting('block_size')::bigint;\n    \
                 page bigint := 0;\n    \
                 step CONSTANT bigint := {PAGES};\n\
             BEGIN\n    \
                 WHILE page <= pages LOOP\n{}        \
                     COMMIT;\n        \
                     page := page + step;\n    \
                 END LOOP;\n{}\
             END",
            self.batch(fill, pages, 8),
            self.batch(fill, "", 4),
        );
        let mark = quote_mark(&body);
        Statement::plain(format!("DO {mark}\n{body}\n{mark}"))
    }

    /// The statements of one transaction, indented.
    fn batch(&self, fill: &Backfill<'_>, pages: &str, indent: usize) -> String {
        let mut lines = vec![LOCK_TIMEOUT.to_owned()];
        lines.extend(
            self.switched(fill, false)
                .iter()
                .map(|statement| statement.text() + ";"),
        );
        lines.push(update(fill, pages) + ";");
        lines.extend(self.switched(fill, true).iter().map(|statement| statement.text() + ";"));
        lines.iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
    }
}

fn update(fill: &Backfill<'_>, pages: &str) -> String {
    format!(
        "UPDATE {} SET {} = {} WHERE {pages}({})",
        qualified(fill.table),
        identifier(fill.column),
        fill.value,
        fill.condition
    )
}

/// A dollar quote that the body does not contain.
fn quote_mark(body: &str) -> String {
    let marks = std::iter::once("$backfill$".to_owned()).chain((1u32..).map(|n| format!("$backfill{n}$")));
    let mut free = marks.filter(|mark| !body.contains(mark.as_str()));
    free.next().unwrap_or_default()
}
