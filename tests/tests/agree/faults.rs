//! Proof that the comparison would notice: single mistakes are planted in each output, and each makes some verdict differ.

use driftless::agreement::Asked;

use crate::{assert_agreement, everybody, report};

/// What is planted: a name, the file, what stands there, and what stands there instead.
type Fault = (&'static str, &'static str, &'static str, &'static str);

const RUST: [Fault; 10] = [
    (
        "a length is wider",
        "rust/src/things.rs",
        "rules::length(&self.title, 1..=5)",
        "rules::length(&self.title, 1..=6)",
    ),
    (
        "a range is wider",
        "rust/src/things.rs",
        "rules::within(&self.low, -2..=9)",
        "rules::within(&self.low, -2..=10)",
    ),
    (
        "a scale is wider",
        "rust/src/things.rs",
        "rules::digits(&self.price, 10, 2)",
        "rules::digits(&self.price, 10, 3)",
    ),
    (
        "a rule has another name",
        "rust/src/things.rs",
        "\"things_low_range_check\"",
        "\"thing_low_range_check\"",
    ),
    (
        "a member may be left out",
        "rust/src/wire/things.rs",
        "big: object.required(\"big\")?",
        "big: object.optional(\"big\")?.unwrap_or_default()",
    ),
    (
        "a member is under another key",
        "rust/src/wire/things.rs",
        "object.member(\"note\", &self.note)?",
        "object.member(\"remark\", &self.note)?",
    ),
    (
        "nothing is null",
        "rust/src/wire/things.rs",
        "object.member(\"ratio\", &self.ratio)?",
        "object.present(\"ratio\", &self.ratio)?",
    ),
    (
        "two columns are swapped",
        "rust/src/postgres/thing.rs",
        "values.put::<Plain, _>(&new.title)?;",
        "values.put::<Plain, _>(&new.code)?;",
    ),
    (
        "a column is read as another",
        "rust/src/sqlite/thing.rs",
        "title: read::<Plain, _>(row, \"title\")?",
        "title: read::<Plain, _>(row, \"code\")?",
    ),
    (
        "a decimal loses its scale",
        "rust/src/postgres/mod.rs",
        "kept.rescale(S);",
        "kept = kept.normalize();",
    ),
];

const TYPESCRIPT: [Fault; 9] = [
    (
        "null is refused",
        "dist/validate.js",
        "note: is.optional(is.nullable(is.text()), \"things_note\")",
        "note: is.optional(is.text(), \"things_note\")",
    ),
    (
        "a key may be left out",
        "dist/validate.js",
        "big: is.required(",
        "big: is.optional(",
    ),
    (
        "a length is shorter",
        "dist/validate.js",
        "title: is.required(is.text({ min: 1, max: 5 })",
        "title: is.required(is.text({ min: 1, max: 4 })",
    ),
    (
        "a word is missing",
        "dist/validate.js",
        "is.words($things.COLOUR)",
        "is.words($things.COLOUR.slice(1))",
    ),
    (
        "a number instead of a text",
        "dist/validate.js",
        "is.int64()",
        "is.integer(32)",
    ),
    (
        "lengths count UTF-16",
        "dist/support/scalars.js",
        "value.length - (value.match(ASTRAL())?.length ?? 0)",
        "value.length",
    ),
    (
        "unknown keys are accepted",
        "dist/support/objects.js",
        "if (!walk.strict)",
        "if (true)",
    ),
    (
        "base64 leaves bits over",
        "dist/support/bytes.js",
        "[0, 3, 15]",
        "[0, 3, 7]",
    ),
    (
        "canonical keys are in no order",
        "dist/support/digest.js",
        ".sort(",
        ".slice(",
    ),
];

const OPENAPI: [Fault; 6] = [
    ("a key need not be there", "openapi/openapi.json", "\"colour\",\n", "\n"),
    (
        "a length is wider",
        "openapi/openapi.json",
        "\"maxLength\": 5",
        "\"maxLength\": 6",
    ),
    (
        "a range is narrower",
        "openapi/openapi.json",
        "\"maximum\": 9,",
        "\"maximum\": 8,",
    ),
    (
        "a pattern is another",
        "openapi/openapi.json",
        "^[A-Z]{2}[0-9]*$",
        "^[A-Z]{2}[0-9]+$",
    ),
    ("a word is another", "openapi/openapi.json", "\"blue\"", "\"green\""),
    (
        "a list is longer",
        "openapi/openapi.json",
        "\"maxItems\": 3",
        "\"maxItems\": 4",
    ),
];

const DATABASES: [Fault; 11] = [
    (
        "a length is not checked",
        "postgres.sql",
        "CHECK (char_length(\"title\") BETWEEN 1 AND 5)",
        "CHECK (true)",
    ),
    (
        "a range is wider",
        "postgres.sql",
        "CHECK (\"low\" BETWEEN -2 AND 9)",
        "CHECK (\"low\" BETWEEN -2 AND 10)",
    ),
    (
        "a pattern is another",
        "postgres.sql",
        "'^[A-Z]{2}[0-9]*$'",
        "'^[A-Z]{2}'",
    ),
    (
        "a word is another",
        "postgres.sql",
        "CHECK (\"colour\" IN ('blue', 'red'))",
        "CHECK (\"colour\" IN ('blue', 'green'))",
    ),
    (
        "null is refused",
        "postgres.sql",
        "\"note\" text,",
        "\"note\" text NOT NULL,",
    ),
    (
        "a check is turned around",
        "postgres.sql",
        "CHECK (\"least\" <= \"most\")",
        "CHECK (\"least\" > \"most\")",
    ),
    ("a scale is narrower", "postgres.sql", "numeric(10,2)", "numeric(10,1)"),
    (
        "a range is wider",
        "sqlite.sql",
        "CHECK (\"low\" BETWEEN -2 AND 9)",
        "CHECK (\"low\" BETWEEN -2 AND 10)",
    ),
    (
        "a length is not checked",
        "sqlite.sql",
        "CHECK (length(\"pin\") BETWEEN 4 AND 8)",
        "CHECK (true)",
    ),
    (
        "a date is not checked",
        "sqlite.sql",
        "CHECK (\"day\" >= '2000-01-01')",
        "CHECK (true)",
    ),
    (
        "a list is longer",
        "sqlite.sql",
        "CHECK (json_array_length(\"tags\") <= 3)",
        "CHECK (json_array_length(\"tags\") <= 4)",
    ),
];

const SCHEMA: &str = include_str!("faults.toml");

#[test]
fn every_planted_fault_is_found() {
    assert_agreement("faults", SCHEMA);
    let all = [&RUST[..], &TYPESCRIPT[..], &OPENAPI[..], &DATABASES[..]].concat();
    let missed: Vec<String> = all.iter().filter_map(missed).collect();
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

/// The fault, if nobody notices it.
fn missed((name, file, before, after): &Fault) -> Option<String> {
    let planted = std::cell::Cell::new(false);
    let report = report("faults", SCHEMA, &concerned(file), |path, text| {
        if !path.ends_with(file) || !text.contains(before) {
            return text.to_owned();
        }
        planted.set(true);
        text.replace(before, after)
    });
    assert!(planted.get(), "there is no place for the fault: {file}, {name}");
    let found = report.disagreements.first();
    println!("{file}, {name}: {} disagreements", report.disagreements.len());
    // A fault that lets no row be made is told by that.
    (found.is_none() && report.unjudged.is_empty()).then(|| format!("{file}, {name}"))
}
