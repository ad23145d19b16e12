//! DROP TABLE, alone or as a part of a rebuild: SQLite deletes the rows first, and whoever refers to them goes or is
//! nulled with them unless foreign keys are off. Inside a transaction they cannot be switched off.

use driftless_catalog::{ObjectName, Table};
use driftless_diagnostics::Code;
use driftless_model::Action;
use sqlite3_parser::ast::{OneSelect, Select, SelectTable};

use super::{folded, object};
use crate::effect::Effect;
use crate::world::{World, mentions};
use crate::{Broken, Kind, Loss, Lost};

/// Removes a table, whose rows may have been copied before.
pub(super) fn drop_table(world: &World, table: &ObjectName) -> Effect {
    let safe = world.file.keys_off && world.file.begun || world.file.guarded;
    let children = children(world, table);
    let copied = world.file.copied.get(&folded(table));
    let copied = copied.filter(|(copy, _)| world.table(copy).is_some());
    let Some((_, insert)) = copied else {
        let effect = Effect::of(Kind::DropTable, table)
            .loses(Loss::table(table))
            .breaks(Broken::Readers(table.name.clone()));
        let taken = children.into_iter().filter(|_| !world.file.keys_off);
        return effect.also_loses(taken.map(|(child, how)| Loss::new(Lost::Data, how, None, child)));
    };
    let mut effect = Effect::of(Kind::RebuildTable, table);
    if let Some(old) = world.table(table) {
        effect = effect.also_loses(dropped_columns(old, insert)).also_loses(hanging(old));
    }
    if safe || children.is_empty() {
        return effect;
    }
    let list: Vec<String> = children.iter().map(|(child, how)| format!("{how} `{child}`")).collect();
    let message = format!(
        "unless foreign keys are off, dropping `{table}` takes along {}",
        list.join(", ")
    );
    effect.says(Code::UnguardedRebuild, message, RECIPE)
}

const RECIPE: &str = "make `-- no-transaction` the first line, PRAGMA foreign_keys=OFF before BEGIN IMMEDIATE, and refuse to go on where they are on: INSERT INTO a temporary table whose CHECK wants 0 SELECT foreign_keys FROM pragma_foreign_keys";

/// Tables whose rows are deleted or changed with those of another, and how.
fn children(world: &World, table: &ObjectName) -> Vec<(String, &'static str)> {
    let keys = world
        .referencing(table)
        .filter(|(child, _)| !child.name.name.eq_ignore_ascii_case(&table.name));
    let taken = keys.filter_map(|(child, key)| {
        let how = match key.on_delete {
            Action::Cascade => "the rows of",
            Action::SetNull => "the references of",
            Action::NoAction | Action::Restrict => return None,
        };
        Some((child.name.name.clone(), how))
    });
    taken.collect()
}

/// Columns that the statement which copied the rows does not read.
fn dropped_columns(old: &Table, insert: &str) -> Vec<Loss> {
    let lower = insert.to_ascii_lowercase();
    let read = lower.find("select").map_or("", |at| &lower[at..]);
    let gone = old
        .columns
        .iter()
        .filter(|column| column.generated.is_none() && !mentions(read, &column.name.to_ascii_lowercase()));
    gone.map(|column| Loss::new(Lost::Data, "column", Some(&old.name), &column.name))
        .collect()
}

/// Indexes and triggers, which a rebuild has to make again.
fn hanging(old: &Table) -> Vec<Loss> {
    let indexes = old.indexes.iter().map(|index| match index.unique {
        true => Loss::rule("unique index", &old.name, &index.name),
        false => Loss::new(Lost::Object, "index", Some(&old.name), &index.name),
    });
    indexes
        .chain(
            old.triggers
                .iter()
                .map(|trigger| Loss::rule("trigger", &old.name, &trigger.name)),
        )
        .collect()
}

/// The tables that the rows of a query come from.
pub(super) fn sources(select: &Select<'_>) -> Vec<ObjectName> {
    let OneSelect::Select { from: Some(from), .. } = &select.body.select else {
        return Vec::new();
    };
    match from.select {
        Some(SelectTable::Table(name, ..)) => vec![object(name)],
        _ => Vec::new(),
    }
}
