//! One spelling for SQLite expressions: that of the grammar's printer.

use sqlite3_parser::Bump;
use sqlite3_parser::ast::Stmt;
use sqlite3_parser::ast::fmt::ToTokens;

use super::inner;
use crate::parse::Mistake;
use crate::parse::sqlite::parse;
use crate::replay::not_understood;
use crate::replay::stage::Stage;
use crate::sql::identifier;
use crate::{Catalog, Table, TriggerAction};

/// A part of the syntax tree as text.
pub(super) fn printed(part: &impl ToTokens) -> String {
    struct Printed<'p, T>(&'p T);
    impl<T: ToTokens> std::fmt::Display for Printed<'_, T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.to_fmt(f)
        }
    }
    Printed(part).to_string().trim().to_owned()
}

/// A name without its quotes.
pub(crate) fn unquoted(name: &str) -> String {
    let between = |open: char, close: char| name.strip_prefix(open)?.strip_suffix(close);
    if let Some(inner) = between('[', ']') {
        return inner.to_owned();
    }
    for quote in ['"', '`', '\''] {
        if let Some(inner) = between(quote, quote) {
            return inner.replace(&format!("{quote}{quote}"), &quote.to_string());
        }
    }
    name.to_owned()
}

/// Spells every expression of a Catalog as replay does.
pub(crate) fn spell(catalog: &mut Catalog) -> Result<(), Mistake> {
    catalog.tables.iter_mut().try_for_each(spell_table)
}

fn spell_table(table: &mut Table) -> Result<(), Mistake> {
    for column in &mut table.columns {
        respell(column.default.as_mut(), spell_default)?;
        respell(column.generated.as_mut().map(|generated| &mut generated.expr), |text| {
            spell_expr(text)
        })?;
    }
    for check in &mut table.checks {
        check.expr = spell_expr(&check.expr)?;
    }
    for index in &mut table.indexes {
        respell(index.predicate.as_mut(), spell_expr)?;
        for part in index.parts.iter_mut().filter(|part| !part.column) {
            part.expr = spell_expr(&part.expr)?;
        }
    }
    for trigger in &mut table.triggers {
        respell(trigger.when.as_mut(), spell_expr)?;
        if let TriggerAction::Run(statements) = &mut trigger.action {
            *statements = spell_statements(statements)?;
        }
    }
    Ok(())
}

fn respell(text: Option<&mut String>, spell: impl Fn(&str) -> Result<String, Mistake>) -> Result<(), Mistake> {
    if let Some(text) = text {
        *text = spell(text)?;
    }
    Ok(())
}

/// Read as the one condition of a partial index, where no other word can end it.
fn spell_expr(text: &str) -> Result<String, Mistake> {
    let arena = Bump::new();
    let source = format!("CREATE INDEX i ON t (c) WHERE ({text})");
    match parse(&arena, &source)?.as_slice() {
        [
            Stmt::CreateIndex {
                where_clause: Some(expr),
                ..
            },
        ] => Ok(printed(inner(expr))),
        _ => Err(not_understood(0, text)),
    }
}

fn spell_default(text: &str) -> Result<String, Mistake> {
    let arena = Bump::new();
    let source = format!("CREATE TABLE t (c TEXT DEFAULT {text})");
    let mut stage = Stage::of(Catalog::empty(crate::Dialect::Sqlite));
    for statement in parse(&arena, &source)? {
        super::statement(&mut stage, &statement, &source)?;
    }
    let column = stage.finish().tables.pop().and_then(|mut table| table.columns.pop());
    column
        .and_then(|column| column.default)
        .ok_or_else(|| not_understood(0, text))
}

fn spell_statements(statements: &[String]) -> Result<Vec<String>, Mistake> {
    let arena = Bump::new();
    let body: String = statements.iter().map(|statement| format!("{statement}; ")).collect();
    let source = format!("CREATE TRIGGER {} BEFORE INSERT ON t BEGIN {body}END", identifier("x"));
    match parse(&arena, &source)?.as_slice() {
        [Stmt::CreateTrigger { commands, .. }] => Ok(commands.iter().map(printed).collect()),
        _ => Err(not_understood(0, &body)),
    }
}
