//! The scorecard says nothing that no test says: every proof it refers to is listed, every listed test exists, and no
//! proof is listed in vain.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use driftless_tests::repository;

#[test]
fn every_proof_exists_and_is_used() {
    let text = fs::read_to_string(repository().join("SCORECARD.md")).expect("the scorecard is there");
    let (tables, list) = text.split_once("## Proofs").expect("the proofs stand at the end");
    let proofs: BTreeMap<&str, &str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("- ")?.split_once(": "))
        .collect();
    let used: BTreeSet<&str> = tables
        .lines()
        .filter(|line| line.starts_with('|'))
        .flat_map(references)
        .collect();
    for reference in &used {
        assert!(proofs.contains_key(reference), "{reference} is not listed under Proofs");
    }
    for (name, tests) in proofs {
        assert!(used.contains(name), "{name} proves nothing in the tables");
        for test in tests.split(", ") {
            assert_test_exists(name, test.trim_matches('`'));
        }
    }
}

/// Words such as `P1`.
fn references(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && word.len() > 1
            && letters.all(|digit| digit.is_ascii_digit())
    })
}

fn assert_test_exists(proof: &str, test: &str) {
    let (file, name) = test
        .rsplit_once("::")
        .unwrap_or_else(|| panic!("{proof}: `{test}` names no test"));
    let text = fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{proof}: {file}: {error}"));
    let declared = format!("fn {name}()");
    let at = text
        .find(&declared)
        .unwrap_or_else(|| panic!("{proof}: {file} has no test `{name}`"));
    let before = text[..at].trim_end();
    assert!(before.ends_with("#[test]"), "{proof}: `{name}` in {file} is not a test");
}
