//! What the application's role may see and do: its own tenant's rows, and no more than a row has promised.

use driftless_tests::postgres::{APP, Database, OWNER, majors};
use postgres::Client;

use crate::{LIBRARY, on_postgres, refused_by};

const BRANCH: [&str; 2] = [
    "00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
];

/// Two branches with a book each, and the application in the first of them.
fn scene(major: u32) -> (Database<'static>, Client) {
    let database = on_postgres(major, LIBRARY);
    for (branch, barcode) in BRANCH.iter().zip(["B1", "B2"]) {
        database
            .psql(
                OWNER,
                &format!(
                    "INSERT INTO branches (id, name) VALUES ('{branch}', '{barcode}');
                     INSERT INTO books (branch_id, title, barcode) VALUES ('{branch}', 'One', '{barcode}');
                     INSERT INTO loans (branch_id, book_id, days) SELECT branch_id, id, 7 FROM books WHERE barcode = '{barcode}';"
                ),
            )
            .passed();
    }
    let mut client = database.connect(APP);
    enter(&mut client, BRANCH[0]);
    (database, client)
}

fn enter(client: &mut Client, branch: &str) {
    client
        .batch_execute(&format!("SELECT set_config('app.branch_id', '{branch}', false)"))
        .expect("a setting");
}

#[track_caller]
fn count(client: &mut Client, of: &str) -> i64 {
    client
        .query_one(&format!("SELECT count(*) FROM {of}"), &[])
        .expect("a count")
        .get(0)
}

#[test]
fn rows_of_other_tenants_are_out_of_sight_and_reach() {
    for major in majors() {
        let (_database, mut app) = scene(major);
        for table in ["branches", "books", "loans"] {
            assert_eq!(count(&mut app, table), 1, "{table} on PostgreSQL {major}");
        }
        assert_eq!(
            app.execute("UPDATE books SET title = 'Two'", &[]).expect("an update"),
            1
        );
        assert_eq!(
            app.execute("DELETE FROM books WHERE barcode = 'B2'", &[])
                .expect("a deletion"),
            0
        );
        let book = |branch: &str, code: &str| {
            format!("INSERT INTO books (branch_id, title, barcode) VALUES ('{branch}', 'Three', '{code}')")
        };
        assert!(refused_by(&mut app, &book(BRANCH[1], "B3")).starts_with("42501: new row violates row-level security"));
        app.batch_execute(&book(BRANCH[0], "B3"))
            .expect("the twin in its own branch");
        enter(&mut app, "");
        assert_eq!(count(&mut app, "books"), 0, "nobody's rows without a tenant");
        let mut stranger = _database.connect(APP);
        assert_eq!(
            count(&mut stranger, "books"),
            0,
            "nobody's rows on a connection that never had one"
        );
        assert_eq!(count(&mut stranger, "subjects"), 0);
    }
}

#[test]
fn a_new_tenant_enters_under_its_own_key() {
    let (_database, mut app) = scene(majors()[0]);
    let new = "00000000-0000-4000-8000-000000000003";
    let insert = format!("INSERT INTO branches (id, name) VALUES ('{new}', 'B3')");
    assert!(refused_by(&mut app, &insert).starts_with("42501"));
    enter(&mut app, new);
    app.batch_execute(&insert).expect("the setting names the new tenant");
}

#[test]
fn rights_end_where_promises_begin() {
    for major in majors() {
        let (_database, mut app) = scene(major);
        let denied = |table: &str| format!("42501: permission denied for table {table}");
        assert_eq!(refused_by(&mut app, "UPDATE loans SET days = 1"), denied("loans"));
        assert_eq!(refused_by(&mut app, "DELETE FROM loans"), denied("loans"));
        assert_eq!(
            refused_by(&mut app, "UPDATE editions SET number = 1"),
            denied("editions")
        );
        assert_eq!(refused_by(&mut app, "TRUNCATE books"), denied("books"));
        assert_eq!(count(&mut app, "editions"), 0);
        app.batch_execute("DELETE FROM editions")
            .expect("an immutable row may be deleted");
        app.batch_execute("INSERT INTO counters (note) VALUES ('x')")
            .expect("the counter needs no right of its own");
        app.batch_execute("DELETE FROM books")
            .expect("loans go with their book");
        assert_eq!(count(&mut app, "loans"), 0);
    }
}

#[test]
fn a_lookup_finds_a_row_of_any_tenant_and_tells_no_more() {
    for major in majors() {
        let (database, mut app) = scene(major);
        let rows = app
            .query("SELECT * FROM books_by_barcode('B2')", &[])
            .expect("a lookup");
        assert_eq!((rows.len(), rows[0].columns().len()), (1, 2));
        let found = database.rows(OWNER, "SELECT branch_id FROM books_by_barcode('B2')");
        assert_eq!(found, [BRANCH[1]]);
        // A table of the caller's own does not stand in for the real one.
        app.batch_execute("CREATE TEMP TABLE books (id uuid, branch_id uuid, barcode text)")
            .expect("a temporary table");
        assert_eq!(
            app.query("SELECT * FROM books_by_barcode('B2')", &[])
                .expect("a lookup")
                .len(),
            1
        );
        database.server().role("stranger");
        let mut stranger = database.connect("stranger");
        let said = refused_by(&mut stranger, "SELECT * FROM books_by_barcode('B2')");
        assert_eq!(said, "42501: permission denied for function books_by_barcode");
    }
}
