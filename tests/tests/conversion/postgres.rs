//! Conversions on PostgreSQL: each value by itself, and all that survive by changing the column's type in place.

use ::postgres::Client;
use driftless_catalog::{Dialect, Kind};
use driftless_migrate::convert::{Conversion, Converted};
use driftless_tests::postgres::{OWNER, majors, server};

use crate::conversion;
use crate::expected::{self, Fate};
use crate::samples::{Sample, samples};

/// Each pair on one of the servers, in turn.
#[test]
fn every_value_becomes_what_it_must() {
    let samples = samples();
    let pairs: Vec<_> = samples
        .iter()
        .flat_map(|before| samples.iter().map(move |after| (before, after)))
        .collect();
    let converted: Vec<_> = pairs
        .iter()
        .filter_map(|&(before, after)| match conversion(Dialect::Postgres, before, after) {
            Conversion::Converted(converted) => Some((before, after, converted)),
            _ => None,
        })
        .collect();
    let (majors, mut values) = (majors(), 0);
    for (turn, &major) in majors.iter().enumerate() {
        let database = server(major).database("conversion");
        let mut client = database.connect(OWNER);
        client.batch_execute(SCENE).unwrap();
        for (before, after, converted) in converted.iter().skip(turn).step_by(majors.len()) {
            values += judge(&mut client, before, after, converted);
        }
    }
    println!("{} pairs with {values} values", converted.len());
}

/// A session whose settings must not matter, and the enums of the samples.
const SCENE: &str = "SET TIME ZONE 'America/New_York'; SET DateStyle = 'German'; SET synchronous_commit = off;
    CREATE TYPE colour AS ENUM ('red', 'green', 'old');
    CREATE TYPE tint AS ENUM ('red', 'crimson', 'new', 'blue');";

fn judge(client: &mut Client, before: &Sample, after: &Sample, converted: &Converted) -> usize {
    let (old, new) = (before.ty(Dialect::Postgres), after.ty(Dialect::Postgres));
    let context = format!("{} to {} by {converted:#?}", before.name, after.name);
    client
        .batch_execute(&format!(
            "DROP TABLE IF EXISTS kept, placed; CREATE TABLE kept (id integer, digits {old}); CREATE TABLE placed (value {new})"
        ))
        .unwrap();
    for (id, value) in (0i32..).zip(&before.values) {
        let insert = format!("INSERT INTO kept VALUES ({id}, {})", written(before, value));
        client
            .batch_execute(&insert)
            .unwrap_or_else(|error| panic!("{error}: {insert}"));
    }
    client.batch_execute("INSERT INTO kept VALUES (-1, NULL)").unwrap();
    let expr = converted.expr.as_deref().unwrap_or("digits");
    let guard = converted.guard.as_deref().unwrap_or("false");
    for (id, value) in (0i32..).zip(&before.values) {
        let warned: bool = client
            .query_one(
                &format!("SELECT coalesce(({guard}), false) FROM kept WHERE id = {id}"),
                &[],
            )
            .unwrap_or_else(|error| panic!("{error}\n{context}"))
            .get(0);
        let placed = format!("DELETE FROM placed; INSERT INTO placed SELECT {expr} FROM kept WHERE id = {id}");
        let done = client.batch_execute(&placed);
        let context = format!("`{value}`: {context}");
        match fate(before, after, value) {
            Fate::Survives(wanted) => {
                assert!(!warned, "{context}");
                done.unwrap_or_else(|error| panic!("{error}\n{context}"));
                assert_eq!(read(client, after, "SELECT value FROM placed"), [wanted], "{context}");
            }
            Fate::Changes(wanted) => {
                assert!(warned || converted.guard.is_none(), "{context}");
                done.unwrap_or_else(|error| panic!("{error}\n{context}"));
                assert_eq!(read(client, after, "SELECT value FROM placed"), [wanted], "{context}");
            }
            Fate::Refused => assert!(warned, "{context}"),
        }
    }
    in_place(client, before, after, converted, &context);
    before.values.len()
}

