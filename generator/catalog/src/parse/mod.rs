//! SQL text to syntax, by the grammar of its dialect. In: the text of a migration. Out: its statements, or the first
//! mistake and where it is. What this crate emits is read here before anybody else sees it.

pub mod postgres;
pub mod sqlite;

use crate::Dialect;
use crate::sql::split_natives;

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
    let (_, text) = split_natives(text);
    match dialect {
        Dialect::Postgres => Ok(postgres::parse(&text)?
            .children
            .iter()
            .filter(|node| node.is_statement())
            .count()),
        Dialect::Sqlite => Ok(sqlite::parse(&sqlite3_parser::Bump::new(), &text)?.len()),
    }
}
