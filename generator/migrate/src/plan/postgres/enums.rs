//! Enum types. A label can be added or renamed in place, never removed or moved: for that the type is made anew and its
//! columns are cast to it.

use std::collections::BTreeSet;

use driftless_catalog::sql::{self, Statement, Subject, identifier, qualified};
use driftless_catalog::{Catalog, Column, EnumType, ObjectName};

use super::{Place, Planner};
use crate::change::Object;
use crate::diff::{Difference, renamed_labels};
use crate::plan::create;
use crate::plan::names::old_name;

impl Planner<'_> {
    pub(super) fn create_enum(&mut self, item: &EnumType) {
        let step = create::create_enum(item);
        self.action(Place::CreateEnum, step.up, step.down);
    }

    pub(super) fn drop_enum(&mut self, item: &EnumType) {
        let step = create::create_enum(item);
        self.action(Place::DropEnum, step.down, step.up);
    }

    pub(super) fn alter_enum(&mut self, before: &EnumType, after: &EnumType) {
        let renamed = renamed_labels(before, after);
        for (old, new) in &renamed {
            let (up, down) = (
                sql::rename_label(&after.name, old, new),
                sql::rename_label(&after.name, new, old),
            );
            self.action(Place::RenameLabel, vec![up], vec![down]);
        }
        let labels = labels_now(before, &renamed);
        if is_subsequence(&labels, &after.labels) {
            self.add_labels(&labels, after);
        } else {
            let now = EnumType {
                labels,
                ..after.clone()
            };
            self.recast(&now, after);
        }
        self.comment(Subject::Enum(after), &before.comment, &after.comment);
    }

    fn add_labels(&mut self, labels: &[String], after: &EnumType) {
        for (at, label) in after
            .labels
            .iter()
            .enumerate()
            .filter(|(_, label)| !labels.contains(label))
        {
            let next = after.labels[at..].iter().find(|later| labels.contains(later));
            let add = sql::add_label(&after.name, label, next.map(String::as_str));
            self.action(Place::AddLabel, vec![add], Vec::new());
            self.irreversible
                .push(format!("the type {} without the label `{label}`", after.name));
        }
    }

    fn recast(&mut self, before: &EnumType, after: &EnumType) {
        let columns = columns_of(self.from, &after.name);
        let cast = |goal: &EnumType, side: &Catalog| {
            let aside = ObjectName {
                name: old_name(&goal.name.name),
                ..goal.name.clone()
            };
            let mut statements = vec![sql::rename_enum(&goal.name, &aside.name), sql::create_enum(goal)];
            for (table, column) in &columns {
                let shown = side.table(table).and_then(|found| found.column(&column.name));
                statements.extend(cast_column(table, shown.unwrap_or(column), goal));
            }
            statements.push(Statement::plain(format!("DROP TYPE {}", qualified(&aside))));
            statements.extend(
                goal.comment
                    .as_deref()
                    .map(|text| sql::comment(Subject::Enum(goal), Some(text))),
            );
            statements
        };
        let (up, down) = (cast(after, self.to), cast(before, self.from));
        self.action(Place::AlterType, up, down);
    }
}

/// A default is of the old type: it goes before, and comes back after.
fn cast_column(table: &ObjectName, column: &Column, goal: &EnumType) -> Vec<Statement> {
    let list = if column.ty.ends_with("[]") { "[]" } else { "" };
    let ty = format!("{}{list}", qualified(&goal.name));
    let bare = Column {
        default: None,
        ty: ty.clone(),
        ..column.clone()
    };
    let using = format!("{}::text{list}::{ty}", identifier(&column.name));
    let mut statements = vec![
        sql::set_default(table, &bare),
        sql::set_type(table, &bare, Some(&using)),
    ];
    statements.extend(column.default.is_some().then(|| sql::set_default(table, column)));
    statements
}

/// The columns of a type, lists of it included.
fn columns_of<'c>(catalog: &'c Catalog, name: &ObjectName) -> Vec<(&'c ObjectName, &'c Column)> {
    let (single, list) = (qualified(name), format!("{}[]", qualified(name)));
    let tables = catalog.tables.iter();
    let columns = tables.flat_map(|table| table.columns.iter().map(move |column| (&table.name, column)));
    columns
        .filter(|(_, column)| column.ty == single || column.ty == list)
        .collect()
}

/// The columns of types that are made anew.
pub(super) fn recast_columns(difference: &Difference) -> BTreeSet<(ObjectName, String)> {
    let mut places = BTreeSet::new();
    for change in &difference.changes {
        if let (Some(Object::Enum(before)), Some(Object::Enum(after))) = (&change.before, &change.after)
            && !is_subsequence(&labels_now(before, &renamed_labels(before, after)), &after.labels)
        {
            let columns = columns_of(&difference.aligned, &after.name).into_iter();
            places.extend(columns.map(|(table, column)| (table.clone(), column.name.clone())));
        }
    }
    places
}

fn labels_now(before: &EnumType, renamed: &[(String, String)]) -> Vec<String> {
    let now = before.labels.iter().map(|label| {
        let new = renamed.iter().find(|(old, _)| old == label);
        new.map_or(label, |(_, new)| new).clone()
    });
    now.collect()
}

fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|label| rest.any(|other| other == label))
}
