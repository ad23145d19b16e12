//! What Squawk says about migrations of ours: nothing, but for the rules below that do not hold for what is emitted.

use std::collections::BTreeMap;

use driftless_catalog::Dialect;
use driftless_tests::squawk;

use crate::planned::{Folder, every_edit, schemas};

/// Rules that are broken, and why that is no hazard.
const NO_HAZARD: &[(&str, &str)] = &[
    (
        "require-statement-timeout",
        "a limit on statements stops a long VALIDATE half-way, again and again; what others wait for is limited by lock_timeout",
    ),
    (
        "prefer-bigint-over-int",
        "the schema says `int`; where that is a key, the lint `small-key` has said so before there was a migration",
    ),
    (
        "prefer-bigint-over-smallint",
        "the schema says `smallint`, and means it",
    ),
    (
        "prefer-text-field",
        "the schema says `varchar(n)`; a longer one later changes the catalog alone, as measured",
    ),
    (
        "prefer-timestamp-tz",
        "the schema says `timestamp_local`, and the lint `local-time` has said what that means",
    ),
    (
        "adding-not-nullable-field",
        "SET NOT NULL stands in a file of its own, after another one has validated the check that proves it: `set proven not null` reads nothing, as measured",
    ),
    (
        "prefer-robust-stmts",
        "it asks for IF NOT EXISTS on a concurrent index, which takes an index that an earlier attempt left half built for the one that is wanted",
    ),
    (
        "require-lock-timeout",
        "a file without a transaction holds one statement, or it would be a transaction; CONCURRENTLY makes nobody wait who reads or writes",
    ),
    (
        "changing-column-type",
        "what would be written anew is planned as a second column; what is left changes the catalog alone, as measured",
    ),
    (
        "ban-drop-constraint",
        "a rule that the schema no longer has, that another one replaces in the same file, or that was there to prove NOT NULL",
    ),
    (
        "ban-drop-column",
        "the loss gate has stopped at it until it was allowed, or its values are in a column that takes its name",
    ),
    ("ban-drop-table", "the loss gate has stopped at it until it was allowed"),
    ("ban-drop-not-null", "the schema says that the value may be missing"),
    (
        "ban-drop-function",
        "what kept two columns in step, once there is one again",
    ),
    (
        "ban-drop-trigger",
        "what kept two columns in step, once there is one again",
    ),
    (
        "renaming-column",
        "`renamed_from` in the schema, or a column that takes the place of the one it was filled beside",
    ),
    (
        "renaming-object",
        "`renamed_from` in the schema, or a column that takes the place of the one it was filled beside",
    ),
    ("renaming-table", "`renamed_from` in the schema"),
];

#[test]
fn squawk_finds_no_hazard_in_first_migrations() {
    for files in schemas(Dialect::Postgres) {
        let found = broken(&files);
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn squawk_finds_no_hazard_in_planned_changes() {
    let mut wrong = String::new();
    for (words, files) in every_edit(Dialect::Postgres) {
        for (rule, names) in broken(&files) {
            wrong += &format!("{words}: {rule}: {names:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The rules that files break, and where.
fn broken(files: &Folder) -> BTreeMap<String, Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let names: Vec<String> = files.keys().filter(|name| name.ends_with(".up.sql")).cloned().collect();
    for name in &names {
        std::fs::write(folder.path().join(name), &files[name]).expect("a file can be written");
    }
    let mut broken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in squawk::lint(folder.path(), &names) {
        if !NO_HAZARD.iter().any(|(rule, _)| *rule == finding.rule) {
            broken.entry(finding.rule).or_default().push(finding.file);
        }
    }
    broken
}
