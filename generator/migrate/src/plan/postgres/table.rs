//! Tables and namespaces, and the names of sequences.

use std::collections::BTreeSet;

use driftless_catalog::sql::{self, Statement, Subject};
use driftless_catalog::{Grant, Namespace, ObjectName, Table};

use super::{Place, Planner};
use crate::diff::Rename;
use crate::plan::create;
use crate::plan::order::{Ordered, in_order};

/// How long a name may be before PostgreSQL shortens the one it makes of it.
const LONGEST: usize = 63;

impl Planner<'_> {
    /// Makes all new tables, in an order in which each finds what it refers to.
    pub(super) fn create_tables(&mut self) {
        let (from, to) = (self.from, self.to);
        let there: BTreeSet<&ObjectName> = to
            .tables
            .iter()
            .map(|table| &table.name)
            .filter(|name| from.table(name).is_some())
            .collect();
        for item in in_order(to.catalog(), &there) {
            let Ordered::Table(table, mut later) = item else {
                continue;
            };
            let early = table.foreign_keys.iter().filter(|key| self.waits_for_key(key));
            later.extend(early.map(|key| key.name.as_str()));
            let step = create::create_table(to.dialect, table, &later);
            self.action(Place::CreateTable, step.up, step.down);
            for key in table
                .foreign_keys
                .iter()
                .filter(|key| later.contains(&key.name.as_str()))
            {
                let (up, down) = (
                    sql::add_foreign_key(&table.name, key),
                    sql::drop_constraint(&table.name, &key.name),
                );
                self.action(Place::AddForeignKey, vec![up], vec![down]);
            }
        }
    }

    /// Takes away all tables that go, those that refer to others first.
    pub(super) fn drop_tables(&mut self) {
        let (from, to) = (self.from, self.to);
        let mut gone = Vec::new();
        for item in in_order(from.catalog(), &BTreeSet::new()) {
            match item {
                Ordered::Table(table, later) if to.table(&table.name).is_none() => {
                    let step = create::create_table(from.dialect, table, &later);
                    gone.push((step.down, step.up));
                }
                Ordered::ForeignKey(table, key) if to.table(&table.name).is_none() => {
                    let (up, down) = (
                        sql::drop_constraint(&table.name, &key.name),
                        sql::add_foreign_key(&table.name, key),
                    );
                    gone.push((vec![up], vec![down]));
                }
                _ => {}
            }
        }
        for (up, down) in gone.into_iter().rev() {
            self.action(Place::DropTable, up, down);
        }
    }

    pub(super) fn alter_table(&mut self, before: &Table, after: &Table) {
        if before.row_security != after.row_security {
            let (on, off) = (
                vec![sql::enable_row_security(after)],
                vec![sql::disable_row_security(&after.name)],
            );
            let (up, down) = if after.row_security { (on, off) } else { (off, on) };
            self.action(Place::AlterTable, up, down);
        }
        self.grants(Subject::Table(after), &before.grants, &after.grants);
        self.comment(Subject::Table(after), &before.comment, &after.comment);
    }

    pub(super) fn create_namespace(&mut self, namespace: &Namespace) {
        let step = create::create_namespace(namespace);
        self.action(Place::CreateNamespace, step.up, step.down);
    }

    pub(super) fn drop_namespace(&mut self, namespace: &Namespace) {
        let step = create::create_namespace(namespace);
        self.action(Place::DropNamespace, step.down, step.up);
    }

    pub(super) fn alter_namespace(&mut self, before: &Namespace, after: &Namespace) {
        self.grants(Subject::Namespace(after), &before.grants, &after.grants);
        self.comment(Subject::Namespace(after), &before.comment, &after.comment);
    }

    /// Changes who may do what: rights that go are taken back, new ones are given.
    pub(super) fn grants(&mut self, subject: Subject<'_>, before: &[Grant], after: &[Grant]) {
        let (taken, given) = (lacking(before, after), lacking(after, before));
        let revoked = taken.iter().map(|grant| sql::revoke(subject, grant));
        let granted = given.iter().map(|grant| sql::grant(subject, grant));
        let up: Vec<Statement> = revoked.chain(granted).collect();
        let revoked = given.iter().map(|grant| sql::revoke(subject, grant));
        let granted = taken.iter().map(|grant| sql::grant(subject, grant));
        self.action(Place::Comment, up, revoked.chain(granted).collect());
    }

    /// Changes what an object says it is.
    pub(super) fn comment(&mut self, subject: Subject<'_>, before: &Option<String>, after: &Option<String>) {
        if before != after {
            let (up, down) = (
                sql::comment(subject, after.as_deref()),
                sql::comment(subject, before.as_deref()),
            );
            self.action(Place::Comment, vec![up], vec![down]);
        }
    }

    /// PostgreSQL names the sequence of a numbered column when it makes it, and never again.
    pub(super) fn rename_sequences(&mut self, renames: &[Rename]) {
        for table in &self.to.tables {
            for column in table.columns.iter().filter(|column| column.identity) {
                let (mut old_table, mut old_column) = (table.name.name.as_str(), column.name.as_str());
                for rename in renames.iter().rev() {
                    match rename {
                        Rename::Table { before, after, .. } if *after == table.name => old_table = &before.name,
                        Rename::Column {
                            table: of,
                            before,
                            after,
                        } if *of == table.name && after == old_column => old_column = before,
                        _ => {}
                    }
                }
                self.rename_sequence(&table.name, (old_table, old_column), &column.name);
            }
        }
    }

    fn rename_sequence(&mut self, table: &ObjectName, old: (&str, &str), column: &str) {
        let (before, after) = (
            [old.0, old.1, "seq"].join("_"),
            [table.name.as_str(), column, "seq"].join("_"),
        );
        if before == after || before.len() > LONGEST || after.len() > LONGEST {
            return;
        }
        let (up, down) = (
            sql::rename_sequence(table, &before, &after),
            sql::rename_sequence(table, &after, &before),
        );
        self.action(Place::Rename, vec![up], vec![down]);
    }
}

/// What `held` allows and `other` does not.
fn lacking(held: &[Grant], other: &[Grant]) -> Vec<Grant> {
    let lacks = |grant: &Grant| {
        let others = other.iter().filter(|other| other.role == grant.role);
        let known: Vec<_> = others.flat_map(|other| &other.privileges).collect();
        let privileges: Vec<_> = grant
            .privileges
            .iter()
            .copied()
            .filter(|privilege| !known.contains(&privilege))
            .collect();
        (!privileges.is_empty()).then(|| Grant {
            role: grant.role.clone(),
            privileges,
        })
    };
    held.iter().filter_map(lacks).collect()
}
