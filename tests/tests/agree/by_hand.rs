//! The same three entities in a usual stack, written by hand: the values that nobody here disagrees about are sent through
//! serde, utoipa's description, the types of ts-rs and two databases. What they disagree about is the table of `docs/by-hand.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use driftless_agree::{Case, changes, readings};
use driftless_sample::{Chance, Size, Subject, instance};
use driftless_shape::Role;
use driftless_tests::postgres::SUPERUSER;
use driftless_tests::workspace::{Workspace, shared};
use driftless_tests::{node, postgres, process, repository, sqlite, tree};
use serde_json::{Value, json};

use crate::{assert_agreement, compiled, seed};

const SCHEMA: &str = include_str!("by_hand/schema.toml");

/// Who judges, in the order of the table.
const JUDGES: [&str; 5] = ["serde", "utoipa", "ts-rs", "PostgreSQL", "SQLite"];

/// A value that was sent to all of them.
struct Judged {
    case: Case,
    verdicts: [&'static str; 5],
}

#[test]
fn a_stack_written_by_hand_disagrees_where_ours_does_not() {
    let report = assert_agreement("by_hand", SCHEMA);
    assert!(report.unjudged.is_empty(), "{:?}", report.unjudged);
    let judged = judged(&cases());
    let [nothing, ..] = &judged[..] else {
        panic!("there are values")
    };
    assert_eq!(nothing.verdicts, ["accepts"; 5], "{}", nothing.case.json);
    let known = repository().join("docs/by-hand.md");
    let page = page(&judged, report.instances);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&known, &page).expect("the page can be written");
    }
    let known = fs::read_to_string(known).unwrap_or_default();
    assert_eq!(known, page, "UPDATE_GOLDEN=1 accepts what was found");
}

/// Every change of one member of an instance that all accept.
fn cases() -> Vec<Case> {
    let subject = Subject::of(compiled(SCHEMA));
    let mut found = Vec::new();
    for name in ["Author", "Book", "Loan"] {
        let shape = subject.named(&format!("{name}Create")).expect("clients create it");
        assert_eq!(shape.role, Role::Create);
        let readings = readings(shape, &BTreeSet::from([format!("{name}Create")]));
        let base = instance(&subject, shape, None, Size::Full, &mut Chance::new(seed()), 0);
        let same = readings[0].case("nothing", Value::Object(base.clone()).to_string(), None);
        found.push(same);
        found.extend(changes(&subject, &readings[0], None, &base));
    }
    // What is no JSON is refused by everybody who reads JSON, and would end a file of TypeScript.
    found.retain(|case| serde_json::from_str::<Value>(&case.json).is_ok());
    found.iter_mut().for_each(|case| {
        case.shape = case.shape.trim_end_matches("Create").to_owned();
        case.json = numbered(&case.json);
    });
    found
}

/// 64-bit integers are numbers in this stack, and texts in ours.
fn numbered(json: &str) -> String {
    let key = "\"followers\":\"";
    let Some((before, after)) = json.split_once(key) else {
        return json.to_owned();
    };
    match after.split_once('"') {
        Some((digits, rest)) if digits.parse::<i128>().is_ok_and(|number| number.to_string() == digits) => {
            format!("{before}{}{digits}{rest}", key.trim_end_matches('"'))
        }
        _ => json.to_owned(),
    }
}

fn judged(cases: &[Case]) -> Vec<Judged> {
    let (types, said) = said(cases);
    let (typed, through_javascript) = typed(&types, cases);
    let verdict = |at: usize| {
        let said = &said[at];
        let written = &said["written"];
        let stored = |database: &str| match (&said[database], said["serde"] == true) {
            (_, false) => "",
            (Value::Null, _) => "refuses",
            (row, _) if same(row, written) => "accepts",
            _ => "changes",
        };
        let one = |accepts: bool| if accepts { "accepts" } else { "refuses" };
        let is_kept = same(&parsed(&cases[at].json), &parsed(&through_javascript[at]));
        [
            one(said["serde"] == true),
            one(said["described"] == true),
            if typed[at] && !is_kept {
                "changes"
            } else {
                one(typed[at])
            },
            stored("postgres"),
            stored("sqlite"),
        ]
    };
    let judged = (0..cases.len()).map(|at| Judged {
        case: cases[at].clone(),
        verdicts: verdict(at),
    });
    judged.collect()
}

/// Whether two values mean the same, however their numbers are written.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| match (key.as_str(), other.get(key)) {
                    ("price", Some(price)) => decimal(value) == decimal(price),
                    (_, price) => price.is_some_and(|other| same(value, other)),
                })
        }
        (Value::Number(one), Value::Number(other)) => match (one.as_i128(), other.as_i128()) {
            (Some(one), Some(other)) => one == other,
            _ => one.as_f64() == other.as_f64(),
        },
        _ => one == other,
    }
}

