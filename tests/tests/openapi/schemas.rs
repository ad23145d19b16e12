//! Every schema of the repository, in both versions of OpenAPI: two validators accept each file.

use std::fs;

use driftless_tests::repository;

use crate::description::Description;

fn judge(path: &str) {
    let text = fs::read_to_string(repository().join(path)).expect("the schema is there");
    for version in ["3.1", "3.0"] {
        let description = Description::of(&in_version(&text, version));
        assert!(
            description.bundle()["openapi"]
                .as_str()
                .is_some_and(|said| said.starts_with(version))
        );
        description.passes();
    }
}

/// The same schema for tools that know this version.
fn in_version(text: &str, version: &str) -> String {
    const TABLE: &str = "[output.openapi]\n";
    let setting = format!("version = \"{version}\"\n");
    let Some((before, after)) = text.split_once(TABLE) else {
        return format!("{text}\n{TABLE}{setting}");
    };
    let (table, rest) = after.split_once("\n[").unwrap_or((after, ""));
    let table: Vec<&str> = table.lines().filter(|line| !line.starts_with("version")).collect();
    let rest = if rest.is_empty() {
        String::new()
    } else {
        format!("\n[{rest}")
    };
    format!("{before}{TABLE}{setting}{}\n{rest}", table.join("\n"))
}

#[test]
fn the_platform_is_valid() {
    judge("schema.toml");
}

#[test]
fn architecture_brain_is_valid() {
    judge("tests/schemas/architecture_brain.toml");
}

#[test]
fn data_contracts_is_valid() {
    judge("tests/schemas/data_contracts.toml");
}

#[test]
fn deliberation_is_valid() {
    judge("tests/schemas/deliberation.toml");
}

#[test]
fn the_library_is_valid() {
    judge("tests/tests/openapi/library.toml");
}
