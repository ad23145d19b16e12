//! `tests/hazards`: statements of migrations that there is something to say against. Beside its cases each code has
//! `clean`, which does the same thing the safe way.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::{Catalog, Dialect};
use driftless_diagnostics::{Code, Colour, Diagnostics, Format, Sources, render};
use driftless_hazard::{Inspector, findings};
use driftless_tests::tree;

/// A migration on disk, and what is said about it.
struct Migration {
    path: String,
    code: String,
    clean: bool,
    codes: BTreeSet<&'static str>,
    report: String,
}

#[test]
fn every_report_reads_as_expected() {
    let folder = driftless_tests::repository().join("tests/hazards");
    let mut expected = tree::read(&folder);
    expected.retain(|path, _| path.ends_with(".sql"));
    expected.extend(migrations().into_iter().filter(|case| !case.clean).map(|case| {
        let path = format!("{}.txt", case.path.trim_end_matches(".sql"));
        (path, case.report.into_bytes())
    }));
    tree::compare(&folder, expected);
}

#[test]
fn a_case_reports_its_code_and_a_twin_nothing() {
    for case in migrations() {
        let expected = if case.clean {
            BTreeSet::new()
        } else {
            BTreeSet::from([case.code.as_str()])
        };
        let codes: BTreeSet<&str> = case.codes.iter().copied().collect();
        assert_eq!(codes, expected, "tests/hazards/{}:\n{}", case.path, case.report);
    }
}

#[test]
fn every_folder_is_a_code_with_a_case_and_a_twin() {
    let mut known: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for case in migrations() {
        let (cases, twins) = known.entry(case.code.clone()).or_default();
        *(if case.clean { twins } else { cases }) = true;
        let code: Code = case
            .code
            .parse()
            .unwrap_or_else(|()| panic!("tests/hazards/{} is no code", case.code));
        assert!(Code::QUESTIONABLE.contains(&code), "no level can be set for {code}");
    }
    for (code, (cases, twins)) in known {
        assert!(cases && twins, "tests/hazards/{code} lacks a case or its twin");
    }
}

fn migrations() -> Vec<Migration> {
    let files = tree::read(&driftless_tests::repository().join("tests/hazards"));
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let cases = files.keys().filter(|path| path.ends_with(".sql") && path.contains('/'));
    let migration = |path: &String| {
        let (code, words) = path.split_once('/').expect("a case lies in a folder");
        let dialect = match words.ends_with(".sqlite.sql") {
            true => Dialect::Sqlite,
            false => Dialect::Postgres,
        };
        let before = text(&format!("before.{}.sql", dialect.as_str()));
        let (codes, report) = judged(dialect, &before, &text(path));
        Migration {
            path: path.clone(),
            code: code.to_owned(),
            clean: words.starts_with("clean."),
            codes,
            report,
        }
    };
    cases.map(migration).collect()
}

fn judged(dialect: Dialect, before: &str, text: &str) -> (BTreeSet<&'static str>, String) {
    let mut inspector = Inspector::of(Catalog::empty(dialect));
    inspector
        .file(before)
        .unwrap_or_else(|mistake| panic!("{mistake} of\n{before}"));
    let inspected = inspector
        .file(text)
        .unwrap_or_else(|mistake| panic!("{mistake} of\n{text}"));
    let mut sources = Sources::default();
    let path = "migrations/0002_change.up.sql";
    let file = sources.add(path, text);
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(findings(file, path, &inspected));
    let codes = diagnostics.iter().map(|finding| finding.code.as_str()).collect();
    (
        codes,
        render(&diagnostics, &sources, Format::Human, Colour::Never, "0.0.0"),
    )
}
