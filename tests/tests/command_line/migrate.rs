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
fn an_edit_after_that_is_the_next_migration() {
    let project = released();
    let sealed = project.read("migrations/postgres/0001_init.up.sql");
    project.write(
        "schema.toml",
        &SHELF.replace("doc = \"What is written", "doc = \"What was written"),
    );
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    let said = project.run(&["gen"]).passed();
    assert!(said.contains("created   migrations/postgres/0002_"), "{said}");
    assert_eq!(project.read("migrations/postgres/0001_init.up.sql"), sealed);
    project.run(&["gen", "--check"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.run(&["migrate", "verify"]).passed();
    project.run(&["gen", "--check", "--released"]).passed();
}

#[test]
fn what_would_be_lost_stops_the_run_until_it_is_allowed() {
    let project = Project::new(&shelf_with_height());
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    let before = project.files();
    project.write("schema.toml", SHELF);
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    assert!(
        ran.stderr.contains("driftless gen --allow drop-field:Shelf.height"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stdout.contains("DROP COLUMN \"height\""),
        "the plan is shown: {}",
        ran.stdout
    );
    assert_eq!(project.files(), before, "nothing was written");
    let json = project.run(&["gen", "--format", "json"]);
    assert!(json.stdout.contains("\"code\": \"loss\""), "{}", json.stdout);
    project.run(&["gen", "--allow", "drop-field:Shelf.height"]).passed();
    let history = project.read("migrations/postgres/history.toml");
    assert!(history.contains("allowed = [\"drop-field:Shelf.height\"]"), "{history}");
    project.run(&["gen", "--check"]).passed();
    project.run(&["migrate", "release", "no_heights"]).passed();
    let up = project.read("migrations/sqlite/0002_no_heights.up.sql");
    assert!(up.contains("-- allowed: drop-field:Shelf.height"), "{up}");
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

#[test]
fn a_member_that_no_statement_knows_of_is_known_to_the_next_migration() {
    let with = |member: &str| {
        format!(
            "{SHELF}fields.note = {{ type = \"Note?\", doc = \"What is said of it.\" }}\n\
             [record.Note]\ndoc = \"What is said.\"\nfields.text = {{ type = \"text\", doc = \"The words.\" }}\n{member}"
        )
    };
    let project = Project::new(&with(""));
    let released = |schema: &str, name: &str| {
        project.write("schema.toml", schema);
        project.run(&["gen"]).passed();
        project.run(&["migrate", "release", name]).passed();
    };
    released(&with(""), "first");
    let tone = with("fields.tone = { type = \"text?\", doc = \"How.\" }\n");
    project.write("schema.toml", &tone);
    let said = project.run(&["gen"]).passed();
    assert!(
        said.contains("sqlite/0002_documents.up.sql: nothing to do for the database\n"),
        "{said}"
    );
    released(&tone, "tone");
    assert!(
        project
            .read("migrations/sqlite/0002_tone.up.sql")
            .contains("-- nothing to do")
    );
    // Written between the two: a rename that knew nothing of it would leave its words behind.
    project.write(
        "schema.toml",
        &tone.replace("fields.tone = {", "fields.pitch = { renamed_from = \"tone\","),
    );
    let text = project.run(&["gen"]).refused();
    assert!(text.contains("convert-field:Note.pitch"), "{text}");
    project.run(&["gen", "--allow", "convert-field:Note.pitch"]).passed();
    let up = project
        .files()
        .into_iter()
        .find(|(path, _)| path.contains("sqlite/0003") && path.ends_with(".up.sql"));
    let (_, up) = up.expect("a third migration");
    assert!(up.contains(r#"$."tone""#) && up.contains(r#"$."pitch""#), "{up}");
}
