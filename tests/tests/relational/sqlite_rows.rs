//! Rows that SQLite must refuse, each under the name of the rule, with a twin that passes; and what goes along when
//! another row goes. SQLite names no unique or foreign key: those are told by their columns.

use rusqlite::Connection;

use crate::{LIBRARY, on_sqlite, refused_on_sqlite};

const NO_TARGET: &str = "FOREIGN KEY constraint failed";

/// Two branches with a shelf and a book each; keys are `key(branch * 100 + n)`.
fn scene() -> (driftless_tests::sqlite::Database, Connection) {
    let database = on_sqlite(LIBRARY);
    let connection = database.connect();
    for branch in [1, 2] {
        let (own, shelf, book) = (key(branch * 100), key(branch * 100 + 1), key(branch * 100 + 2));
        passes(
            &connection,
            &format!(
                "INSERT INTO branches (id, name) VALUES ({own}, 'Branch {branch}');
                 INSERT INTO shelves (id, branch_id, code) VALUES ({shelf}, {own}, 'A');
                 INSERT INTO books (id, branch_id, title, barcode, shelf_id) VALUES ({book}, {own}, 'One', 'B{branch}', {shelf});"
            ),
        );
    }
    passes(
        &connection,
        &format!("INSERT INTO subjects (id, name) VALUES ({}, 'Maps')", key(9)),
    );
    (database, connection)
}

fn key(n: u32) -> String {
    format!("x'{n:032}'")
}

#[track_caller]
fn passes(connection: &Connection, sql: &str) {
    connection
        .execute_batch(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[track_caller]
fn count(connection: &Connection, of: &str) -> i64 {
    connection
        .query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0))
        .expect("a count")
}

#[test]
fn references_stay_inside_the_tenant() {
    let (_database, connection) = scene();
    let book = |shelf: u32| {
        format!(
            "INSERT INTO books (branch_id, title, barcode, shelf_id) VALUES ({}, 'Two', 'B9', {})",
            key(100),
            key(shelf)
        )
    };
    assert_eq!(refused_on_sqlite(&connection, &book(201)), NO_TARGET);
    passes(&connection, &book(101));
    let link = |branch: u32| {
        format!(
            "INSERT INTO book_subjects VALUES ({}, {}, {}, 1)",
            key(102),
            key(9),
            key(branch)
        )
    };
    assert_eq!(refused_on_sqlite(&connection, &link(200)), NO_TARGET);
    passes(&connection, &link(100));
}

#[test]
fn set_null_nulls_the_reference_alone_and_restrict_refuses() {
    let (_database, connection) = scene();
    passes(
        &connection,
        &format!("UPDATE books SET series_id = {} WHERE id = {}", key(201), key(202)),
    );
    let remove = format!("DELETE FROM shelves WHERE id = {}", key(201));
    assert_eq!(refused_on_sqlite(&connection, &remove), NO_TARGET);
    passes(
        &connection,
        &format!("UPDATE books SET series_id = NULL WHERE id = {}", key(202)),
    );
    passes(&connection, &remove);
    assert_eq!(
        count(
            &connection,
            &format!("books WHERE shelf_id IS NULL AND branch_id = {}", key(200))
        ),
        1
    );
}

#[test]
fn rows_that_never_change_go_with_their_owner_alone() {
    let (database, connection) = scene();
    let edition = |verb: &str, id: u32, number: u32| {
        let (branch, book) = (key(100), key(102));
        format!(
            "{verb} INTO editions (id, branch_id, book_id, number) VALUES ({}, {branch}, {book}, {number})",
            key(id)
        )
    };
    passes(&connection, &edition("INSERT", 110, 1));
    passes(&connection, &edition("INSERT", 111, 2));
    passes(
        &connection,
        &format!(
            "INSERT INTO loans (id, branch_id, book_id, days) VALUES ({}, {}, {}, 7)",
            key(120),
            key(100),
            key(102)
        ),
    );
    assert_eq!(
        refused_on_sqlite(&connection, "UPDATE editions SET number = 3 WHERE number = 1"),
        "editions_immutable"
    );
    assert_eq!(
        refused_on_sqlite(&connection, "UPDATE loans SET days = 8"),
        "loans_immutable"
    );
    assert_eq!(refused_on_sqlite(&connection, "DELETE FROM loans"), "loans_append_only");
    // Neither by its key nor by another unique one can a row be replaced, in the library or the older program.
    assert_eq!(
        refused_on_sqlite(&connection, &edition("REPLACE", 110, 9)),
        "editions_pkey"
    );
    assert_eq!(
        refused_on_sqlite(&connection, &edition("INSERT OR REPLACE", 119, 1)),
        "editions_book_id_number_key"
    );
    assert!(
        database
            .cli(&edition("REPLACE", 110, 9))
            .refused()
            .contains("editions_pkey")
    );
    let by_row_number = edition("REPLACE", 118, 8)
        .replace("(id,", "(rowid, id,")
        .replace("VALUES (", "VALUES (1, ");
    assert_eq!(refused_on_sqlite(&connection, &by_row_number), "editions_no_replace");
    passes(&connection, &edition("REPLACE", 119, 9));
    passes(&connection, "DELETE FROM editions WHERE number = 2");
    assert_eq!((count(&connection, "editions"), count(&connection, "loans")), (2, 1));
    database
        .cli(&format!("DELETE FROM branches WHERE id = {}", key(100)))
        .passed();
    assert_eq!(
        (
            count(&connection, "editions"),
            count(&connection, "loans"),
            count(&connection, "books")
        ),
        (0, 0, 1)
    );
}

