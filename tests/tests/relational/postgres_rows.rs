//! Rows that PostgreSQL must refuse, each under the name of the rule, with a twin that passes; and what goes along
//! when another row goes.

use driftless_tests::postgres::{OWNER, any, majors};
use postgres::Client;

use crate::{LIBRARY, on_postgres, refused_by};

/// Two branches with a shelf and a book each; keys are `key(branch * 100 + n)`.
fn scene(major: u32) -> Client {
    let mut client = on_postgres(major, LIBRARY).connect(OWNER);
    for branch in [1, 2] {
        let (own, shelf, book) = (key(branch * 100), key(branch * 100 + 1), key(branch * 100 + 2));
        client
            .batch_execute(&format!(
                "INSERT INTO branches (id, name) VALUES ({own}, 'Branch {branch}');
                 INSERT INTO shelves (id, branch_id, code) VALUES ({shelf}, {own}, 'A');
                 INSERT INTO books (id, branch_id, title, barcode, shelf_id) VALUES ({book}, {own}, 'One', 'B{branch}', {shelf});"
            ))
            .expect("the scene is set");
    }
    client
        .batch_execute(&format!("INSERT INTO subjects (id, name) VALUES ({}, 'Maps')", key(9)))
        .expect("a subject");
    client
}

fn key(n: u32) -> String {
    format!("'00000000-0000-4000-8000-{n:012}'")
}

#[track_caller]
fn passes(client: &mut Client, sql: &str) {
    client
        .batch_execute(sql)
        .unwrap_or_else(|error| panic!("{sql}: {:?}", error.as_db_error()));
}

#[track_caller]
fn count(client: &mut Client, of: &str) -> i64 {
    client
        .query_one(&format!("SELECT count(*) FROM {of}"), &[])
        .expect("a count")
        .get(0)
}

#[test]
fn references_stay_inside_the_tenant() {
    for major in majors() {
        let mut client = scene(major);
        let book = |shelf: u32| {
            format!(
                "INSERT INTO books (branch_id, title, barcode, shelf_id) VALUES ({}, 'Two', 'B9', {})",
                key(100),
                key(shelf)
            )
        };
        assert_eq!(refused_by(&mut client, &book(201)), "books_branch_id_shelf_id_fkey");
        passes(&mut client, &book(101));
        let link = |branch: u32| {
            format!(
                "INSERT INTO book_subjects VALUES ({}, {}, {}, 1)",
                key(102),
                key(9),
                key(branch)
            )
        };
        assert_eq!(
            refused_by(&mut client, &link(200)),
            "book_subjects_branch_id_book_id_fkey"
        );
        passes(&mut client, &link(100));
        let note = |subject: u32| {
            format!(
                "INSERT INTO notes (branch_id, subject_book_id, line) VALUES ({}, {}, 1)",
                key(100),
                key(subject)
            )
        };
        assert_eq!(
            refused_by(&mut client, &note(202)),
            "notes_branch_id_subject_book_id_fkey"
        );
        passes(&mut client, &note(102));
    }
}

#[test]
fn set_null_nulls_the_reference_alone_and_restrict_refuses() {
    let mut client = scene(any().major());
    passes(
        &mut client,
        &format!(
            "UPDATE books SET series_id = {0}, shelf_id = {0} WHERE id = {1}",
            key(201),
            key(202)
        ),
    );
    let remove = format!("DELETE FROM shelves WHERE id = {}", key(201));
    assert_eq!(refused_by(&mut client, &remove), "books_branch_id_series_id_fkey");
    passes(
        &mut client,
        &format!("UPDATE books SET series_id = NULL WHERE id = {}", key(202)),
    );
    passes(&mut client, &remove);
    assert_eq!(
        count(
            &mut client,
            &format!("books WHERE shelf_id IS NULL AND branch_id = {}", key(200))
        ),
        1
    );
}

