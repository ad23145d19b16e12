//! The guard of a file that rebuilds tables: a temporary table that takes only zeros. Whatever must not be is counted
//! into it. Where a count is not zero, or any statement before it failed, nothing of the file is kept.

use driftless_catalog::Dialect;
use driftless_catalog::sql::{Statement, literal};

/// The guard's table; temporary, so that it can be in nobody's way.
const GUARD: &str = "\"_driftless_guard\"";

/// Foreign keys off, a transaction, and proof that they are off: inside a transaction the first line does nothing.
pub(super) fn open() -> Vec<Statement> {
    vec![
        Statement::plain("PRAGMA foreign_keys = OFF"),
        Statement::plain("BEGIN IMMEDIATE"),
        Statement::plain(format!(
            "CREATE TEMP TABLE {GUARD} (\"what\" TEXT NOT NULL, \
             \"bad\" INTEGER NOT NULL CONSTRAINT \"the database is not as this migration needs it\" CHECK (\"bad\" = 0))"
        )),
        none("foreign keys that are on", "\"foreign_keys\" FROM pragma_foreign_keys"),
        // Names of other tables' references stay as they are while tables take each other's names.
        Statement::plain("PRAGMA legacy_alter_table = ON"),
    ]
}

/// Every reference leads somewhere, and the end of a file that holds `groups`.
///
/// A runner may go on after errors, as `sqlite3 file < up.sql` does, even inside a transaction of its own. So no count ends
/// the transaction before its end: what comes after would be kept, and a table be dropped that was never copied. The last
/// word is whether every count was taken.
pub(super) fn close(groups: &[Vec<Statement>]) -> Vec<Statement> {
    let last = none("rows that point at nothing", "count(*) FROM pragma_foreign_key_check");
    let counted = |statement: &&Statement| statement.text().starts_with(&entry());
    let counts = groups.iter().flatten().filter(counted).count() + 1;
    vec![
        Statement::plain("PRAGMA legacy_alter_table = OFF"),
        last,
        Statement::plain(format!(
            "INSERT OR ROLLBACK INTO {GUARD} SELECT 'counts that failed', {counts} - count(*) FROM {GUARD}"
        )),
        Statement::plain(format!("DROP TABLE {GUARD}")),
        Statement::plain("COMMIT"),
        Statement::plain("PRAGMA foreign_keys = ON"),
    ]
}

/// Stops everything unless `count` is zero.
pub(super) fn none(what: &str, count: &str) -> Statement {
    let what = literal(Dialect::Sqlite, what);
    Statement::plain(format!("{} SELECT {what}, {count}", entry()))
}

fn entry() -> String {
    format!("INSERT INTO {GUARD}")
}
