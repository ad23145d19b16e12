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

/// Declares each test once for each database. Inside, `db` is the database's module and `pool()` gives its pool.
macro_rules! tests {
    ($($item:item)*) => {
        mod on_postgres {
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use super::*;
            use press::postgres as db;
            use crate::databases::postgres as pool;
            $($item)*
        }

        mod on_sqlite {
            #[allow(unused_imports, reason = "each test uses a part of it")]
            use super::*;
            use press::sqlite as db;
            use crate::databases::sqlite as pool;
            $($item)*
        }
    };
}

pub(crate) use tests;
