//! Squawk, the best-known linter of PostgreSQL migrations: what it finds of the kinds that make others wait, and what it
//! says about migrations of ours.

use std::collections::{BTreeMap, BTreeSet};

use driftless_tests::{python, repository, tree};

use crate::cases::Case;
use crate::lint::{blocks, hazards, seen};
use crate::predicted::inspect;

/// A rule of Squawk that is no hazard, and why it does not hold for what is emitted.
const NO_HAZARD: &[(&str, &str)] = &[
    (
        "require-statement-timeout",
        "a limit on statements stops a long VALIDATE half-way, again and again; what others wait for is limited by lock_timeout",
    ),
    (
        "prefer-bigint-over-int",
        "the schema says `int`; where that is a key, the lint `small-key` has said so, in the schema and before there is a migration",
    ),
];

/// Rules of taste: what they say of a statement has nothing to do with what it locks.
fn is_taste(rule: &str) -> bool {
    rule.starts_with("prefer-") || rule.starts_with("require-statement-timeout")
}

#[test]
fn squawk_finds_fewer_kinds() {
    let blocking: Vec<Case> = seen().filter(|(_, seen)| blocks(seen)).map(|(case, _)| case).collect();
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (mut kinds, mut ours, mut theirs) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (number, case) in blocking.iter().enumerate() {
        kinds.insert(case.kind);
        if !hazards(&inspect(case, None)).is_empty() {
            ours.insert(case.kind);
        }
        let file = folder.path().join(format!("{number}.sql"));
        let text = format!(
            "SET lock_timeout = '1s';\nSET statement_timeout = '5s';\n{}\n",
            case.statement
        );
        std::fs::write(&file, text).expect("a file can be written");
        if rules(&file).iter().any(|rule| !is_taste(rule)) {
            theirs.insert(case.kind);
        }
    }
    let missed: Vec<_> = kinds.difference(&theirs).collect();
    println!(
        "{} kinds make others wait; found by us: {}, by Squawk: {}",
        kinds.len(),
        ours.len(),
        theirs.len()
    );
    println!("Squawk says nothing about {missed:#?}");
    assert_eq!(ours, kinds);
    assert!(theirs.len() < ours.len());
}

#[test]
fn squawk_finds_no_hazard_in_our_migrations() {
    let files = tree::read(&repository().join("migrations/postgres"));
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for path in files.keys().filter(|path| path.ends_with(".up.sql")) {
        for rule in rules(&repository().join("migrations/postgres").join(path)) {
            *found.entry(rule).or_default() += 1;
        }
    }
    found.retain(|rule, _| !NO_HAZARD.iter().any(|(known, _)| known == rule));
    assert!(found.is_empty(), "{found:#?}");
}

/// The rules that Squawk finds broken in a file.
fn rules(file: &std::path::Path) -> Vec<String> {
    let file = file.to_string_lossy();
    let mut arguments = vec!["--pg-version", "15.0", "--reporter", "Json"];
    // Runners begin a transaction for every file that does not ask for none.
    let text = std::fs::read_to_string(&*file).unwrap_or_default();
    if !text.starts_with("-- no-transaction") {
        arguments.push("--assume-in-transaction");
    }
    arguments.push(&file);
    let ran = python::tool("squawk", &repository(), &arguments);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| {
        panic!("{error} in what Squawk printed:\n{}", ran.text());
    });
    let rules = found.as_array().into_iter().flatten();
    rules
        .filter_map(|rule| Some(rule["rule_name"].as_str()?.to_owned()))
        .collect()
}
