//! The structure the documentation promises: who may depend on whom, and that the compiler knows no schema.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use driftless_tests::repository;

/// Which crates of ours each crate may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("syntax", &["diagnostics"]),
    ("model", &["diagnostics"]),
    ("resolve", &["diagnostics", "syntax", "model"]),
    ("lint", &["diagnostics", "model"]),
    ("shape", &["diagnostics", "model"]),
    ("output", &["diagnostics"]),
    ("target", &["diagnostics", "model", "shape", "output"]),
    ("catalog", &["diagnostics", "model"]),
    ("sample", &["diagnostics", "model", "shape"]),
    ("agree", &["diagnostics", "model", "shape", "sample"]),
    ("hazard", &["diagnostics", "model", "catalog"]),
    ("migrate", &["diagnostics", "model", "catalog", "hazard", "output"]),
    // Its data layer holds SQL.
    (
        "targets/rust",
        &["diagnostics", "model", "catalog", "shape", "sample", "output", "target"],
    ),
    (
        "targets/openapi",
        &["diagnostics", "model", "shape", "output", "target"],
    ),
    (
        "targets/typescript",
        &["diagnostics", "model", "shape", "sample", "output", "target"],
    ),
    ("targets/text", &["diagnostics", "model", "shape", "output", "target"]),
    ("targets/json_schema", &["diagnostics", "syntax", "output", "target"]),
];

#[test]
fn crates_depend_only_downwards() {
    for (folder, allowed) in MAY_USE {
        let used = dependencies(&repository().join("generator").join(folder).join("Cargo.toml"));
        for name in used {
            assert!(
                allowed.contains(&name.as_str()),
                "generator/{folder} must not depend on driftless-{name}"
            );
        }
    }
}

#[test]
fn every_crate_of_the_generator_is_listed() {
    let mut found: Vec<String> = Vec::new();
    for (base, prefix) in [("generator", ""), ("generator/targets", "targets/")] {
        for entry in fs::read_dir(repository().join(base)).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.join("Cargo.toml").exists() {
                found.push(format!(
                    "{prefix}{}",
                    path.file_name().expect("it has a name").to_string_lossy()
                ));
            }
        }
    }
    found.retain(|name| name != "driftless");
    found.sort();
    let mut listed: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[test]
fn only_output_writes_and_only_the_binary_reads() {
    for file in sources(&repository().join("generator")) {
        let text = fs::read_to_string(&file).expect("it can be read");
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let path = file.to_string_lossy().replace('\\', "/");
        // What lies in `support` is emitted: it runs elsewhere.
        if ["/output/", "/tests/", "/support/"]
            .iter()
            .any(|part| path.contains(part))
        {
            continue;
        }
        for forbidden in ["fs::write", "File::create", "remove_file", "fs::rename", "create_dir"] {
            assert!(
                !code.contains(forbidden),
                "{path} writes to disk: only generator/output may"
            );
        }
        if !path.contains("/generator/driftless/") {
            assert!(
                !code.contains("std::fs") && !code.contains("std::env"),
                "{path} reads the disk or the environment"
            );
        }
    }
}

/// Names of the repository's own schema that no compiler would use by chance.
#[test]
fn nothing_in_the_compiler_knows_an_entity_of_the_repository() {
    let schema = fs::read_to_string(repository().join("schema.toml")).expect("schema.toml is there");
    let names = schema
        .lines()
        .filter_map(|line| line.strip_prefix("[entity.")?.strip_suffix(']'));
    let compound: Vec<&str> = names
        .filter(|name| !name.contains('.') && name.chars().filter(char::is_ascii_uppercase).count() > 1)
        .collect();
    assert!(
        compound.len() > 10,
        "the schema has entities with names of several words"
    );
    let mut files = sources(&repository().join("generator"));
    files.extend(sources(&repository().join("templates")));
    for file in files {
        let text = fs::read_to_string(&file).expect("it can be read");
        for name in &compound {
            let snake = snake_case(name);
            assert!(
                !text.contains(name) && !text.contains(&snake),
                "{} names `{name}`",
                file.display()
            );
        }
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The crates of ours that a manifest names under `[dependencies]`.
fn dependencies(manifest: &Path) -> Vec<String> {
    let text = fs::read_to_string(manifest).expect("every crate has a manifest");
    let mut section = String::new();
    let mut used: BTreeMap<String, ()> = BTreeMap::new();
    for line in text.lines() {
        if line.starts_with('[') {
            section = line.trim().to_owned();
        } else if section == "[dependencies]"
            && let Some(rest) = line.strip_prefix("driftless-")
        {
            used.insert(rest.split([' ', '=', '.']).next().unwrap_or(rest).to_owned(), ());
        }
    }
    used.into_keys().collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ["rs", "j2", "toml"].iter().any(|known| ending == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}
