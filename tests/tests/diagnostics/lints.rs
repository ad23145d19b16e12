//! `tests/lints`: what is questionable about a schema. Beside its cases each rule has `clean.toml`, which does the same
//! thing right.

use std::collections::BTreeSet;

use driftless_diagnostics::{Code, Severity};
use driftless_lint::{RULES, lint};

use crate::case::{Case, cases, compare_reports, compile, folders};

#[test]
fn every_report_reads_as_expected() {
    compare_reports("lints", &cases("lints"));
}

#[test]
fn a_case_reports_its_rule_and_nothing_else() {
    for Case { code, words, compiled } in cases("lints").iter().filter(|case| case.words != "clean") {
        assert!(
            compiled.schema.is_some(),
            "{code}/{words} is wrong, not questionable: {}",
            compiled.report()
        );
        assert_eq!(compiled.codes(), BTreeSet::from([code.as_str()]), "{code}/{words}");
    }
}

#[test]
fn a_passing_twin_leaves_nothing_to_say() {
    for Case { code, compiled, .. } in cases("lints").iter().filter(|case| case.words == "clean") {
        assert!(
            compiled.schema.is_some() && compiled.diagnostics.is_empty(),
            "{code}/clean: {}",
            compiled.report()
        );
    }
}

#[test]
fn every_rule_has_a_case_a_twin_and_a_page() {
    let cases = cases("lints");
    for rule in RULES {
        let mine: Vec<&str> = cases
            .iter()
            .filter(|case| case.code == rule.code.as_str())
            .map(|case| case.words.as_str())
            .collect();
        assert!(
            mine.contains(&"clean") && mine.len() > 1,
            "tests/lints/{} lacks a case or its twin",
            rule.code
        );
        for part in ["**What it finds.**", "**Why.**", "**What to do.**"] {
            assert!(rule.page.contains(part), "the page of {} has no {part}", rule.code);
        }
        assert!(
            Code::QUESTIONABLE.contains(&rule.code),
            "no level can be set for {}",
            rule.code
        );
    }
}

#[test]
fn every_folder_is_a_rule() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_string()).collect();
    assert_eq!(folders("lints"), rules);
}

#[test]
fn a_level_makes_a_finding_worse_or_takes_it_away() {
    for case in cases("lints").iter().filter(|case| case.words != "clean") {
        let schema = case.compiled.schema.as_ref().expect("questionable schemas compile");
        let code: Code = case.code.parse().expect("the folder is a code");
        let with = |level: Option<Severity>| {
            let mut schema = schema.clone();
            schema.levels.push((code, level));
            lint(&schema)
        };
        assert!(with(None).is_empty(), "{code} cannot be switched off");
        assert!(
            with(Some(Severity::Error)).has_errors(),
            "{code} cannot be made an error"
        );
    }
}

#[test]
fn levels_are_read_from_the_schema() {
    let text = "[schema]\nname = \"library\"\n\n[lint]\nmissing-doc = \"off\"\nunused-declaration = \"error\"\n\n[domain.lending]\n";
    let compiled = compile(text, None);
    assert_eq!(compiled.codes(), BTreeSet::from(["unused-declaration"]));
    assert!(compiled.diagnostics.has_errors());
}

#[test]
fn our_own_schemas_leave_nothing_to_say() {
    let mut reports = String::new();
    for (path, text) in crate::torture::schemas() {
        let compiled = compile(&text, None);
        let loud = compiled
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity > Severity::Note);
        if loud || compiled.schema.is_none() {
            reports += &format!("{path}:\n{}\n", compiled.report());
        }
    }
    assert!(reports.is_empty(), "{reports}");
}
