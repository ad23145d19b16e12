//! Migrations written by hand stand before the draft, change nothing about it by themselves, and run with the others.

use driftless_tests::postgres::{OWNER, any};
use driftless_tests::project::Project;
use driftless_tests::sqlite;

use super::{SHELF, shelf_with_height};

const UP: &str = "-- Nobody measured the old ones.\nUPDATE shelves SET height = 1 WHERE height IS NULL;\n";

/// Heights were optional in a release, and are to be required.
fn requiring() -> Project {
    let project = Project::new(&shelf_with_height().replace("\"int\"", "\"int?\""));
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.write("schema.toml", &shelf_with_height());
    project.run(&["gen", "--allow", "require-field:Shelf.height"]).passed();
    project
}

fn stems(project: &Project, database: &str) -> Vec<String> {
    let ends = |path: String| {
        let name = path.strip_prefix(&format!("migrations/{database}/"))?.to_owned();
        Some(name.strip_suffix(".up.sql")?.to_owned())
    };
    project.files().into_keys().filter_map(ends).collect()
}

fn written_by_hand() -> Project {
    let project = requiring();
    project.run(&["migrate", "new", "fill_heights"]).passed();
    for database in ["postgres", "sqlite"] {
        project.write(&format!("migrations/{database}/0002_fill_heights.up.sql"), UP);
    }
    project.run(&["gen"]).passed();
    project
}

#[test]
fn a_migration_by_hand_comes_before_the_draft() {
    let project = requiring();
    let before = stems(&project, "postgres");
    let said = project.run(&["migrate", "new", "fill_heights"]).passed();
    assert!(
        said.contains("created   migrations/postgres/0002_fill_heights.up.sql"),
        "{said}"
    );
    let after = stems(&project, "postgres");
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
    assert_eq!(after[1], "0002_fill_heights");
    assert_eq!(
        after[2].replacen("0003", "0002", 1),
        before[1],
        "the draft moved behind it"
    );
    project.run(&["gen", "--check"]).passed();
    project.run(&["migrate", "verify"]).passed();
    project.write("migrations/postgres/0002_fill_heights.up.sql", UP);
    project.run(&["migrate", "verify"]).passed();
    let said = project.run(&["migrate", "status"]).passed();
    assert!(said.contains("draft     0002_fill_heights  by hand\n"), "{said}");
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(1), "an edit asks for another plan: {}", ran.text());
    let said = project.run(&["gen"]).passed();
    assert!(
        said.contains("1 updated, 0 removed"),
        "rows alone change no plan: {said}"
    );
}

#[test]
fn rows_are_mended_before_the_draft_needs_them() {
    let project = written_by_hand();
    let texts = |database: &str| -> Vec<String> {
        let read = |stem: String| project.read(&format!("migrations/{database}/{stem}.up.sql"));
        stems(&project, database).into_iter().map(read).collect()
    };
    let row = "INSERT INTO shelves (id, label) VALUES ({id}, 'A''1 🦀');";
    let server = any().database("by_hand");
    let lite = sqlite::Database::fresh();
    for (at, text) in texts("postgres").iter().enumerate() {
        server.psql(OWNER, text).passed();
        if at == 0 {
            let id = "'0190c4f0-0000-7000-8000-000000000001'";
            server.psql(OWNER, &row.replace("{id}", id)).passed();
        }
    }
    for (at, text) in texts("sqlite").iter().enumerate() {
        lite.cli(text).passed();
        if at == 0 {
            lite.cli(&row.replace("{id}", "x'0190c4f0000070008000000000000001'"))
                .passed();
        }
    }
    let query = "SELECT label || height FROM shelves";
    assert_eq!(server.rows(OWNER, query), ["A'1 🦀1"]);
    assert_eq!(lite.rows(query), ["A'1 🦀1"]);
    server
        .psql(OWNER, "INSERT INTO shelves (id, label) VALUES (gen_random_uuid(), 'B')")
        .refused();
}

#[test]
fn what_it_makes_is_planned_no_more() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.run(&["migrate", "new", "heights"]).passed();
    project.write(
        "schema.toml",
        &shelf_with_height().replace("\"int\", min = 1", "\"int?\""),
    );
    let up = "ALTER TABLE shelves ADD COLUMN height integer;\n";
    for database in ["postgres", "sqlite"] {
        project.write(&format!("migrations/{database}/0002_heights.up.sql"), up);
    }
    project.run(&["gen"]).passed();
    for (path, text) in project.files() {
        if path.ends_with(".up.sql") && path.contains("/0003_") {
            assert!(!text.contains("ADD COLUMN"), "{path}: {text}");
        }
    }
    project.run(&["migrate", "release"]).passed();
    project.run(&["gen", "--check", "--released"]).passed();
}

#[test]
fn what_no_schema_can_say_stays() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.run(&["migrate", "new", "labels"]).passed();
    for database in ["postgres", "sqlite"] {
        let stem = format!("migrations/{database}/0002_labels");
        project.write(
            &format!("{stem}.up.sql"),
            "CREATE VIEW labels AS SELECT id, label FROM shelves;\n",
        );
        project.write(&format!("{stem}.down.sql"), "DROP VIEW labels;\n");
    }
    project.run(&["gen"]).passed();
    let shorter = |length: &str| SHELF.replace("1..40", length);
    for (length, name) in [("1..30", "shorter"), ("1..20", "shorter_still")] {
        project.write("schema.toml", &shorter(length));
        project.run(&["gen", "--allow", "narrow-field:Shelf.label"]).passed();
        project.run(&["migrate", "release", name]).passed();
    }
    let server = any().database("by_hand_views");
    let lite = sqlite::Database::fresh();
    for stem in stems(&project, "postgres") {
        let text = project.read(&format!("migrations/postgres/{stem}.up.sql"));
        server.psql(OWNER, &text).passed();
    }
    for stem in stems(&project, "sqlite") {
        lite.cli(&project.read(&format!("migrations/sqlite/{stem}.up.sql")))
            .passed();
    }
    let query = "SELECT count(*) FROM labels";
    assert_eq!(
        (server.rows(OWNER, query), lite.rows(query)),
        (vec!["0".to_owned()], vec!["0".to_owned()])
    );
}

#[test]
fn it_is_sealed_as_it_was_written() {
    let project = written_by_hand();
    project.run(&["migrate", "release", "heights"]).passed();
    let up = "migrations/postgres/0002_fill_heights.up.sql";
    assert_eq!(project.read(up), UP, "its name is its own");
    project.run(&["migrate", "verify"]).passed();
    project.run(&["gen", "--check", "--released"]).passed();
    project.write(up, "SELECT 1;\n");
    assert_eq!(project.run(&["migrate", "verify"]).code, Some(1));
}

#[test]
fn what_is_missing_or_says_nothing_is_named() {
    let project = written_by_hand();
    let up = "migrations/postgres/0002_fill_heights.up.sql";
    project.write(up, "UPDATE shelves SET height = 1;\nALTER TABEL shelves;\n");
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    assert!(
        ran.stderr
            .contains("0002_fill_heights.up.sql` cannot be understood at line 2"),
        "{}",
        ran.stderr
    );
    std::fs::remove_file(project.root().join(up)).expect("it is there");
    for arguments in [&["gen"][..], &["migrate", "verify"]] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, Some(1), "{}", ran.text());
        assert!(ran.stderr.contains("missing-migration"), "{}", ran.stderr);
    }
    let ran = project.run(&["migrate", "new", "../up"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
}