#[test]
fn rows_that_never_change_go_with_their_owner_alone() {
    for major in majors() {
        let mut client = scene(major);
        passes(
            &mut client,
            &format!(
                "INSERT INTO editions (branch_id, book_id, number) VALUES ({}, {}, 1)",
                key(100),
                key(102)
            ),
        );
        passes(
            &mut client,
            &format!(
                "INSERT INTO editions (branch_id, book_id, number) VALUES ({}, {}, 2)",
                key(100),
                key(102)
            ),
        );
        passes(
            &mut client,
            &format!(
                "INSERT INTO loans (branch_id, book_id, days) VALUES ({}, {}, 7)",
                key(100),
                key(102)
            ),
        );
        assert_eq!(
            refused_by(&mut client, "UPDATE editions SET number = 3 WHERE number = 1"),
            "editions_immutable"
        );
        assert_eq!(refused_by(&mut client, "UPDATE loans SET days = 8"), "loans_immutable");
        assert_eq!(refused_by(&mut client, "DELETE FROM loans"), "loans_append_only");
        assert_eq!(refused_by(&mut client, "TRUNCATE editions"), "editions_no_truncate");
        assert_eq!(
            refused_by(&mut client, "TRUNCATE books CASCADE"),
            "editions_no_truncate"
        );
        passes(&mut client, "DELETE FROM editions WHERE number = 2");
        assert_eq!((count(&mut client, "editions"), count(&mut client, "loans")), (1, 1));
        passes(&mut client, &format!("DELETE FROM branches WHERE id = {}", key(100)));
        assert_eq!(
            (
                count(&mut client, "editions"),
                count(&mut client, "loans"),
                count(&mut client, "books")
            ),
            (0, 0, 1)
        );
    }
}

#[test]
fn refusals_name_table_and_constraint() {
    let mut client = scene(any().major());
    let error = client
        .batch_execute(&format!("UPDATE books SET branch_id = {}", key(100)))
        .expect_err("the tenant is fixed");
    let refusal = error.as_db_error().expect("the server refuses it");
    assert_eq!(refusal.constraint(), Some("books_branch_id_immutable"));
    assert_eq!((refusal.schema(), refusal.table()), (Some("public"), Some("books")));
    assert_eq!(refusal.code().code(), "23000");
}

#[test]
fn fixed_fields_stay_and_touched_ones_move() {
    let mut client = scene(any().major());
    let at = |value: &str| format!("UPDATE books SET isbn = {value} WHERE id = {}", key(102));
    assert_eq!(refused_by(&mut client, &at("'x'")), "books_isbn_immutable");
    passes(&mut client, &at("NULL"));
    passes(&mut client, "UPDATE books SET updated_at = '2000-01-01Z'");
    assert_eq!(
        count(&mut client, "books WHERE updated_at < now() - interval '1 minute'"),
        0
    );
}

#[test]
fn an_arc_points_at_one_row() {
    let mut client = scene(any().major());
    let note = |columns: &str, values: &str| {
        format!(
            "INSERT INTO notes (branch_id, line{columns}) VALUES ({}, 1{values})",
            key(100)
        )
    };
    let (book, shelf) = (key(102), key(101));
    assert_eq!(refused_by(&mut client, &note("", "")), "notes_subject_check");
    let both = note(", subject_book_id, subject_shelf_id", &format!(", {book}, {shelf}"));
    assert_eq!(refused_by(&mut client, &both), "notes_subject_check");
    let same = note(", subject_book_id, other_book_id", &format!(", {book}, {book}"));
    assert_eq!(refused_by(&mut client, &same), "notes_elsewhere_check");
    let others = note(
        ", subject_book_id, other_book_id, other_shelf_id",
        &format!(", {book}, {book}, {shelf}"),
    );
    assert!(["notes_other_check", "notes_elsewhere_check"].contains(&refused_by(&mut client, &others).as_str()));
    passes(
        &mut client,
        &note(", subject_book_id, other_shelf_id", &format!(", {book}, {shelf}")),
    );
    let again = note(", subject_book_id", &format!(", {book}"));
    assert_eq!(refused_by(&mut client, &again), "notes_subject_line_key");
    passes(&mut client, &note(", subject_shelf_id", &format!(", {shelf}")));
    passes(
        &mut client,
        &format!("UPDATE books SET shelf_id = NULL; DELETE FROM shelves WHERE id = {shelf}"),
    );
    assert_eq!(count(&mut client, "notes"), 1, "the note on the shelf goes with it");
    assert_eq!(
        count(
            &mut client,
            "notes WHERE other_shelf_id IS NULL AND branch_id IS NOT NULL"
        ),
        1
    );
}

