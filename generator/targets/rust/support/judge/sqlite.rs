//! An SQLite file of its own.

use serde_json::Value;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::ask::{Ask, Refusal};

/// Its connection.
pub(crate) struct Pool {
    pool: sqlx::SqlitePool,
}

/// Makes the file and its tables.
pub(crate) async fn open(setup: &Value) -> Result<Option<Pool>, Box<dyn std::error::Error>> {
    let Some(file) = setup["file"].as_str() else { return Ok(None) };
    if std::path::Path::new(file).exists() {
        std::fs::remove_file(file)?;
    }
    // Nothing has to outlive the judge.
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let up = setup["up"].as_str().unwrap_or_default().to_owned();
    sqlx::raw_sql(AssertSqlSafe(up)).execute(&pool).await?;
    Ok(Some(Pool { pool }))
}

/// The file may stay.
pub(crate) async fn close(pool: Option<Pool>) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(Pool { pool }) = pool {
        pool.close().await;
    }
    Ok(())
}
