//! What lowering says: names that would collide, storage that cannot be, rules that a database cannot enforce; and the
//! way from a line of a migration back to the schema.

use std::collections::BTreeMap;

use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::Severity;
use driftless_migrate::{Goal, draft};
use driftless_output::OutputFile;

use crate::{CORNERS, LIBRARY, SAMPLES};

const HEAD: &str = "[schema]\nname = \"s\"\ndoc = \"S.\"\n[domain.d]\ndoc = \"D.\"\n";

/// What lowering says about a schema, as `code: object`.
#[track_caller]
fn findings(text: &str, dialect: Dialect, severity: Severity) -> Vec<String> {
    let compiled = driftless_resolve::compile_text("schema.toml", text);
    let schema = compiled.schema.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    let lowered = lower(&schema, dialect);
    let found = lowered
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == severity);
    found
        .map(|finding| format!("{}: {}", finding.code, finding.object.as_deref().unwrap_or_default()))
        .collect()
}

fn entity(body: &str) -> String {
    format!(
        "{HEAD}[entity.Book]\ndomain = \"d\"\ndoc = \"B.\"\nfields.id = {{ type = \"uuid\", doc = \"I.\" }}\n{body}"
    )
}

#[test]
fn names_that_a_database_cannot_tell_apart_are_errors() {
    let text =
        entity("fields.a = { type = \"int?\", doc = \"A.\" }\nindex = [{ fields = [\"a\"], name = \"Books_pkey\" }]");
    assert_eq!(
        findings(&text, Dialect::Postgres, Severity::Error),
        ["name-collision: Book.index"]
    );
    assert_eq!(
        findings(&text, Dialect::Sqlite, Severity::Error),
        [""; 0],
        "SQLite names the indexes of keys itself"
    );
    let text = entity(
        "fields.a_length = { type = \"int?\", doc = \"A.\" }\nfields.a = { type = \"text\", length = \"..3\", doc = \"A.\" }",
    );
    assert_eq!(
        findings(&text, Dialect::Sqlite, Severity::Error),
        ["name-collision: Book.a"]
    );
    assert_eq!(findings(&text, Dialect::Postgres, Severity::Error), [""; 0]);
}

#[test]
fn storage_is_a_type_and_one_that_keeps_the_value() {
    let stored = |ty: &str, dialect: &str, storage: &str| {
        entity(&format!(
            "fields.a = {{ type = \"{ty}\", doc = \"A.\", storage = {{ {dialect} = \"{storage}\" }} }}"
        ))
    };
    let refused = [
        "text); DROP TABLE x; --",
        "text DEFAULT 'x'",
        "",
        "int, b int",
        "\\\"x\\\"",
    ];
    for storage in refused {
        let compiled = driftless_resolve::compile_text("s", &stored("text", "postgres", storage));
        let Some(schema) = compiled.schema else { continue };
        assert!(lower(&schema, Dialect::Postgres).diagnostics.has_errors(), "{storage}");
    }
    assert_eq!(
        findings(&stored("uuid", "sqlite", "text"), Dialect::Sqlite, Severity::Error),
        [""; 0]
    );
    let wide = entity("fields.a = { type = \"numeric(20,2)\", doc = \"A.\" }");
    assert_eq!(
        findings(&wide, Dialect::Sqlite, Severity::Error),
        ["value-form: Book.a"]
    );
    assert_eq!(findings(&wide, Dialect::Postgres, Severity::Error), [""; 0]);
}

#[test]
fn what_a_database_cannot_enforce_is_said_once() {
    assert_eq!(
        findings(SAMPLES, Dialect::Postgres, Severity::Note),
        ["gap: Size", "gap: samples"],
        "to a database a record is JSON, and it rounds"
    );
    let said = findings(SAMPLES, Dialect::Sqlite, Severity::Note);
    let expected = [
        "type slug",
        "Sample.sizes",
        "Sample.embedding",
        "Sample.host",
        "Sample.tags",
        "Sample.colours",
        "Sample.days",
        "Sample.version",
        "samples",
        "Size",
        "samples",
        "samples",
    ];
    assert_eq!(said, expected.map(|object| format!("gap: {object}")));
    let said = findings(LIBRARY, Dialect::Sqlite, Severity::Note);
    assert_eq!(
        said,
        [
            "gap: Book.unique",
            "gap: library",
            "gap: library",
            "gap: Counter.id",
            "gap: Book.updated_at"
        ],
        "lower() beyond ASCII, the tenants, INSERT OR REPLACE, the next number, and times that are checked first"
    );
}

#[test]
fn every_named_rule_leads_back_to_its_declaration() {
    for (text, dialect) in [
        (LIBRARY, Dialect::Postgres),
        (LIBRARY, Dialect::Sqlite),
        (CORNERS, Dialect::Postgres),
    ] {
        let compiled = driftless_resolve::compile_text("schema.toml", text);
        let schema = compiled.schema.expect("a whole schema");
        let catalog = lower(&schema, dialect).catalog;
        let goal = Goal {
            catalog: &catalog,
            model: &lower(&schema, Dialect::Postgres).catalog,
        };
        let output = draft(goal, &BTreeMap::new(), &[]).expect("a draft");
        let up = OutputFile::from_marked(&output.files[0].text).expect("markers are whole");
        let anchored = |name: &str| up.anchors.iter().find(|anchor| anchor.name.as_deref() == Some(name));
        for table in &catalog.tables {
            let keys = table.uniques.iter().map(|key| &key.name);
            let foreign = table.foreign_keys.iter().map(|key| &key.name);
            let checks = table.checks.iter().map(|check| &check.name);
            let hanging = table
                .indexes
                .iter()
                .map(|index| &index.name)
                .chain(table.triggers.iter().map(|t| &t.name));
            for name in keys.chain(foreign).chain(checks).chain(hanging) {
                let anchor = anchored(name).unwrap_or_else(|| panic!("{name} leads nowhere"));
                let line = up.text.lines().nth(anchor.line - 1).unwrap_or_default();
                assert!(line.contains(&format!("\"{name}\"")), "{name} is not in `{line}`");
            }
        }
    }
    let compiled = driftless_resolve::compile_text("schema.toml", LIBRARY);
    let catalog = lower(&compiled.schema.expect("a whole schema"), Dialect::Postgres).catalog;
    let check = catalog
        .tables
        .iter()
        .flat_map(|table| &table.checks)
        .find(|check| check.name == "books_title_length_check");
    let span = check
        .and_then(|check| check.origin.span)
        .expect("the check knows its field");
    let source = compiled.sources.get(span.file).expect("the schema");
    assert!(source.slice(span).contains("title"), "{:?}", source.slice(span));
}
