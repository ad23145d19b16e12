//! Conversions on SQLite: the version compiled in, and the distribution's beside it.

use driftless_catalog::{Dialect, Kind};
use driftless_migrate::convert::{Conversion, Converted};
use driftless_tests::sqlite::Database;

use crate::conversion;
use crate::expected::{Fate, fate};
use crate::samples::{Sample, samples};

#[test]
fn every_value_becomes_what_it_must() {
    let database = Database::fresh();
    let (mut pairs, mut values, mut script) = (0, 0, String::new());
    let mut wanted = Vec::new();
    for before in samples() {
        for after in samples() {
            if let Conversion::Converted(converted) = conversion(Dialect::Sqlite, &before, &after) {
                for value in &before.values {
                    script += &statement(&before, &after, value, &converted);
                    wanted.push((
                        before.name,
                        after.name,
                        value.clone(),
                        fate(&before, &after, value),
                        converted.clone(),
                    ));
                }
                values += before.values.len();
                pairs += 1;
            }
        }
    }
    println!("{pairs} pairs with {values} values");
    let by_program = database.rows(&script);
    let connection = database.connect();
    assert_eq!(by_program.len(), wanted.len());
    for (row, (statement, (before, after, value, fate, converted))) in
        by_program.iter().zip(script.lines().zip(&wanted))
    {
        let by_library: String = connection
            .query_row(statement, [], |row| row.get(0))
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
        for found in [row, &by_library] {
            check(
                found,
                fate,
                &format!("`{value}` of {before} to {after}, {found} by {converted:#?}"),
                converted,
            );
        }
    }
}

fn check(found: &str, fate: &Fate, context: &str, converted: &Converted) {
    let (warned, bytes) = found.split_once(' ').expect("two columns");
    let found = text_of(bytes);
    match fate {
        Fate::Survives(wanted) => {
            assert_eq!(warned, "0", "{context}");
            assert_eq!(found, *wanted, "{context}");
        }
        Fate::Changes(wanted) => {
            assert!(warned == "1" || converted.guard.is_none(), "{context}");
            assert_eq!(found, *wanted, "{context}");
        }
        Fate::Refused => assert_eq!(warned, "1", "{context}"),
    }
}

fn text_of(hexadecimal: &str) -> String {
    let bytes: Vec<u8> = (0..hexadecimal.len() / 2)
        .map(|at| u8::from_str_radix(&hexadecimal[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    let text = String::from_utf8(bytes).unwrap();
    let (kind, text) = text.split_once(' ').unwrap();
    let json = matches!(kind, "json");
    match kind {
        "float" => format!("{:?}", text.parse::<f64>().unwrap()),
        _ if json => crate::postgres::compact(text),
        _ => crate::storage::compacted(text),
    }
}

/// One line of SQL that yields whether the guard warns, and the value in the form of the samples.
fn statement(before: &Sample, after: &Sample, value: &str, converted: &Converted) -> String {
    let expr = converted.expr.as_deref().unwrap_or("digits");
    let guard = converted.guard.as_deref().unwrap_or("0");
    let stored = written(before, value);
    let shown = shown(after);
    format!(
        "SELECT coalesce(({guard}), 0) || ' ' || hex((SELECT {shown} FROM (SELECT {expr} AS v))) FROM (SELECT {stored} AS digits);\n"
    )
    .replace("\u{0}", "")
}

fn written(sample: &Sample, value: &str) -> String {
    let quoted = format!("('{}')", value.replace('\'', "''").replace('\n', "' || char(10) || '"));
    match &sample.kind {
        _ if sample.array => quoted,
        Kind::Integer(_) | Kind::Duration if value == "-9223372036854775808" => "(-9223372036854775807 - 1)".into(),
        Kind::Integer(_) | Kind::Duration | Kind::Float => value.to_owned(),
        Kind::Numeric { .. } if sample.ty(Dialect::Sqlite) == "TEXT" => quoted,
        Kind::Numeric { .. } => value.replace('.', "").parse::<i64>().unwrap().to_string(),
        Kind::Bool => u8::from(value == "true").to_string(),
        Kind::Uuid if sample.ty(Dialect::Sqlite) == "BLOB" => format!("x'{}'", value.replace('-', "")),
        Kind::Bytes => format!("x'{value}'"),
        Kind::Timestamp => format!("'{value}+00:00'"),
        Kind::TimestampLocal => format!("'{}'", value.replace('T', " ")),
        _ => quoted,
    }
}

/// SQL that shows `v` in the form of the samples, behind a word for the form, and refuses the wrong type.
fn shown(sample: &Sample) -> String {
    let is = |ty: &str, shown: &str| format!("'plain ' || CASE typeof(v) WHEN '{ty}' THEN {shown} ELSE typeof(v) END");
    match &sample.kind {
        kind if sample.array || matches!(kind, Kind::Json | Kind::Record(_)) => "'json ' || v".to_owned(),
        Kind::Integer(_) | Kind::Duration => is("integer", "v"),
        Kind::Float => "'float ' || CASE typeof(v) WHEN 'real' THEN printf('%!.17g', v) ELSE typeof(v) END".to_owned(),
        Kind::Numeric { .. } if sample.ty(Dialect::Sqlite) == "TEXT" => is("text", "v"),
        Kind::Numeric { scale: 0, .. } => is("integer", "v"),
        Kind::Numeric { scale, .. } => is(
            "integer",
            &format!(
                "printf('%s%d.%0{scale}d', CASE WHEN v < 0 THEN '-' ELSE '' END, abs(v / 1{zeros}), abs(v % 1{zeros}))",
                zeros = "0".repeat(*scale as usize)
            ),
        ),
        Kind::Bool => is("integer", "CASE v WHEN 1 THEN 'true' ELSE 'false' END"),
        Kind::Uuid if sample.ty(Dialect::Sqlite) == "BLOB" => is(
            "blob",
            "lower(substr(hex(v),1,8)||'-'||substr(hex(v),9,4)||'-'||substr(hex(v),13,4)||'-'||substr(hex(v),17,4)||'-'||substr(hex(v),21,12))",
        ),
        Kind::Bytes => is("blob", "lower(hex(v))"),
        Kind::Timestamp => is(
            "text",
            "CASE WHEN v GLOB '*+00:00' THEN substr(v, 1, length(v) - 6) END",
        ),
        Kind::TimestampLocal => is("text", "replace(v, ' ', 'T')"),
        _ => is("text", "v"),
    }
}
