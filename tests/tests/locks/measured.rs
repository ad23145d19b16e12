//! The table against the servers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use driftless_tests::postgres::{self, Database, SUPERUSER};
use driftless_tests::repository;

use crate::cases::cases;
use crate::observe::{Observed, observe};
use crate::row::{Facts, print};

#[test]
fn the_table_is_what_the_servers_do() {
    let cases = cases();
    let mut kinds: Vec<&'static str> = cases.iter().map(|case| case.kind).collect();
    kinds.dedup();
    let mut facts: BTreeMap<(&'static str, u32), Facts> = BTreeMap::new();
    for (major, observed) in observed() {
        for (case, seen) in cases.iter().zip(observed) {
            if let Some(seen) = seen {
                facts
                    .entry((case.kind, *major))
                    .or_default()
                    .merge(case.statement, seen);
            }
        }
    }
    let measured = print(&kinds, &facts);
    if std::env::var_os("DRIFTLESS_MEASURE").is_some() {
        std::fs::write(table(), &measured).expect("the table can be written");
    }
    let committed = std::fs::read_to_string(table()).unwrap_or_default();
    let differ = similar::TextDiff::from_lines(&committed, &measured);
    assert!(
        committed == measured,
        "locks.tsv is not what the servers do; DRIFTLESS_MEASURE=1 rewrites it:\n{}",
        differ.unified_diff()
    );
}

/// What each case does on each major, asked once per run. A case that a major does not understand is none there.
pub(crate) fn observed() -> &'static BTreeMap<u32, Vec<Option<Observed>>> {
    static SEEN: OnceLock<BTreeMap<u32, Vec<Option<Observed>>>> = OnceLock::new();
    SEEN.get_or_init(|| {
        std::thread::scope(|scope| {
            let asked = postgres::majors()
                .into_iter()
                .map(|major| (major, scope.spawn(move || ask(major))));
            let asked: Vec<_> = asked.collect();
            let answer = |(major, asked): (u32, std::thread::ScopedJoinHandle<'_, _>)| {
                (major, asked.join().expect("every case can be asked"))
            };
            asked.into_iter().map(answer).collect()
        })
    })
}

fn ask(major: u32) -> Vec<Option<Observed>> {
    let database = postgres::server(major).database("locks");
    quieten(&database);
    cases()
        .iter()
        .map(|case| (case.since <= major).then(|| observe(&database, case)))
        .collect()
}

/// Nothing runs but what is asked for, and there is a place to move tables to.
fn quieten(database: &Database<'_>) {
    let mut client = database.connect(SUPERUSER);
    for sql in [
        "ALTER SYSTEM SET autovacuum = off",
        "SELECT pg_reload_conf()",
        "SET allow_in_place_tablespaces = on",
        "CREATE TABLESPACE elsewhere LOCATION ''",
    ] {
        let done = client.batch_execute(sql);
        done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
}

fn table() -> PathBuf {
    repository().join("generator/hazard/src/locks.tsv")
}
