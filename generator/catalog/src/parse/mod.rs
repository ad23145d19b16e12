//! SQL text to syntax, by the grammar of its dialect. In: the text of a migration. Out: its statements, or the first
//! mistake and where it is. What this crate emits is read here before anybody else sees it.

pub mod postgres;
pub mod sqlite;
mod statement;
pub(crate) mod token;

pub use statement::{Statement, statements};

use crate::Dialect;

/// Where a text stops being SQL, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Byte offset, as exactly as the grammar tells.
    pub offset: usize,
    /// What is wrong there.
    pub message: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.offset)
    }
}

impl std::error::Error for Mistake {}

/// How many statements a text has beside those of native objects, which are the author's own.
///
/// # Errors
/// The text is not SQL of the dialect.
pub fn count_statements(dialect: Dialect, text: &str) -> Result<usize, Mistake> {
    let statements = statements(dialect, text)?;
    let ours = statements.iter().filter(|statement| statement.native.is_none());
    ours.map(|statement| statement.check(dialect)).sum()
}

impl Statement<'_> {
    /// Reads it by the grammar, and counts it.
    fn check(&self, dialect: Dialect) -> Result<usize, Mistake> {
        let read = match dialect {
            Dialect::Postgres => postgres::parse(self.text).map(drop),
            Dialect::Sqlite => sqlite::parse(&sqlite3_parser::Bump::new(), self.text).map(drop),
        };
        read.map(|()| 1).map_err(|mistake| mistake.behind(self.range.start))
    }
}

impl Mistake {
    /// The same in a text that begins further ahead.
    #[must_use]
    pub fn behind(self, start: usize) -> Self {
        Self {
            offset: self.offset + start,
            ..self
        }
    }
}
