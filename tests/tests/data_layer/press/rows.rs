//! Rows of every kind of entity: made, found, removed; and never seen by another tenant.

use crate::databases::tests;
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

    #[tokio::test]
    async fn a_patch_changes_what_it_names() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let made = db::author::create(&mut transaction, &author("ada"), &internal!(1)).await.unwrap();
        transaction.commit().await.unwrap();
        let mut transaction = enter!(&pool, made.house_id);
        let nothing = AuthorPatch::default();
        let same = db::author::patch(&mut transaction, made.id, &nothing, &Default::default()).await.unwrap().unwrap();
        assert_eq!(AuthorRow { updated_at: made.updated_at, ..same.clone() }, made);
        assert!(same.updated_at > made.updated_at);
        let change = AuthorPatch { name: Some("eve".to_owned()), pseudonym: Some(None), ..AuthorPatch::default() };
        let seen = made.created_at;
        let beside = press::data::author::InternalPatch { rank: Some(9), seen_at: Some(Some(seen)) };
        let changed = db::author::patch(&mut transaction, made.id, &change, &beside).await.unwrap().unwrap();
        let expected = AuthorRow { name: "eve".to_owned(), pseudonym: None, rank: 9, seen_at: Some(seen), ..same };
        assert_eq!(AuthorRow { updated_at: expected.updated_at, ..changed.clone() }, expected);
        assert_eq!(db::author::get(&mut transaction, made.id).await.unwrap().as_ref(), Some(&changed));
        let beside = press::data::author::InternalPatch { rank: None, seen_at: Some(None) };
        let changed = db::author::patch(&mut transaction, made.id, &nothing, &beside).await.unwrap().unwrap();
        assert_eq!((changed.seen_at, changed.rank, changed.name.as_str()), (None, 9, "eve"));
        let lost = db::author::patch(&mut transaction, AuthorId::generate(), &nothing, &Default::default()).await;
        assert_eq!(lost.unwrap(), None);
        transaction.commit().await.unwrap();
        let mut other = enter!(&pool);
        assert_eq!(db::author::patch(&mut other, made.id, &change, &Default::default()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_patch_moves_an_arc_and_changes_a_variant() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let writer = db::author::create(&mut transaction, &author("ada"), &internal!(1)).await.unwrap();
        let about = BookCreate { about: Some(BookAbout::Author(writer.id)), ..book("Life") };
        let life = db::book::create(&mut transaction, &about).await.unwrap();
        let other = db::book::create(&mut transaction, &book("Other")).await.unwrap();
        let moved = BookPatch { about: Some(Some(BookAbout::Book(other.id))), ..BookPatch::default() };
        let changed = db::book::patch(&mut transaction, life.id, &moved).await.unwrap().unwrap();
        assert_eq!(changed.about, Some(BookAbout::Book(other.id)));
        let changed = db::book::patch(&mut transaction, life.id, &BookPatch::default()).await.unwrap().unwrap();
        assert_eq!(changed.about, Some(BookAbout::Book(other.id)));
        let gone = BookPatch { about: Some(None), price: Some("1".parse().unwrap()), ..BookPatch::default() };
        let changed = db::book::patch(&mut transaction, life.id, &gone).await.unwrap().unwrap();
        assert_eq!((changed.about, changed.taxed.to_string().as_str()), (None, "2.00"));
        let words = PieceCreateVariant::Words { text: "Once".to_owned(), tone: Some(Colour::DarkGreen) };
        let new = PieceCreate { book_id: life.id, place: 0, kind: words };
        let piece = db::piece::create(&mut transaction, &new).await.unwrap();
        let patch = PiecePatch {
            kind: Some(PieceKind::Picture),
            data: Some(vec![1]),
            of: Some(PieceOf::Author(writer.id)),
            ..PiecePatch::default()
        };
        let seen = db::piece::patch(&mut transaction, piece.id, &patch).await.unwrap().unwrap();
        let picture = PieceRowVariant::Picture { data: vec![1], tone: Colour::DarkGreen, of: PieceOf::Author(writer.id) };
        assert_eq!(seen.kind, picture);
        let blank = PiecePatch { kind: Some(PieceKind::Blank), ..PiecePatch::default() };
        let seen = db::piece::patch(&mut transaction, piece.id, &blank).await.unwrap().unwrap();
        assert_eq!(seen.kind, PieceRowVariant::Blank);
        let words = PiecePatch { kind: Some(PieceKind::Words), text: Some("x".to_owned()), ..PiecePatch::default() };
        let seen = db::piece::patch(&mut transaction, piece.id, &words).await.unwrap().unwrap();
        assert_eq!(seen.kind, PieceRowVariant::Words { text: "x".to_owned(), tone: Colour::Red });
        let lacking = PiecePatch { kind: Some(PieceKind::Picture), ..PiecePatch::default() };
        let error = db::piece::patch(&mut transaction, piece.id, &lacking).await.unwrap_err();
        assert_eq!(error.violation().map(|violation| violation.rule), Some(data::Rule::Check), "{error}");
    }

    #[tokio::test]
    async fn many_rows_are_made_at_once() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        assert_eq!(db::author::create_many(&mut transaction, &[]).await.unwrap(), []);
        let rows: Vec<_> = (0..200)
            .map(|number| {
                let pseudonym = [None, Some(None), Some(Some(format!("p{number}")))][number as usize % 3].clone();
                (AuthorCreate { pseudonym, ..author(&format!("a{number}")) }, internal!(number))
            })
            .collect();
        let made = db::author::create_many(&mut transaction, &rows).await.unwrap();
        assert_eq!(made.len(), rows.len());
        for (row, (new, internal)) in made.iter().zip(&rows) {
            assert_eq!((&row.name, row.rank), (&new.name, internal.rank));
            let expected = new.pseudonym.clone().unwrap_or(Some("anonymous".to_owned()));
            assert_eq!(row.pseudonym, expected);
            assert_eq!(db::author::get(&mut transaction, row.id).await.unwrap().as_ref(), Some(row));
        }
    }

    #[tokio::test]
    async fn an_upsert_makes_a_row_or_changes_it() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let made = db::author::upsert_by_email(&mut transaction, &author("ada"), &internal!(1)).await.unwrap();
        let again = AuthorCreate { name: "eve".to_owned(), country: Some("FO".to_owned()), ..author("ada") };
        let changed = db::author::upsert_by_email(&mut transaction, &again, &internal!(2)).await.unwrap();
        let expected = AuthorRow { name: "eve".to_owned(), rank: 2, ..made.clone() };
        assert_eq!(AuthorRow { updated_at: made.updated_at, ..changed }, expected, "what never changes stays");
        let life = db::book::create(&mut transaction, &book("Life")).await.unwrap();
        let link = |share: &str| BookAuthorCreate { author_id: made.id, share: Some(share.parse().unwrap()), note: None };
        db::book_author::upsert_by_book_id_and_author_id(&mut transaction, life.id, &link("0.5")).await.unwrap();
        let link = db::book_author::upsert_by_book_id_and_author_id(&mut transaction, life.id, &link("0.25")).await.unwrap();
        assert_eq!(link.share.to_string(), "0.2500");
        let rate = |worth| RateCreate { currency: "ISK".to_owned(), day: "2024-01-01".parse().unwrap(), worth };
        db::rate::upsert_by_currency_and_day(&mut transaction, &rate(1.0)).await.unwrap();
        let rate = db::rate::upsert_by_currency_and_day(&mut transaction, &rate(2.0)).await.unwrap();
        assert_eq!(rate.worth, 2.0);
    }

    #[tokio::test]
    async fn a_set_becomes_what_it_shall_be() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let life = db::book::create(&mut transaction, &book("Life")).await.unwrap();
        let other = db::book::create(&mut transaction, &book("Other")).await.unwrap();
        let mut writers = Vec::new();
        for name in ["a", "b", "c"] {
            writers.push(db::author::create(&mut transaction, &author(name), &internal!(1)).await.unwrap().id);
        }
        let link = |at: usize, share: &str| BookAuthorCreate {
            author_id: writers[at],
            share: Some(share.parse().unwrap()),
            note: None,
        };
        let count = |created, updated, deleted| data::Synchronised { created, updated, deleted };
        db::book_author::create(&mut transaction, other.id, &link(0, "1")).await.unwrap();
        let set = db::book_author::synchronise(&mut transaction, life.id, &[link(0, "0.5"), link(1, "0.5")]).await;
        assert_eq!(set.unwrap(), count(2, 0, 0));
        let set = db::book_author::synchronise(&mut transaction, life.id, &[link(0, "0.5"), link(1, "0.5")]).await;
        assert_eq!(set.unwrap(), count(0, 0, 0));
        let set = db::book_author::synchronise(&mut transaction, life.id, &[link(0, "0.25"), link(2, "0.75")]).await;
        assert_eq!(set.unwrap(), count(1, 1, 1));
        let filter = data::book_author::Filter { book_id: Some(life.id), ..Default::default() };
        let page = db::book_author::list(&mut transaction, &filter, Default::default(), None, 10).await.unwrap();
        let shares: Vec<_> = page.rows.iter().map(|row| (row.author_id, row.share.to_string())).collect();
        assert_eq!(shares, [(writers[0], "0.2500".to_owned()), (writers[2], "0.7500".to_owned())]);
        assert_eq!(db::book_author::synchronise(&mut transaction, life.id, &[]).await.unwrap(), count(0, 0, 2));
        assert!(db::book_author::get(&mut transaction, other.id, writers[0]).await.unwrap().is_some());
        let piece = |place, text: &str| PieceCreate {
            book_id: life.id,
            place,
            kind: PieceCreateVariant::Words { text: text.to_owned(), tone: None },
        };
        let set = db::piece::synchronise_by_book_id(&mut transaction, life.id, &[piece(0, "a"), piece(1, "b")]).await;
        assert_eq!(set.unwrap(), count(2, 0, 0));
        let set = db::piece::synchronise_by_book_id(&mut transaction, life.id, &[piece(1, "c"), piece(2, "d")]).await;
        assert_eq!(set.unwrap(), count(1, 1, 1));
        let set = db::piece::synchronise_by_book_id(&mut transaction, other.id, &[piece(0, "a")]).await;
        assert!(matches!(set, Err(data::Error::Misplaced)));
    }

    #[tokio::test]
    async fn a_look_up_tells_whose_row_it_is_and_nothing_else() {
        let pool = pool().await;
        let mut theirs = enter!(&pool);
        let name = format!("look{}", AuthorId::generate());
        let made = db::author::create(&mut theirs, &author(&name), &internal!(1)).await.unwrap();
        theirs.commit().await.unwrap();
        let mut anybody = db::Transaction::begin(&pool).await.unwrap();
        let found = db::author::look_up_by_email(&mut anybody, made.email.clone()).await.unwrap();
        assert_eq!(found, [(made.id, made.house_id)]);
        let mut theirs = anybody.enter(found[0].1).await.unwrap();
        assert_eq!(db::author::get(&mut theirs, found[0].0).await.unwrap(), Some(made));
    }

    #[tokio::test]
    async fn secrets_are_kept_also_inside_records() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let pass = Pass { door: "front".to_owned(), word: Secret::new("open".to_owned()) };
        let new = VaultCreate { pass: pass.clone(), codes: Secret::new(vec![1, -2]) };
        let made = db::vault::create(&mut transaction, &new).await.unwrap();
        let found = db::vault::get(&mut transaction, made.id).await.unwrap().unwrap();
        assert!(found == made && found.pass == pass && found.codes.expose() == &[1, -2]);
        assert!(!format!("{found:?}{pass:?}").contains("open"));
    }
}
