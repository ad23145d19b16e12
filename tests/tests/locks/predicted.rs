//! The compiler's predictions against what the servers did, statement by statement and major by major.

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect};
use driftless_hazard::{Inspected, Inspector, Kind};

use crate::cases::{Case, cases, fixture};
use crate::measured::observed;

/// A relation, how it is locked, whether it is read and written anew.
type Touches = BTreeMap<String, (Option<&'static str>, bool, bool)>;

#[test]
fn every_prediction_is_what_the_servers_do() {
    let mut wrong = String::new();
    for (major, observed) in observed() {
        for (case, seen) in cases().iter().zip(observed) {
            let Some(seen) = seen else { continue };
            let inspected = inspect(case, Some(*major));
            let kinds: Vec<&str> = inspected.kinds.iter().map(|kind| kind.as_str()).collect();
            if !kinds.contains(&case.kind) {
                wrong += &format!(
                    "{major} {}: taken for {kinds:?}, not for {}\n",
                    case.statement, case.kind
                );
            }
            let predicted = predicted(&inspected);
            let seen: Touches = seen
                .relations
                .iter()
                .map(|(name, seen)| {
                    (
                        name.clone(),
                        (seen.lock.map(|lock| lock.words), seen.scanned, seen.rewritten),
                    )
                })
                .collect();
            if predicted != seen {
                wrong += &format!(
                    "{major} {}:\n  predicted {predicted:?}\n  but saw   {seen:?}\n",
                    case.statement
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A Catalog is all that a released history leaves behind.
#[test]
fn a_catalog_tells_as_much_as_the_migrations_that_made_it() {
    let mut wrong = String::new();
    for case in cases() {
        let (scene, statement) = texts(&case);
        let mut inspector = Inspector::of(Catalog::empty(Dialect::Postgres));
        read(&mut inspector, &scene);
        let (told, _) = driftless_hazard::inspect(&inspector.finish(), &statement).expect("the statement is SQL");
        let told = told.last().map(predicted).unwrap_or_default();
        let expected = predicted(&inspect(&case, None));
        if told != expected {
            wrong += &format!("{}:\n  {told:?}\n  {expected:?}\n", case.statement);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_kind_of_the_table_is_known_and_every_case_has_one() {
    let kinds: Vec<&str> = driftless_hazard::TABLE
        .lines()
        .skip(1)
        .filter_map(|row| row.split('\t').next())
        .collect();
    for kind in &kinds {
        let known: Kind = kind.parse().unwrap_or_else(|()| panic!("`{kind}` is no kind"));
        assert!(
            !driftless_hazard::facts(known).is_empty(),
            "the row of `{kind}` cannot be read"
        );
    }
    let rows: usize = Kind::ALL.iter().map(|kind| driftless_hazard::facts(*kind).len()).sum();
    assert_eq!(rows, kinds.len());
    assert!(Kind::ALL.len() >= 120);
}

fn predicted(inspected: &Inspected) -> Touches {
    let touched = inspected.touched.iter().map(|touched| {
        let lock = touched.lock.map(driftless_hazard::Lock::as_str);
        (
            touched.relation.name.clone(),
            (lock, touched.scanned, touched.rewritten),
        )
    });
    touched.collect()
}

/// The last statement of a case, after everything before it was committed.
pub(crate) fn inspect(case: &Case, major: Option<u32>) -> Inspected {
    let mut inspector = Inspector::of(Catalog::empty(Dialect::Postgres));
    if let Some(major) = major {
        inspector = inspector.on_major(major);
    }
    let (scene, statement) = texts(case);
    read(&mut inspector, &scene);
    let mut inspected = read(&mut inspector, &statement);
    inspected
        .pop()
        .unwrap_or_else(|| panic!("{} is no statement", case.statement))
}

fn read(inspector: &mut Inspector, text: &str) -> Vec<Inspected> {
    inspector
        .file(text)
        .unwrap_or_else(|mistake| panic!("{mistake} of\n{text}"))
}

/// The migration that sets the scene, and the one with the statement, in a session as the scene set it up.
fn texts(case: &Case) -> (String, String) {
    let scene: Vec<&str> = fixture().into_iter().chain(case.scene.iter().copied()).collect();
    let settings: Vec<&str> = case
        .scene
        .iter()
        .copied()
        .filter(|sql| sql.starts_with("SET "))
        .collect();
    let statement = format!("{}{}\n{}", runner(case.statement), settings.join("\n"), case.statement);
    (scene.join("\n"), statement)
}

/// What tells a runner to begin no transaction, for the statements that stand none.
fn runner(statement: &str) -> &'static str {
    let words = ["CONCURRENTLY", "VACUUM"];
    let alone = words.iter().any(|word| statement.contains(word)) && !statement.starts_with("REFRESH");
    if alone { "-- no-transaction\n" } else { "" }
}
