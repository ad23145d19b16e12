//! Squawk, the best-known linter of PostgreSQL migrations: what it finds of the kinds that make others wait.

use std::collections::BTreeSet;

use driftless_tests::squawk;

use crate::cases::Case;
use crate::lint::{blocks, hazards, seen};
use crate::predicted::inspect;

/// Rules of taste: what they say of a statement has nothing to do with what it locks.
fn is_taste(rule: &str) -> bool {
    rule.starts_with("prefer-") || rule == "require-statement-timeout"
}

#[test]
fn squawk_finds_fewer_kinds() {
    let blocking: Vec<Case> = seen().filter(|(_, seen)| blocks(seen)).map(|(case, _)| case).collect();
    let kinds: BTreeSet<&str> = blocking.iter().map(|case| case.kind).collect();
    let found = |case: &&Case| !hazards(&inspect(case, None)).is_empty();
    let ours: BTreeSet<&str> = blocking.iter().filter(found).map(|case| case.kind).collect();
    let theirs = found_by_squawk(&blocking);
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

fn found_by_squawk(cases: &[Case]) -> BTreeSet<&'static str> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut files = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let text = format!(
            "SET lock_timeout = '1s';\nSET statement_timeout = '5s';\n{}\n",
            case.statement
        );
        files.push(format!("{number}.sql"));
        std::fs::write(folder.path().join(&files[number]), text).expect("a file can be written");
    }
    let found = squawk::lint(folder.path(), &files).into_iter();
    let found = found.filter(|finding| !is_taste(&finding.rule));
    let number = |file: &str| file.trim_end_matches(".sql").parse::<usize>().ok();
    found
        .filter_map(|finding| Some(cases.get(number(&finding.file)?)?.kind))
        .collect()
}
