//! Whether PostgreSQL and SQLite are the same database: one corpus of statements is taken or refused by both alike, by the
//! same named rule, and leaves the same rows; and what one of them does not hold is exactly what the lint says.
//!
//! `DRIFTLESS_DIALECTS_SCHEMAS` and `DRIFTLESS_DIALECTS_SEED` make the random part longer or another one;
//! `DRIFTLESS_DIALECTS_ONLY` runs the schemas, or the faults, whose name contains it.

mod aspect;
mod codec;
mod corpus;
mod document;
mod draw;
mod edges;
mod expression;
mod faults;
mod fill;
mod gaps;
mod hosts;
mod judge;
mod keys;
mod layout;
mod removal;
mod rules;
mod run;
mod special;
mod specimens;
mod statement;
mod subject;
mod tally;
mod value;

use std::collections::BTreeSet;

use driftless_tests::random_schemas::random::mix;
use driftless_tests::random_schemas::start::start;
use driftless_tests::random_schemas::text::schema_text;
use driftless_tests::{postgres, repository};

use hosts::Postgres;
use run::run;
use specimens::specimen;
use subject::Subject;
use tally::Tally;

/// Where random numbers begin, if nobody says otherwise.
const SEED: u64 = 20_261_127;
/// How many random schemas, if nobody says otherwise.
const SCHEMAS: u64 = 25;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Every schema of the repository that is meant to be whole.
fn schemas() -> Vec<(String, String)> {
    let mut files = vec![repository().join("schema.toml"), repository().join("docs/example.toml")];
    for folder in [
        "tests/schemas",
        "tests/cases",
        "tests/tests/relational",
        "tests/tests/data_layer",
    ] {
        for entry in std::fs::read_dir(repository().join(folder)).expect("the folder can be read") {
            let path = entry.expect("its entries can be read").path();
            let schema = if path.is_dir() { path.join("schema.toml") } else { path };
            files
                .extend(Some(schema).filter(|file| file.extension().is_some_and(|end| end == "toml") && file.exists()));
        }
    }
    files.sort();
    let only = std::env::var("DRIFTLESS_DIALECTS_ONLY").unwrap_or_default();
    let named = files.into_iter().map(|file| {
        (
            file.strip_prefix(repository()).unwrap_or(&file).display().to_string(),
            file,
        )
    });
    let wanted = named.filter(|(name, _)| name.contains(&only));
    wanted
        .map(|(name, file)| (name, std::fs::read_to_string(file).expect("a schema can be read")))
        .collect()
}

/// Holds both databases to every schema; how many disagree.
fn hold(schemas: impl Iterator<Item = (String, String)>, seed: u64) -> (Tally, usize) {
    let mut postgres = Postgres::new(postgres::any());
    let (mut tally, mut disagreements) = (Tally::default(), 0);
    for (name, text) in schemas {
        let subject = Subject::of(&text).unwrap_or_else(|why| panic!("{name}: {why}\n{text}"));
        let report = run(
            &subject,
            [&subject.catalogs[0], &subject.catalogs[1]],
            &mut postgres,
            seed,
        );
        tally.add(&report.tally);
        disagreements += report.disagreements.len();
        for what in report.disagreements {
            println!("{name}: {what}");
        }
    }
    (tally, disagreements)
}

fn seed() -> u64 {
    number("DRIFTLESS_DIALECTS_SEED").unwrap_or(SEED)
}

#[test]
fn both_databases_hold_every_schema_of_the_repository_alike() {
    let (tally, disagreements) = hold(schemas().into_iter(), seed());
    println!("seed {}: {tally:#?}", seed());
    assert_eq!(disagreements, 0, "the disagreements stand above");
}

#[test]
fn both_databases_hold_random_schemas_alike() {
    let count = number("DRIFTLESS_DIALECTS_SCHEMAS").unwrap_or(SCHEMAS);
    let random = (0..count).map(|at| {
        let own = mix(seed(), at);
        let text = schema_text(&start(own, &BTreeSet::new())) + &specimen(own);
        (format!("random schema {at} of seed {}", seed()), text)
    });
    let (tally, disagreements) = hold(random, seed());
    println!("seed {}: {tally:#?}", seed());
    assert_eq!(disagreements, 0, "the disagreements stand above");
}
