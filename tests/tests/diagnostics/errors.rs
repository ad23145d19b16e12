//! `tests/errors`: what is wrong with a schema.

use std::collections::BTreeSet;

use driftless_diagnostics::Code;

use crate::case::{cases, compare_reports, folders};

/// Codes that something other than parser and resolver raises, and where that is tested.
const ELSEWHERE: &[(Code, &str)] = &[];

#[test]
fn every_report_reads_as_expected() {
    compare_reports("errors", &cases("errors"));
}

#[test]
fn a_case_reports_the_code_it_is_filed_under_and_yields_no_schema() {
    for case in cases("errors") {
        let (code, words) = (&case.code, &case.words);
        assert!(case.compiled.codes().contains(code.as_str()), "{code}/{words}: {}", case.compiled.report());
        assert!(case.compiled.schema.is_none(), "{code}/{words} yields a schema");
    }
}

#[test]
fn every_code_has_a_case() {
    let filed: BTreeSet<String> = folders("errors").union(&folders("lints")).cloned().collect();
    let elsewhere = |code: &Code| ELSEWHERE.iter().any(|(other, _)| other == code);
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !filed.contains(code.as_str()) && !elsewhere(code))
        .map(|code| code.as_str())
        .collect();
    assert_eq!(missing, [""; 0], "write a case under tests/errors or tests/lints, or name the test in ELSEWHERE");
}

#[test]
fn every_folder_is_a_code_with_a_case() {
    let cases = cases("errors");
    for folder in folders("errors") {
        assert!(folder.parse::<Code>().is_ok(), "tests/errors/{folder} is no code");
        assert!(cases.iter().any(|case| case.code == folder), "tests/errors/{folder} has no case");
    }
}

#[test]
fn tests_named_for_codes_elsewhere_exist() {
    let repository = driftless_tests::repository();
    for (code, test) in ELSEWHERE {
        let (file, name) = test.split_once("::").expect("`path::test`");
        let text = std::fs::read_to_string(repository.join(file)).unwrap_or_default();
        assert!(text.contains(&format!("fn {name}(")), "{code}: {test} does not exist");
        assert!(!folders("errors").contains(code.as_str()), "{code} has a case and needs no line in ELSEWHERE");
    }
}