#[test]
fn each_variant_has_its_own_fields() {
    let mut client = scene(any().major());
    let item = |kind: &str, column: &str, value: &str| {
        format!(
            "INSERT INTO items (branch_id, kind, {column}) VALUES ({}, '{kind}', {value})",
            key(100)
        )
    };
    assert_eq!(
        refused_by(&mut client, &item("book", "pages", "NULL")),
        "items_pages_variant_check"
    );
    assert_eq!(
        refused_by(&mut client, &item("book", "pages", "0")),
        "items_pages_range_check"
    );
    passes(&mut client, &item("book", "pages", "1"));
    assert_eq!(
        refused_by(&mut client, &item("map", "pages", "1")),
        "items_pages_variant_check"
    );
    passes(&mut client, &item("map", "pages", "NULL"));
    assert_eq!(
        refused_by(&mut client, &item("map", "minutes", "90")),
        "items_minutes_variant_check"
    );
    passes(&mut client, &item("film", "minutes", "90"));
    passes(&mut client, &item("film", "minutes", "NULL"));
    assert_eq!(
        refused_by(&mut client, &item("map", "sequel_id", &key(102))),
        "items_sequel_id_variant_check"
    );
    passes(&mut client, &item("film", "sequel_id", &key(102)));
    assert_eq!(
        refused_by(&mut client, &item("song", "minutes", "NULL")),
        "items_kind_check"
    );
    passes(&mut client, &format!("DELETE FROM books WHERE id = {}", key(102)));
}

#[test]
fn declared_rules_keys_and_computed_columns_hold() {
    let mut client = scene(any().major());
    let book = |title: &str, retired: bool, price: &str| {
        format!(
            "INSERT INTO books (branch_id, title, barcode, retired, price) VALUES ({}, '{title}', gen_random_uuid()::text, {retired}, {price})",
            key(100)
        )
    };
    assert_eq!(
        refused_by(&mut client, &book("Two", false, "20.01")),
        "books_sane_price_check"
    );
    passes(&mut client, &book("Two", false, "20.00"));
    assert_eq!(
        refused_by(&mut client, &book("oNE", false, "1")),
        "books_branch_id_title_key"
    );
    passes(&mut client, &book("oNE", true, "1"));
    assert_eq!(count(&mut client, "books WHERE total = 30.000"), 1);
    let link = |subject: u32, rank: u32| {
        format!(
            "INSERT INTO book_subjects (book_id, subject_id, branch_id, rank) VALUES ({}, {}, {}, {rank})",
            key(102),
            key(subject),
            key(100)
        )
    };
    passes(
        &mut client,
        &format!("INSERT INTO subjects (id, name) VALUES ({}, 'Sea')", key(8)),
    );
    passes(&mut client, &link(9, 1));
    assert_eq!(refused_by(&mut client, &link(9, 2)), "book_subjects_pkey");
    assert_eq!(refused_by(&mut client, &link(8, 1)), "book_subjects_book_id_rank_key");
    passes(&mut client, &link(8, 2));
    passes(&mut client, &format!("DELETE FROM subjects WHERE id = {}", key(8)));
    assert_eq!(count(&mut client, "book_subjects"), 1);
    passes(&mut client, "INSERT INTO counters (note) VALUES ('a'), ('b')");
    assert_eq!(count(&mut client, "counters WHERE id IN (1, 2)"), 2);
}
