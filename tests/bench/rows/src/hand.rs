//! What a person would write over sqlx for five operations of two entities, and the same through the emitted data layer.

use chrono::{DateTime, Utc};
use context_platform::DictionaryCreate;
use uuid::Uuid;

const COLUMNS: &str =
    "id, org_id, slug, name, description, created_at, updated_at, classification, connector_id, owner_id, tags";

#[derive(sqlx::Type, Clone, Copy)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[allow(dead_code, reason = "the words of the enum")]
pub enum Classification {
    Public,
    Internal,
    Confidential,
    Restricted,
}

/// A row of a table without lists.
#[derive(sqlx::FromRow)]
#[allow(dead_code, reason = "read and thrown away")]
pub struct Dictionary {
    id: Uuid,
    org_id: Uuid,
    slug: String,
    name: String,
    description: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    language: String,
    owner_id: Option<Uuid>,
}

const DICTIONARY: &str = "id, org_id, slug, name, description, created_at, updated_at, language, owner_id";

/// For one database.
macro_rules! database {
    ($name:ident, $driver:ty, $tags:ty, $many:path, $place:expr) => {
        pub mod $name {
            use std::time::{Duration, Instant};

            use context_platform::data::dataset::{Filter, Order};
            use context_platform::data::{Cursor, Place};
            use context_platform::{DatasetCreate, DatasetId, DatasetPatch, DictionaryCreate, OrgCreate, OrgId, $name as db};
            use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

            use super::*;
            use crate::measure::{Pairs, ROUNDS};

            type Pool = sqlx::Pool<$driver>;
            type Open = db::Transaction<'static, OrgId>;

            #[derive(sqlx::FromRow)]
            #[allow(dead_code, reason = "read and thrown away")]
            struct Dataset {
                id: Uuid,
                org_id: Uuid,
                slug: String,
                name: String,
                description: Option<String>,
                created_at: DateTime<Utc>,
                updated_at: DateTime<Utc>,
                classification: super::Classification,
                connector_id: Option<Uuid>,
                owner_id: Option<Uuid>,
                tags: $tags,
            }

            /// How many rows there are, and how many are made, read or changed in a batch.
            const ROWS: usize = 2000;
            const BATCH: usize = 200;
            const PAGE: usize = 50;

            /// Rows to read, and the statements by hand.
            struct Scene {
                org: OrgId,
                keys: Vec<DatasetId>,
                get: SqlStr,
                create: SqlStr,
                list: SqlStr,
                patch: SqlStr,
            }

            impl Scene {
                async fn new(pool: &Pool) -> Self {
                    let org = OrgId::generate();
                    let mut tx = enter(pool, org).await;
                    let new = OrgCreate { slug: "bench".to_owned(), name: "Bench".to_owned(), status: None, default_language: None };
                    db::org::create(&mut tx, &new).await.unwrap();
                    let new: Vec<DatasetCreate> = (0..ROWS).map(dataset).collect();
                    let rows = db::dataset::create_many(&mut tx, &new).await.unwrap();
                    tx.commit().await.unwrap();
                    let sql = |text: String| AssertSqlSafe(text).into_sql_str();
                    let mut keys: Vec<DatasetId> = rows.iter().map(|row| row.id).collect();
                    keys.sort();
                    Self {
                        org,
                        keys,
                        get: sql(format!("SELECT {COLUMNS} FROM datasets WHERE org_id = $1 AND id = $2")),
                        create: sql(format!(
                            "INSERT INTO datasets (id, org_id, slug, name, description, classification, tags) \
                             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}"
                        )),
                        list: sql(format!(
                            "SELECT {COLUMNS} FROM datasets WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3"
                        )),
                        patch: sql(format!(
                            "UPDATE datasets SET name = $1, description = $2 WHERE org_id = $3 AND id = $4 RETURNING {COLUMNS}"
                        )),
                    }
                }
            }

            async fn enter(pool: &Pool, org: OrgId) -> Open {
                db::Transaction::begin(pool).await.unwrap().enter(org).await.unwrap()
            }

            fn dataset(at: usize) -> DatasetCreate {
                DatasetCreate {
                    slug: format!("set-{at}"),
                    name: format!("Data set {at}"),
                    description: Some("What it is for, in a sentence of usual length.".to_owned()),
                    classification: Some(context_platform::Classification::Internal),
                    connector_id: None,
                    owner_id: None,
                    tags: Some(vec!["one".to_owned(), "two".to_owned()]),
                }
            }

            fn dictionary(at: usize) -> DictionaryCreate {
                DictionaryCreate {
                    slug: format!("words-{at}"),
                    name: format!("Words {at}"),
                    description: Some("What it is for, in a sentence of usual length.".to_owned()),
                    language: Some("en".to_owned()),
                    owner_id: None,
                }
            }

            /// One operation, both ways in turn.
            macro_rules! operation {
                ($pool:expr, $scene:expr, $what:literal, $units:expr, |$tx:ident| $emitted:block, $hand:block) => {{
                    let mut pairs = Pairs::default();
                    for round in 0..ROUNDS + 2 {
                        let mut times = [Duration::ZERO; 2];
                        for side in [round % 2, 1 - round % 2] {
                            let mut $tx = enter($pool, $scene.org).await;
                            let begin = Instant::now();
                            if side == 0 { $emitted } else { $hand }
                            times[side] = begin.elapsed();
                            $tx.rollback().await.unwrap();
                        }
                        // The first rounds prepare statements.
                        if round > 1 {
                            pairs.add(times[0], times[1]);
                        }
                    }
                    pairs.print(concat!(stringify!($name), ", ", $what), $units);
                }};
            }

            /// Compares all of them.
            pub async fn compare(pool: &Pool, analyse: impl Fn()) {
                let place: fn(Uuid) -> Place = $place;
                let scene = Scene::new(pool).await;
                analyse();
                let org: Uuid = scene.org.0;
                let some: Vec<DatasetId> = scene.keys.iter().copied().step_by(ROWS / BATCH).collect();
                operation!(pool, scene, "get", BATCH, |tx| {
                    for key in &some {
                        db::dataset::get(&mut tx, *key).await.unwrap().unwrap();
                    }
                }, {
                    for key in &some {
                        let row = sqlx::query_as::<_, Dataset>(scene.get.clone()).bind(org).bind(key.0);
                        row.fetch_optional(tx.connection()).await.unwrap().unwrap();
                    }
                });
                let new: Vec<DatasetCreate> = (ROWS..ROWS + BATCH).map(dataset).collect();
                operation!(pool, scene, "create", BATCH, |tx| {
                    for new in &new {
                        db::dataset::create(&mut tx, new).await.unwrap();
                    }
                }, {
                    for new in &new {
                        let tags: $tags = new.tags.clone().unwrap().into();
                        let row = sqlx::query_as::<_, Dataset>(scene.create.clone())
                            .bind(Uuid::now_v7())
                            .bind(org)
                            .bind(&new.slug)
                            .bind(&new.name)
                            .bind(&new.description)
                            .bind(super::Classification::Internal)
                            .bind(tags);
                        row.fetch_one(tx.connection()).await.unwrap();
                    }
                });
                let new: Vec<DictionaryCreate> = (0..BATCH * 2).map(dictionary).collect();
                operation!(pool, scene, "create_many", BATCH * 2, |tx| {
                    assert_eq!(db::dictionary::create_many(&mut tx, &new).await.unwrap().len(), new.len());
                }, {
                    assert_eq!($many(tx.connection(), org, &new).await, new.len());
                });
                let places: Vec<DatasetId> = scene.keys.iter().copied().step_by(PAGE * 2).take(15).collect();
                operation!(pool, scene, "list page of 50", places.len(), |tx| {
                    for key in &places {
                        let after = Cursor::new("id", vec![place(key.0)]);
                        let page = db::dataset::list(&mut tx, &Filter::default(), Order::Id, Some(&after), PAGE).await;
                        assert_eq!(page.unwrap().rows.len(), PAGE);
                    }
                }, {
                    for key in &places {
                        // One row more tells whether there is a next page.
                        let rows = sqlx::query_as::<_, Dataset>(scene.list.clone()).bind(org).bind(key.0).bind(PAGE as i64 + 1);
                        assert_eq!(rows.fetch_all(tx.connection()).await.unwrap().len(), PAGE + 1);
                    }
                });
                operation!(pool, scene, "patch", BATCH, |tx| {
                    for key in &some {
                        let patch = DatasetPatch {
                            name: Some("Another".to_owned()),
                            description: Some(Some("Other words.".to_owned())),
                            ..DatasetPatch::default()
                        };
                        db::dataset::patch(&mut tx, *key, &patch).await.unwrap().unwrap();
                    }
                }, {
                    for key in &some {
                        let row = sqlx::query_as::<_, Dataset>(scene.patch.clone());
                        let row = row.bind("Another").bind("Other words.").bind(org).bind(key.0);
                        row.fetch_optional(tx.connection()).await.unwrap().unwrap();
                    }
                });
            }
        }
    };
}

