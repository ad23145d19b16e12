//! SQLite statements, one after the other. The grammar's tree keeps no places, so expressions are kept as its printer
//! writes them, and compared with nothing that the same printer has not written.

mod alter;
mod mention;
mod opaque;
mod spelling;
mod table;

use driftless_model::Nulls;
use sqlite3_parser::Bump;
use sqlite3_parser::ast::{
    CreateTableBody, Expr, Id, NullsOrder, PragmaBody, QualifiedName, SortOrder, SortedColumn, Stmt, TriggerEvent,
    TriggerTime,
};

pub(super) use spelling::spell;
pub(crate) use spelling::unquoted;

use super::not_understood;
use super::stage::{Slot, Stage};
use crate::parse::Mistake;
use crate::parse::sqlite::parse;
use crate::{Event, Index, IndexPart, Level, ObjectName, Origin, Table, Timing, Trigger, TriggerAction};
use spelling::printed;

type Outcome = Result<(), Mistake>;

pub(super) fn replay(stage: &mut Stage, text: &str) -> Outcome {
    let arena = Bump::new();
    parse(&arena, text)?
        .iter()
        .try_for_each(|found| statement(stage, found, text))
}

fn statement(stage: &mut Stage, found: &Stmt<'_>, text: &str) -> Outcome {
    match found {
        // What touches rows and transactions leaves the Catalog as it is.
        Stmt::Select(_) | Stmt::Insert { .. } | Stmt::Update { .. } | Stmt::Delete { .. } => Ok(()),
        Stmt::Begin(..) | Stmt::Commit(_) | Stmt::Savepoint(_) | Stmt::Release(_) => Ok(()),
        Stmt::Analyze(_) | Stmt::Reindex { .. } | Stmt::Vacuum(_, None) => Ok(()),
        Stmt::Pragma(name, body) => {
            pragma(stage, name, body.as_ref());
            Ok(())
        }
        Stmt::CreateTable {
            temporary,
            if_not_exists,
            tbl_name,
            body,
        } => create_table(stage, *temporary, *if_not_exists, tbl_name, body, text),
        Stmt::CreateIndex { tbl_name, .. } if stage.is_temporary(&unquoted(tbl_name.0)) => Ok(()),
        Stmt::CreateIndex { .. } => create_index(stage, found, text),
        Stmt::CreateTrigger { temporary: true, .. } => Ok(()),
        Stmt::CreateTrigger { tbl_name, .. } if stage.is_temporary(&object_name(tbl_name).name) => Ok(()),
        Stmt::CreateTrigger { .. } => create_trigger(stage, found, text),
        Stmt::CreateView {
            temporary: true,
            view_name,
            ..
        } => {
            stage.temporary.insert(object_name(view_name).name.to_ascii_lowercase());
            Ok(())
        }
        Stmt::CreateView {
            if_not_exists,
            view_name,
            ..
        } => opaque::create(stage, "view", &object_name(view_name).name, *if_not_exists, text),
        Stmt::CreateVirtualTable {
            if_not_exists,
            tbl_name,
            ..
        } => opaque::create(
            stage,
            "virtual table",
            &object_name(tbl_name).name,
            *if_not_exists,
            text,
        ),
        Stmt::AlterTable(name, _) if stage.is_temporary(&object_name(name).name) => Ok(()),
        Stmt::AlterTable(name, body) => alter::alter(stage, name, body),
        Stmt::DropTable { if_exists, tbl_name } => drop_table(stage, *if_exists, &object_name(tbl_name)),
        Stmt::DropView { if_exists, view_name } => drop_view(stage, *if_exists, &object_name(view_name)),
        Stmt::DropIndex { if_exists, idx_name } => {
            let name = object_name(idx_name).name;
            drop_hanging(stage, *if_exists, &name, |table, same| {
                table.indexes.retain(|index| !same(&index.name));
            })
        }
        Stmt::DropTrigger {
            if_exists,
            trigger_name,
        } => {
            let name = object_name(trigger_name).name;
            drop_hanging(stage, *if_exists, &name, |table, same| {
                table.triggers.retain(|trigger| !same(&trigger.name));
            })
        }
        _ => Err(unknown(found)),
    }
}