/// The type of a filled column changes; null stays null.
fn in_place(client: &mut Client, before: &Sample, after: &Sample, converted: &Converted, context: &str) {
    let guard = converted.guard.as_deref().unwrap_or("false");
    client
        .batch_execute(&format!("DELETE FROM kept WHERE {guard}"))
        .unwrap();
    let file = |client: &mut Client| -> u32 {
        client
            .query_one("SELECT pg_relation_filenode('kept')", &[])
            .unwrap()
            .get(0)
    };
    let first = file(client);
    let using = converted
        .expr
        .as_ref()
        .map_or(String::new(), |expr| format!(" USING {expr}"));
    let alter = format!(
        "ALTER TABLE kept ALTER digits TYPE {}{using}",
        after.ty(Dialect::Postgres)
    );
    assert!(!converted.query, "{context}");
    client
        .batch_execute(&alter)
        .unwrap_or_else(|error| panic!("{error}: {alter}\n{context}"));
    let moved = first != file(client);
    assert!(converted.rewrites || !moved, "{context}");
    if converted.expr.is_none() {
        assert_eq!(converted.rewrites, moved, "{context}");
    }
    let wanted = before
        .values
        .iter()
        .filter_map(|value| match fate(before, after, value) {
            Fate::Survives(wanted) => Some(wanted),
            Fate::Changes(wanted) if converted.guard.is_none() => Some(wanted),
            _ => None,
        });
    let wanted: Vec<_> = wanted.collect();
    assert_eq!(
        read(client, after, "SELECT digits FROM kept WHERE id >= 0 ORDER BY id"),
        wanted,
        "{context}"
    );
    let null: bool = client
        .query_one("SELECT digits IS NULL FROM kept WHERE id = -1", &[])
        .unwrap()
        .get(0);
    assert!(null, "{context}");
}

fn written(sample: &Sample, value: &str) -> String {
    let quoted = format!("'{}'", value.replace('\'', "''"));
    let ty = sample.ty(Dialect::Postgres);
    match &sample.kind {
        kind if sample.array && ty.ends_with("[]") => {
            let items: Vec<serde_json::Value> = serde_json::from_str(value).unwrap();
            let items: Vec<_> = items
                .iter()
                .map(|item| match (kind, item) {
                    (_, serde_json::Value::String(text)) => format!("'{}'", text.replace('\'', "''")),
                    (_, other) => other.to_string(),
                })
                .collect();
            format!("ARRAY[{}]::{ty}", items.join(", "))
        }
        Kind::Bytes => format!("'\\x{value}'"),
        Kind::Timestamp => format!("'{value}Z'"),
        _ => quoted,
    }
}

/// The values of a query in the form of the samples.
fn read(client: &mut Client, sample: &Sample, query: &str) -> Vec<String> {
    let shown = match &sample.kind {
        _ if sample.array => "to_jsonb(v)::text",
        Kind::Timestamp => "to_char(v AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
        Kind::TimestampLocal => "to_char(v, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
        Kind::Date => "to_char(v, 'YYYY-MM-DD')",
        Kind::Bytes => "encode(v, 'hex')",
        Kind::Inet => "host(v)",
        _ => "v::text",
    };
    let rows = client
        .query(&format!("SELECT {shown} FROM ({query}) AS q (v)"), &[])
        .unwrap();
    rows.iter().map(|row| in_form(sample, row.get(0))).collect()
}

fn in_form(sample: &Sample, text: String) -> String {
    match &sample.kind {
        Kind::Float => format!("{:?}", text.parse::<f64>().unwrap()),
        Kind::Timestamp | Kind::TimestampLocal => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        kind if sample.array || matches!(kind, Kind::Json | Kind::Record(_)) => compact(&text),
        Kind::Text => crate::storage::compacted(&text),
        _ => text,
    }
}

pub(crate) fn compact(text: &str) -> String {
    serde_json::from_str::<serde_json::Value>(text).unwrap().to_string()
}

/// What becomes of a value, where a text may be too long for its column.
fn fate(before: &Sample, after: &Sample, value: &str) -> Fate {
    let ty = after.ty(Dialect::Postgres);
    let most = ty.strip_prefix("varchar(").and_then(|rest| rest.strip_suffix(')'));
    let most: Option<usize> = most.map(|most| most.parse().unwrap());
    match expected::fate(before, after, value) {
        Fate::Survives(text) if most.is_some_and(|most| text.chars().count() > most) => Fate::Refused,
        fate => fate,
    }
}
