//! Drafts are rewritten, sealed migrations are not.

use driftless_tests::project::Project;

use super::{SHELF, shelf_with_height};

fn released() -> Project {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project
}

#[test]
fn a_sealed_migration_stays_and_an_unchanged_schema_is_fine() {
    let project = released();
    assert!(project.read("migrations/postgres/history.toml").contains("released"));
    project.run(&["gen"]).passed();
    project.run(&["gen", "--check", "--released"]).passed();
    project.run(&["migrate", "verify"]).passed();
    let said = project.run(&["migrate", "status"]).passed();
    assert!(said.contains("released  0001_init"), "{said}");
}

#[test]
fn a_name_is_given_when_it_is_sealed() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release", "first_shelves"]).passed();
    assert!(
        project
            .read("migrations/sqlite/0001_first_shelves.up.sql")
            .contains("CREATE TABLE")
    );
    assert!(!project.root().join("migrations/sqlite/0001_init.up.sql").exists());
    project.run(&["gen", "--check", "--released"]).passed();
}

#[test]
fn an_edit_after_that_cannot_be_planned_yet() {
    let project = released();
    let before = project.files();
    project.write("schema.toml", &shelf_with_height());
    for arguments in [&["gen"][..], &["gen", "--check"][..]] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, Some(1), "{}", ran.text());
        assert!(ran.stderr.contains("cannot-plan-yet"), "{}", ran.stderr);
    }
    assert_eq!(project.files(), before, "nothing was written");
}

#[test]
fn drafts_fail_where_only_sealed_ones_are_wanted() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["gen", "--check"]).passed();
    let ran = project.run(&["gen", "--check", "--released"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    assert!(ran.text().contains("draft"), "{}", ran.text());
}

#[test]
fn every_kind_of_tampering_is_named() {
    let up = "migrations/postgres/0001_init.up.sql";
    let project = released();
    project.write(up, &format!("{}\n-- one more thought\n", project.read(up)));
    let ran = project.run(&["migrate", "verify"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.text().contains("0001_init.up.sql"), "{}", ran.text());

    let project = released();
    std::fs::remove_file(project.root().join(up)).expect("it is there");
    assert_eq!(project.run(&["migrate", "verify"]).code, Some(1));

    let project = released();
    project.write("migrations/postgres/0000_sneaked.up.sql", "SELECT 1;\n");
    assert_eq!(project.run(&["migrate", "verify"]).code, Some(1));

    let project = released();
    let history = project.read("migrations/postgres/history.toml");
    project.write(
        "migrations/postgres/history.toml",
        &format!("<<<<<<< ours\n{history}=======\n>>>>>>> theirs\n"),
    );
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
}

#[test]
fn a_stale_draft_is_not_sealed() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.write("schema.toml", &shelf_with_height());
    let ran = project.run(&["migrate", "release"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    assert!(project.read("migrations/postgres/history.toml").contains("draft"));
}
