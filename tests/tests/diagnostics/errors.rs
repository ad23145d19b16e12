//! `tests/errors`: what is wrong with a schema.

use std::collections::BTreeSet;

use driftless_diagnostics::Code;

use crate::case::{cases, compare_reports, folders};

/// Codes that something other than parser and resolver raises, and the test that sees them raised.
const ELSEWHERE: &[(Code, &str)] = &[
    (
        Code::Disagreement,
        "tests/tests/agree/faults.rs::every_planted_fault_is_found",
    ),
    (
        Code::UnreadableFile,
        "tests/tests/command_line/bad_files.rs::what_is_no_schema_is_told_with_its_place",
    ),
    (
        Code::StaleFile,
        "tests/tests/command_line/check.rs::stale_files_are_shown_as_a_diff_with_the_command_to_run",
    ),
    (
        Code::MissingFile,
        "tests/tests/command_line/check.rs::missing_files_are_named",
    ),
    (
        Code::EditedFile,
        "tests/tests/command_line/check.rs::files_edited_by_hand_are_told_from_stale_ones",
    ),
    (
        Code::OrphanedFile,
        "tests/tests/command_line/check.rs::orphans_are_named",
    ),
    (
        Code::OtherVersion,
        "tests/tests/command_line/check.rs::another_version_is_named_as_such",
    ),
    (
        Code::UnreleasedMigration,
        "tests/tests/command_line/migrate.rs::drafts_fail_where_only_sealed_ones_are_wanted",
    ),
    (
        Code::Loss,
        "tests/tests/command_line/migrate.rs::what_would_be_lost_stops_the_run_until_it_is_allowed",
    ),
    (
        Code::UnreadableMigration,
        "tests/tests/diagnostics/elsewhere.rs::sql_that_says_nothing_is_an_unreadable_migration",
    ),
    (
        Code::HistoryUnreadable,
        "tests/tests/diagnostics/elsewhere.rs::a_merge_conflict_makes_the_history_unreadable",
    ),
    (
        Code::EditedHistory,
        "tests/tests/diagnostics/elsewhere.rs::an_entry_changed_by_hand_is_an_edited_history",
    ),
    (
        Code::EditedMigration,
        "tests/tests/diagnostics/elsewhere.rs::a_changed_file_is_an_edited_migration",
    ),
    (
        Code::MissingMigration,
        "tests/tests/diagnostics/elsewhere.rs::a_deleted_file_is_a_missing_migration",
    ),
    (
        Code::UnknownMigration,
        "tests/tests/diagnostics/elsewhere.rs::a_file_in_no_entry_is_an_unknown_migration",
    ),
    (
        Code::DuplicateMigration,
        "tests/tests/diagnostics/elsewhere.rs::one_number_for_two_is_a_duplicate_migration",
    ),
    (
        Code::ReorderedMigration,
        "tests/tests/diagnostics/elsewhere.rs::entries_out_of_order_are_reordered_migrations",
    ),
    (
        Code::HiddenGlobal,
        "tests/tests/typescript/names.rs::an_entity_may_be_called_like_a_global_and_its_author_is_told",
    ),
    (
        Code::Gap,
        "tests/tests/diagnostics/elsewhere.rs::a_rule_that_a_database_cannot_enforce_is_a_gap",
    ),
];

#[test]
fn every_report_reads_as_expected() {
    compare_reports("errors", &cases("errors"));
}

#[test]
fn a_case_reports_the_code_it_is_filed_under_and_yields_no_schema() {
    for case in cases("errors") {
        let (code, words) = (&case.code, &case.words);
        assert!(
            case.compiled.codes().contains(code.as_str()),
            "{code}/{words}: {}",
            case.compiled.report()
        );
        assert!(case.compiled.schema.is_none(), "{code}/{words} yields a schema");
    }
}

#[test]
fn every_code_has_a_case() {
    let filed: BTreeSet<String> = ["errors", "lints", "hazards"].into_iter().flat_map(folders).collect();
    let elsewhere = |code: &Code| ELSEWHERE.iter().any(|(other, _)| other == code);
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !filed.contains(code.as_str()) && !elsewhere(code))
        .map(|code| code.as_str())
        .collect();
    assert_eq!(
        missing, [""; 0],
        "write a case under tests/errors, tests/lints or tests/hazards, or name the test in ELSEWHERE"
    );
}

#[test]
fn every_folder_is_a_code_with_a_case() {
    let cases = cases("errors");
    for folder in folders("errors") {
        assert!(folder.parse::<Code>().is_ok(), "tests/errors/{folder} is no code");
        assert!(
            cases.iter().any(|case| case.code == folder),
            "tests/errors/{folder} has no case"
        );
    }
}

#[test]
fn tests_named_for_codes_elsewhere_exist() {
    let repository = driftless_tests::repository();
    for (code, test) in ELSEWHERE {
        let (file, name) = test.split_once("::").expect("`path::test`");
        let text = std::fs::read_to_string(repository.join(file)).unwrap_or_default();
        assert!(text.contains(&format!("fn {name}(")), "{code}: {test} does not exist");
        assert!(
            !folders("errors").contains(code.as_str()),
            "{code} has a case and needs no line in ELSEWHERE"
        );
    }
}
