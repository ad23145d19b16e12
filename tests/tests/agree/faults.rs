//! Proof that the comparison would notice: single mistakes are planted in each output, and each makes some verdict about its
//! member differ. Those that do not hide each other are planted together.

use std::cell::RefCell;
use std::collections::BTreeSet;

use driftless::agreement::Asked;

use crate::{assert_agreement, everybody, report};

/// A mistake.
struct Fault {
    name: &'static str,
    /// The end of the path of the file.
    file: &'static str,
    /// What stands there, and what stands there instead.
    change: [&'static str; 2],
    /// The member that is told of; nothing where no row can be made with it, or all of them differ.
    member: &'static str,
}

const fn fault(name: &'static str, file: &'static str, change: [&'static str; 2], member: &'static str) -> Fault {
    Fault {
        name,
        file,
        change,
        member,
    }
}

/// What is planted together.
const GROUPS: [&[Fault]; 15] = [
    // Rust.
    &[
        fault(
            "a length is wider",
            "rust/src/things.rs",
            ["rules::length(&self.title, 1..=5)", "rules::length(&self.title, 1..=6)"],
            "title",
        ),
        fault(
            "a range is wider",
            "rust/src/things.rs",
            ["rules::within(&self.low, -2..=9)", "rules::within(&self.low, -2..=10)"],
            "low",
        ),
        fault(
            "a scale is wider",
            "rust/src/things.rs",
            ["rules::digits(&self.price, 10, 2)", "rules::digits(&self.price, 10, 3)"],
            "price",
        ),
        fault(
            "a member may be left out",
            "rust/src/wire/things.rs",
            [
                "big: object.required(\"big\")?",
                "big: object.optional(\"big\")?.unwrap_or_default()",
            ],
            "big",
        ),
    ],
    &[
        fault(
            "a rule has another name",
            "rust/src/things.rs",
            ["\"things_low_range_check\"", "\"thing_low_range_check\""],
            "low",
        ),
        fault(
            "a member is under another key",
            "rust/src/wire/things.rs",
            [
                "object.member(\"note\", &self.note)?",
                "object.member(\"remark\", &self.note)?",
            ],
            "note",
        ),
        fault(
            "a decimal loses its scale",
            "rust/src/postgres/mod.rs",
            ["kept.rescale(S);", "kept = kept.normalize();"],
            "price",
        ),
    ],
    &[fault(
        "nothing is null",
        "rust/src/wire/things.rs",
        [
            "object.member(\"ratio\", &self.ratio)?",
            "object.present(\"ratio\", &self.ratio)?",
        ],
        "",
    )],
    &[fault(
        "two columns are swapped",
        "rust/src/postgres/thing.rs",
        [
            "values.put::<Plain, _>(&new.title)?;",
            "values.put::<Plain, _>(&new.code)?;",
        ],
        "",
    )],
    &[fault(
        "a column is read as another",
        "rust/src/sqlite/thing.rs",
        [
            "title: read::<Plain, _>(row, \"title\")?",
            "title: read::<Plain, _>(row, \"code\")?",
        ],
        "",
    )],
    // TypeScript.
    &[
        fault(
            "null is refused",
            "dist/validate.js",
            [
                "note: is.optional(is.nullable(is.text()), \"things_note\")",
                "note: is.optional(is.text(), \"things_note\")",
            ],
            "note",
        ),
        fault(
            "a key may be left out",
            "dist/validate.js",
            ["big: is.required(", "big: is.optional("],
            "big",
        ),
        fault(
            "a length is shorter",
            "dist/validate.js",
            [
                "title: is.required(is.text({ min: 1, max: 5 })",
                "title: is.required(is.text({ min: 1, max: 4 })",
            ],
            "title",
        ),
        fault(
            "a word is missing",
            "dist/validate.js",
            ["is.words($things.COLOUR)", "is.words($things.COLOUR.slice(1))"],
            "colour",
        ),
        fault(
            "base64 leaves bits over",
            "dist/support/bytes.js",
            ["[0, 3, 15]", "[0, 3, 7]"],
            "data",
        ),
    ],
    &[
        fault(
            "a number instead of a text",
            "dist/validate.js",
            ["is.int64()", "is.integer(32)"],
            "big",
        ),
        fault(
            "lengths count UTF-16",
            "dist/support/scalars.js",
            ["value.length - (value.match(ASTRAL())?.length ?? 0)", "value.length"],
            "title",
        ),
    ],
    &[fault(
        "unknown keys are accepted",
        "dist/support/objects.js",
        ["if (!walk.strict)", "if (true)"],
        "",
    )],
    &[fault(
        "canonical keys are in no order",
        "dist/support/digest.js",
        [".sort(", ".slice("],
        "",
    )],
    // OpenAPI.
    &[
        fault(
            "a key need not be there",
            "openapi/openapi.json",
            ["\"colour\",\n", "\n"],
            "colour",
        ),
        fault(
            "a length is wider",
            "openapi/openapi.json",
            ["\"maxLength\": 5", "\"maxLength\": 6"],
            "title",
        ),
        fault(
            "a range is narrower",
            "openapi/openapi.json",
            ["\"maximum\": 9,", "\"maximum\": 8,"],
            "low",
        ),
        fault(
            "a pattern is another",
            "openapi/openapi.json",
            ["^[A-Z]{2}[0-9]*$", "^[A-Z]{2}[0-9]+$"],
            "code",
        ),
        fault(
            "a list is longer",
            "openapi/openapi.json",
            ["\"maxItems\": 3", "\"maxItems\": 4"],
            "tags",
        ),
    ],
    &[fault(
        "a word is another",
        "openapi/openapi.json",
        ["\"blue\"", "\"green\""],
        "colour",
    )],
    // PostgreSQL.
    &[
        fault(
            "a length is not checked",
            "postgres.sql",
            ["CHECK (char_length(\"title\") BETWEEN 1 AND 5)", "CHECK (true)"],
            "title",
        ),
        fault(
            "a range is wider",
            "postgres.sql",
            ["CHECK (\"low\" BETWEEN -2 AND 9)", "CHECK (\"low\" BETWEEN -2 AND 10)"],
            "low",
        ),
        fault(
            "a pattern is another",
            "postgres.sql",
            ["'^[A-Z]{2}[0-9]*$'", "'^[A-Z]{2}'"],
            "code",
        ),
        fault(
            "a scale is narrower",
            "postgres.sql",
            ["numeric(10,2)", "numeric(10,1)"],
            "price",
        ),
        fault(
            "null is refused",
            "postgres.sql",
            ["\"note\" text,", "\"note\" text NOT NULL,"],
            "note",
        ),
    ],
    &[fault(
        "a word is another",
        "postgres.sql",
        [
            "CHECK (\"colour\" IN ('blue', 'red'))",
            "CHECK (\"colour\" IN ('blue', 'green'))",
        ],
        "colour",
    )],
    &[fault(
        "a check is turned around",
        "postgres.sql",
        ["CHECK (\"least\" <= \"most\")", "CHECK (\"least\" > \"most\")"],
        "",
    )],
    // SQLite.
    &[
        fault(
            "a range is wider",
            "sqlite.sql",
            ["CHECK (\"low\" BETWEEN -2 AND 9)", "CHECK (\"low\" BETWEEN -2 AND 10)"],
            "low",
        ),
        fault(
            "a length is not checked",
            "sqlite.sql",
            ["CHECK (length(\"pin\") BETWEEN 4 AND 8)", "CHECK (true)"],
            "pin",
        ),
        fault(
            "a date is not checked",
            "sqlite.sql",
            ["CHECK (\"day\" >= '2000-01-01')", "CHECK (true)"],
            "day",
        ),
        fault(
            "a list is longer",
            "sqlite.sql",
            [
                "CHECK (json_array_length(\"tags\") <= 3)",
                "CHECK (json_array_length(\"tags\") <= 4)",
            ],
            "tags",
        ),
    ],
];

const SCHEMA: &str = include_str!("faults.toml");

#[test]
fn every_planted_fault_is_found() {
    assert_agreement("faults", SCHEMA);
    let missed: Vec<String> = GROUPS.iter().flat_map(|group| missed(group)).collect();
    assert!(missed.is_empty(), "nobody noticed: {missed:#?}");
}

/// Those who have to notice: databases are slow, and know nothing of validators and descriptions.
fn concerned(file: &str) -> Asked {
    let all = everybody();
    match file {
        "sqlite.sql" => Asked { postgres: None, ..all },
        "postgres.sql" => Asked { sqlite: false, ..all },
        rust if rust.starts_with("rust/") => all,
        _ => Asked {
            postgres: None,
            sqlite: false,
            ..all
        },
    }
}

/// The faults that nobody notices.
fn missed(group: &[Fault]) -> Vec<String> {
    let planted = RefCell::new(BTreeSet::new());
    let report = report("faults", SCHEMA, &concerned(group[0].file), |path, text| {
        let mut changed = text.to_owned();
        for (at, fault) in group.iter().enumerate() {
            let [before, after] = fault.change;
            if path.ends_with(fault.file) && changed.contains(before) {
                planted.borrow_mut().insert(at);
                changed = changed.replace(before, after);
            }
        }
        changed
    });
    let mut missed = Vec::new();
    for (at, Fault { name, file, member, .. }) in group.iter().enumerate() {
        assert!(
            planted.borrow().contains(&at),
            "there is no place for the fault: {file}, {name}"
        );
        let told = report.disagreements.iter().filter(|found| {
            let about = found.about.as_ref().map(|about| about.key.as_str());
            member.is_empty() || about == Some(member)
        });
        let told = told.count();
        println!("{file}, {name}: {told} disagreements");
        // One that lets no row be made is told by that.
        if told == 0 && (!member.is_empty() || report.unjudged.is_empty()) {
            missed.push(format!("{file}, {name}"));
        }
    }
    missed
}
