//! Schemas of others: replayed without a server, and run on one. What differs must be told by an opaque object.

use driftless_catalog::replay::Replay;
use driftless_catalog::{Catalog, Dialect};
use driftless_tests::postgres::{self, SUPERUSER};
use driftless_tests::{introspect, sqlite};

use crate::compare::{Comparison, compare};
use crate::corpus::{Unit, units};

/// Opaque objects after which nobody can tell what else changed.
const UNKNOWN: [&str; 2] = ["block", "call"];

#[test]
fn foreign_schemas_are_what_the_servers_say() {
    let mut total = Comparison::default();
    let mut silent = Vec::new();
    for unit in units() {
        let replayed = replayed(&unit);
        let comparison = compare(&replayed, &on_server(&unit));
        print_unit(&unit, &replayed, &comparison);
        for (kind, (all, equal)) in &comparison.kinds {
            let sum = total.kinds.entry(kind).or_default();
            *sum = (sum.0 + all, sum.1 + equal);
        }
        silent.extend(untold(&unit, &replayed, &comparison));
    }
    println!("\nin all");
    for (kind, (all, equal)) in &total.kinds {
        println!(
            "    {kind:12} {equal:5} of {all:5} equal, {:.2} %",
            100.0 * *equal as f64 / *all as f64
        );
    }
    assert!(
        silent.is_empty(),
        "{} differences that nothing tells of:\n{}",
        silent.len(),
        silent.join("\n")
    );
    for kind in ["table", "column", "foreign key", "index", "check"] {
        let (all, equal) = total.kinds[kind];
        assert!(equal * 100 >= all * 99, "{kind}: {equal} of {all}");
    }
}

#[track_caller]
fn replayed(unit: &Unit) -> Catalog {
    let mut replay = Replay::of(Catalog::empty(unit.dialect));
    for (name, text) in &unit.files {
        if let Err(mistake) = replay.apply_file(name, text) {
            let rest = text.get(mistake.offset..).unwrap_or_default();
            panic!(
                "{} {name}: {mistake}\n{}",
                unit.name,
                rest.chars().take(300).collect::<String>()
            );
        }
    }
    replay.finish()
}

#[track_caller]
fn on_server(unit: &Unit) -> Catalog {
    match unit.dialect {
        Dialect::Postgres => {
            let database = postgres::any().database("foreign");
            for role in ["schemainspect_test_role"] {
                let text = format!(
                    "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF; END $$"
                );
                database.psql(SUPERUSER, &text).passed();
            }
            for (name, text) in &unit.files {
                let ran = database.psql(SUPERUSER, text);
                assert!(ran.succeeded(), "{} {name}: {}", unit.name, ran.stderr);
            }
            introspect::postgres::catalog(&mut database.connect(SUPERUSER))
        }
        Dialect::Sqlite => {
            let database = sqlite::Database::fresh();
            let connection = database.connect();
            connection
                .pragma_update(None, "foreign_keys", false)
                .expect("foreign keys off");
            for (name, text) in &unit.files {
                connection
                    .execute_batch(text)
                    .unwrap_or_else(|error| panic!("{} {name}: {error}", unit.name));
            }
            introspect::sqlite::catalog(&connection)
        }
    }
}

fn print_unit(unit: &Unit, replayed: &Catalog, comparison: &Comparison) {
    println!("\n{} on {}", unit.name, unit.dialect.title());
    for (kind, (all, equal)) in &comparison.kinds {
        if *all > 0 {
            println!("    {kind:12} {equal:5} of {all:5}");
        }
    }
    for opaque in &replayed.opaque {
        println!(
            "    opaque {} {} ({})",
            opaque.kind,
            opaque.name.chars().take(80).collect::<String>(),
            opaque.place.0
        );
    }
    for difference in &comparison.differences {
        println!("    differs: {difference}");
    }
}

/// Differences that no opaque object tells of.
fn untold(unit: &Unit, replayed: &Catalog, comparison: &Comparison) -> Vec<String> {
    if replayed
        .opaque
        .iter()
        .any(|known| UNKNOWN.contains(&known.kind.as_str()))
    {
        return Vec::new();
    }
    let differences = comparison.differences.iter();
    differences
        .map(|difference| format!("{} on {}: {difference}", unit.name, unit.dialect.title()))
        .collect()
}
