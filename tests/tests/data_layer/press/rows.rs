//! Rows of every kind of entity: made, found, removed; and never seen by another tenant.

mod databases;

use databases::tests;
use press::*;

fn author(name: &str) -> AuthorCreate {
    AuthorCreate {
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        born: None,
        pseudonym: None,
        contract: Secret::new("secret".to_owned()),
        country: None,
        mentor_id: None,
    }
}

fn book(title: &str) -> BookCreate {
    BookCreate { title: title.to_owned(), price: None, about: None }
}

macro_rules! enter {
    ($pool:expr) => {
        enter!($pool, HouseId::generate())
    };
    ($pool:expr, $house:expr) => {{
        let mut transaction = db::Transaction::begin($pool).await.unwrap().enter($house).await.unwrap();
        if db::house::get(&mut transaction).await.unwrap().is_none() {
            db::house::create(&mut transaction, &HouseCreate { name: "House".to_owned() }).await.unwrap();
        }
        transaction
    }};
}

macro_rules! internal {
    ($rank:expr) => {
        press::data::author::Internal { rank: $rank, seen_at: None }
    };
}

tests! {
    #[tokio::test]
    async fn absent_members_take_the_default_and_null_stays_null() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let made = db::author::create(&mut transaction, &author("ada"), &internal!(3)).await.unwrap();
        assert_eq!(made.born.to_string(), "1970-01-01");
        assert_eq!(made.pseudonym.as_deref(), Some("anonymous"));
        assert_eq!(made.country, "IS");
        assert_eq!(made.rank, 3);
        assert_eq!(made.contract.expose(), "secret");
        assert_eq!(made.house_id, *transaction.tenant());
        let stated = AuthorCreate { pseudonym: Some(None), country: Some("FO".to_owned()), ..author("bo") };
        let made = db::author::create(&mut transaction, &stated, &internal!(0)).await.unwrap();
        assert_eq!((made.pseudonym, made.country.as_str()), (None, "FO"));
        let stated = AuthorCreate { pseudonym: Some(Some("x".to_owned())), ..author("cy") };
        let made = db::author::create(&mut transaction, &stated, &internal!(0)).await.unwrap();
        assert_eq!(made.pseudonym.as_deref(), Some("x"));
    }

    #[tokio::test]
    async fn rows_are_found_by_key_and_by_what_is_unique() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let made = db::author::create(&mut transaction, &author("ada"), &internal!(1)).await.unwrap();
        assert_eq!(db::author::get(&mut transaction, made.id).await.unwrap().as_ref(), Some(&made));
        let found = db::author::get_by_email(&mut transaction, "ada@example.com".to_owned()).await.unwrap();
        assert_eq!(found.as_ref(), Some(&made));
        assert!(db::author::delete(&mut transaction, made.id).await.unwrap());
        assert!(!db::author::delete(&mut transaction, made.id).await.unwrap());
        assert_eq!(db::author::get(&mut transaction, made.id).await.unwrap(), None);
    }

    #[tokio::test]
    async fn arcs_and_variants_are_one_value() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let writer = db::author::create(&mut transaction, &author("ada"), &internal!(1)).await.unwrap();
        let about = BookCreate { about: Some(BookAbout::Author(writer.id)), ..book("Life") };
        let life = db::book::create(&mut transaction, &about).await.unwrap();
        assert_eq!(life.about, Some(BookAbout::Author(writer.id)));
        assert_eq!(life.taxed.to_string(), "19.00");
        let pieces = [
            PieceCreateVariant::Words { text: "Once".to_owned(), tone: None },
            PieceCreateVariant::Words { text: String::new(), tone: Some(Colour::DarkGreen) },
            PieceCreateVariant::Picture { data: vec![0, 255], tone: None, of: PieceOf::Book(life.id) },
            PieceCreateVariant::Blank,
        ];
        for (place, kind) in (0..).zip(pieces) {
            let new = PieceCreate { book_id: life.id, place, kind };
            let made = db::piece::create(&mut transaction, &new).await.unwrap();
            let expected = match new.kind {
                PieceCreateVariant::Words { text, tone } => PieceRowVariant::Words { text, tone: tone.unwrap_or(Colour::Red) },
                PieceCreateVariant::Picture { data, tone, of } => {
                    PieceRowVariant::Picture { data, tone: tone.unwrap_or(Colour::Red), of }
                }
                PieceCreateVariant::Blank => PieceRowVariant::Blank,
            };
            assert_eq!(made.kind, expected);
            assert_eq!(db::piece::get(&mut transaction, made.id).await.unwrap(), Some(made));
        }
    }

    #[tokio::test]
    async fn digests_are_made_with_the_row() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let made = db::book::create(&mut transaction, &book("Life")).await.unwrap();
        let size = Size { wide: 1, deep: None, cost: "1.5".parse().unwrap(), when: None };
        let edition = db::edition::create(&mut transaction, &EditionCreate { book_id: made.id, size: size.clone() }).await;
        let edition = edition.unwrap();
        assert_eq!(edition.mark, Edition::mark_of(&size).unwrap());
        assert_eq!(edition.size, size);
    }

    #[tokio::test]
    async fn links_are_rows_of_their_owner() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let writer = db::author::create(&mut transaction, &author("ada"), &internal!(1)).await.unwrap();
        let made = db::book::create(&mut transaction, &book("Life")).await.unwrap();
        let new = BookAuthorCreate { author_id: writer.id, share: None, note: Some("all".to_owned()) };
        let link = db::book_author::create(&mut transaction, made.id, &new).await.unwrap();
        assert_eq!((link.book_id, link.author_id, link.house_id), (made.id, writer.id, *transaction.tenant()));
        assert_eq!(db::book_author::get(&mut transaction, made.id, writer.id).await.unwrap(), Some(link));
        assert!(db::book_author::delete(&mut transaction, made.id, writer.id).await.unwrap());
    }

    #[tokio::test]
    async fn rows_of_nobody_need_no_tenant() {
        let pool = pool().await;
        let mut transaction = db::Transaction::begin(&pool).await.unwrap();
        let new = RateCreate { currency: "EUR".to_owned(), day: "2024-02-29".parse().unwrap(), worth: 1.1 };
        let made = db::rate::create(&mut transaction, &new).await.unwrap();
        let found = db::rate::get(&mut transaction, "EUR".to_owned(), made.day).await.unwrap();
        assert_eq!(found, Some(made));
        let first = db::counter::create(&mut transaction, &CounterCreate { label: "a".to_owned() }).await.unwrap();
        let second = db::counter::create(&mut transaction, &CounterCreate { label: "a".to_owned() }).await.unwrap();
        assert!(second.id > first.id);
    }

    #[tokio::test]
    async fn a_transaction_that_is_dropped_leaves_nothing() {
        let pool = pool().await;
        let house = HouseId::generate();
        drop(enter!(&pool, house));
        let mut transaction = db::Transaction::begin(&pool).await.unwrap().enter(house).await.unwrap();
        assert_eq!(db::house::get(&mut transaction).await.unwrap(), None);
    }

    #[tokio::test]
    async fn another_tenant_neither_reads_nor_refers_nor_removes() {
        let pool = pool().await;
        let mut theirs = enter!(&pool);
        let writer = db::author::create(&mut theirs, &author("ada"), &internal!(1)).await.unwrap();
        let life = db::book::create(&mut theirs, &book("Life")).await.unwrap();
        theirs.commit().await.unwrap();
        let mut ours = enter!(&pool);
        assert_eq!(db::author::get(&mut ours, writer.id).await.unwrap(), None);
        assert_eq!(db::author::get_by_email(&mut ours, writer.email.clone()).await.unwrap(), None);
        let page = db::author::list(&mut ours, &Default::default(), Default::default(), None, 10).await.unwrap();
        assert_eq!(page.rows, []);
        assert!(!db::author::delete(&mut ours, writer.id).await.unwrap());
        ours.commit().await.unwrap();
        let mut ours = enter!(&pool);
        let about = BookCreate { about: Some(BookAbout::Author(writer.id)), ..book("Theft") };
        let error = db::book::create(&mut ours, &about).await.unwrap_err();
        assert_eq!(error.violation().map(|violation| violation.rule), Some(data::Rule::Reference), "{error}");
        drop(ours);
        let mut ours = enter!(&pool);
        let link = BookAuthorCreate { author_id: writer.id, share: None, note: None };
        let error = db::book_author::create(&mut ours, life.id, &link).await.unwrap_err();
        assert_eq!(error.violation().map(|violation| violation.rule), Some(data::Rule::Reference), "{error}");
    }
}
