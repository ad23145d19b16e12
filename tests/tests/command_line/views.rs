//! Views of the author's own stand on columns that change: they make room and come back, on filled databases of every
//! major, up and down.

use driftless_tests::postgres::{OWNER, majors, server};
use driftless_tests::project::Project;

const BEFORE: &str = r#"
[schema]
name = "library"

[domain.shelves]

[entity.Shelf]
domain      = "shelves"
fields.id   = { type = "uuid", default = "uuid" }
fields.rank = "int"
fields.name = "varchar(20)"
fields.note = "text?"

[native.everything]
kind          = "view"
after         = ["Shelf"]
postgres.up   = 'CREATE VIEW "everything" AS SELECT * FROM "shelves"'
postgres.down = 'DROP VIEW "everything"'

[native.ranked]
kind          = "view"
after         = ["Shelf"]
postgres.up   = 'CREATE VIEW "ranked" AS SELECT "name", "rank" FROM "shelves"'
postgres.down = 'DROP VIEW "ranked"'

[native.highest]
kind          = "view"
after         = ["ranked"]
postgres.up   = 'CREATE VIEW "highest" AS SELECT max("rank") AS "rank" FROM "ranked"'
postgres.down = 'DROP VIEW "highest"'
"#;

/// The files of the newest migration, in the order in which they go one way.
fn files(project: &Project, way: &str) -> Vec<String> {
    let named = |name: &&String| {
        let name = name.strip_prefix("migrations/postgres/").unwrap_or_default();
        name.ends_with(&format!(".{way}.sql")) && !name.starts_with("0001")
    };
    let all = project.files();
    let mut found: Vec<String> = all.keys().filter(named).cloned().collect();
    if way == "down" {
        found.reverse();
    }
    found
}

#[test]
fn views_make_room_for_columns_that_change() {
    let project = Project::new(BEFORE);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    let after = BEFORE
        .replace("\"int\"", "\"bigint\"")
        .replace("varchar(20)", "varchar(40)")
        .replace("fields.note = \"text?\"\n", "");
    project.write("schema.toml", &after);
    project.run(&["gen", "--allow", "drop-field:Shelf.note"]).passed();
    assert!(
        files(&project, "up").len() > 1,
        "the number moves by way of a second column"
    );
    for major in majors() {
        let server = server(major);
        let database = server.database("views");
        let apply = |name: &String| {
            database.apply(OWNER, &project.root().join(name)).passed();
        };
        let rows = |query: &str| database.rows(OWNER, query);
        apply(&"migrations/postgres/0001_init.up.sql".to_owned());
        let values = "(gen_random_uuid(), 1, 'a', 'x'), (gen_random_uuid(), 2147483647, 'b', NULL)";
        let insert = format!("INSERT INTO shelves (id, rank, name, note) VALUES {values}");
        database.psql(OWNER, &insert).passed();
        for round in 0..2 {
            files(&project, "up").iter().for_each(apply);
            assert_eq!(
                rows("SELECT name, rank FROM ranked ORDER BY rank"),
                ["a|1", "b|2147483647"]
            );
            assert_eq!(rows("SELECT rank, pg_typeof(rank) FROM highest"), ["2147483647|bigint"]);
            assert_eq!(rows("SELECT count(*) FROM everything"), ["2"], "round {round}");
            files(&project, "down").iter().for_each(apply);
            assert_eq!(
                rows("SELECT rank, pg_typeof(rank) FROM highest"),
                ["2147483647|integer"]
            );
            assert_eq!(
                rows("SELECT count(note) FROM everything"),
                ["0"],
                "a dropped column comes back empty"
            );
        }
    }
}

#[test]
fn a_view_that_changes_takes_those_that_stand_on_it_along() {
    let project = Project::new(BEFORE);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.write(
        "schema.toml",
        &BEFORE.replace("SELECT \"name\", \"rank\"", "SELECT \"rank\", \"name\""),
    );
    project.run(&["gen"]).passed();
    let server = server(*majors().first().expect("there is a server"));
    let database = server.database("views");
    let apply = |name: &String| {
        database.apply(OWNER, &project.root().join(name)).passed();
    };
    apply(&"migrations/postgres/0001_init.up.sql".to_owned());
    for _ in 0..2 {
        files(&project, "up").iter().for_each(apply);
        assert_eq!(database.rows(OWNER, "SELECT * FROM highest"), [""]);
        files(&project, "down").iter().for_each(apply);
        assert_eq!(database.rows(OWNER, "SELECT * FROM highest"), [""]);
    }
}
