//! `explain`: from any generated declaration back to the line that caused it.

use driftless_tests::project::Project;

use super::SHELF;

fn generated() -> Project {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project
}

/// The line of the schema that declares the label.
fn label_line(project: &Project) -> String {
    let schema = project.read("schema.toml");
    let line = schema
        .lines()
        .position(|line| line.starts_with("fields.label"))
        .expect("it is declared")
        + 1;
    format!("schema.toml:{line}:")
}

#[test]
fn a_line_of_any_output_leads_to_the_schema() {
    let project = generated();
    let wanted = label_line(&project);
    for (path, mark) in [
        ("generated/typescript/src/shelves.ts", "label: string"),
        ("generated/rust/src/shelves.rs", "pub label:"),
        ("generated/openapi/openapi.json", "\"label\":"),
        ("generated/python/library/shelves.py", "label:"),
        ("generated/docs/shelves.md", "`label`"),
        ("migrations/postgres/0001_init.up.sql", "\"label\" text"),
        ("migrations/sqlite/0001_init.up.sql", "\"label\" TEXT"),
    ] {
        let text = project.read(path);
        let line = text.lines().position(|line| line.contains(mark));
        let line = line.unwrap_or_else(|| panic!("`{mark}` is not in {path}")) + 1;
        let said = project.run(&["explain", &format!("{path}:{line}")]).passed();
        assert!(said.contains(&wanted), "{path}:{line}\n{said}");
    }
}

#[test]
fn names_that_outputs_made_lead_there_too() {
    let project = generated();
    let wanted = label_line(&project);
    for name in [
        "Shelf.label",
        "shelves::Shelf::label",
        "library::shelves::ShelfCreate::label",
        "shelves_label_key",
        "shelves_label_length_check",
        "/components/schemas/Shelf/properties/label",
        "#/components/schemas/Shelf/properties/label",
    ] {
        let said = project.run(&["explain", name]).passed();
        assert!(said.contains(&wanted), "{name}\n{said}");
    }
}

#[test]
fn a_sealed_migration_and_a_stopped_draft_lead_there_too() {
    let project = generated();
    project.run(&["migrate", "release"]).passed();
    let wanted = label_line(&project);
    let said = project.run(&["explain", "shelves_label_key"]).passed();
    assert!(said.contains("migrations/postgres/0001_init.up.sql"), "{said}");
    let stopping = project.read("schema.toml").replace("1..40", "1..10");
    assert_ne!(stopping, project.read("schema.toml"), "the length is narrowed");
    project.write("schema.toml", &stopping);
    assert_eq!(project.run(&["gen"]).code, Some(1), "the gate stops it");
    let said = project.run(&["explain", "Shelf.label"]).passed();
    assert!(said.contains(&wanted), "{said}");
}

#[test]
fn every_declaration_of_the_repository_is_explained() {
    let project = Project::of("schema.toml");
    project.run(&["gen"]).passed();
    let up = project.read("migrations/postgres/0001_init.up.sql");
    let names = up
        .lines()
        .filter_map(|line| line.trim().strip_prefix("CONSTRAINT \"")?.split('"').next());
    let names: Vec<&str> = names.step_by(40).collect();
    assert!(names.len() > 5);
    for name in names {
        let said = project.run(&["explain", name]).passed();
        assert!(said.contains("comes from schema.toml:"), "{name}\n{said}");
    }
}

#[test]
fn machines_get_json() {
    let said = generated()
        .run(&["explain", "Shelf.label", "--format", "json"])
        .passed();
    assert!(
        said.contains("\"file\": \"generated/typescript/src/shelves.ts\""),
        "{said}"
    );
}

#[test]
fn an_unknown_name_is_refused_with_a_suggestion() {
    let ran = generated().run(&["explain", "Shelf.lable"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("did you mean `Shelf.label`?"), "{}", ran.stderr);
}
