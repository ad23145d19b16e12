//! ALTER TABLE: new names reach what SQLite itself rewrites, and nothing else.

use sqlite3_parser::ast::{AlterTableBody, QualifiedName};

use super::super::stage::{Slot, Stage};
use super::mention::{Mention, mentions};
use super::spelling::unquoted;
use super::{Outcome, object_name, table};
use crate::parse::Mistake;
use crate::replay::not_understood;
use crate::sql::identifier;
use crate::{ObjectName, Table, TriggerAction};

pub(super) fn alter(stage: &mut Stage, name: &QualifiedName<'_>, body: &AlterTableBody<'_>) -> Outcome {
    let slot = stage.need(&object_name(name), 0)?;
    match body {
        AlterTableBody::RenameTo(new) => rename_table(stage, slot, &unquoted(new.0)),
        AlterTableBody::RenameColumn { old, new } => rename_column(stage, slot, &unquoted(old.0), &unquoted(new.0)),
        AlterTableBody::AddColumn(added) => {
            let mut changed = stage.table_mut(slot, 0)?.clone();
            let before = table::named(&changed);
            table::add_column(stage, &mut changed, added)?;
            let brought = table::named(&changed).into_iter().filter(|name| !before.contains(name));
            stage.inline.extend(brought.map(|name| (slot, name)));
            *stage.table_mut(slot, 0)? = changed;
            stage.note(slot);
            Ok(())
        }
        AlterTableBody::DropColumn(column) => drop_column(stage, slot, &unquoted(column.0)),
        _ => Err(not_understood(0, "this change of a table")),
    }
}

fn refused(message: String) -> Mistake {
    Mistake { offset: 0, message }
}

fn rename_table(stage: &mut Stage, slot: Slot, new: &str) -> Outcome {
    let name = ObjectName {
        namespace: None,
        name: new.to_owned(),
    };
    if stage.slot(&name).is_some_and(|other| other != slot) {
        return Err(refused(format!("the name `{new}` is taken")));
    }
    let old = stage.table_mut(slot, 0)?.name.clone();
    if !stage.legacy_alter {
        let table_of = |mention: &Mention| mention.column.is_none().then(|| mention.table.clone());
        rewrite(stage, &old.name, new, &table_of)?;
    }
    if !stage.legacy_alter || stage.foreign_keys {
        stage.each_pointing(&old, |key| key.target.clone_from(&name));
    }
    stage.rename(slot, name);
    Ok(())
}

fn rename_column(stage: &mut Stage, slot: Slot, old: &str, new: &str) -> Outcome {
    let table = stage.table_mut(slot, 0)?.clone();
    let old = column(stage, &table, old)?;
    if table
        .columns
        .iter()
        .any(|column| stage.same(&column.name, new) && column.name != old)
    {
        return Err(refused(format!("the name `{new}` is taken")));
    }
    let column_of = |mention: &Mention| {
        let here = mention.table.eq_ignore_ascii_case(&table.name.name);
        mention.column.clone().filter(|_| here)
    };
    rewrite(stage, &old, new, &column_of)?;
    let rename = |name: &mut String| {
        if name.eq_ignore_ascii_case(&old) {
            new.clone_into(name);
        }
    };
    stage.each_pointing(&table.name, |key| key.target_columns.iter_mut().for_each(rename));
    let table = stage.table_mut(slot, 0)?;
    table.column_names_mut().for_each(rename);
    table.columns.iter_mut().map(|column| &mut column.name).for_each(rename);
    Ok(())
}

/// The column as it is written in its table.
fn column(stage: &Stage, table: &Table, name: &str) -> Result<String, Mistake> {
    let found = table.columns.iter().find(|column| stage.same(&column.name, name));
    let missing = || refused(format!("the table `{}` has no column `{name}`", table.name));
    found.map(|column| column.name.clone()).ok_or_else(missing)
}

/// Puts a new name in all places where `named` finds the old one.
fn rewrite(stage: &mut Stage, old: &str, new: &str, named: &dyn Fn(&Mention) -> Option<String>) -> Outcome {
    let mut rewritten = Vec::new();
    for (slot, table) in stage.tables() {
        let mut copy = table.clone();
        let mut changed = false;
        for (text, trigger) in texts(&mut copy) {
            if !may_mention(text, old) {
                continue;
            }
            let found = mentions(stage, table, trigger, text)?;
            let places = found
                .iter()
                .filter(|mention| named(mention).is_some_and(|name| name.eq_ignore_ascii_case(old)));
            let mut places: Vec<_> = places.map(|mention| mention.place.clone()).collect();
            places.sort_by_key(|place| std::cmp::Reverse(place.start));
            places.dedup();
            changed |= !places.is_empty();
            for place in places {
                text.replace_range(place, &identifier(new));
            }
        }
        if changed {
            rewritten.push((slot, copy));
        }
    }
    for (slot, table) in rewritten {
        *stage.table_mut(slot, 0)? = table;
    }
    Ok(())
}

