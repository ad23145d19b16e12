//! First contact: no schema yet, editors, shells, wrong arguments.

use driftless_tests::project::Project;

use super::SHELF;

fn empty() -> Project {
    let project = Project::new("");
    std::fs::remove_file(project.root().join("schema.toml")).expect("it was just written");
    project
}

#[test]
fn init_starts_a_schema_that_generates_and_lints() {
    let project = empty();
    project.run(&["init", "book club"]).passed();
    assert!(project.read("schema.toml").contains("name    = \"book_club\""));
    project.run(&["gen"]).passed();
    project.run(&["gen", "--check"]).passed();
    project.run(&["lint", "--deny", "warning"]).passed();
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, Some(2), "a schema is never overwritten");
}

#[test]
fn a_folder_without_a_schema_says_how_to_start() {
    let ran = empty().run(&["gen"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("driftless init"), "{}", ran.stderr);
}

#[test]
fn the_schema_is_found_from_a_folder_below() {
    let project = Project::new(SHELF);
    project.write("deep/down/note.txt", "");
    let mut below = project.command(&["gen"]);
    below.current_dir(project.root().join("deep/down"));
    driftless_tests::process::run(&mut below).passed();
    assert!(project.root().join("generated/manifest.json").exists());
}

#[test]
fn lint_fails_from_the_severity_it_was_told() {
    let project = Project::new(&SHELF.replace(", doc = \"What is written on it.\"", ""));
    let ran = project.run(&["lint"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text());
    assert!(ran.stdout.contains("schema.toml:"), "{}", ran.stdout);
    assert_eq!(project.run(&["lint", "--deny", "warning"]).code, Some(1));
    assert_eq!(Project::new(SHELF).run(&["lint", "--deny", "warning"]).code, Some(0));
}

#[test]
fn editors_and_shells_get_what_they_need() {
    let project = empty();
    let schema = project.run(&["schema"]).passed();
    assert!(schema.contains("\"$schema\""), "{schema}");
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            project.run(&["completions", shell]).passed().contains("driftless"),
            "{shell}"
        );
    }
}

#[test]
fn wrong_arguments_are_the_users_to_mend() {
    let ran = empty().run(&["genn"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("gen"), "{}", ran.stderr);
}

#[test]
fn missing_schemas_are_named() {
    let ran = empty().run(&["gen", "--schema", "nowhere/schema.toml"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("nowhere/schema.toml"), "{}", ran.stderr);
}
