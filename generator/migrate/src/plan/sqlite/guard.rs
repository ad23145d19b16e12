//! The guard of a file that rebuilds tables: a temporary table that takes only zeros. Whatever must not be is counted
//! into it, and a count other than zero undoes everything.

use driftless_catalog::Dialect;
use driftless_catalog::sql::{Statement, literal};

/// The guard's table; temporary, so that it can be in nobody's way.
const GUARD: &str = "\"_driftless_guard\"";

/// Foreign keys off, a transaction, and proof that they are off: inside a transaction the first line does nothing.
///
/// Where a runner brought a transaction of its own and goes on after errors, the failed proof ends that transaction, so
/// that the second attempt at switching foreign keys off succeeds before any table is dropped.
pub(super) fn open() -> Vec<Statement> {
    vec![
        Statement::plain("PRAGMA foreign_keys = OFF"),
        Statement::plain("BEGIN IMMEDIATE"),
        Statement::plain(format!(
            "CREATE TEMP TABLE {GUARD} (\"what\" TEXT NOT NULL, \
             \"bad\" INTEGER NOT NULL CONSTRAINT \"the database is not as this migration needs it\" CHECK (\"bad\" = 0))"
        )),
        none("foreign keys that are on", "\"foreign_keys\" FROM pragma_foreign_keys"),
        Statement::plain("PRAGMA foreign_keys = OFF"),
        // Names of other tables' references stay as they are while tables take each other's names.
        Statement::plain("PRAGMA legacy_alter_table = ON"),
    ]
}

/// Every reference leads somewhere, and the end.
pub(super) fn close() -> Vec<Statement> {
    vec![
        Statement::plain("PRAGMA legacy_alter_table = OFF"),
        none("rows that point at nothing", "count(*) FROM pragma_foreign_key_check"),
        Statement::plain(format!("DROP TABLE {GUARD}")),
        Statement::plain("COMMIT"),
        Statement::plain("PRAGMA foreign_keys = ON"),
    ]
}

/// Stops everything unless `count` is zero.
pub(super) fn none(what: &str, count: &str) -> Statement {
    let what = literal(Dialect::Sqlite, what);
    Statement::plain(format!("INSERT OR ROLLBACK INTO {GUARD} SELECT {what}, {count}"))
}
