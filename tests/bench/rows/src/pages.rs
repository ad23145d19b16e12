//! The first page of a long list against its last: what keysets promise, and the index that keeps the promise.

/// For one database.
macro_rules! database {
    ($name:ident, $pool:ty, $explain:literal, $place:expr) => {
        pub mod $name {
            use std::time::{Duration, Instant};

            use context_platform::data::dataset::{Filter, Order};
            use context_platform::data::{Cursor, Place};
            use context_platform::{OrgId, $name as db};
            use sqlx::Row;

            use crate::measure::{Pairs, ROUNDS};
            use crate::stage::TENANT;

            const PAGE: usize = 100;
            const AGAIN: usize = 10;

            /// Compares the first page with the last, and shows how the last is found.
            pub async fn compare(pool: &$pool, rows: i64) {
                let place: fn(uuid::Uuid) -> Place = $place;
                let key = format!("00000000-0000-7000-8000-{:012x}", rows - PAGE as i64);
                let last = Cursor::new("id", vec![place(key.parse().expect("a key"))]);
                let key = "00000000-0000-0000-0000-000000000000";
                let first = Cursor::new("id", vec![place(key.parse().expect("a key"))]);
                let (mut cold, mut pairs) = (Pairs::default(), Pairs::default());
                for _ in 0..ROUNDS {
                    let end = read(pool, Some(&last)).await;
                    pairs.add(read(pool, Some(&first)).await, end);
                    cold.add(read(pool, None).await, end);
                }
                let number = rows / PAGE as i64;
                pairs.print(&format!("{}, page 1 and {number}", stringify!($name)), AGAIN);
                cold.print(&format!("{}, without a cursor", stringify!($name)), AGAIN);
                explain(pool).await;
            }

            async fn read(pool: &$pool, after: Option<&Cursor>) -> Duration {
                let org: OrgId = TENANT.parse().expect("a key");
                let mut tx = db::Transaction::begin(pool).await.unwrap().enter(org).await.unwrap();
                let begin = Instant::now();
                for _ in 0..AGAIN {
                    let page = db::dataset::list(&mut tx, &Filter::default(), Order::Id, after, PAGE).await.unwrap();
                    assert_eq!(page.rows.len(), PAGE);
                }
                let time = begin.elapsed();
                tx.rollback().await.unwrap();
                time
            }

            async fn explain(pool: &$pool) {
                let org: OrgId = TENANT.parse().expect("a key");
                let mut tx = db::Transaction::begin(pool).await.unwrap().enter(org).await.unwrap();
                let is_page = |sql: &&&str| sql.contains(" LIMIT ") && sql.contains("(\"id\") > (");
                let sql = db::dataset::STATEMENTS.iter().find(is_page).expect("a list");
                let text = sqlx::AssertSqlSafe(format!($explain, sql = sql));
                let plan = sqlx::raw_sql(text).fetch_all(tx.connection()).await.unwrap();
                for step in plan.iter().filter(|step| step.columns_text().is_some()) {
                    println!("    {}", step.columns_text().unwrap_or_default());
                }
            }

            /// The text of a step of a plan, which is in its last column.
            trait Step {
                fn columns_text(&self) -> Option<String>;
            }

            impl<R: Row> Step for R
            where
                usize: sqlx::ColumnIndex<R>,
                for<'r> String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
            {
                fn columns_text(&self) -> Option<String> {
                    self.try_get(self.len().checked_sub(1)?).ok()
                }
            }
        }
    };
}

database!(
    postgres,
    sqlx::PgPool,
    "PREPARE page AS {sql}; EXPLAIN EXECUTE page('00000000-0000-7000-8000-00000000000a', NULL, NULL, NULL, \
     '00000000-0000-7000-8000-0000000f41dc', 101)",
    |uuid| Place::Text(uuid.to_string())
);
database!(sqlite, sqlx::SqlitePool, "EXPLAIN QUERY PLAN {sql}", |uuid| Place::Bytes(uuid.as_bytes().to_vec()));
