//! The same three entities in a usual stack, written by hand. In: values at the edges of their members. Out: what serde, the
//! description of utoipa, the types of ts-rs and two databases disagree about, which is the table of `docs/by-hand.md`. It
//! knows nothing of how that stack works: it asks a program that the stack is built into.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use driftless_agree::{Case, changes, readings};
use driftless_sample::{Chance, Size, Subject, instance};
use driftless_tests::postgres::SUPERUSER;
use driftless_tests::workspace::{Workspace, unified};
use driftless_tests::{node, postgres, process, repository, sqlite, tree};
use serde_json::{Value, json};

use crate::{assert_agreement, compiled};

const SCHEMA: &str = include_str!("by_hand/schema.toml");
const MANIFEST: &str = include_str!("by_hand/Cargo.toml");

/// Who judges, in the order of the table.
const JUDGES: [&str; 5] = ["serde", "utoipa", "ts-rs", "PostgreSQL", "SQLite"];

/// Reads each line and writes it again.
const AGAIN: &str = "const lines = require('fs').readFileSync('lines', 'utf8').trimEnd().split('\\n');\
    for (const line of lines) console.log(JSON.stringify(JSON.parse(line)));";

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
    let page = page(&judged);
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
        let readings = readings(shape, &BTreeSet::from([shape.name.clone()]));
        let base = instance(&subject, shape, None, Size::Full, &mut Chance::new(1), 0);
        found.push(readings[0].case("nothing", Value::Object(base.clone()).to_string(), None));
        found.extend(changes(&subject, &readings[0], None, &base));
    }
    // Those for which `agree` makes an exception are none that others have to agree about.
    found.retain(|case| case.gaps.is_empty() && serde_json::from_str::<Value>(&case.json).is_ok());
    found.into_iter().map(of_the_stack).collect()
}

/// Shapes have other names there, and 64-bit integers, which are texts here, are numbers.
fn of_the_stack(case: Case) -> Case {
    let shape = case.shape.trim_end_matches("Create").to_owned();
    let key = "\"followers\":\"";
    let numbered = case.json.split_once(key).and_then(|(before, after)| {
        let (digits, rest) = after.split_once('"')?;
        let number: i128 = digits.parse().ok()?;
        (number.to_string() == digits).then(|| format!("{before}{}{digits}{rest}", key.trim_end_matches('"')))
    });
    let is_about = |key: &str| case.about.as_ref().is_some_and(|about| about.key == key);
    let what = match numbered.is_some() && is_about("followers") {
        true => case.what.replace('"', ""),
        false => case.what.clone(),
    };
    Case {
        shape,
        what,
        json: numbered.unwrap_or_else(|| case.json.clone()),
        ..case
    }
}

fn judged(cases: &[Case]) -> Vec<Judged> {
    let (types, said) = said(cases);
    let (typed, through_javascript) = typed(&types, cases);
    let answers = said.iter().zip(typed).zip(&through_javascript);
    let judged = cases
        .iter()
        .zip(answers)
        .map(|(case, ((said, is_typed), again))| Judged {
            case: case.clone(),
            verdicts: verdicts(&case.json, said, is_typed, again),
        });
    judged.collect()
}

fn verdicts(sent: &str, said: &Value, is_typed: bool, again: &str) -> [&'static str; 5] {
    let accepts = |accepts: bool| if accepts { "accepts" } else { "refuses" };
    let is_read = said["serde"] == true;
    let stored = |database: &str| match &said[database] {
        _ if !is_read => "",
        Value::Null => "refuses",
        row if same(row, &said["written"]) => "accepts",
        _ => "changes",
    };
    let is_kept = same(&parsed(again), &parsed(sent));
    [
        accepts(is_read),
        accepts(said["described"] == true),
        if is_typed && !is_kept {
            "changes"
        } else {
            accepts(is_typed)
        },
        stored("postgres"),
        stored("sqlite"),
    ]
}

/// Whether two values mean the same, however their numbers are written.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let is_same = |key: &String, value: &Value| match (key.as_str(), value, other.get(key)) {
                // Integers: every digit counts.
                ("followers" | "days", Value::Number(value), Some(Value::Number(other)))
                    if !value.is_f64() && !other.is_f64() =>
                {
                    value == other
                }
                ("price", Value::String(value), Some(Value::String(other))) => decimal(value) == decimal(other),
                (.., known) => known.is_some_and(|other| same(value, other)),
            };
            one.len() == other.len() && one.iter().all(|(key, value)| is_same(key, value))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

