//! SQLite: a statement to the changes it makes. The whole database is locked by whoever writes, so what matters here is
//! what a statement loses, and what it refuses once there are rows.

mod add_column;
mod rebuild;

use driftless_catalog::ObjectName;
use driftless_catalog::parse::{Mistake, sqlite as grammar};
use driftless_diagnostics::Code;
use sqlite3_parser::Bump;
use sqlite3_parser::ast::fmt::ToTokens;
use sqlite3_parser::ast::{AlterTableBody, InsertBody, Name, PragmaBody, QualifiedName, Stmt};

use crate::effect::Effect;
use crate::world::World;
use crate::{Broken, Kind, Loss, Lost};

/// The changes that a statement makes; the world learns from them.
pub(crate) fn effects(world: &mut World, text: &str) -> Result<Vec<Effect>, Mistake> {
    let arena = Bump::new();
    let found = grammar::parse(&arena, text)?;
    Ok(found.iter().map(|statement| effect(world, statement, text)).collect())
}

fn effect(world: &mut World, statement: &Stmt<'_>, text: &str) -> Effect {
    match statement {
        Stmt::AlterTable(table, change) => alter(world, &object(table), change),
        Stmt::CreateTable { tbl_name, .. } => {
            let table = object(tbl_name);
            world.file.created.insert(folded(&table));
            Effect::of(Kind::CreateTable, &table)
        }
        Stmt::DropTable { tbl_name, .. } => rebuild::drop_table(world, &object(tbl_name)),
        Stmt::Insert { tbl_name, body, .. } => insert(world, &object(tbl_name), body, text),
        Stmt::Delete {
            tbl_name, where_clause, ..
        } => {
            let table = object(tbl_name);
            match where_clause {
                Some(_) => Effect::of(Kind::DeleteSomeRows, &table),
                None => Effect::of(Kind::DeleteAllRows, &table).loses(Loss::new(
                    Lost::Data,
                    "every row of",
                    None,
                    &table.name,
                )),
            }
        }
        Stmt::Update {
            tbl_name, where_clause, ..
        } => {
            let kind = if where_clause.is_some() {
                Kind::UpdateSomeRows
            } else {
                Kind::UpdateAllRows
            };
            Effect::of(kind, &object(tbl_name))
        }
        Stmt::CreateIndex { unique, tbl_name, .. } => {
            let table = plain(tbl_name);
            match unique {
                true => Effect::of(Kind::CreateUniqueIndex, &table).breaks(Broken::Writers(table.name.clone())),
                false => Effect::of(Kind::CreateIndex, &table),
            }
        }
        Stmt::DropIndex { idx_name, .. } => drop_index(world, &object(idx_name)),
        Stmt::DropTrigger { trigger_name, .. } => drop_trigger(world, &object(trigger_name)),
        Stmt::DropView { view_name, .. } => {
            let view = object(view_name).name;
            Effect::new(Kind::DropView, &view)
                .loses(Loss::new(Lost::Object, "view", None, &view))
                .breaks(Broken::Readers(view))
        }
        Stmt::CreateTrigger { tbl_name, .. } => Effect::of(Kind::CreateTrigger, &object(tbl_name)),
        Stmt::CreateView { .. } => Effect::new(Kind::CreateView, ""),
        Stmt::Pragma(name, body) => pragma(world, &object(name).name, body.as_ref()),
        Stmt::Begin(..) => begin(world),
        Stmt::Commit(_) | Stmt::Rollback { .. } => {
            world.file.begun = false;
            Effect::new(Kind::EndTransaction, "")
        }
        Stmt::Vacuum(..) => vacuum(world),
        Stmt::Select(_) => Effect::new(Kind::ReadRows, ""),
        _ => Effect::new(Kind::Other, ""),
    }
}

fn alter(world: &mut World, table: &ObjectName, change: &AlterTableBody<'_>) -> Effect {
    match change {
        AlterTableBody::AddColumn(column) => add_column::read(table, column),
        AlterTableBody::DropColumn(column) => {
            let column = unquoted(column);
            Effect::of_column(Kind::DropColumn, table, &column)
                .loses(Loss::new(Lost::Data, "column", Some(table), &column))
                .breaks(Broken::Readers(format!("{table}.{column}")))
        }
        AlterTableBody::RenameColumn { old, .. } => {
            let old = unquoted(old);
            Effect::of_column(Kind::RenameColumn, table, &old).breaks(Broken::Readers(format!("{table}.{old}")))
        }
        AlterTableBody::RenameTo(new) => {
            if world.file.created.contains(&folded(table)) {
                world.file.created.insert(folded(&plain(new)));
            }
            Effect::of(Kind::RenameTable, table).breaks(Broken::Readers(table.name.clone()))
        }
        _ => Effect::of(Kind::Other, table),
    }
}

