//! Lists: pages give every row once and in order, whatever the page's size, and a filter keeps what agrees with it.

use std::collections::BTreeSet;

use crate::databases::tests;
use futures_util::StreamExt;
use press::data::author::{Filter, Internal, Order};
use press::*;

fn author(number: u32) -> AuthorCreate {
    AuthorCreate {
        name: format!("name {}", number % 7),
        email: format!("a{number}@example.com"),
        born: Some(format!("19{:02}-01-01", number * 37 % 11 + 10).parse().unwrap()),
        pseudonym: None,
        contract: Secret::new("secret".to_owned()),
        country: None,
        mentor_id: None,
    }
}

const COUNT: usize = 53;

/// Statements that list a page behind a place.
fn continued(statements: &[&'static str]) -> Vec<&'static str> {
    let pages = statements.iter().filter(|sql| sql.contains(" LIMIT ") && (sql.contains(") > (") || sql.contains(") < (")));
    pages.copied().collect()
}

#[tokio::test]
async fn a_page_begins_in_an_index_of_sqlite() {
    let pool = crate::databases::sqlite().await;
    let pages = continued(sqlite::author::STATEMENTS);
    assert_eq!(pages.len(), 3 * 5, "three orders, by themselves and behind each of four filters");
    for sql in pages {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&pool).await.unwrap();
        let step = plan.first().map(|(.., step)| step.as_str()).unwrap_or_default();
        // Which index it is depends on what ANALYZE counted, where a filter leads.
        assert!(step.starts_with("SEARCH") && step.contains("=?"), "{plan:?}: {sql}");
    }
}

#[tokio::test]
async fn a_page_begins_in_an_index_of_postgres() {
    let pool = crate::databases::postgres().await;
    let mut transaction = pool.begin().await.unwrap();
    for setting in ["enable_seqscan = off", "enable_bitmapscan = off", "plan_cache_mode = force_generic_plan"] {
        let set = sqlx::AssertSqlSafe(format!("SET LOCAL {setting}"));
        sqlx::query(set).execute(&mut *transaction).await.unwrap();
    }
    let pages = continued(press::postgres::author::STATEMENTS);
    assert_eq!(pages.len(), 3 * 5, "the same, planned without the values");
    for (at, sql) in pages.into_iter().enumerate() {
        let count = (1..).take_while(|number| sql.contains(&format!("${number}"))).count();
        let nulls = vec!["NULL"; count].join(", ");
        let prepare = sqlx::AssertSqlSafe(format!("PREPARE page_{at} AS {sql}"));
        sqlx::raw_sql(prepare).execute(&mut *transaction).await.unwrap();
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN EXECUTE page_{at}({nulls})"));
        let plan: Vec<(String,)> = sqlx::query_as(explain).persistent(false).fetch_all(&mut *transaction).await.unwrap();
        let condition = plan.iter().find(|(step,)| step.contains("Index Cond")).map(|(step,)| step.as_str());
        let condition = condition.unwrap_or_else(|| panic!("{plan:?}"));
        assert!(condition.contains("house_id = ") && condition.matches('$').count() > 1, "{plan:#?}");
    }
}

macro_rules! filled {
    ($pool:expr) => {{
        let house = HouseId::generate();
        let mut transaction = db::Transaction::begin($pool).await.unwrap().enter(house).await.unwrap();
        db::house::create(&mut transaction, &HouseCreate { name: "House".to_owned() }).await.unwrap();
        for number in 0..COUNT {
            let new = author(u32::try_from(number).unwrap());
            db::author::create(&mut transaction, &new, &Internal { rank: 0, seen_at: None }).await.unwrap();
        }
        transaction
    }};
}

tests! {
    #[tokio::test]
    async fn pages_give_every_row_once_and_in_order() {
        let pool = pool().await;
        let mut transaction = filled!(&pool);
        for order in [Order::Id, Order::BornDescending, Order::Name] {
            for limit in [1, 7, COUNT - 1, COUNT, COUNT + 1] {
                let (mut rows, mut after) = (Vec::new(), None);
                loop {
                    let page = db::author::list(&mut transaction, &Filter::default(), order, after.as_ref(), limit).await;
                    let page = page.unwrap();
                    assert!(page.rows.len() <= limit);
                    rows.extend(page.rows);
                    // A cursor is a text to everybody else.
                    after = page.next.map(|next| next.to_string().parse().unwrap());
                    if after.is_none() {
                        break;
                    }
                }
                let ids: BTreeSet<AuthorId> = rows.iter().map(|row| row.id).collect();
                assert_eq!((rows.len(), ids.len()), (COUNT, COUNT), "{order:?} by {limit}");
                let is_ordered = rows.is_sorted_by(|a, b| match order {
                    Order::Id => a.id < b.id,
                    Order::BornDescending => (b.born, b.id) < (a.born, a.id),
                    Order::Name => (&a.name, a.id) < (&b.name, b.id),
                });
                assert!(is_ordered, "{order:?}");
            }
        }
    }

    #[tokio::test]
    async fn a_filter_keeps_what_agrees_with_it() {
        let pool = pool().await;
        let mut transaction = filled!(&pool);
        let filter = Filter { name: Some("name 3".to_owned()), ..Filter::default() };
        let page = db::author::list(&mut transaction, &filter, Order::Id, None, COUNT).await.unwrap();
        assert_eq!(page.rows.len(), (0..COUNT).filter(|number| number % 7 == 3).count());
        assert!(page.rows.iter().all(|row| row.name == "name 3"));
        let first = db::author::list(&mut transaction, &filter, Order::BornDescending, None, 1).await.unwrap();
        let rest = db::author::list(&mut transaction, &filter, Order::BornDescending, first.next.as_ref(), COUNT).await;
        assert_eq!(rest.unwrap().rows.len() + 1, page.rows.len());
        let both = Filter { email: Some("a3@example.com".to_owned()), ..filter };
        let page = db::author::list(&mut transaction, &both, Order::Name, None, COUNT).await.unwrap();
        assert_eq!(page.rows.len(), 1);
        let neither = Filter { mentor_id: Some(page.rows[0].id), ..Filter::default() };
        let page = db::author::list(&mut transaction, &neither, Order::Name, None, COUNT).await.unwrap();
        assert_eq!(page.rows, []);
    }

    #[tokio::test]
    async fn a_cursor_of_another_list_is_refused() {
        let pool = pool().await;
        let mut transaction = filled!(&pool);
        let page = db::author::list(&mut transaction, &Filter::default(), Order::Id, None, 1).await.unwrap();
        let other = db::author::list(&mut transaction, &Filter::default(), Order::Name, page.next.as_ref(), 1).await;
        assert!(matches!(other, Err(data::Error::Cursor)));
        assert!(matches!("00".parse::<data::Cursor>(), Err(data::Error::Cursor)));
        assert!(matches!("𝄞".parse::<data::Cursor>(), Err(data::Error::Cursor)));
    }

    #[tokio::test]
    async fn rows_arrive_one_by_one() {
        let pool = pool().await;
        let mut transaction = filled!(&pool);
        let rows = db::author::stream(&mut transaction, &Filter::default(), Order::Name).unwrap();
        let rows: Vec<AuthorRow> = rows.map(Result::unwrap).collect().await;
        assert_eq!(rows.len(), COUNT);
        assert!(rows.is_sorted_by_key(|row| (row.name.clone(), row.id)));
    }
}
