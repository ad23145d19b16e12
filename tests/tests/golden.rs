//! Every output of the small cases, pinned byte by byte. A case is one feature: `tests/cases/<feature>/schema.toml` and
//! what becomes of it in `expected/`. `UPDATE_GOLDEN=1` rewrites what is expected; the diff is then for a person to read.

use std::collections::BTreeMap;
use std::fs;

use driftless_tests::project::Project;
use driftless_tests::{repository, tree};
use similar::TextDiff;

/// The case whose files are all pinned. Of the others only what differs from it: the rest is the same for every schema.
const MINIMAL: &str = "minimal";

/// Code that serves every entity, and varies a little with what they have: of these the lines that differ.
const SHARED: [&str; 4] = ["data", "postgres", "sqlite", "wire"];

#[test]
fn outputs_of_every_case_are_as_pinned() {
    let common = outputs(MINIMAL);
    for case in cases() {
        let mut files = outputs(&case);
        if case != MINIMAL {
            files.retain(|path, text| common.get(path) != Some(text));
            for path in SHARED.map(|folder| format!("generated/rust/src/{folder}/mod.rs")) {
                if let (Some(text), Some(common)) = (files.remove(&path), common.get(&path)) {
                    files.insert(format!("{path}.diff"), differing_lines(common, &text));
                }
            }
        }
        // Digests follow from the other files.
        files.retain(|path, _| !path.ends_with("manifest.json") && !path.ends_with("history.toml"));
        tree::compare(&repository().join("tests/cases").join(&case).join("expected"), files);
    }
}

/// The lines that go and come, each place with a line before and behind it. Without numbers: a line more at the top is no
/// difference below.
fn differing_lines(common: &str, text: &str) -> String {
    let diff = TextDiff::from_lines(common, text);
    let places = diff.grouped_ops(1).into_iter().map(|place| {
        let changes = place.iter().flat_map(|op| diff.iter_changes(op));
        changes
            .map(|change| format!("{}{change}", change.tag()))
            .collect::<String>()
    });
    places.collect::<Vec<_>>().join("…\n")
}

fn cases() -> Vec<String> {
    let entries = fs::read_dir(repository().join("tests/cases")).expect("there are cases");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("it can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn outputs(case: &str) -> BTreeMap<String, String> {
    let project = Project::of(&format!("tests/cases/{case}/schema.toml"));
    project.run(&["gen"]).passed();
    project.files()
}
