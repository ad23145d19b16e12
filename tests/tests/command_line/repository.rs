//! The repository keeps its own promises.

use driftless_tests::process::{command, run};
use driftless_tests::project::{Project, binary};
use driftless_tests::repository;

#[test]
fn the_committed_outputs_are_what_the_schema_says() {
    let mut check = command(binary());
    run(check.args(["gen", "--check"]).current_dir(repository())).passed();
}

#[test]
fn the_schemas_have_nothing_to_be_warned_about() {
    for schema in [
        "schema.toml",
        "tests/schemas/deliberation.toml",
        "tests/schemas/data_contracts.toml",
        "tests/schemas/architecture_brain.toml",
    ] {
        Project::of(schema).run(&["lint", "--deny", "warning"]).passed();
    }
}

#[test]
fn every_schema_compiles_to_every_output() {
    for schema in [
        "tests/schemas/deliberation.toml",
        "tests/schemas/data_contracts.toml",
        "tests/schemas/architecture_brain.toml",
        "docs/example.toml",
    ] {
        let project = Project::of(schema);
        project.run(&["gen"]).passed();
        project.run(&["gen", "--check"]).passed();
        assert!(project.files().len() > 40, "{schema}");
    }
}

/// Not run: that would build everything in a second profile, to call the one binary of that package.
#[test]
fn the_alias_runs_the_same_binary() {
    let mut list = command(env!("CARGO"));
    let said = run(list.arg("--list").current_dir(repository())).passed();
    let alias = said.lines().find_map(|line| line.trim().strip_prefix("xtask "));
    let alias = alias.and_then(|line| line.trim().strip_prefix("alias: "));
    assert_eq!(alias, Some("run --quiet --package driftless --"), "{said}");
}
