//! No text whatever makes the inspector panic, and it is done with a long one in a time that grows with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use driftless_catalog::{Catalog, Dialect};
use driftless_hazard::Inspector;
use driftless_tests::{repository, tree};

#[test]
fn statements_that_lost_a_word_are_read_or_refused() {
    for (dialect, before, text) in texts() {
        for (start, word) in words(&text) {
            for other in ["", " \"\u{1f600}\" ", " ( ", " NULL "] {
                let broken = format!("{}{other}{}", &text[..start], &text[start + word.len()..]);
                let read = catch_unwind(AssertUnwindSafe(|| {
                    let mut inspector = Inspector::of(Catalog::empty(dialect));
                    let _ = inspector.file(&before);
                    inspector.file(&broken).map(|inspected| {
                        let places = inspected
                            .iter()
                            .flat_map(|statement| &statement.hazards)
                            .map(|hazard| &hazard.range);
                        places.for_each(|range| assert!(broken.get(range.clone()).is_some(), "{range:?}"));
                    })
                }));
                assert!(read.is_ok(), "this makes the inspector panic:\n{broken}");
            }
        }
    }
}

#[test]
fn three_times_the_statements_take_no_more_than_nine_times_as_long() {
    let (short, long) = (time(400), time(1200));
    // Three times would be linear; the rest is for busy machines.
    assert!(
        long < short * 9 + Duration::from_millis(50),
        "{short:?} became {long:?}"
    );
}

fn time(tables: usize) -> Duration {
    let table = |n: usize| {
        format!(
            "CREATE TABLE t{n} (id bigint NOT NULL, p bigint, name varchar(20), CONSTRAINT t{n}_pkey PRIMARY KEY (id), CONSTRAINT t{n}_p_fkey FOREIGN KEY (p) REFERENCES t{} (id));\n",
            n.saturating_sub(1)
        )
    };
    let change = |n: usize| {
        format!(
            "ALTER TABLE t{n} DROP COLUMN p;\nALTER TABLE t{n} ALTER COLUMN name TYPE text;\nCREATE INDEX t{n}_name_idx ON t{n} (name);\n"
        )
    };
    let mut inspector = Inspector::of(Catalog::empty(Dialect::Postgres));
    inspector
        .file(&(0..tables).map(table).collect::<String>())
        .expect("SQL");
    let text: String = (0..tables).map(change).collect();
    let start = Instant::now();
    let inspected = inspector.file(&text).expect("SQL");
    assert_eq!(inspected.len(), 3 * tables);
    start.elapsed()
}

/// The cases of `tests/hazards`, each with what is there before it.
fn texts() -> Vec<(Dialect, String, String)> {
    let files = tree::read(&repository().join("tests/hazards"));
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let cases = files.keys().filter(|path| path.ends_with(".sql") && path.contains('/'));
    let case = |path: &String| {
        let dialect = if path.ends_with(".sqlite.sql") {
            Dialect::Sqlite
        } else {
            Dialect::Postgres
        };
        (dialect, text(&format!("before.{}.sql", dialect.as_str())), text(path))
    };
    cases.map(case).collect()
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let words = text
        .split([' ', '\n', '(', ')', ';', ','])
        .filter(|word| !word.is_empty());
    words
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect()
}
