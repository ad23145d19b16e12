//! All texts that a schema takes, together in one, through every tool. In: the texts and a seed (`SEED` repeats one). Out:
//! every output compiles, runs nothing of them, and says exactly them.

use std::sync::OnceLock;

use driftless_model::Schema;
use driftless_output::OutputSet;
use driftless_tests::workspace::{Workspace, unified};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::alone::taken;
use crate::compiled::compiled;
use crate::judged;
use crate::slots::TEXTS;
use crate::together::{ENTITIES, FIELDS, Together};

/// The schema, its outputs, and where they lie.
pub(crate) struct Hostile {
    pub(crate) together: Together,
    pub(crate) outputs: OutputSet,
    pub(crate) schema: Schema,
    folder: TempDir,
}

/// Made once for all tests.
pub(crate) fn made() -> &'static Hostile {
    static MADE: OnceLock<Hostile> = OnceLock::new();
    MADE.get_or_init(|| {
        let seed = std::env::var("SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(20_261_127);
        let texts = taken(&TEXTS[0]);
        let together = Together::of(&texts, seed);
        println!(
            "SEED={seed}: {} texts, {} bytes of schema",
            texts.len(),
            together.text.len()
        );
        let (outputs, schema) = match compiled(&together.text) {
            Ok(compiled) => (compiled.outputs, compiled.schema),
            Err(wrong) => panic!("texts that were taken alone are refused together: {wrong:#?}"),
        };
        let folder = judged::written(&outputs);
        Hostile {
            together,
            outputs,
            schema,
            folder,
        }
    })
}

/// The workspace of the crate.
fn workspace() -> &'static Workspace {
    static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let files = judged::crate_files(&made().outputs);
        let crates = [("texts".to_owned(), files), ("unified".to_owned(), unified())];
        Workspace::written("hostile", &crates.into())
    })
}

#[test]
fn the_crate_has_no_warning_and_no_test_in_its_documentation() {
    let workspace = workspace();
    workspace.build(&["build", "--lib", "--features", "postgres,sqlite,fixtures"]);
    workspace.cargo(&["doc", "--no-deps", "--exclude", "unified"]);
    let told = workspace.cargo(&["test", "--doc", "--exclude", "unified"]);
    assert!(told.contains("running 0 tests"), "{told}");
}

#[test]
fn the_package_compiles_and_runs_nothing() {
    judged::typescript(made().folder.path(), &["shelf", "desk"]);
}

#[test]
fn both_judges_accept_the_description() {
    judged::openapi(made().folder.path());
}

#[test]
fn the_description_says_exactly_these_texts() {
    let document = made()
        .outputs
        .get("generated/openapi/openapi.json")
        .expect("a document");
    let document: Value = serde_json::from_str(&document.text).expect("it is JSON");
    let (schemas, places) = (&document["components"]["schemas"], &made().together.places);
    let contains = |found: &Value, text: &str| found.as_str().is_some_and(|found| found.contains(text.trim()));
    assert!(contains(&document["info"]["description"], &places["schema doc"][0]));
    let operation = &document["paths"]["/renew/{a}"]["post"];
    assert!(
        contains(&operation["description"], &places["operation doc"][0]),
        "{operation}"
    );
    let parameters = operation["parameters"].as_array().expect("parameters");
    for kind in ["parameter doc", "query doc"] {
        let said = parameters
            .iter()
            .any(|one| contains(&one["description"], &places[kind][0]));
        assert!(said, "{kind}: {parameters:?}");
    }
    for entity in 0..ENTITIES {
        let shape = &schemas[format!("Map{entity}Create")]["properties"];
        let read = &schemas[format!("Map{entity}")];
        assert!(
            contains(&read["description"], &places["entity doc"][entity]),
            "{}",
            read["description"]
        );
        for field in 0..FIELDS {
            let (at, member) = (entity * FIELDS + field, &shape[format!("a{field}")]);
            assert_eq!(member["examples"], json!(places["example"][2 * at..2 * at + 2]));
            // A default is told in words, as the JSON that it is.
            assert!(
                contains(&member["description"], &json!(places["default"][at]).to_string()),
                "{member}"
            );
            assert!(
                contains(&member["description"], &places["field doc"][at]),
                "{}",
                member["description"]
            );
        }
    }
}

#[test]
fn the_models_are_imported_and_run_nothing() {
    judged::python(made().folder.path(), "hostile_texts");
}

#[test]
fn postgres_has_exactly_these_texts() {
    judged::postgres(made().folder.path(), |database| {
        let mut client = database.connect(driftless_tests::postgres::OWNER);
        let places = &made().together.places;
        for entity in 0..ENTITIES {
            let insert = format!("INSERT INTO map{entity}s DEFAULT VALUES RETURNING *");
            let row = client.query_one(&insert, &[]).unwrap();
            let about = format!("SELECT obj_description('map{entity}s'::regclass)");
            let said: String = client.query_one(&about, &[]).unwrap().get(0);
            assert!(said.contains(places["entity doc"][entity].trim()), "{said:?}");
            for field in 0..FIELDS {
                let at = entity * FIELDS + field;
                assert_eq!(
                    row.get::<_, String>(format!("a{field}").as_str()),
                    places["default"][at]
                );
                let list = &places["default of a list"][2 * at..2 * at + 2];
                assert_eq!(row.get::<_, Vec<String>>(format!("b{field}").as_str()), list);
                let about = format!(
                    "SELECT col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = 'map{entity}s'::regclass AND attname = 'a{field}'"
                );
                let said: String = client.query_one(&about, &[]).unwrap().get(0);
                assert!(said.contains(places["field doc"][at].trim()), "{said:?}");
            }
        }
    });
}

#[test]
fn sqlite_has_exactly_these_texts() {
    judged::sqlite(made().folder.path(), |database| {
        let connection = database.connect();
        for entity in 0..ENTITIES {
            connection
                .execute(&format!("INSERT INTO map{entity}s DEFAULT VALUES"), [])
                .unwrap();
            for field in 0..FIELDS {
                let at = entity * FIELDS + field;
                let of_row = format!("SELECT a{field}, b{field} FROM map{entity}s");
                let row = connection.query_row(&of_row, [], |row| Ok((row.get(0)?, row.get(1)?)));
                let (default, list): (String, String) = row.unwrap();
                assert_eq!(default, made().together.places["default"][at]);
                let list: Vec<String> = serde_json::from_str(&list).unwrap();
                assert_eq!(list, made().together.places["default of a list"][2 * at..2 * at + 2]);
            }
        }
    });
}
