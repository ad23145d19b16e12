//! The data layer of the emitted crate, on real servers. Every schema of the repository and one of our own become members
//! of one workspace under `target/generated`; their tests run against a PostgreSQL database as a role that owns nothing,
//! and against an SQLite file, both made by our own migrations.

mod scene;
mod tenants;
mod workspace;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use driftless_tests::postgres::{self, OWNER};
use driftless_tests::{process, sqlite};

use workspace::{Case, migration};

/// Every schema, the package that it makes, and the tests of its own.
const CASES: [Case; 8] = [
    Case::new("schema.toml", "context-platform", &[]),
    Case::new("tests/schemas/architecture_brain.toml", "architecture-brain-model", &[]),
    Case::new("tests/schemas/data_contracts.toml", "data-contracts-model", &[]),
    Case::new("tests/schemas/deliberation.toml", "deliberation-model", &[]),
    Case::new("tests/tests/rust_cases/library.toml", "library-model", &[]),
    Case::new("tests/tests/rust_cases/hostile.toml", "hostile", &[]),
    Case::new("tests/tests/data_layer/press.toml", "press", &TESTS),
    Case::new("tests/cases/tenants/schema.toml", "library", &[]),
];

/// The crates that take longer than all others together.
const LARGE: [&str; 3] = ["context-platform", "architecture-brain-model", "data-contracts-model"];

/// The tests of one case that no other has, and what they use.
const TESTS: [&str; 6] = ["databases", "values", "rows", "lists", "refusals", "walks"];

#[test]
fn no_crate_has_a_warning_with_either_database_or_with_both() {
    let workspace = workspace::written(&CASES);
    // The smaller ones, which use less of what there is, and so are where something is left over.
    let without: Vec<&str> = [&LARGE[..], &["unified"]]
        .concat()
        .into_iter()
        .flat_map(|package| ["--exclude", package])
        .collect();
    for features in ["data", "postgres", "sqlite"] {
        workspace.cargo(&[&["check", "--lib", "--features", features], without.as_slice()].concat());
    }
    // Everything that there is, at which clippy looks while it is built.
    programs();
}

#[test]
fn every_statement_is_one_that_both_databases_can_prepare() {
    for case in &CASES {
        run(case, "statements");
    }
}

#[test]
fn values_of_every_type_come_back_as_they_were() {
    run(&CASES[6], "values");
}

#[test]
fn rows_are_made_found_changed_and_removed() {
    run(&CASES[6], "rows");
}

#[test]
fn pages_give_every_row_once() {
    run(&CASES[6], "lists");
}

#[test]
fn walks_follow_every_edge_once() {
    run(&CASES[6], "walks");
}

#[test]
fn refusals_name_the_entity_and_its_fields() {
    run(&CASES[6], "refusals");
}

/// Those whose rows belong to tenants.
fn with_tenants() -> Vec<&'static Case> {
    let cases = CASES
        .iter()
        .filter(|case| workspace::compiled(&case.text()).tenant.is_some());
    let cases: Vec<&Case> = cases.collect();
    assert!(cases.len() >= 5, "most schemas have tenants");
    cases
}

/// Runs one of the tests of a crate, given fresh databases.
#[track_caller]
fn run(case: &Case, test: &str) {
    let text = case.text();
    let up = migration(&text, driftless_catalog::Dialect::Postgres);
    let on_sqlite = migration(&text, driftless_catalog::Dialect::Sqlite);
    for major in postgres::majors() {
        let server = postgres::server(major);
        let roles = workspace::roles(&up);
        roles.iter().for_each(|role| server.role(role));
        let database = server.database("data");
        database.psql(OWNER, &server.without_missing_extensions(&up)).passed();
        let file = sqlite::Database::fresh();
        file.cli(&on_sqlite).passed();
        let role = roles.first().map_or(OWNER, String::as_str);
        on(case, test, (&database, role, &file), &[]);
    }
}

/// Runs one of the tests of a crate on databases that are there.
#[track_caller]
fn on(case: &Case, test: &str, at: (&postgres::Database<'_>, &str, &sqlite::Database), told: &[(&str, &str)]) {
    let (database, role, file) = at;
    let program = &programs()[&(case.package.to_owned(), "main".to_owned())];
    let mut command = Command::new(program);
    command
        .arg(format!("{test}::"))
        .envs(told.iter().copied())
        .env("POSTGRES_URL", database.url(role))
        .env("POSTGRES_OWNER_URL", database.url(OWNER))
        .env("SQLITE_URL", format!("sqlite://{}", file.file().display()));
    let told = process::run(&mut command).passed();
    assert!(
        told.contains("test result: ok") && !told.contains("running 0 tests"),
        "{told}"
    );
}

/// The tests of each crate as a program, built at once.
fn programs() -> &'static BTreeMap<(String, String), PathBuf> {
    static PROGRAMS: OnceLock<BTreeMap<(String, String), PathBuf>> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let arguments = ["test", "--no-run", "--features", "postgres,sqlite", "--test", "main"];
        workspace::written(&CASES).build(&arguments)
    })
}