/// Two settings decide what a rename reaches.
fn pragma(stage: &mut Stage, name: &QualifiedName<'_>, body: Option<&PragmaBody<'_>>) {
    let (Some(PragmaBody::Equals(value)) | Some(PragmaBody::Call(value))) = body else {
        return;
    };
    let value = printed(value);
    let on = ["on", "1", "true", "yes"]
        .iter()
        .any(|word| value.trim_matches('\'').eq_ignore_ascii_case(word));
    match unquoted(name.name.0).to_ascii_lowercase().as_str() {
        "legacy_alter_table" => stage.legacy_alter = on,
        "foreign_keys" => stage.foreign_keys = on,
        _ => {}
    }
}

fn create_table(
    stage: &mut Stage,
    temporary: bool,
    if_not_exists: bool,
    name: &QualifiedName<'_>,
    body: &CreateTableBody<'_>,
    text: &str,
) -> Outcome {
    let plain = object_name(name);
    if temporary
        || name
            .db_name
            .as_ref()
            .is_some_and(|name| unquoted(name.0).eq_ignore_ascii_case("temp"))
    {
        stage.temporary.insert(plain.name.to_ascii_lowercase());
        return Ok(());
    }
    match stage.slot(&plain) {
        Some(_) if if_not_exists => Ok(()),
        Some(_) => Err(taken(&plain.name)),
        None if matches!(body, CreateTableBody::AsSelect(_)) => {
            opaque::create(stage, "table", &plain.name, if_not_exists, text)
        }
        None => table::create(stage, name, body),
    }
}

fn taken(name: &str) -> Mistake {
    Mistake {
        offset: 0,
        message: format!("the name `{name}` is taken"),
    }
}

fn missing(what: &str, name: &str) -> Mistake {
    Mistake {
        offset: 0,
        message: format!("there is no {what} `{name}`"),
    }
}

fn create_index(stage: &mut Stage, found: &Stmt<'_>, text: &str) -> Outcome {
    let Stmt::CreateIndex {
        unique,
        if_not_exists,
        idx_name,
        tbl_name,
        columns,
        where_clause,
    } = found
    else {
        return Err(unknown(found));
    };
    let index = Index {
        name: object_name(idx_name).name,
        unique: *unique,
        method: None,
        parts: columns.iter().map(index_part).collect(),
        nulls_not_distinct: false,
        predicate: where_clause.as_ref().map(printed),
        origin: Origin::default(),
        extras: Vec::new(),
    };
    if holder(stage, &index.name).is_some() {
        return if *if_not_exists {
            Ok(())
        } else {
            Err(taken(&index.name))
        };
    }
    let table = ObjectName {
        namespace: None,
        name: unquoted(tbl_name.0),
    };
    if stage.slot(&table).is_none() && stage.has_opaque(&["table"], &table.name) {
        return opaque::create(stage, "index", &index.name, *if_not_exists, text);
    }
    let slot = stage.need(&table, 0)?;
    stage.table_mut(slot, 0)?.indexes.push(index);
    stage.note(slot);
    Ok(())
}

fn create_trigger(stage: &mut Stage, found: &Stmt<'_>, text: &str) -> Outcome {
    let Stmt::CreateTrigger {
        if_not_exists,
        tbl_name,
        trigger_name,
        ..
    } = found
    else {
        return Err(unknown(found));
    };
    let table = object_name(tbl_name);
    let Some(trigger) = trigger(found).filter(|_| stage.slot(&table).is_some()) else {
        return opaque::trigger(stage, &object_name(trigger_name).name, table, *if_not_exists, text);
    };
    if holder(stage, &trigger.name).is_some() || stage.has_opaque(&["trigger"], &trigger.name) {
        return if *if_not_exists {
            Ok(())
        } else {
            Err(taken(&trigger.name))
        };
    }
    let slot = stage.need(&table, 0)?;
    stage.table_mut(slot, 0)?.triggers.push(trigger);
    stage.note(slot);
    Ok(())
}

