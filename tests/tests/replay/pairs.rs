//! Pairs of schemas that a tool for the same work is tried with: what is planned from one to the other is run on a
//! server that has the first, which must then hold what the second makes. What the catalog does not model is listed.

use driftless_catalog::replay::{Replay, spelled};
use driftless_catalog::{Catalog, Dialect};
use driftless_migrate::plan;
use driftless_tests::introspect;
use driftless_tests::postgres::{self, SUPERUSER};

use crate::compare::compare;
use crate::corpus::{Unit, units};

const OPAQUE: &str = "what differs is opaque: it is passed through as it is declared, never planned";
const EXTRA: &str = "what differs is beyond a schema's reach: it is compared, and no plan changes it";
const VIEW: &str = "a view stands on what changes: a plan knows only views that the schema declares";

/// Pairs that are not reached, and why.
const NOT_REACHED: &[(&str, &str)] = &[
    ("collations", EXTRA),
    ("constraints", EXTRA),
    ("dependencies", OPAQUE),
    ("dependencies2", VIEW),
    ("dependencies3", OPAQUE),
    ("dependencies4", OPAQUE),
    (
        "enumdefaults",
        "nobody says which label of one type is which of another",
    ),
    ("everything", VIEW),
    ("extversions", OPAQUE),
    ("identitycols", EXTRA),
    ("inherit", OPAQUE),
    ("inherit2", EXTRA),
    ("partitioning", EXTRA),
    ("privileges", OPAQUE),
    ("rls2", OPAQUE),
    ("singleschema", OPAQUE),
    ("singleschema_ext", OPAQUE),
    ("triggers", "a trigger for several events is opaque"),
];

#[test]
fn what_is_planned_from_one_schema_leads_to_the_other() {
    let mut reached = Vec::new();
    let mut others = Vec::new();
    let all: Vec<Unit> = units()
        .into_iter()
        .filter(|unit| unit.name.starts_with("migra "))
        .collect();
    for pair in all.chunks(2) {
        let [a, b] = pair else { panic!("a pair has two sides") };
        let name = a.name.trim_start_matches("migra ").trim_end_matches(" a").to_owned();
        match leads_there(a, b) {
            Ok(()) => reached.push(name),
            Err(why) => others.push((name, why)),
        }
    }
    println!("reached: {}", reached.join(", "));
    for (name, why) in &others {
        println!("not reached: {name}: {why}");
    }
    let listed: Vec<&str> = NOT_REACHED.iter().map(|(name, _)| *name).collect();
    let found: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(found, listed, "each pair that is not reached has a reason beside it");
}

fn leads_there(a: &Unit, b: &Unit) -> Result<(), String> {
    let (from, to) = (replayed(a)?, replayed(b)?);
    let statements = planned(&from, &to)?;
    let (before, after) = (postgres::any().database("pair"), postgres::any().database("pair"));
    run(&before, &text_of(a))?;
    run(&after, &text_of(b))?;
    run(&before, &statements)?;
    let catalog = |database: &postgres::Database<'_>| introspect::postgres::catalog(&mut database.connect(SUPERUSER));
    let mut comparison = compare(&catalog(&before), &catalog(&after));
    match comparison.differences.is_empty() {
        true => Ok(()),
        false => Err(comparison.differences.swap_remove(0)),
    }
}

fn replayed(unit: &Unit) -> Result<Catalog, String> {
    let mut replay = Replay::of(Catalog::empty(Dialect::Postgres));
    for (name, text) in &unit.files {
        replay
            .apply_file(name, text)
            .map_err(|mistake| format!("{name}: {mistake}"))?;
    }
    Ok(replay.finish())
}

fn planned(from: &Catalog, to: &Catalog) -> Result<String, String> {
    let spelled = |catalog: &Catalog| spelled(catalog).map_err(|mistake| mistake.to_string());
    let plan = plan(&spelled(from)?, &spelled(to)?)?;
    let groups = plan.parts.iter().flat_map(|part| &part.up.groups);
    let texts = groups
        .flatten()
        .map(|statement| statement.text() + statement.terminator());
    Ok(texts.collect::<Vec<_>>().join("\n"))
}

fn text_of(unit: &Unit) -> String {
    let texts: Vec<_> = unit.files.iter().map(|(_, text)| format!("{text}\n;\n")).collect();
    texts.concat()
}

fn run(database: &postgres::Database<'_>, text: &str) -> Result<(), String> {
    let role = "schemainspect_test_role";
    let create = format!(
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF; END $$;\n"
    );
    let ran = database.psql(SUPERUSER, &format!("{create}{text}"));
    if ran.succeeded() {
        Ok(())
    } else {
        Err(ran.stderr.clone())
    }
}
