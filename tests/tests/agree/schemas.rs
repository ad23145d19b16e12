//! Schemas of the repository: everybody agrees about all of their shapes.

use std::fs;

use driftless_tests::repository;

use crate::assert_agreement;

/// The schemas, and the shapes of each of which no row can be made: with the reason.
const SCHEMAS: [(&str, &str, &[&str]); 3] = [
    ("platform", "schema.toml", &[]),
    ("press", "tests/tests/data_layer/press.toml", &[]),
    ("example", "docs/example.toml", &[]),
];

#[test]
fn everybody_agrees_about_the_schemas_of_the_repository() {
    for (name, path, unjudged) in SCHEMAS {
        let text = fs::read_to_string(repository().join(path)).expect("the schema is there");
        let report = assert_agreement(name, &text);
        assert_eq!(report.unjudged, unjudged, "{name}: what was not judged");
        assert!(report.rows > 500, "{name}: {} rows", report.rows);
        assert!(
            report.refused > report.instances / 10 && report.refused < report.instances,
            "{name}: {} of {} were refused",
            report.refused,
            report.instances
        );
    }
}
