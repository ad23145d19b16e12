//! What databases made of a case, against what the crate said of it. In: verdicts. Out: a sentence where they differ without a
//! reason that is named here.

use driftless_model::{Default, FieldId, Scalar};
use driftless_sample::Subject;
use driftless_shape::constraints::{of_check, of_member, stem};
use driftless_shape::{Item, ItemType, Member, Origin, Role, Shape};
use serde_json::{Map, Value};

use crate::cases::Case;
use crate::kept::{Kept, Promises};
use crate::sample::Gap;
use crate::verdict::{Issue, Rust, Stored, Verdicts};

/// What is different, if anything is.
pub(crate) fn disagreement(subject: &Subject, promises: &Promises, case: &Case, said: &Verdicts) -> Option<String> {
    let said = &without_namespace(subject, case, said);
    let databases = [
        ("PostgreSQL", &said.postgres, &promises.postgres),
        ("SQLite", &said.sqlite, &promises.sqlite),
    ];
    // Where both refuse by what the case does not have, nobody else could know.
    let stored = || [&said.postgres, &said.sqlite].into_iter().flatten();
    let is_refused =
        |stored: &Stored| matches!(stored, Stored::Refused(_, rule) if is_of_whole_row(subject, case, rule));
    if stored().any(is_refused) && !stored().any(|stored| matches!(stored, Stored::Row(_))) {
        return None;
    }
    let mut found = databases.iter().filter_map(|(name, stored, kept)| {
        let stored = stored.as_ref()?;
        if is_beyond(subject, case, said, stored, kept) {
            return None;
        }
        let fault = with_crate(subject, case, said, stored)?;
        Some(format!("{name} {fault}"))
    });
    let found = found.next();
    found.or_else(|| between(subject, case, said).filter(|_| said.rust == Rust::Valid))
}

/// The same with the rules of SQLite called as elsewhere: there the names of tables, and of their rules, begin with the namespace.
fn without_namespace(subject: &Subject, case: &Case, said: &Verdicts) -> Verdicts {
    let mut said = said.clone();
    let shape = subject.named(&case.shape);
    let entity = shape.and_then(|shape| match shape.origin {
        Origin::Entity(id) => Some(subject.schema.entity(id)),
        Origin::Record(_) => None,
    });
    let namespace = entity.and_then(|entity| entity.table.namespace.as_ref());
    if let (Some(Stored::Refused(_, rule)), Some(namespace)) = (&mut said.sqlite, namespace) {
        let bare = rule
            .strip_prefix(namespace.as_str())
            .and_then(|rest| rest.strip_prefix('_'));
        *rule = bare.unwrap_or(rule).to_owned();
    }
    said
}

/// Kinds of rules that depend on other rows, which the crate does not see.
fn is_of_rows(rule: &str) -> bool {
    matches!(rule, "Unique" | "Reference" | "Immutable")
}

/// Whether a database stored what breaks only rules that it does not have, and that its list of gaps speaks of; or what a patch
/// says of members that rows of its tag do not have, which is stored nowhere.
fn is_beyond(subject: &Subject, case: &Case, said: &Verdicts, stored: &Stored, kept: &Kept) -> bool {
    let (Rust::Broken(issues), Stored::Row(row)) = (&said.rust, stored) else {
        return false;
    };
    let row = object(row);
    issues.iter().all(|(pointer, code, _)| {
        let key = pointer.split('/').nth(1).unwrap_or_default();
        let is_left_out = case.role == Role::Patch && !row.is_empty() && !row.contains_key(key);
        let is_listed = subject
            .declarations(&case.shape, pointer)
            .iter()
            .any(|span| kept.gaps.contains(span));
        // The rules of a list and of what is in it have one name.
        let is_weaker = is_inside(pointer) || !kept.rules.contains(code) || is_of_form(subject, case, key, code);
        is_left_out || (is_listed && is_weaker)
    })
}

/// Whether a rule is that of the form of a member: databases look at parts of it.
fn is_of_form(subject: &Subject, case: &Case, key: &str, rule: &str) -> bool {
    let shape = subject.named(&case.shape);
    shape.is_some_and(|shape| {
        let members = shape.body.members();
        let member = members.into_iter().find(|member| member.json == key);
        member.is_some_and(|member| of_member(&subject.schema, shape.origin, member, "") == rule)
    })
}