/// Without the zeros that end it.
fn decimal(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// What ts-rs declares, and what the program by hand says of each value.
fn said(cases: &[Case]) -> (String, Vec<Value>) {
    let files = tree::read(&repository().join("tests/tests/agree/by_hand"));
    let files = files
        .into_iter()
        .map(|(path, text)| (path, String::from_utf8(text).expect("it is text")));
    let crates = BTreeMap::from([("by_hand".to_owned(), files.collect()), ("shared".to_owned(), shared())]);
    let built = Workspace::written("by_hand", &crates).build(&["build"]);
    let program = &built[&("by_hand".to_owned(), "by_hand".to_owned())];
    let database = postgres::any().database("by_hand");
    let file = sqlite::Database::fresh();
    let mut command = process::command(program);
    command
        .arg(database.url(SUPERUSER))
        .arg(format!("sqlite://{}?mode=rwc", file.file().display()));
    let lines = cases
        .iter()
        .map(|case| format!("{}\n", json!({ "shape": case.shape, "text": case.json })));
    let answers = process::run_with_input(&mut command, &lines.collect::<String>()).passed();
    let mut lines = answers.lines().map(parsed);
    let types = lines.next().expect("the types").as_str().expect("a text").to_owned();
    let said: Vec<Value> = lines.collect();
    assert_eq!(said.len(), cases.len());
    (types, said)
}

/// Whether each value is one of its type, as a literal; and what JavaScript writes of what it read.
fn typed(types: &str, cases: &[Case]) -> (Vec<bool>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::new();
    for (at, case) in cases.iter().enumerate() {
        // Lines of TypeScript end at these too.
        let json = case.json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        let _ = writeln!(text, "export const c{at}: {} = {json};", case.shape);
    }
    let lines: String = cases.iter().map(|case| format!("{}\n", case.json)).collect();
    let script = "const lines = require('fs').readFileSync('lines', 'utf8').trimEnd().split('\\n');\
                  for (const line of lines) console.log(JSON.stringify(JSON.parse(line)));";
    for (path, text) in [
        ("types.ts", types),
        ("cases.ts", &text),
        ("lines", &lines),
        ("again.cjs", script),
    ] {
        let text = if path == "cases.ts" {
            format!("import type {{ Author, Book, Loan }} from './types';\n{text}")
        } else {
            text.to_owned()
        };
        fs::write(folder.path().join(path), text).expect("a file can be written");
    }
    let told = node::tsc5(
        folder.path(),
        &[
            "--noEmit",
            "--strict",
            "--target",
            "es2022",
            "--module",
            "es2022",
            "--moduleResolution",
            "bundler",
            "cases.ts",
        ],
    );
    let refused: BTreeSet<usize> = told.text().lines().filter_map(line_of).collect();
    // The first line imports.
    let typed = (0..cases.len()).map(|at| !refused.contains(&(at + 2))).collect();
    let again = node::run(folder.path(), &["again.cjs"]).passed();
    (typed, again.lines().map(str::to_owned).collect())
}

/// `12` of `cases.ts(12,14): error TS2322: …`
fn line_of(told: &str) -> Option<usize> {
    told.strip_prefix("cases.ts(")?.split(',').next()?.parse().ok()
}

/// The page: each combination of verdicts that is no agreement, how many values there are of it, and some of them.
fn page(judged: &[Judged], ours: usize) -> String {
    let mut classes: BTreeMap<[&str; 5], Vec<&Case>> = BTreeMap::new();
    let disagreed = judged.iter().filter(|judged| {
        let given: BTreeSet<&str> = judged
            .verdicts
            .iter()
            .copied()
            .filter(|verdict| !verdict.is_empty())
            .collect();
        given.len() > 1
    });
    disagreed.for_each(|judged| classes.entry(judged.verdicts).or_default().push(&judged.case));
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_key(|(verdicts, cases)| (std::cmp::Reverse(cases.len()), *verdicts));
    let count: usize = classes.iter().map(|(_, cases)| cases.len()).sum();
    let mut page = format!(
        include_str!("by_hand/page.md"),
        judged = judged.len(),
        disagreed = count,
        ours = ours,
        judges = JUDGES.join(" | "),
    );
    for (verdicts, cases) in classes {
        let _ = writeln!(
            page,
            "| {} | {} | {} |",
            cases.len(),
            verdicts.join(" | "),
            examples(&cases)
        );
    }
    page
}

/// Up to three of them, of different members.
fn examples(cases: &[&Case]) -> String {
    let mut members = BTreeSet::new();
    let told = cases.iter().filter(|case| {
        let member = case
            .about
            .as_ref()
            .map(|about| (about.object.clone(), about.key.clone()));
        members.insert(member)
    });
    let code = |case: &&&Case| format!("`{}: {}`", case.shape, case.what.replace('`', "'").replace('|', "\\|"));
    told.take(3).map(|case| code(&case)).collect::<Vec<_>>().join(", ")
}
