//! `lint` reads the migrations too, those that were planned and those that people wrote.

use driftless_tests::project::Project;

use super::SHELF;

fn generated() -> Project {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project
}

#[test]
fn what_was_planned_has_no_hazard() {
    let said = generated().run(&["lint", "--deny", "warning"]).passed();
    assert!(!said.contains("migrations/"), "{said}");
}

#[test]
fn a_hazard_is_told_with_its_place_and_the_safe_way() {
    let project = generated();
    project.write(
        "migrations/postgres/0002_by_hand.up.sql",
        "SET lock_timeout = '3s';\nALTER TABLE \"shelves\"\n    ADD COLUMN \"token\" uuid DEFAULT gen_random_uuid();\n",
    );
    project.write(
        "migrations/sqlite/0002_by_hand.up.sql",
        "ALTER TABLE \"shelves\" ADD COLUMN \"token\" TEXT NOT NULL;\n",
    );
    let said = project.run(&["lint", "--deny", "warning"]).refused();
    for part in [
        "warning[blocking-rewrite]: add column with volatile default: `shelves` is written anew",
        "migrations/postgres/0002_by_hand.up.sql:3:5",
        "help: add the column without a default",
        "warning[fails-on-rows]: this fails as soon as `shelves` has rows",
        "migrations/sqlite/0002_by_hand.up.sql:1:1",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

#[test]
fn a_level_silences_a_hazard() {
    let project = Project::new(&format!("{SHELF}\n[lint]\nblocking-scan = \"off\"\n"));
    project.run(&["gen"]).passed();
    let index = "SET lock_timeout = '3s';\nCREATE INDEX \"shelves_id_idx\" ON \"shelves\" (\"id\");\n";
    project.write("migrations/postgres/0002_by_hand.up.sql", index);
    project.run(&["lint", "--deny", "warning"]).passed();
}

#[test]
fn what_is_not_sql_is_told_and_stops_nothing() {
    let project = generated();
    project.write(
        "migrations/postgres/0002_by_hand.up.sql",
        "SELECT 1;\nALTER TABEL shelves;\n",
    );
    let said = project.run(&["lint"]).passed();
    assert!(
        said.contains("unreadable-migration") && said.contains("0002_by_hand.up.sql:2"),
        "{said}"
    );
}