fn with_crate(subject: &Subject, case: &Case, said: &Verdicts, stored: &Stored) -> Option<String> {
    match (&said.rust, stored) {
        // What cannot be read comes to no database.
        (Rust::Fault(_), _) => None,
        (_, Stored::Refused(rule, _)) if is_of_rows(rule) => None,
        (Rust::Valid, Stored::Row(row)) => changed(subject, case, said.written.as_deref()?, row),
        (Rust::Valid, Stored::Refused(rule, name)) => Some(format!("refuses by {rule} {name} what Rust accepts")),
        (Rust::Valid, Stored::Failed(fault)) => Some(format!("cannot write what Rust accepts: {fault}")),
        // Which characters are blank is another list in every language.
        (Rust::Broken(_), Stored::Row(_)) if is_known(case) => None,
        (Rust::Broken(_), Stored::Row(_)) => Some("stores what Rust refuses".to_owned()),
        (Rust::Broken(issues), Stored::Refused(_, name)) => {
            // Of a document, and of a list, databases have one rule for all that stands inside.
            let is_named = |(pointer, code, _): &Issue| code == name || is_inside(pointer);
            (!name.is_empty() && !issues.iter().any(is_named))
                .then(|| format!("refuses it by {name}, which Rust does not name"))
        }
        (Rust::Broken(_), Stored::Failed(_)) => None,
    }
}

/// Whether a database is known to store the value: to it, it is another text for the same thing.
fn is_known(case: &Case) -> bool {
    case.gaps.iter().any(|gap| matches!(gap, Gap::Blank | Gap::DecimalForm))
}

/// Whether a place is inside a member: in a document or in a list.
fn is_inside(pointer: &str) -> bool {
    pointer.matches('/').count() > 1
}

/// Whether a rule reads more of the row than the case has: what the service makes, and what a patch leaves as it is.
fn is_of_whole_row(subject: &Subject, case: &Case, rule: &str) -> bool {
    let shape = subject.named(&case.shape);
    let Some(shape) = shape else { return false };
    let Origin::Entity(id) = shape.origin else {
        return false;
    };
    let entity = subject.schema.entity(id);
    let members = shape.body.members();
    let is_sent = |field: FieldId| members.iter().any(|member| member.field == field);
    let mut checks = entity.checks.iter();
    let check = checks.find(|check| of_check(&subject.schema, shape.origin, check.name.as_str()) == rule);
    if let Some(check) = check {
        let sent = object(&case.json);
        let is_known = |field: FieldId| {
            let mut parts = members.iter().filter(|member| member.field == field).peekable();
            let is_made = |member: &Member| matches!(member.default, Some(Default::Now | Default::Uuid));
            parts.peek().is_some() && parts.all(|member| sent.contains_key(&member.json) || !is_made(member))
        };
        return case.role == Role::Patch || !check.expr.fields().into_iter().all(is_known);
    }
    // Which columns a row has depends on its tag, which a patch need not have.
    let is_of_tag = case.role == Role::Patch && entity.variants.is_some();
    let row = subject
        .shape(id, Role::Row)
        .map(|row| row.body.members())
        .unwrap_or_default();
    // The names of some members begin like those of others.
    let named = |member: &&Member| rule.starts_with(&format!("{}_", stem(&subject.schema, shape.origin, member)));
    let owner = row
        .into_iter()
        .filter(named)
        .max_by_key(|member| stem(&subject.schema, shape.origin, member).len());
    is_of_tag || owner.is_some_and(|member| !is_sent(member.field))
}

/// A member that came back as something else than was sent.
fn changed(subject: &Subject, case: &Case, sent: &str, row: &str) -> Option<String> {
    let (sent, row) = (object(sent), object(row));
    let decimals = decimals(subject, case);
    let is_equal = |key: &str, one: &Value, other: &Value| match decimals.contains(&key) {
        true => scaled(one) == scaled(other),
        false => one == other,
    };
    let lost = sent
        .iter()
        .find(|(key, value)| row.get(*key).is_some_and(|now| !is_equal(key, now, value)));
    let (key, value) = lost?;
    let about = if case.role == Role::Patch {
        "changed to"
    } else {
        "sent as"
    };
    Some(format!("gives {} for {key}, which was {about} {value}", row[key]))
}

/// Keys of decimals: `0.5` may come back with all digits that the column has, `0.50`.
fn decimals<'a>(subject: &'a Subject, case: &Case) -> Vec<&'a str> {
    let shape = subject.named(&case.shape);
    let members = shape.map(|shape| shape.body.members()).unwrap_or_default();
    let is_decimal = |ty: &ItemType| matches!(ty.item, Item::Scalar(Scalar::Numeric { .. }));
    let members = members.into_iter().filter(|member| is_decimal(&member.ty));
    members.map(|member| member.json.as_str()).collect()
}

/// A decimal, or a list of them, without the digits that say nothing.
fn scaled(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(scaled).collect(),
        Value::String(text) if text.contains('.') => {
            let digits = text.trim_end_matches('0').trim_end_matches('.');
            Value::from(if digits == "-0" { "0" } else { digits })
        }
        Value::String(text) if text == "-0" => Value::from("0"),
        other => other.clone(),
    }
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
    let shape = subject.named(&case.shape);
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
