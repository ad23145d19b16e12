//! SQLite statements, one after the other. The grammar's tree keeps no places, so expressions are kept as its printer
//! writes them, and compared with nothing that the same printer has not written.

mod spelling;
mod table;

use driftless_model::Nulls;
use sqlite3_parser::Bump;
use sqlite3_parser::ast::{
    Expr, Id, NullsOrder, QualifiedName, SortOrder, SortedColumn, Stmt, TriggerEvent, TriggerTime,
};

pub(super) use spelling::spell;

use super::{not_understood, table_mut};
use crate::parse::Mistake;
use crate::parse::sqlite::parse;
use crate::{Catalog, Event, Index, IndexPart, Level, ObjectName, Origin, Timing, Trigger, TriggerAction};
use spelling::{printed, unquoted};

type Outcome = Result<(), Mistake>;

pub(super) fn replay(catalog: &mut Catalog, text: &str) -> Outcome {
    let arena = Bump::new();
    parse(&arena, text)?
        .iter()
        .try_for_each(|found| statement(catalog, found))
}

fn statement(catalog: &mut Catalog, found: &Stmt<'_>) -> Outcome {
    match found {
        Stmt::Pragma(..) => Ok(()),
        Stmt::CreateTable {
            temporary: false,
            tbl_name,
            body,
            ..
        } => table::create(catalog, tbl_name, body),
        Stmt::CreateIndex {
            unique,
            idx_name,
            tbl_name,
            columns,
            where_clause,
            ..
        } => {
            let index = Index {
                name: object_name(idx_name).name,
                unique: *unique,
                method: None,
                parts: columns.iter().map(index_part).collect(),
                nulls_not_distinct: false,
                predicate: where_clause.as_ref().map(printed),
                origin: Origin::default(),
            };
            let table = ObjectName {
                namespace: None,
                name: unquoted(tbl_name.0),
            };
            table_mut(catalog, &table, 0)?.indexes.push(index);
            Ok(())
        }
        Stmt::CreateTrigger { tbl_name, .. } => {
            let trigger = trigger(found).ok_or_else(|| unknown(found))?;
            table_mut(catalog, &object_name(tbl_name), 0)?.triggers.push(trigger);
            Ok(())
        }
        Stmt::DropTable { tbl_name, .. } => {
            let name = object_name(tbl_name);
            catalog.tables.retain(|table| table.name != name);
            Ok(())
        }
        _ => Err(unknown(found)),
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
        comment: None,
        origin: Origin::default(),
    })
}

fn index_part(column: &SortedColumn<'_>) -> IndexPart {
    let (expr, is_column) = match &column.expr {
        Expr::Id(Id(name)) => (unquoted(name), true),
        Expr::Name(name) => (unquoted(name.0), true),
        expr => (printed(inner(expr)), false),
    };
    IndexPart {
        expr,
        column: is_column,
        descending: column.order == Some(SortOrder::Desc),
        nulls: column.nulls.map(|nulls| match nulls {
            NullsOrder::First => Nulls::First,
            NullsOrder::Last => Nulls::Last,
        }),
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
