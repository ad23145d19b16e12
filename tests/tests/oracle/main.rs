//! The oracle: random schemas over filled databases go through the migrations that Driftless plans, and every row must
//! come out as it went in. What to expect is worked out here, from the schema as this test knows it.
//!
//! `DRIFTLESS_ORACLE_PAIRS_SQLITE`, `…_SHELL`, `…_POSTGRES` and `DRIFTLESS_ORACLE_SEED` make it longer or another
//! one; `DRIFTLESS_ORACLE_FAILURES` goes on behind the first failure, `DRIFTLESS_ORACLE_SECONDS` ends it early.
//! `DRIFTLESS_ORACLE_CHAIN` runs one chain, by the seed that a report gives; `DRIFTLESS_ORACLE_PAIR` runs none, and prints
//! what is drafted for the `before.toml` and `after.toml` of a folder.

#![expect(clippy::result_large_err, reason = "a failure is rare, and told in full")]

mod arrival;
mod carry;
mod cases;
mod chain;
mod change;
mod column;
mod database;
mod faults;
mod fill;
mod fresh;
mod gate;
mod hosts;
mod pipeline;
mod postgres;
mod read;
mod rehearsal;
mod rows;
mod run;
mod show;
mod sqlite;
mod sqlite_shape;
mod step;
mod tally;
mod ways;

use driftless_tests::random_schemas::{entity, field, random, reference, rule, start, table, text, values, world};
use hosts::Host;
use run::{number, run_pairs};

/// Where random chains begin, if nobody says otherwise.
const SEED: u64 = 20_261_127;

/// So many pairs meet every kind of change and of schema.
const TELLING: usize = 300;

/// The slice that runs by itself: pairs on SQLite, on PostgreSQL, and through a shell.
const SLICE: [u64; 3] = [5000, 500, 200];

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn oracle(name: &str, pairs: usize, host: impl Fn() -> Box<dyn Host> + Sync) {
    if let Some(folder) = std::env::var_os("DRIFTLESS_ORACLE_PAIR") {
        show::show(folder.as_ref(), host().dialect()).expect("the pair can be shown");
        return;
    }
    let seed = number("DRIFTLESS_ORACLE_SEED").unwrap_or(SEED);
    let began = std::time::Instant::now();
    let (tally, failures) = run_pairs(seed, pairs, host);
    let took = began.elapsed().as_secs_f64();
    println!("{name}, seed {seed}: {} pairs in {took:.1} s\n{tally:#?}", tally.pairs);
    assert!(
        failures.is_empty(),
        "{} chains failed; the reports stand above",
        failures.len()
    );
    // A short run cannot meet everything.
    if tally.pairs >= TELLING {
        assert!(tally.missing().is_empty(), "never met: {:?}", tally.missing());
    } else {
        println!("not met in so few: {:?}", tally.missing());
    }
}

fn pairs(name: &str, usual: u64) -> usize {
    usize::try_from(number(name).unwrap_or(usual)).expect("a number of pairs")
}

#[test]
fn no_row_is_lost_on_sqlite() {
    let pairs = pairs("DRIFTLESS_ORACLE_PAIRS_SQLITE", SLICE[0]);
    oracle("SQLite", pairs, || Box::new(hosts::InMemory::new()));
}

#[test]
fn no_row_is_lost_where_a_shell_goes_on_after_errors() {
    let pairs = pairs("DRIFTLESS_ORACLE_PAIRS_SHELL", SLICE[2]);
    oracle("SQLite in a file", pairs, || Box::new(hosts::InFile::new()));
}

#[test]
fn no_row_is_lost_on_postgres() {
    let pairs = pairs("DRIFTLESS_ORACLE_PAIRS_POSTGRES", SLICE[1]);
    for major in driftless_tests::postgres::majors() {
        let server = driftless_tests::postgres::server(major);
        oracle(&format!("PostgreSQL {major}"), pairs / 3 + 1, || {
            Box::new(hosts::OnServer::new(server))
        });
    }
}
