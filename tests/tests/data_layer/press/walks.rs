//! Walks: what leads to a row and what leads from it, the nearest first, to a depth, also round in circles.

use crate::databases::tests;
use press::data::author::Internal;
use press::*;

fn author(name: &str, mentor_id: Option<AuthorId>) -> AuthorCreate {
    AuthorCreate {
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        born: None,
        pseudonym: None,
        contract: Secret::new("secret".to_owned()),
        country: None,
        mentor_id,
    }
}

macro_rules! enter {
    ($pool:expr) => {{
        let house = HouseId::generate();
        let mut transaction = db::Transaction::begin($pool).await.unwrap().enter(house).await.unwrap();
        db::house::create(&mut transaction, &HouseCreate { name: "House".to_owned() }).await.unwrap();
        transaction
    }};
}

macro_rules! books {
    ($transaction:expr, $count:expr) => {{
        let mut books = Vec::new();
        for number in 0..$count {
            let new = BookCreate { title: format!("book {number}"), price: None, about: None };
            books.push(db::book::create($transaction, &new).await.unwrap().id);
        }
        books
    }};
}

macro_rules! edge {
    ($transaction:expr, $from:expr, $to:expr) => {{
        let new = DerivationCreate { source: DerivationSource::Book($from), target: DerivationTarget::Book($to) };
        db::derivation::create($transaction, &new).await.unwrap()
    }};
}

tests! {
    #[tokio::test]
    async fn a_graph_is_walked_both_ways() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let books = books!(&mut transaction, 6);
        // 0 -> 1 -> 3, 0 -> 2 -> 3 -> 4, and 5 by itself.
        for (from, to) in [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)] {
            edge!(&mut transaction, books[from], books[to]);
        }
        let pairs = |edges: Vec<DerivationRow>| -> Vec<(usize, usize)> {
            let at = |id: BookId| books.iter().position(|book| *book == id).unwrap();
            let ends = edges.into_iter().map(|edge| match (edge.source, edge.target) {
                (DerivationSource::Book(source), DerivationTarget::Book(target)) => (at(source), at(target)),
                _ => unreachable!("books alone"),
            });
            ends.collect()
        };
        let all = db::derivation::downstream(&mut transaction, DerivationSource::Book(books[0]), 8).await.unwrap();
        let mut found = pairs(all);
        assert_eq!(found.len(), 5);
        assert_eq!(found[4], (3, 4), "the farthest comes last");
        found.sort_unstable();
        assert_eq!(found, [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]);
        let near = db::derivation::downstream(&mut transaction, DerivationSource::Book(books[0]), 1).await.unwrap();
        let mut near = pairs(near);
        near.sort_unstable();
        assert_eq!(near, [(0, 1), (0, 2)]);
        let up = db::derivation::upstream(&mut transaction, DerivationTarget::Book(books[3]), 8).await.unwrap();
        let mut up = pairs(up);
        up.sort_unstable();
        assert_eq!(up, [(0, 1), (0, 2), (1, 3), (2, 3)]);
        let alone = db::derivation::downstream(&mut transaction, DerivationSource::Book(books[5]), 8).await.unwrap();
        assert_eq!(alone, []);
        let filter = data::derivation::Filter { source: Some(DerivationSource::Book(books[0])), ..Default::default() };
        let page = db::derivation::list(&mut transaction, &filter, Default::default(), None, 10).await.unwrap();
        assert_eq!(page.rows.len(), 2);
    }

    #[tokio::test]
    async fn a_circle_ends() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let books = books!(&mut transaction, 4);
        for from in 0..4 {
            edge!(&mut transaction, books[from], books[(from + 1) % 4]);
            edge!(&mut transaction, books[from], books[(from + 2) % 4]);
        }
        let all = db::derivation::downstream(&mut transaction, DerivationSource::Book(books[0]), u32::MAX).await.unwrap();
        assert_eq!(all.len(), 8, "each edge once");
    }

    #[tokio::test]
    async fn a_tree_is_walked_to_its_root_and_to_its_leaves() {
        let pool = pool().await;
        let mut transaction = enter!(&pool);
        let (mut mentor, mut ids) = (None, Vec::new());
        for name in ["a", "b", "c", "d"] {
            let internal = Internal { rank: 0, seen_at: None };
            let made = db::author::create(&mut transaction, &author(name, mentor), &internal).await.unwrap();
            mentor = Some(made.id);
            ids.push(made.id);
        }
        let names = |rows: Vec<AuthorRow>| rows.into_iter().map(|row| row.name).collect::<String>();
        assert_eq!(names(db::author::ancestors_by_mentor(&mut transaction, ids[3], 8).await.unwrap()), "cba");
        assert_eq!(names(db::author::ancestors_by_mentor(&mut transaction, ids[3], 2).await.unwrap()), "cb");
        assert_eq!(names(db::author::descendants_by_mentor(&mut transaction, ids[0], 8).await.unwrap()), "bcd");
        assert_eq!(names(db::author::descendants_by_mentor(&mut transaction, ids[0], 1).await.unwrap()), "b");
        transaction.commit().await.unwrap();
        let mut other = enter!(&pool);
        assert_eq!(db::author::descendants_by_mentor(&mut other, ids[0], 8).await.unwrap(), []);
    }
}
