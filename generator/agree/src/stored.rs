//! What databases made of a case, against what the crate said of it. In: verdicts. Out: a sentence where they differ without a
//! reason that is named here.

use driftless_model::Default;
use driftless_shape::{Origin, Role, Shape};
use serde_json::{Map, Value};

use crate::cases::Case;
use crate::subject::{Kept, Subject};
use crate::verdict::{Rust, Stored, Verdicts};

/// What is different, if anything is.
pub(crate) fn disagreement(subject: &Subject, case: &Case, said: &Verdicts, checks: &[String]) -> Option<String> {
    let databases = [
        ("PostgreSQL", &said.postgres, &subject.postgres),
        ("SQLite", &said.sqlite, &subject.sqlite),
    ];
    let mut found = databases.iter().filter_map(|(name, stored, kept)| {
        let stored = stored.as_ref()?;
        if is_beyond(subject, case, said, stored, kept) {
            return None;
        }
        let fault = with_crate(case, said, stored, checks)?;
        Some(format!("{name} {fault}"))
    });
    let found = found.next();
    found.or_else(|| between(subject, case, said).filter(|_| said.rust == Rust::Valid))
}

/// Kinds of rules that depend on other rows, which the crate does not see.
fn is_of_rows(rule: &str) -> bool {
    matches!(rule, "Unique" | "Reference" | "Immutable")
}

/// Whether a database stored what breaks only rules that it does not have, and that its list of gaps speaks of.
fn is_beyond(subject: &Subject, case: &Case, said: &Verdicts, stored: &Stored, kept: &Kept) -> bool {
    let (Rust::Broken(issues), Stored::Row(_)) = (&said.rust, stored) else {
        return false;
    };
    issues.iter().all(|(pointer, code, _)| {
        let declarations = subject.declarations(&case.shape, pointer);
        !kept.rules.contains(code) && declarations.iter().any(|span| kept.gaps.contains(span))
    })
}

fn with_crate(case: &Case, said: &Verdicts, stored: &Stored, checks: &[String]) -> Option<String> {
    match (&said.rust, stored) {
        // What cannot be read comes to no database.
        (Rust::Fault(_), _) | (_, Stored::Refused(..)) if is_silent(&said.rust, stored) => None,
        (Rust::Valid, Stored::Row(row)) => changed(case, said.written.as_deref()?, row),
        // The members of the row that a patch leaves alone are not in the patch.
        (Rust::Valid, Stored::Refused(_, name)) if case.role == Role::Patch && checks.contains(name) => None,
        (Rust::Valid, Stored::Refused(rule, name)) => Some(format!("refuses by {rule} {name} what Rust accepts")),
        (Rust::Valid, Stored::Failed(fault)) => Some(format!("cannot write what Rust accepts: {fault}")),
        (Rust::Broken(_), Stored::Row(_)) => Some("stores what Rust refuses".to_owned()),
        (Rust::Broken(issues), Stored::Refused(_, name)) => {
            let is_named = name.is_empty() || issues.iter().any(|(_, code, _)| code == name);
            (!is_named).then(|| format!("refuses it by {name}, which Rust does not name"))
        }
        _ => None,
    }
}

fn is_silent(rust: &Rust, stored: &Stored) -> bool {
    match (rust, stored) {
        (Rust::Fault(_), _) => true,
        (_, Stored::Refused(rule, _)) => is_of_rows(rule),
        _ => false,
    }
}

/// A member that came back as something else than was sent.
fn changed(case: &Case, sent: &str, row: &str) -> Option<String> {
    let (sent, row) = (object(sent), object(row));
    let lost = sent
        .iter()
        .find(|(key, value)| row.get(*key).is_some_and(|now| now != *value));
    let (key, value) = lost?;
    let about = if case.role == Role::Patch {
        "changed to"
    } else {
        "sent as"
    };
    Some(format!("gives {} for {key}, which was {about} {value}", row[key]))
}

fn object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// What the databases make of it differently.
fn between(subject: &Subject, case: &Case, said: &Verdicts) -> Option<String> {
    match (said.postgres.as_ref()?, said.sqlite.as_ref()?) {
        (Stored::Row(one), Stored::Row(other)) => {
            let (one, other) = (object(one), object(other));
            let made = made_by_databases(subject, case);
            let key = one
                .keys()
                .find(|key| !made.contains(key) && one.get(*key) != other.get(*key))?;
            Some(format!(
                "{key} is {} on PostgreSQL, {} on SQLite",
                one[key],
                other.get(key).cloned().unwrap_or_default()
            ))
        }
        (Stored::Row(_), _) => Some("PostgreSQL stores what SQLite refuses".to_owned()),
        (_, Stored::Row(_)) => Some("SQLite stores what PostgreSQL refuses".to_owned()),
        _ => None,
    }
}

/// Keys of members that differ from row to row.
fn made_by_databases(subject: &Subject, case: &Case) -> Vec<String> {
    let shape = subject.travelling().find(|shape| shape.name == case.shape);
    let Some(Shape {
        origin: Origin::Entity(id),
        ..
    }) = shape
    else {
        return Vec::new();
    };
    let entity = subject.schema.entity(*id);
    let is_made = |field: &driftless_model::Field| {
        field.identity || field.touched || matches!(field.default, Some(Default::Now | Default::Uuid))
    };
    let fields = entity.fields.iter().filter(|field| is_made(field));
    fields
        .flat_map(|field| field.columns())
        .map(|column| column.json.clone())
        .collect()
}