fn may_mention(text: &str, name: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    text.contains(&name) || text.contains(&name.replace('"', "\"\""))
}

/// Every text of a table, and whether it belongs to a trigger.
fn texts(table: &mut Table) -> Vec<(&mut String, bool)> {
    let mut found = Vec::new();
    found.extend(
        table
            .columns
            .iter_mut()
            .filter_map(|column| Some((&mut column.generated.as_mut()?.expr, false))),
    );
    found.extend(table.checks.iter_mut().map(|check| (&mut check.expr, false)));
    for index in &mut table.indexes {
        let parts = index.parts.iter_mut().filter(|part| !part.column);
        found.extend(parts.map(|part| (&mut part.expr, false)));
        found.extend(index.predicate.as_mut().map(|predicate| (predicate, false)));
    }
    for trigger in &mut table.triggers {
        found.extend(trigger.when.as_mut().map(|when| (when, true)));
        if let TriggerAction::Run(statements) = &mut trigger.action {
            found.extend(statements.iter_mut().map(|statement| (statement, true)));
        }
    }
    found
}

/// SQLite drops a column only where nothing but its own declaration speaks of it.
fn drop_column(stage: &mut Stage, slot: Slot, name: &str) -> Outcome {
    let table = stage.table_mut(slot, 0)?.clone();
    let name = column(stage, &table, name)?;
    let refuse = |by: &str| {
        Err(refused(format!(
            "`{}.{name}` cannot be dropped: {by} needs it",
            table.name
        )))
    };
    let inline = |constraint: &String| stage.inline.contains(&(slot, constraint.clone()));
    let has = |columns: &[String]| columns.iter().any(|column| stage.same(column, &name));
    let keys = table.primary_key.iter().chain(&table.uniques);
    if let Some(key) = keys.into_iter().find(|key| has(&key.columns)) {
        return refuse(&format!("the key `{}`", key.name));
    }
    if let Some(key) = table
        .foreign_keys
        .iter()
        .find(|key| has(&key.columns) && !inline(&key.name))
    {
        return refuse(&format!("the foreign key `{}`", key.name));
    }
    let parts = |index: &crate::Index| {
        index
            .parts
            .iter()
            .any(|part| part.column && stage.same(&part.expr, &name))
    };
    if let Some(index) = table.indexes.iter().find(|index| parts(index)) {
        return refuse(&format!("the index `{}`", index.name));
    }
    let mut kept = table.clone();
    kept.columns.retain(|column| column.name != name);
    kept.foreign_keys.retain(|key| !has(&key.columns));
    kept.checks.clear();
    for check in &table.checks {
        match (
            used(stage, &table, &table, &name, &check.expr, false)?,
            inline(&check.name),
        ) {
            (false, _) => kept.checks.push(check.clone()),
            (true, true) => {}
            (true, false) => return refuse(&format!("the check `{}`", check.name)),
        }
    }
    let mut rest = Table {
        checks: Vec::new(),
        ..kept.clone()
    };
    for (text, trigger) in texts(&mut rest) {
        if used(stage, &table, &table, &name, text, trigger)? {
            return refuse(&format!("`{text}`"));
        }
    }
    for (other, from) in stage
        .tables()
        .filter(|(other, from)| *other != slot && !from.triggers.is_empty())
    {
        let mut copy = stage.table(other).cloned().unwrap_or_else(|| from.clone());
        for (text, trigger) in texts(&mut copy) {
            if trigger && used(stage, &table, from, &name, text, true)? {
                return refuse(&format!("a trigger of `{}`", from.name));
            }
        }
    }
    *stage.table_mut(slot, 0)? = kept;
    Ok(())
}

fn used(stage: &Stage, of: &Table, home: &Table, column: &str, text: &str, trigger: bool) -> Result<bool, Mistake> {
    if !may_mention(text, column) {
        return Ok(false);
    }
    let is_it = |mention: &Mention| {
        let named = mention.column.as_ref().is_some_and(|name| stage.same(name, column));
        named && stage.same(&mention.table, &of.name.name)
    };
    Ok(mentions(stage, home, trigger, text)?.iter().any(is_it))
}
