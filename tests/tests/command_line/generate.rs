//! `gen` writes what differs, says so, and nothing else.

use std::fs;
use std::time::SystemTime;

use driftless_tests::project::Project;

use super::{SHELF, shelf_with_height};

#[test]
fn every_output_is_written_once() {
    let project = Project::new(SHELF);
    let said = project.run(&["gen"]).passed();
    for path in [
        "generated/rust/src/shelves.rs",
        "generated/typescript/src/shelves.ts",
        "generated/openapi/shelves.openapi.json",
        "generated/openapi/openapi.json",
        "generated/python/library/shelves.py",
        "generated/docs/shelves.md",
        "generated/schema.schema.json",
        "generated/manifest.json",
        "migrations/postgres/0001_init.up.sql",
        "migrations/sqlite/0001_init.down.sql",
    ] {
        assert!(
            said.contains(&format!("created   {path}\n")),
            "{path} is missing in:\n{said}"
        );
        assert!(!project.read(path).is_empty());
    }
    let files = project.files().len();
    assert!(
        said.ends_with(&format!("{files} created, 0 updated, 0 removed, 0 unchanged\n")),
        "{said}"
    );
}

#[test]
fn a_second_run_writes_nothing() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    let before = times(&project);
    let said = project.run(&["gen"]).passed();
    assert_eq!(
        said,
        format!("0 created, 0 updated, 0 removed, {} unchanged\n", before.len())
    );
    assert_eq!(times(&project), before);
}

#[test]
fn an_edit_touches_only_what_it_changes() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.write("schema.toml", &shelf_with_height());
    let said = project.run(&["gen"]).passed();
    assert!(said.contains("updated   generated/typescript/src/shelves.ts"), "{said}");
    assert!(
        said.contains("updated   migrations/postgres/0001_init.up.sql"),
        "a draft is rewritten: {said}"
    );
    assert!(!said.contains("generated/rust/Cargo.toml"), "{said}");
}

#[test]
fn what_is_no_longer_generated_is_removed_unless_somebody_changed_it() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.write("generated/docs/shelves.md", "my own notes\n");
    project.write("generated/docs/mine.md", "never generated\n");
    project.write(
        "schema.toml",
        &format!("{SHELF}\n[output.docs]\nenabled = false\n[output.python]\nenabled = false\n"),
    );
    let said = project.run(&["gen"]).passed();
    assert!(said.contains("removed   generated/python/library/shelves.py"), "{said}");
    assert!(said.contains("kept      generated/docs/shelves.md"), "{said}");
    assert_eq!(project.read("generated/docs/shelves.md"), "my own notes\n");
    assert_eq!(project.read("generated/docs/mine.md"), "never generated\n");
    assert!(
        !project.root().join("generated/python").exists(),
        "empty folders go too"
    );
}

#[test]
fn a_file_of_somebody_else_is_never_overwritten() {
    let project = Project::new(SHELF);
    project.write("generated/typescript/src/shelves.ts", "export const mine = 1;\n");
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text());
    assert!(
        ran.stderr.contains("generated/typescript/src/shelves.ts"),
        "{}",
        ran.stderr
    );
    assert_eq!(project.files().len(), 1, "nothing else was written");
}

#[test]
fn a_wrong_schema_writes_nothing_and_shows_everything_at_once() {
    let project = Project::new(
        &SHELF
            .replace("type = \"text\"", "type = \"txet\"")
            .replace("[domain.", "[domian."),
    );
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("did you mean `text`?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `domain`?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("schema.toml:"), "{}", ran.stderr);
    assert!(project.files().is_empty());
}

#[test]
fn a_dry_run_shows_the_change_and_writes_nothing() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    let before = project.files();
    project.write("schema.toml", &shelf_with_height());
    let ran = project.run(&["gen", "--dry-run"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.stdout.contains("+    \"height\" integer NOT NULL"),
        "{}",
        ran.stdout
    );
    assert_eq!(project.files(), before);
}

#[test]
fn outputs_go_where_the_schema_says() {
    let project = Project::new(&format!(
        "{SHELF}\n[output.typescript]\npath = \"web/types\"\n[output.sqlite]\npath = \"db/lite\"\n[output.postgres]\nenabled = false\n"
    ));
    project.run(&["gen"]).passed();
    assert!(project.read("web/types/src/shelves.ts").contains("interface Shelf"));
    assert!(project.read("db/lite/0001_init.up.sql").contains("CREATE TABLE"));
    assert!(!project.root().join("migrations").exists());
}

#[test]
fn outputs_that_would_share_a_folder_are_told_so() {
    for (output, path) in [
        ("docs", "generated"),
        ("sqlite", "migrations/postgres"),
        ("python", "generated/rust/src"),
    ] {
        let project = Project::new(&format!("{SHELF}\n[output.{output}]\npath = \"{path}\"\n"));
        let ran = project.run(&["gen"]);
        assert_eq!(ran.code, Some(2), "{}", ran.text());
        assert!(ran.stderr.contains("would share a folder"), "{}", ran.stderr);
        assert!(ran.stderr.contains("schema.toml:"), "{}", ran.stderr);
        assert!(project.files().is_empty());
    }
}

#[test]
fn included_files_are_part_of_the_schema() {
    let project = Project::new(&format!(
        "{}\n",
        SHELF.replace("doc  = \"Where", "include = [\"parts/*.toml\"]\ndoc  = \"Where")
    ));
    project.write(
        "parts/books.toml",
        "[entity.Book]\ndomain = \"shelves\"\ndoc = \"A book.\"\nfields.id = { type = \"uuid\", default = \"uuid\" }\nfields.shelf = { ref = \"Shelff\", doc = \"Its shelf.\" }\n",
    );
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("parts/books.toml:5"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `Shelf`?"), "{}", ran.stderr);
    project.write(
        "parts/books.toml",
        &project.read("parts/books.toml").replace("Shelff", "Shelf"),
    );
    project.run(&["gen"]).passed();
    assert!(
        project
            .read("generated/typescript/src/shelves.ts")
            .contains("interface Book")
    );
}

#[test]
fn a_target_of_the_projects_own_needs_templates_only() {
    let project = Project::new(&format!(
        "{SHELF}\n[output.names]\ntemplates = \"my/names\"\npath = \"out/names\"\n"
    ));
    project.write(
        "my/names/index.txt.j2",
        "{{ header }}\n{% for domain in domains %}{% for entity in domain.entities %}{{ entity.name }}\n{% endfor %}{% endfor %}",
    );
    project.run(&["gen"]).passed();
    let text = project.read("out/names/index.txt");
    assert!(text.lines().any(|line| line == "Shelf"), "{text}");
    project.write("my/names/index.txt.j2", "{{ no_such_thing }}\n");
    let ran = project.run(&["gen"]);
    assert_eq!(
        ran.code,
        Some(2),
        "a template that asks for what is not there: {}",
        ran.text()
    );
    assert_eq!(project.read("out/names/index.txt"), text, "nothing was written");
}

fn times(project: &Project) -> Vec<(String, SystemTime)> {
    let time = |path: &str| fs::metadata(project.root().join(path)).and_then(|found| found.modified());
    project
        .files()
        .into_keys()
        .map(|path| (path.clone(), time(&path).expect("it was just read")))
        .collect()
}