/// Without the zeros that end it.
fn decimal(text: &str) -> &str {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// What ts-rs declares, and what the program by hand says of each value.
fn said(cases: &[Case]) -> (String, Vec<Value>) {
    let files = tree::read(&repository().join("tests/tests/agree/by_hand")).into_iter();
    let files = files.map(|(path, text)| (path, String::from_utf8(text).expect("it is text")));
    let crates = [
        ("by_hand".to_owned(), files.collect()),
        ("unified".to_owned(), unified()),
    ];
    let built = Workspace::written("by_hand", &crates.into()).build(&["build"]);
    let database = postgres::any().database("by_hand");
    let file = sqlite::Database::fresh();
    let mut command = process::command(&built[&("by_hand".to_owned(), "by_hand".to_owned())]);
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
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("a file can be written");
    let mut literals = "import type { Author, Book, Loan } from './types';\n".to_owned();
    let mut lines = String::new();
    for (at, case) in cases.iter().enumerate() {
        // Lines of TypeScript end at these too.
        let json = case.json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        let _ = writeln!(literals, "export const c{at}: {} = {json};", case.shape);
        let _ = writeln!(lines, "{}", case.json);
    }
    write("types.ts", types);
    write("cases.ts", &literals);
    write("lines", &lines);
    write("again.cjs", AGAIN);
    let refused = refused(folder.path());
    let typed = (0..cases.len()).map(|at| !refused.contains(&(at + 2))).collect();
    let again = node::run(folder.path(), &["again.cjs"]).passed();
    let again: Vec<String> = again.lines().map(str::to_owned).collect();
    assert_eq!(again.len(), cases.len());
    (typed, again)
}

/// The lines of `cases.ts` that the compiler refuses, for what they are and not for how they are written.
fn refused(folder: &Path) -> BTreeSet<usize> {
    let options = "--noEmit --strict --target es2022 --module es2022 --moduleResolution bundler cases.ts";
    let told = node::tsc5(folder, &options.split(' ').collect::<Vec<_>>()).text();
    let told = told.lines().filter(|line| !line.starts_with(' '));
    let line_of = |told: &str| {
        let (line, rest) = told.strip_prefix("cases.ts(")?.split_once(',')?;
        rest.contains("error TS2").then(|| line.parse().ok())?
    };
    told.map(|told| line_of(told).unwrap_or_else(|| panic!("the compiler says: {told}")))
        .collect()
}

/// The page: each combination of verdicts that is no agreement, how many values there are of it, and some of them.
fn page(judged: &[Judged]) -> String {
    let mut classes: BTreeMap<[&str; 5], Vec<&Case>> = BTreeMap::new();
    for Judged { case, verdicts } in judged {
        let given: BTreeSet<&str> = verdicts.iter().copied().filter(|verdict| !verdict.is_empty()).collect();
        if given.len() > 1 {
            classes.entry(*verdicts).or_default().push(case);
        }
    }
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_key(|(verdicts, cases)| (std::cmp::Reverse(cases.len()), *verdicts));
    let mut page = format!(
        include_str!("by_hand/page.md"),
        ts_rs = version("ts-rs"),
        utoipa = version("utoipa"),
        judged = judged.len(),
        disagreed = classes.iter().map(|(_, cases)| cases.len()).sum::<usize>(),
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

/// The version that the manifest pins.
fn version(package: &str) -> &'static str {
    let line = MANIFEST.lines().find(|line| line.starts_with(package));
    let pinned = line.and_then(|line| line.split_once("\"=")?.1.split('"').next());
    pinned.expect("the version is pinned")
}

/// Up to three of them, of different members.
fn examples(cases: &[&Case]) -> String {
    let mut members = BTreeSet::new();
    let told = cases.iter().filter(|case| {
        let member = case.about.as_ref().map(|about| (&about.object, &about.key));
        members.insert(member)
    });
    let code = |case: &&Case| format!("`{}: {}`", case.shape, case.what.replace('`', "'").replace('|', "\\|"));
    told.take(3).map(code).collect::<Vec<_>>().join(", ")
}
