//! Compilers and validators: each accepts something right and refuses something wrong.

use crate::at_least;
use driftless_tests::{node, process, python, redocly};
use std::fs;
use std::path::Path;

#[test]
fn both_typescript_compilers_accept_right_and_refuse_wrong_programs() {
    for (compile, version) in [
        (node::tsc5 as fn(&Path, &[&str]) -> process::Ran, "5.9"),
        (node::tsc7, "7."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert!(compile(folder.path(), &["--version"]).passed().contains(version));
        let flags = ["--strict", "--noEmit", "--ignoreConfig", "a.ts"];
        let flags = if version == "7." {
            &flags[..]
        } else {
            &["--strict", "--noEmit", "a.ts"]
        };
        fs::write(folder.path().join("a.ts"), "export const a: number = 1;\n").unwrap();
        compile(folder.path(), flags).passed();
        fs::write(folder.path().join("a.ts"), "export const a: number = 'x';\n").unwrap();
        assert!(compile(folder.path(), flags).refused().contains("TS2322"));
    }
}

#[test]
fn node_is_new_enough_for_the_tools() {
    let version = node::run(Path::new("/"), &["--version"]).passed();
    assert!(at_least(version.trim().trim_start_matches('v'), [20, 19]), "{version}");
}

#[test]
fn a_client_made_from_a_document_compiles() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("openapi.json");
    fs::write(&document, api("Book")).unwrap();
    node::openapi_typescript(&document, &folder.path().join("api.ts")).passed();
    node::link_packages(folder.path());
    let client = "import createClient from 'openapi-fetch';\nimport type { paths } from './api';\n\
        export const title = async (): Promise<string | undefined> =>\n\
        (await createClient<paths>({}).GET('/books')).data?.title;\n";
    fs::write(folder.path().join("client.ts"), client).unwrap();
    let flags = [
        "--strict",
        "--noEmit",
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
        "--target",
        "es2022",
    ];
    node::tsc5(folder.path(), &[&flags[..], &["client.ts"]].concat()).passed();
}

#[test]
fn both_judges_of_openapi_accept_a_sound_and_refuse_a_broken_document() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("openapi.json");
    fs::write(&document, api("Book")).unwrap();
    python::openapi(&document).passed();
    redocly::lint(&document).passed();
    assert!(redocly::bundle(&document).passed().contains("\"/books\""));
    fs::write(&document, api("Missing")).unwrap();
    redocly::lint(&document).refused();
    fs::write(
        &document,
        api("Book").replace("\"description\": \"One.\"", "\"description\": 1"),
    )
    .unwrap();
    python::openapi(&document).refused();
}

#[test]
fn json_schema_and_pydantic_judge_values() {
    let folder = tempfile::tempdir().unwrap();
    let (schema, value) = (folder.path().join("s.json"), folder.path().join("v.json"));
    fs::write(
        &schema,
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "integer"}"#,
    )
    .unwrap();
    fs::write(&value, "1").unwrap();
    python::json_schema(&schema, &value).passed();
    fs::write(&value, "\"1\"").unwrap();
    python::json_schema(&schema, &value).refused();
    let model = "import pydantic\nclass M(pydantic.BaseModel):\n  n: int\nM(n=1)\nM(n='x')";
    assert!(
        python::run(folder.path(), &["-c", model])
            .refused()
            .contains("ValidationError")
    );
}

#[test]
fn tombi_judges_toml() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.toml"), "a = 1\n").unwrap();
    python::tool("tombi", folder.path(), &["lint", "--offline", "a.toml"]).passed();
    fs::write(folder.path().join("a.toml"), "a = \n").unwrap();
    python::tool("tombi", folder.path(), &["lint", "--offline", "a.toml"]).refused();
}

/// A small API whose only operation answers with the schema called `answer`; `Book` is the one that exists.
fn api(answer: &str) -> String {
    const API: &str = r##"{
        "openapi": "3.1.1",
        "info": { "title": "Library", "version": "1.0.0", "license": { "name": "MIT", "identifier": "MIT" } },
        "servers": [{ "url": "https://library.test" }],
        "security": [],
        "paths": { "/books": { "get": {
            "operationId": "get_book", "summary": "Get a book.",
            "responses": {
                "200": { "description": "One.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ANSWER" } } } },
                "400": { "description": "None." }
            }
        } } },
        "components": { "schemas": { "Book": { "type": "object", "properties": { "title": { "type": "string" } } } } }
    }"##;
    API.replace("ANSWER", answer)
}
