//! What a database refuses comes back as the rule that refused it, with the entity and the fields that it is about.

use crate::databases::tests;
use press::data::author::Internal;
use press::data::{Error, Rule};
use press::*;

fn author(name: &str, email: &str) -> AuthorCreate {
    AuthorCreate {
        name: name.to_owned(),
        email: email.to_owned(),
        born: None,
        pseudonym: None,
        contract: Secret::new("secret".to_owned()),
        country: None,
        mentor_id: None,
    }
}

const INTERNAL: Internal = Internal { rank: 0, seen_at: None };

/// What an error tells.
#[track_caller]
fn told<T: std::fmt::Debug>(result: Result<T, Error>) -> (Rule, &'static str, Vec<&'static str>) {
    let error = result.expect_err("a rule refuses it");
    let violation = *error.violation().unwrap_or_else(|| panic!("{error}"));
    (violation.rule, violation.entity, violation.fields.to_vec())
}

macro_rules! enter {
    ($pool:expr) => {{
        let house = HouseId::generate();
        let mut transaction = db::Transaction::begin($pool).await.unwrap().enter(house).await.unwrap();
        db::house::create(&mut transaction, &HouseCreate { name: "House".to_owned() }).await.unwrap();
        transaction
    }};
}

tests! {
    #[tokio::test]
    async fn what_is_taken() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        db::author::create(&mut transaction, &author("Ada", "a@example.com"), &INTERNAL).await.unwrap();
        let again = db::author::create(&mut transaction, &author("Bo", "a@example.com"), &INTERNAL).await;
        assert_eq!(told(again), (Rule::Unique, "Author", vec!["email"]));
    }

    #[tokio::test]
    async fn what_is_outside_its_limits() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let long = db::author::create(&mut transaction, &author("", "a@example.com"), &INTERNAL).await;
        assert_eq!(told(long), (Rule::Check, "Author", vec!["name"]));
        drop(transaction);
        let mut transaction = enter!(&pool);
        let own = AuthorCreate { pseudonym: Some(Some("Ada".to_owned())), ..author("Ada", "a@example.com") };
        let own = db::author::create(&mut transaction, &own, &INTERNAL).await;
        assert_eq!(told(own), (Rule::Check, "Author", vec!["pseudonym", "name"]));
    }

    #[tokio::test]
    async fn what_is_not_there() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let lost = AuthorCreate { mentor_id: Some(AuthorId::generate()), ..author("Ada", "a@example.com") };
        let error = db::author::create(&mut transaction, &lost, &INTERNAL).await.unwrap_err();
        assert_eq!(error.violation().map(|violation| violation.rule), Some(Rule::Reference));
    }

    #[tokio::test]
    async fn what_is_unique_over_arcs() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let book = |title: &str| BookCreate { title: title.to_owned(), price: None, about: None };
        let first = db::book::create(&mut transaction, &book("a")).await.unwrap();
        let second = db::book::create(&mut transaction, &book("b")).await.unwrap();
        let edge = DerivationCreate { source: DerivationSource::Book(first.id), target: DerivationTarget::Book(second.id) };
        db::derivation::create(&mut transaction, &edge).await.unwrap();
        assert_eq!(told(db::derivation::create(&mut transaction, &edge).await), (Rule::Unique, "Derivation", vec!["source", "target"]));
        drop(transaction);
        let mut transaction = enter!(&pool);
        let made = db::book::create(&mut transaction, &book("a")).await.unwrap();
        let own = DerivationCreate { source: DerivationSource::Book(made.id), target: DerivationTarget::Book(made.id) };
        assert_eq!(told(db::derivation::create(&mut transaction, &own).await), (Rule::Check, "Derivation", vec!["source", "target"]));
    }

    #[tokio::test]
    async fn what_never_changes() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let book = BookCreate { title: "a".to_owned(), price: None, about: None };
        let book_id = db::book::create(&mut transaction, &book).await.unwrap().id;
        let size = Size { wide: 1, deep: None, cost: "1".parse().unwrap(), when: None };
        db::edition::create(&mut transaction, &EditionCreate { book_id, size }).await.unwrap();
        db::note::create(&mut transaction, &NoteCreate { text: "x".to_owned() }).await.unwrap();
        db::author::create(&mut transaction, &author("Ada", "a@example.com"), &INTERNAL).await.unwrap();
        transaction.commit().await.unwrap();
        for (sql, entity, fields) in [
            ("UPDATE authors SET country = 'FO'", "Author", vec!["country"]),
            ("UPDATE editions SET mark = mark", "Edition", vec![]),
            ("DELETE FROM notes", "Note", vec![]),
        ] {
            // As the owner: the application's role may not even try.
            let mut connection = owner().await;
            let error = sqlx::query(sql).execute(&mut connection).await.unwrap_err();
            assert_eq!(told(Err::<(), _>(db::explain(error))), (Rule::Immutable, entity, fields), "{sql}");
        }
    }

    #[tokio::test]
    async fn what_is_missing() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let sql = "UPDATE houses SET name = NULL";
        let error = sqlx::query(sql).execute(transaction.connection()).await.unwrap_err();
        assert_eq!(told(Err::<(), _>(db::explain(error))), (Rule::Required, "House", vec!["name"]));
    }
}
