//! Every output of the small cases, pinned byte by byte. A case is one feature: `tests/cases/<feature>/schema.toml` and
//! what becomes of it in `expected/`. `UPDATE_GOLDEN=1` rewrites what is expected; the diff is then for a person to read.

use std::collections::BTreeMap;
use std::fs;

use driftless_tests::project::Project;
use driftless_tests::{repository, tree};

/// The case whose files are all pinned. Of the others only what differs from it: the rest is the same for every schema.
const MINIMAL: &str = "minimal";

#[test]
fn outputs_of_every_case_are_as_pinned() {
    let common = outputs(MINIMAL);
    for case in cases() {
        let mut files = outputs(&case);
        if case != MINIMAL {
            files.retain(|path, text| common.get(path) != Some(text));
        }
        // Digests follow from the other files.
        files.retain(|path, _| !path.ends_with("manifest.json") && !path.ends_with("history.toml"));
        tree::compare(&repository().join("tests/cases").join(&case).join("expected"), files);
    }
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
