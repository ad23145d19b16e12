//! `agree` where something is missing: what to do is said before anything is built. That it agrees and finds is proven in
//! `tests/tests/agree`.

use driftless_tests::project::Project;

use super::SHELF;

#[test]
fn without_a_server_it_says_how_to_name_one_or_to_do_without() {
    let project = Project::new(SHELF);
    let mut command = project.command(&["agree"]);
    command.env_remove("DRIFTLESS_POSTGRES");
    let ran = driftless_tests::process::run(&mut command);
    assert_eq!(ran.code, Some(2));
    for word in ["--postgres", "DRIFTLESS_POSTGRES", "--without postgres"] {
        assert!(ran.stderr.contains(word), "{word}: {}", ran.stderr);
    }
    assert!(!project.root().join("target").exists(), "nothing was built");
}

#[test]
fn a_schema_that_is_wrong_is_not_tried() {
    let project = Project::new("[schema]\nname = \"Wrong Name\"\n");
    let ran = project.run(&["agree", "--without", "postgres"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("schema.toml:2"), "{}", ran.stderr);
}