database!(postgres, sqlx::Postgres, Vec<String>, super::many_on_postgres, |uuid| Place::Text(uuid.to_string()));
database!(sqlite, sqlx::Sqlite, sqlx::types::Json<Vec<String>>, super::many_on_sqlite, |uuid| {
    Place::Bytes(uuid.as_bytes().to_vec())
});

/// One statement over arrays, the quickest way there is without COPY.
async fn many_on_postgres(connection: &mut sqlx::PgConnection, org: Uuid, new: &[DictionaryCreate]) -> usize {
    let ids: Vec<Uuid> = new.iter().map(|_| Uuid::now_v7()).collect();
    let texts = |of: fn(&DictionaryCreate) -> &str| new.iter().map(|new| of(new).to_owned()).collect::<Vec<_>>();
    let descriptions: Vec<Option<String>> = new.iter().map(|new| new.description.clone()).collect();
    let rows: Vec<Dictionary> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "INSERT INTO dictionaries (id, org_id, slug, name, description, language) \
         SELECT id, $2, slug, name, description, language \
         FROM unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS new (id, slug, name, description, language) \
         RETURNING {DICTIONARY}"
    )))
    .bind(ids)
    .bind(org)
    .bind(texts(|new| &new.slug))
    .bind(texts(|new| &new.name))
    .bind(descriptions)
    .bind(texts(|new| new.language.as_deref().unwrap_or("en")))
    .fetch_all(connection)
    .await
    .unwrap();
    rows.len()
}

/// One prepared statement again and again: SQLite is in the same process.
async fn many_on_sqlite(connection: &mut sqlx::SqliteConnection, org: Uuid, new: &[DictionaryCreate]) -> usize {
    let sql = sqlx::AssertSqlSafe(format!(
        "INSERT INTO dictionaries (id, org_id, slug, name, description, language) \
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING {DICTIONARY}"
    ));
    let sql = sqlx::SqlSafeStr::into_sql_str(sql);
    let mut rows: Vec<Dictionary> = Vec::with_capacity(new.len());
    for new in new {
        let row = sqlx::query_as(sql.clone()).bind(Uuid::now_v7()).bind(org).bind(&new.slug).bind(&new.name);
        let row = row.bind(&new.description).bind(new.language.as_deref().unwrap_or("en"));
        rows.push(row.fetch_one(&mut *connection).await.unwrap());
    }
    rows.len()
}
