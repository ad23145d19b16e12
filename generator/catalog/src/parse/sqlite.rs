//! SQLite text to its statements, by SQLite's own grammar, or the first mistake. The syntax tree lives as long as the
//! arena that the caller brings.

use sqlite3_parser::ast::{Cmd, Stmt};
use sqlite3_parser::lexer::sql::Parser;
use sqlite3_parser::{Bump, FallibleIterator};

use super::Mistake;

/// How deep brackets may nest: printing a deeper tree would overflow the stack.
const DEEPEST: usize = 200;

/// Reads a text of any number of statements.
///
/// # Errors
/// The text is not SQLite's SQL.
pub fn parse<'b>(arena: &'b Bump, source: &'b str) -> Result<Vec<Stmt<'b>>, Mistake> {
    refuse_deep_nesting(source)?;
    let mut parser = Parser::new(arena, source.as_bytes());
    let mut statements = Vec::new();
    loop {
        let command = parser.next().map_err(|error| Mistake {
            offset: offset(source, parser.position().line),
            message: error.to_string(),
        })?;
        match command {
            None => return Ok(statements),
            Some(Cmd::Stmt(statement)) => statements.push(statement),
            Some(Cmd::Explain(_) | Cmd::ExplainQueryPlan(_)) => {
                let message = "an explanation is no migration".to_owned();
                return Err(Mistake {
                    offset: offset(source, parser.position().line),
                    message,
                });
            }
        }
    }
}

/// Where a line begins.
fn offset(source: &str, line: usize) -> usize {
    source
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum()
}

/// Counts brackets in texts and names as well: a migration of ours never comes near the limit.
fn refuse_deep_nesting(source: &str) -> Result<(), Mistake> {
    let mut depth = 0usize;
    for (offset, byte) in source.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' => depth = 0,
            _ => {}
        }
        if depth > DEEPEST {
            let message = format!("brackets nest deeper than {DEEPEST}");
            return Err(Mistake { offset, message });
        }
    }
    Ok(())
}
