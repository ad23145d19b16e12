//! One key of an object: its schema and what there is to say about it.

use driftless_model::{Default, Pii};
use driftless_output::mark_named;
use driftless_shape::{Member, Origin, Shape};
use serde_json::{Map, Value, json};

use crate::draft::Draft;
use crate::item::{item_type, sample_of};
use crate::literal::literal;
use crate::reading::Reading;
use crate::scope::{Scope, escape};

/// The key, marked with where it comes from, and the schema of a member of the component `owner`.
pub(crate) fn property(
    scope: &Scope<'_>,
    owner: &str,
    shape: &Shape,
    member: &Member,
    reading: Reading,
) -> (String, Value) {
    let draft = item_type(scope, &member.ty, reading);
    let examples = examples(scope, member, &draft);
    let draft = masked(draft, member);
    let draft = if member.nullable {
        draft.or_null(scope.version)
    } else {
        draft
    };
    let draft = draft
        .with_text("description", &description(scope, member, reading))
        .with_flag("deprecated", member.deprecated.is_some())
        .with_flag("readOnly", member.read_only && reading == Reading::Open)
        .with_flag("writeOnly", member.write_only)
        .with_some("examples", examples)
        .with_some("x-default", stated_default(scope, member, reading))
        .with_some("x-pii", member.pii.as_ref().map(pii));
    (
        marked_key(owner, member),
        stored(scope, shape, member, draft).finish(scope.version),
    )
}

/// The key of a member, marked with where it comes from.
pub(crate) fn marked_key(owner: &str, member: &Member) -> String {
    let pointer = format!("#/components/schemas/{owner}/properties/{}", escape(&member.json));
    format!("{}{}", mark_named(member.span, &pointer), member.json)
}

/// What kind of personal data it is, and why it is held.
pub(crate) fn pii(pii: &Pii) -> Value {
    let mut said = Map::new();
    said.insert("kind".to_owned(), json!(pii.kind));
    said.extend(pii.purpose.iter().map(|purpose| ("purpose".to_owned(), json!(purpose))));
    Value::Object(said)
}

/// What it means, what becomes of it when left out, and what to use instead.
pub(crate) fn description(scope: &Scope<'_>, member: &Member, reading: Reading) -> String {
    let default = match &member.default {
        Some(Default::Now) => Some("the current time".to_owned()),
        Some(Default::Uuid) => Some("a new UUID".to_owned()),
        Some(Default::Value(value)) => Some(format!("`{}`", literal(scope, &member.ty, value))),
        None => None,
    };
    let default = default.filter(|_| reading == Reading::Closed && !member.write_only);
    let default = default.map(|default| format!("When left out: {default}."));
    paragraph([
        Some(member.doc.clone()),
        default,
        deprecation(member.deprecated.as_deref()),
    ])
}

/// What to use instead, as a sentence.
pub(crate) fn deprecation(instead: Option<&str>) -> Option<String> {
    instead.map(|instead| format!("Deprecated: {instead}"))
}

/// Sentences one after the other.
pub(crate) fn paragraph<const N: usize>(sentences: [Option<String>; N]) -> String {
    let said: Vec<String> = sentences
        .into_iter()
        .flatten()
        .filter(|sentence| !sentence.is_empty())
        .collect();
    said.join(" ")
}

/// What is typed in blindly.
fn masked(draft: Draft, member: &Member) -> Draft {
    let is_text = draft.is_text() && !draft.has("format");
    if member.write_only && is_text {
        draft.with("format", "password")
    } else {
        draft
    }
}

/// The author's examples, else ones that are certain. A secret has none, not even an invented one.
fn examples(scope: &Scope<'_>, member: &Member, draft: &Draft) -> Option<Vec<Value>> {
    if member.write_only {
        return None;
    }
    if !member.examples.is_empty() {
        return Some(
            member
                .examples
                .iter()
                .map(|example| literal(scope, &member.ty, example))
                .collect(),
        );
    }
    sample_of(scope, &member.ty, draft).filter(|_| member.ty.array.is_none())
}

/// JSON Schema's `default` would make generators demand the member.
fn stated_default(scope: &Scope<'_>, member: &Member, reading: Reading) -> Option<Value> {
    match &member.default {
        Some(Default::Value(value)) if reading == Reading::Closed && !member.write_only => {
            Some(literal(scope, &member.ty, value))
        }
        _ => None,
    }
}

/// Where an entity keeps it.
fn stored(scope: &Scope<'_>, shape: &Shape, member: &Member, draft: Draft) -> Draft {
    let Origin::Entity(id) = shape.origin else { return draft };
    let columns = scope.schema.entity(id).field(member.field).columns();
    match member.column {
        Some(at) => draft.with_some("x-column", columns.get(at).map(|column| column.name.as_str())),
        None => draft.with(
            "x-columns",
            columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ),
    }
}
