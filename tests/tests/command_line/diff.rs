//! `diff` lists what differs between schemas, revisions and migrations folders, for people and for machines.

use driftless_tests::process::{command, run};
use driftless_tests::project::Project;

use super::{SHELF, shelf_with_height};

fn git(project: &Project, arguments: &[&str]) {
    let mut git = command("git");
    let author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
    run(git.args(author).args(arguments).current_dir(project.root())).passed();
}

/// A repository whose first revision knows no heights.
fn repository() -> Project {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    git(&project, &["init", "--quiet"]);
    git(&project, &["add", "--all"]);
    git(&project, &["commit", "--quiet", "--message", "First"]);
    project.write("schema.toml", &shelf_with_height().replace("\"int\"", "\"int?\""));
    project
}

#[test]
fn the_same_is_nothing() {
    let project = repository();
    assert_eq!(project.run(&["diff", "HEAD", "HEAD"]).passed(), "");
    assert_eq!(project.run(&["diff", "schema.toml", "schema.toml"]).passed(), "");
    assert_eq!(project.run(&["diff", "HEAD", "migrations/postgres"]).passed(), "");
    assert_eq!(
        project
            .run(&["diff", "HEAD:migrations/sqlite", "migrations/sqlite"])
            .passed(),
        ""
    );
}

#[test]
fn changes_are_told_with_what_they_do() {
    let project = repository();
    let said = project.run(&["diff", "HEAD", "schema.toml"]).passed();
    for line in [
        "create column shelves.height (Shelf.height)\n    at schema.toml:",
        "\n    type: integer\n    null: allowed\n",
        "\n    by ALTER TABLE \"shelves\" ADD COLUMN \"height\" integer\n        locks shelves (access exclusive",
        "create check shelves.shelves_height_range_check (Shelf.height)",
        "\n    condition: \"height\" >= 1\n",
    ] {
        assert!(said.contains(line), "`{line}` is missing in:\n{said}");
    }
    let back = project.run(&["diff", "schema.toml", "HEAD"]).passed();
    assert!(
        back.contains("drop column shelves.height (Shelf.height)\n    was at schema.toml:"),
        "{back}"
    );
    assert!(back.contains("\n    loses drop-field:Shelf.height: "), "{back}");
}

#[test]
fn machines_get_the_same_list() {
    let project = repository();
    let text = project
        .run(&["diff", "schema.toml", "HEAD", "--format", "json"])
        .passed();
    let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&list["version"], &list["database"]), (&1.into(), &"postgres".into()));
    let changes = list["changes"].as_array().expect("a list");
    let column = changes
        .iter()
        .find(|change| change["noun"] == "column")
        .expect("the column");
    assert_eq!(column["verb"], "drop");
    assert_eq!(column["object"], "Shelf.height");
    assert_eq!(column["name"], "shelves.height");
    assert_eq!(column["facts"][0]["what"], "type");
    assert_eq!(column["facts"][0]["before"], "integer");
    assert_eq!(column["schema"]["file"], "schema.toml");
    assert_eq!(column["losses"][0]["allowance"], "drop-field:Shelf.height");
    let statement = &column["statements"][0];
    assert_eq!(statement["touches"][0]["lock"], "access exclusive");
    assert_eq!(statement["hazards"][0]["code"], "lost-data");
    let text = project.run(&["diff", "HEAD", "HEAD", "--format", "json"]).passed();
    let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(list["changes"].as_array().map(Vec::len), Some(0));
}

#[test]
fn renames_are_told_as_such() {
    let project = repository();
    let renamed = SHELF.replace("fields.label = {", "fields.title = { renamed_from = \"label\",");
    project.write("schema.toml", &renamed);
    let said = project.run(&["diff", "HEAD", "schema.toml"]).passed();
    assert!(said.contains("rename column shelves.title (Shelf.title)"), "{said}");
    assert!(said.contains("    name: shelves.label -> shelves.title"), "{said}");
    assert!(!said.contains("drop column"), "{said}");
}

#[test]
fn members_of_records_are_told_though_no_statement_makes_them() {
    let record = "\n[record.Size]\ndoc = \"How large.\"\nfields.width = { type = \"int\", doc = \"Across.\" }\n";
    let shelf = format!("{SHELF}{record}\n").replace("fields.label", "fields.size = \"Size?\"\nfields.label");
    let project = Project::new(&shelf);
    let deep = "fields.depth = { type = \"int?\", doc = \"Inwards.\" }\n";
    project.write(
        "deeper.toml",
        &shelf.replace("fields.width", &format!("{deep}fields.width")),
    );
    let wide = "fields.breadth = { renamed_from = \"width\",";
    project.write("wider.toml", &shelf.replace("fields.width = {", wide));
    for (files, told) in [
        (
            ["schema.toml", "deeper.toml"],
            "create member Size.depth\n    at deeper.toml:18:8\n    key: depth\n    type: int\n",
        ),
        (
            ["deeper.toml", "schema.toml"],
            "drop member Size.depth\n    was at deeper.toml:18:8\n    no longer key: depth\n",
        ),
        (
            ["schema.toml", "wider.toml"],
            "rename member Size.breadth\n    at wider.toml:18:8\n    key: width -> breadth\n",
        ),
    ] {
        for database in ["postgres", "sqlite"] {
            let said = project
                .run(&["diff", files[0], files[1], "--database", database])
                .passed();
            assert!(said.contains(told), "{said}");
        }
    }
    assert_eq!(project.run(&["diff", "deeper.toml", "deeper.toml"]).passed(), "");
}

#[test]
fn a_revision_of_a_file_brings_what_it_includes() {
    let project = Project::new(&SHELF.replace("doc  = \"Where", "include = [\"parts/*.toml\"]\ndoc  = \"Where"));
    let part =
        "[entity.Book]\ndomain = \"shelves\"\ndoc = \"A book.\"\nfields.id = { type = \"uuid\", default = \"uuid\" }\n";
    project.write("parts/books.toml", part);
    git(&project, &["init", "--quiet"]);
    git(&project, &["add", "--all"]);
    git(&project, &["commit", "--quiet", "--message", "First"]);
    std::fs::remove_dir_all(project.root().join("parts")).expect("it is there");
    project.write("schema.toml", SHELF);
    let said = project
        .run(&["diff", "HEAD:schema.toml", "schema.toml", "--database", "sqlite"])
        .passed();
    assert!(said.contains("drop table books (Book)"), "{said}");
    assert!(said.contains("loses drop-entity:Book"), "{said}");
}

#[test]
fn what_is_neither_file_nor_revision_is_named() {
    let project = repository();
    for (name, message) in [
        ("no-such", "`no-such` is neither a file, nor a folder, nor a revision"),
        ("HEAD:no-such", "`no-such` of the revision `HEAD` cannot be read"),
        ("--upload-pack=x", "unexpected argument"),
    ] {
        let ran = project.run(&["diff", name, "schema.toml"]);
        assert_eq!(ran.code, Some(2), "{}", ran.text());
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
    let outside = Project::new(SHELF);
    let ran = outside.run(&["diff", "HEAD", "schema.toml"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text());
}