fn drop_table(stage: &mut Stage, if_exists: bool, name: &ObjectName) -> Outcome {
    if stage.temporary.remove(&name.name.to_ascii_lowercase()) {
        return Ok(());
    }
    match stage.slot(name) {
        Some(slot) => {
            stage.take(slot);
            opaque::table_is_gone(stage, name);
            Ok(())
        }
        None if opaque::remove(stage, &["table", "virtual table"], &name.name) => Ok(()),
        None if if_exists => Ok(()),
        None => Err(missing("table", &name.name)),
    }
}

fn drop_view(stage: &mut Stage, if_exists: bool, name: &ObjectName) -> Outcome {
    let known = opaque::remove(stage, &["view"], &name.name);
    if stage.temporary.remove(&name.name.to_ascii_lowercase()) || known || if_exists {
        return Ok(());
    }
    Err(missing("view", &name.name))
}

/// The table that has an index or a trigger of this name.
fn holder(stage: &Stage, name: &str) -> Option<Slot> {
    stage.holder(name, |table| {
        let indexes = table.indexes.iter().map(|index| &index.name);
        let mut names = indexes.chain(table.triggers.iter().map(|trigger| &trigger.name));
        names.any(|known| known.eq_ignore_ascii_case(name))
    })
}

fn drop_hanging(
    stage: &mut Stage,
    if_exists: bool,
    name: &str,
    remove: impl Fn(&mut Table, &dyn Fn(&str) -> bool),
) -> Outcome {
    let same = |known: &str| known.eq_ignore_ascii_case(name);
    match holder(stage, name) {
        Some(slot) => {
            remove(stage.table_mut(slot, 0)?, &same);
            Ok(())
        }
        None if opaque::remove(stage, &["trigger", "index"], name) || if_exists => Ok(()),
        None => Err(missing("index or trigger", name)),
    }
}

fn unknown(found: &Stmt<'_>) -> Mistake {
    let text = printed(found);
    not_understood(0, &format!("`{}`", text.chars().take(60).collect::<String>()))
}

fn trigger(found: &Stmt<'_>) -> Option<Trigger> {
    let Stmt::CreateTrigger {
        trigger_name,
        time,
        event,
        when_clause,
        commands,
        ..
    } = found
    else {
        return None;
    };
    Some(Trigger {
        name: object_name(trigger_name).name,
        timing: match time {
            Some(TriggerTime::Before) | None => Timing::Before,
            Some(TriggerTime::After) => Timing::After,
            Some(TriggerTime::InsteadOf) => return None,
        },
        event: match event {
            TriggerEvent::Insert => Event::Insert,
            TriggerEvent::Update => Event::Update,
            TriggerEvent::Delete => Event::Delete,
            TriggerEvent::UpdateOf(_) => return None,
        },
        level: Level::Row,
        when: when_clause.as_ref().map(|expr| printed(inner(expr))),
        action: TriggerAction::Run(commands.iter().map(printed).collect()),
        disabled: false,
        comment: None,
        origin: Origin::default(),
    })
}

fn index_part(column: &SortedColumn<'_>) -> IndexPart {
    let (indexed, collation) = match &column.expr {
        Expr::Collate(expr, collation) => (&**expr, Some(*collation)),
        expr => (expr, None),
    };
    let (expr, is_column) = match indexed {
        Expr::Id(Id(name)) => (unquoted(name), true),
        Expr::Name(name) => (unquoted(name.0), true),
        expr => (printed(inner(expr)), false),
    };
    let descending = column.order == Some(SortOrder::Desc);
    IndexPart {
        expr,
        column: is_column,
        descending,
        nulls: column.nulls.map(|nulls| match nulls {
            NullsOrder::First => Nulls::First,
            NullsOrder::Last => Nulls::Last,
        }),
        extras: collation
            .map(|name| format!("COLLATE {}", unquoted(name)))
            .into_iter()
            .collect(),
    }
}

/// The expression within the parentheses that the statement asks for.
fn inner<'e, 'b>(expr: &'e Expr<'b>) -> &'e Expr<'b> {
    match expr {
        Expr::Parenthesized(items) if items.len() == 1 => &items[0],
        expr => expr,
    }
}

fn object_name(name: &QualifiedName<'_>) -> ObjectName {
    ObjectName {
        namespace: None,
        name: unquoted(name.name.0),
    }
}
