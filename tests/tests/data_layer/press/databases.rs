//! The databases that the tests run on, and a way to run one test on both.
#![allow(dead_code, unused_macros, unused_imports, reason = "each test uses a part of it")]

/// A pool of the PostgreSQL database.
pub async fn postgres() -> sqlx::PgPool {
    let url = std::env::var("POSTGRES_URL").expect("where it is");
    sqlx::PgPool::connect(&url).await.expect("a connection")
}

/// A pool of the SQLite file.
pub async fn sqlite() -> sqlx::SqlitePool {
    let url = std::env::var("SQLITE_URL").expect("where it is");
    sqlx::SqlitePool::connect(&url).await.expect("a connection")
}

/// A connection as the owner of the PostgreSQL tables.
pub async fn postgres_owner() -> sqlx::PgConnection {
    let url = std::env::var("POSTGRES_OWNER_URL").expect("where it is");
    <sqlx::PgConnection as sqlx::Connection>::connect(&url).await.expect("a connection")
}

/// A connection to the SQLite file, which nobody owns.
pub async fn sqlite_owner() -> sqlx::SqliteConnection {
    let url = std::env::var("SQLITE_URL").expect("where it is");
    <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.expect("a connection")
}

/// Declares each test once for each database. Inside, `db` is the database's module and `pool()` gives its pool.
macro_rules! tests {
    ($($item:item)*) => {
        mod on_postgres {
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use super::*;
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use press::postgres as db;
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use crate::databases::{postgres as pool, postgres_owner as owner};
            $($item)*
        }

        mod on_sqlite {
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use super::*;
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use press::sqlite as db;
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use crate::databases::{sqlite as pool, sqlite_owner as owner};
            $($item)*
        }
    };
}

pub(crate) use tests;
