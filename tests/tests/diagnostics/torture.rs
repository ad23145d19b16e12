//! No text makes the compiler panic.

use std::fs;

/// The repository's schema and those of the tests, by path.
pub(crate) fn schemas() -> Vec<(String, String)> {
    let paths = ["schema.toml", "tests/schemas/deliberation.toml", "tests/schemas/data_contracts.toml", "tests/schemas/architecture_brain.toml"];
    let read = |path: &str| fs::read_to_string(driftless_tests::repository().join(path)).expect("the schema is there");
    paths.iter().map(|path| ((*path).to_owned(), read(path))).collect()
}
