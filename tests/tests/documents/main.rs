//! Stored documents when their records change: random records, random changes and random documents, on real servers,
//! against code of our own.

mod expected;
mod findings;
mod random;

use driftless_catalog::{Dialect, Document, Kind, Meaning, Wire};
use driftless_migrate::documents::{DocumentChange, document_change};
use driftless_tests::postgres::{OWNER, majors, server};
use driftless_tests::sqlite::Database;
use serde_json::Value;

use random::Random;

/// A column of documents; its name is one that queries over JSON use, too.
const COLUMN: &str = "\"value\"";

fn meaning(record: &str, array: bool) -> Meaning {
    Meaning {
        kind: Kind::Record(record.to_owned()),
        array,
        frozen: false,
    }
}

fn change(before: &[Document], after: &[Document], array: bool) -> DocumentChange {
    let meaning = meaning("Root", array);
    document_change(Wire::default(), (before, &meaning), (after, &meaning))
}

/// A changed record with documents and what they must become.
struct Case {
    change: DocumentChange,
    documents: Vec<(Value, Value)>,
}

fn case(random: &mut Random) -> Case {
    let before = random.records();
    let after = random.changed(&before);
    let array = random.chance(4);
    let change = change(&before, &after, array);
    let one = |random: &mut Random| random.document(&before, "Root", 0);
    let documents = (0..12).map(|_| {
        let old = if array {
            Value::Array((0..3).map(|_| one(random)).collect())
        } else {
            one(random)
        };
        let new = expected::document(&before, &after, "Root", &old);
        (old, new)
    });
    Case {
        documents: documents.collect(),
        change,
    }
}

fn cases() -> (u64, Vec<Case>) {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_127);
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(200);
    let mut random = Random::new(seed);
    (seed, (0..rounds).map(|_| case(&mut random)).collect())
}

/// What is refused is refused because of a record that contains itself; what has no rewrite is good as it is.
#[track_caller]
fn judge_unchanged(case: &Case, context: &str) {
    if case.change.refused.is_empty() {
        for (old, new) in &case.documents {
            assert_eq!(old, new, "{context}: {:#?}", case.change);
        }
    }
}

#[test]
fn documents_become_what_they_must_on_postgres() {
    let (seed, cases) = cases();
    let (majors, mut rewritten, mut changed) = (majors(), 0, 0);
    let databases: Vec<_> = majors
        .iter()
        .map(|&major| server(major).database("documents"))
        .collect();
    let mut clients: Vec<_> = databases.iter().map(|database| database.connect(OWNER)).collect();
    clients
        .iter_mut()
        .for_each(|client| client.batch_execute("SET jit = off").unwrap());
    for (round, case) in cases.iter().enumerate() {
        let context = format!("SEED={seed}, round {round}");
        let Some(rewrite) = &case.change.rewrite else {
            judge_unchanged(case, &context);
            continue;
        };
        rewritten += 1;
        let count = clients.len();
        let client = &mut clients[round % count];
        let query = format!(
            "SELECT ({})::text, {} FROM (SELECT $1::text::jsonb AS value) AS t",
            rewrite.sql(Dialect::Postgres, COLUMN),
            rewrite.condition(Dialect::Postgres, COLUMN)
        );
        let statement = client
            .prepare(&query)
            .unwrap_or_else(|error| panic!("{context}: {error}\n{query}"));
        for (old, new) in &case.documents {
            let row = client
                .query_one(&statement, &[&old.to_string()])
                .unwrap_or_else(|error| panic!("{context}: {error:?}\n{query}\n{old}"));
            let found: Value = serde_json::from_str(row.get(0)).unwrap();
            assert_eq!(found, *new, "{context}: {old}\n{query}");
            assert_eq!(row.get::<_, bool>(1), old != new, "{context}: {old}");
            changed += usize::from(old != new);
        }
        let null = client.query_one(&statement, &[&None::<String>]).unwrap();
        assert_eq!(
            (null.get::<_, Option<String>>(0), null.get::<_, bool>(1)),
            (None, false),
            "{context}"
        );
    }
    println!(
        "seed {seed}: {} changes, {rewritten} rewrite, {changed} documents changed",
        cases.len()
    );
    assert!(rewritten * 2 > cases.len());
}

#[test]
fn documents_become_what_they_must_on_sqlite() {
    let (seed, cases) = cases();
    let database = Database::fresh();
    let connection = database.connect();
    let (mut script, mut wanted) = (String::new(), Vec::new());
    for (round, case) in cases.iter().enumerate() {
        let Some(rewrite) = &case.change.rewrite else {
            judge_unchanged(case, &format!("SEED={seed}, round {round}"));
            continue;
        };
        let (sql, condition) = (
            rewrite.sql(Dialect::Sqlite, COLUMN),
            rewrite.condition(Dialect::Sqlite, COLUMN),
        );
        for (old, new) in &case.documents {
            let text = old.to_string().replace('\'', "''");
            script += &format!("SELECT ({condition}) || {sql} FROM (SELECT '{text}' AS value);\n");
            wanted.push((round, old, new));
        }
        let null = format!("SELECT {sql} IS NULL AND NOT ({condition}) FROM (SELECT NULL AS value)");
        assert!(
            connection
                .query_row(&null, [], |row| row.get::<_, bool>(0))
                .expect(&null)
        );
    }
    let by_program = database.rows(&script);
    assert_eq!(by_program.len(), wanted.len());
    for ((row, statement), (round, old, new)) in by_program.iter().zip(script.lines()).zip(&wanted) {
        let by_library: String = connection
            .query_row(statement, [], |row| row.get(0))
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
        for found in [row, &by_library] {
            let (changes, document) = found.split_at(1);
            let document: Value = serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {found}"));
            assert_eq!(document, **new, "SEED={seed}, round {round}: {old}\n{statement}");
            assert!(
                changes == "1" || old == new,
                "SEED={seed}, round {round}: {old}\n{statement}"
            );
        }
    }
    println!("seed {seed}: {} documents", wanted.len());
}
