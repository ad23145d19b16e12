//! What a migration costs is said when it is drafted, and found by `lint` as long as it can be changed.

use driftless_tests::project::Project;

use super::{SHELF, shelf_with_height};

fn released() -> Project {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project
}

#[test]
fn a_new_draft_is_told_statement_by_statement() {
    let project = released();
    project.write("schema.toml", &shelf_with_height().replace("\"int\"", "\"int?\""));
    let dry = project.run(&["gen", "--dry-run"]).passed();
    let said = project.run(&["gen"]).passed();
    for line in [
        "migrations/postgres/0002_add_shelves_height.up.sql: ",
        "ALTER TABLE \"shelves\" ADD COLUMN \"height\" integer\n        locks shelves (access exclusive: nobody",
        "VALIDATE CONSTRAINT \"shelves_height_range_check\"\n        locks shelves (share update exclusive: readers and writers go on), reads all of it\n",
        "migrations/sqlite/0002_add_shelves_height.up.sql: ",
    ] {
        assert!(said.contains(line), "`{line}` is missing in:\n{said}");
        assert!(dry.contains(line), "`{line}` is missing in:\n{dry}");
    }
    let again = project.run(&["gen"]).passed();
    assert!(!again.contains("locks"), "{again}");
}

#[test]
fn what_is_allowed_to_be_lost_is_told_once() {
    let project = Project::new(&shelf_with_height());
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.write("schema.toml", SHELF);
    let said = project.run(&["gen", "--allow", "drop-field:Shelf.height"]).passed();
    assert!(
        said.contains("    loses, as allowed: drop-field:Shelf.height\n"),
        "{said}"
    );
    project.run(&["lint", "--deny", "warning"]).passed();
}

#[test]
fn hazards_of_what_is_written_by_hand_are_found_until_it_is_sealed() {
    let project = released();
    project.run(&["migrate", "new", "find_labels"]).passed();
    let file = "migrations/postgres/0002_find_labels.up.sql";
    project.write(file, "CREATE INDEX shelves_upper ON shelves (upper(label));\n");
    let ran = project.run(&["lint", "--deny", "warning"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    assert!(ran.stdout.contains(&format!("{file}:1:1")), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("CONCURRENTLY"),
        "the safe way is said: {}",
        ran.stdout
    );
    let json = project.run(&["lint", "--format", "json"]);
    assert!(
        json.stdout.contains(&format!("\"source\": \"{file}\"")),
        "{}",
        json.stdout
    );
    project.write(file, "DROP TABLE shelves;\n");
    let ran = project.run(&["lint", "--deny", "warning"]);
    assert!(ran.stdout.contains("lost-data"), "{}", ran.stdout);
    project.write(
        file,
        "CREATE INDEX shelves_upper ON shelves (upper(label));\nDROP INDEX shelves_upper;\n",
    );
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.run(&["lint", "--deny", "warning"]).passed();
    assert_eq!(project.run(&["lint", "--deny", "warning", "--sealed"]).code, Some(1));
}