#[test]
fn replacing_an_owner_takes_no_immutable_row_along_unseen() {
    let (_database, connection) = scene();
    passes(
        &connection,
        &format!(
            "INSERT INTO editions (branch_id, book_id, number) VALUES ({}, {}, 1)",
            key(100),
            key(102)
        ),
    );
    passes(&connection, &format!("DELETE FROM books WHERE id = {}", key(102)));
    assert_eq!(count(&connection, "editions"), 0);
}

#[test]
fn fixed_fields_stay_and_touched_ones_move() {
    let (database, connection) = scene();
    let at = |value: &str| format!("UPDATE books SET isbn = {value} WHERE id = {}", key(102));
    assert_eq!(refused_on_sqlite(&connection, &at("'x'")), "books_isbn_immutable");
    passes(&connection, &at("NULL"));
    let moved = format!("UPDATE books SET branch_id = {}", key(100));
    assert_eq!(refused_on_sqlite(&connection, &moved), "books_branch_id_immutable");
    passes(&connection, "UPDATE books SET updated_at = '2000-01-01T00:00:00+00:00'");
    assert_eq!(count(&connection, "books WHERE updated_at < '2001'"), 0);
    passes(
        &connection,
        "PRAGMA recursive_triggers = ON; UPDATE books SET title = 'Two'",
    );
    database.cli("UPDATE books SET title = 'Three'").passed();
}

#[test]
fn an_arc_points_at_one_row() {
    let (_database, connection) = scene();
    let note = |columns: &str, values: &str| {
        format!(
            "INSERT INTO notes (branch_id, line{columns}) VALUES ({}, 1{values})",
            key(100)
        )
    };
    let (book, shelf) = (key(102), key(101));
    assert_eq!(refused_on_sqlite(&connection, &note("", "")), "notes_subject_check");
    let both = note(", subject_book_id, subject_shelf_id", &format!(", {book}, {shelf}"));
    assert_eq!(refused_on_sqlite(&connection, &both), "notes_subject_check");
    let same = note(", subject_book_id, other_book_id", &format!(", {book}, {book}"));
    assert_eq!(refused_on_sqlite(&connection, &same), "notes_elsewhere_check");
    passes(
        &connection,
        &note(", subject_book_id, other_shelf_id", &format!(", {book}, {shelf}")),
    );
    let again = note(", subject_book_id", &format!(", {book}"));
    assert_eq!(
        refused_on_sqlite(&connection, &again),
        "UNIQUE constraint failed: index 'notes_subject_line_key'"
    );
    passes(&connection, &note(", subject_shelf_id", &format!(", {shelf}")));
    passes(
        &connection,
        &format!("UPDATE books SET shelf_id = NULL; DELETE FROM shelves WHERE id = {shelf}"),
    );
    assert_eq!(count(&connection, "notes"), 1, "the note on the shelf goes with it");
    assert_eq!(
        count(
            &connection,
            "notes WHERE other_shelf_id IS NULL AND branch_id IS NOT NULL"
        ),
        1
    );
}

#[test]
fn each_variant_has_its_own_fields() {
    let (_database, connection) = scene();
    let item = |kind: &str, column: &str, value: &str| {
        format!(
            "INSERT INTO items (branch_id, kind, {column}) VALUES ({}, '{kind}', {value})",
            key(100)
        )
    };
    assert_eq!(
        refused_on_sqlite(&connection, &item("book", "pages", "NULL")),
        "items_pages_variant_check"
    );
    assert_eq!(
        refused_on_sqlite(&connection, &item("book", "pages", "0")),
        "items_pages_range_check"
    );
    passes(&connection, &item("book", "pages", "1"));
    assert_eq!(
        refused_on_sqlite(&connection, &item("map", "pages", "1")),
        "items_pages_variant_check"
    );
    passes(&connection, &item("map", "pages", "NULL"));
    assert_eq!(
        refused_on_sqlite(&connection, &item("map", "minutes", "90")),
        "items_minutes_variant_check"
    );
    passes(&connection, &item("film", "minutes", "90"));
    assert_eq!(
        refused_on_sqlite(&connection, &item("song", "minutes", "NULL")),
        "items_kind_check"
    );
}

#[test]
fn declared_rules_keys_and_computed_columns_hold() {
    let (_database, connection) = scene();
    let book = |title: &str, retired: u8, price: u32| {
        format!(
            "INSERT INTO books (branch_id, title, barcode, retired, price) VALUES ({}, '{title}', hex(randomblob(8)), {retired}, {price})",
            key(100)
        )
    };
    assert_eq!(
        refused_on_sqlite(&connection, &book("Two", 0, 2001)),
        "books_sane_price_check"
    );
    passes(&connection, &book("Two", 0, 2000));
    let taken = "UNIQUE constraint failed: index 'books_branch_id_title_key'";
    assert_eq!(refused_on_sqlite(&connection, &book("oNE", 0, 100)), taken);
    passes(&connection, &book("oNE", 1, 100));
    assert_eq!(count(&connection, "books WHERE total = 30000"), 1);
    passes(&connection, "INSERT INTO counters (note) VALUES ('a'), ('b')");
    assert_eq!(count(&connection, "counters WHERE id IN (1, 2)"), 2);
    passes(
        &connection,
        "DELETE FROM counters; INSERT INTO counters (note) VALUES ('c')",
    );
    assert_eq!(
        count(&connection, "counters WHERE id = 3"),
        1,
        "numbers are never given twice"
    );
}