/// A copy of a table's rows is the first half of a rebuild, and the guard of hazardous ones is an insert too.
fn insert(world: &mut World, table: &ObjectName, body: &InsertBody<'_>, text: &str) -> Effect {
    if text.to_ascii_lowercase().contains("pragma_foreign_keys") {
        world.file.guarded = true;
    }
    let InsertBody::Select(select, _) = body else {
        return Effect::of(Kind::InsertRows, table);
    };
    let sources = rebuild::sources(select);
    if sources.is_empty() {
        return Effect::of(Kind::InsertRows, table);
    }
    if world.file.created.contains(&folded(table)) {
        world.file.copied.extend(
            sources
                .iter()
                .map(|source| (folded(source), (table.clone(), text.to_owned()))),
        );
    }
    Effect::of(Kind::InsertRowsFromQuery, table)
}

fn drop_index(world: &World, index: &ObjectName) -> Effect {
    let of = |known: &driftless_catalog::Index| known.name.eq_ignore_ascii_case(&index.name);
    let table = world.catalog.holder(&index.name, |table| table.indexes.iter().any(of));
    let known = table.and_then(|table| table.indexes.iter().find(|known| of(known)));
    let (kind, what, sort) = match known.is_some_and(|known| known.unique) {
        true => (Kind::DropUniqueIndex, Lost::Guarantee, "unique index"),
        false => (Kind::DropIndex, Lost::Object, "index"),
    };
    let loss = Loss::new(what, sort, table.map(|table| &table.name), &index.name);
    Effect::new(kind, &index.name)
        .on(crate::Role::Table, table.map(|table| table.name.clone()))
        .loses(loss)
}

fn drop_trigger(world: &World, trigger: &ObjectName) -> Effect {
    let of = |known: &driftless_catalog::Trigger| known.name.eq_ignore_ascii_case(&trigger.name);
    let table = world
        .catalog
        .holder(&trigger.name, |table| table.triggers.iter().any(of));
    let loss = Loss::new(
        Lost::Guarantee,
        "trigger",
        table.map(|table| &table.name),
        &trigger.name,
    );
    Effect::new(Kind::DropTrigger, &trigger.name)
        .on(crate::Role::Table, table.map(|table| table.name.clone()))
        .loses(loss)
}

/// Whether a transaction is open, the runner's or the text's own.
fn in_transaction(world: &World) -> bool {
    world.file.begun || !world.file.alone
}

fn pragma(world: &mut World, name: &str, body: Option<&PragmaBody<'_>>) -> Effect {
    let value = body.map(|(PragmaBody::Equals(value) | PragmaBody::Call(value))| printed(value).to_ascii_lowercase());
    if !name.eq_ignore_ascii_case("foreign_keys") || value.is_none() {
        return Effect::new(Kind::SetPragma, "");
    }
    let off = value.is_some_and(|value| ["off", "0", "false", "no"].contains(&value.trim_matches('\'')));
    let effect = Effect::new(Kind::SetForeignKeys, "");
    if in_transaction(world) && (!off || world.file.keys_off) {
        return effect;
    }
    if in_transaction(world) {
        let message = "inside a transaction this does nothing at all, and runners put a migration into one";
        let recipe =
            "make `-- no-transaction` the first line, and switch foreign keys before BEGIN IMMEDIATE and after COMMIT";
        return effect.says(Code::WrongTransaction, message, recipe);
    }
    world.file.keys_off = off;
    effect
}

fn begin(world: &mut World) -> Effect {
    let effect = Effect::new(Kind::BeginTransaction, "");
    let inside = in_transaction(world);
    world.file.begun = true;
    if !inside {
        return effect;
    }
    let message = "runners begin a transaction of their own, and SQLite has none inside another";
    let recipe = "leave BEGIN and COMMIT out, or make `-- no-transaction` the first line";
    effect.says(Code::WrongTransaction, message, recipe)
}

fn vacuum(world: &World) -> Effect {
    let effect = Effect::new(Kind::Vacuum, "");
    match in_transaction(world) {
        true => effect.says(
            Code::WrongTransaction,
            "this cannot run inside a transaction, which is where runners put a migration",
            "put it into a migration of its own whose first line is `-- no-transaction`",
        ),
        false => effect,
    }
}

/// A name as SQLite compares it.
fn folded(name: &ObjectName) -> ObjectName {
    ObjectName {
        namespace: None,
        name: name.name.to_ascii_lowercase(),
    }
}

fn object(name: &QualifiedName<'_>) -> ObjectName {
    plain(&name.name)
}

fn plain(name: &Name<'_>) -> ObjectName {
    ObjectName {
        namespace: None,
        name: unquoted(name),
    }
}

fn unquoted(name: &Name<'_>) -> String {
    let text = name.0;
    let inner = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    for (open, close) in [('"', '"'), ('`', '`'), ('[', ']'), ('\'', '\'')] {
        if let Some(inner) = inner(open, close) {
            return inner.replace(&format!("{close}{close}"), &close.to_string());
        }
    }
    text.to_owned()
}

/// A value of a pragma as text.
fn printed(value: &impl ToTokens) -> String {
    struct Printed<'p, T>(&'p T);
    impl<T: ToTokens> std::fmt::Display for Printed<'_, T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.to_fmt(f)
        }
    }
    Printed(value).to_string().trim().to_owned()
}
