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
        let both = replayed(&unit).and_then(|replayed| Ok((replayed, on_server(&unit)?)));
        let (replayed, server) = match both {
            Ok(both) => both,
            Err(message) => {
                silent.push(format!("{} on {}: {message}", unit.name, unit.dialect.title()));
                continue;
            }
        };
        let comparison = compare(&replayed, &server);
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

fn replayed(unit: &Unit) -> Result<Catalog, String> {
    let mut replay = Replay::of(Catalog::empty(unit.dialect));
    for (name, text) in &unit.files {
        replay.apply_file(name, text).map_err(|mistake| {
            let rest = text.get(mistake.offset..).unwrap_or_default();
            format!("{name}: {mistake}\n{}", rest.chars().take(300).collect::<String>())
        })?;
    }
    Ok(replay.finish())
}

fn on_server(unit: &Unit) -> Result<Catalog, String> {
    match unit.dialect {
        Dialect::Postgres => on_postgres(unit),
        Dialect::Sqlite => on_sqlite(unit),
    }
}

fn on_postgres(unit: &Unit) -> Result<Catalog, String> {
    let database = postgres::any().database("foreign");
    let role = "schemainspect_test_role";
    let create = format!(
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF; END $$"
    );
    database.psql(SUPERUSER, &create).passed();
    let texts: Vec<_> = unit.files.iter().map(|(_, text)| format!("{text}\n;\n")).collect();
    let ran = database.psql(SUPERUSER, &texts.concat());
    if !ran.succeeded() {
        return Err(format!("on the server: {}", ran.stderr));
    }
    Ok(introspect::postgres::catalog(&mut database.connect(SUPERUSER)))
}

fn on_sqlite(unit: &Unit) -> Result<Catalog, String> {
    let database = sqlite::Database::fresh();
    let connection = database.connect();
    connection
        .pragma_update(None, "foreign_keys", false)
        .expect("foreign keys off");
    for (name, text) in &unit.files {
        connection
            .execute_batch(text)
            .map_err(|error| format!("{name} on the server: {error}"))?;
    }
    Ok(introspect::sqlite::catalog(&connection))
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
