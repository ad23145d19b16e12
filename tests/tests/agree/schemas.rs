//! Schemas of the repository: everybody agrees about all of their shapes. `DRIFTLESS_AGREE_ALL` asks about the larger ones too,
//! which takes minutes each.

use std::fs;

use driftless_tests::repository;

use crate::{assert_agreement, is_asked_for_all};

/// The schemas, and the shapes of each that are not judged.
const SCHEMAS: [(&str, &str, &[&str]); 2] = [
    // A secret in what clients see has no JSON.
    ("press", "tests/tests/data_layer/press.toml", &["VaultCreate"]),
    // Of each medium there is one loan that is not over.
    ("example", "docs/example.toml", &["LoanCreate"]),
];

const LARGER: [(&str, &str); 6] = [
    ("platform", "schema.toml"),
    ("brain", "tests/schemas/architecture_brain.toml"),
    ("contracts", "tests/schemas/data_contracts.toml"),
    ("deliberation", "tests/schemas/deliberation.toml"),
    ("library", "tests/tests/rust_cases/library.toml"),
    ("hostile", "tests/tests/rust_cases/hostile.toml"),
];

fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect("the schema is there")
}

#[test]
fn everybody_agrees_about_schemas_of_the_repository() {
    for (name, path, unjudged) in SCHEMAS {
        let report = assert_agreement(name, &text(path));
        let shapes = report.unjudged.iter().filter_map(|line| line.split([':', ' ']).next());
        let unknown: Vec<&str> = shapes.filter(|shape| !unjudged.contains(shape)).collect();
        assert!(unknown.is_empty(), "{name}: not judged: {unknown:?}");
        assert!(report.rows > 500, "{name}: {} rows", report.rows);
        assert!(
            report.fixtures > 100 && report.kept > 20,
            "{name}: {} fixtures, {} of them kept",
            report.fixtures,
            report.kept
        );
        assert!(
            report.refused > report.instances / 10 && report.refused < report.instances,
            "{name}: {} of {} were refused",
            report.refused,
            report.instances
        );
    }
    if is_asked_for_all() {
        LARGER
            .iter()
            .for_each(|(name, path)| drop(assert_agreement(name, &text(path))));
    }
}
