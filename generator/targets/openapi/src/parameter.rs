//! Parameters: those of a path and query, and those that every document shares.

use driftless_output::mark;
use driftless_shape::{Endpoint, Item, Member};
use serde_json::{Map, Value, json};

use crate::draft::Draft;
use crate::item::{item_type, sample_of};
use crate::literal::literal;
use crate::member::description;
use crate::reading::Reading;
use crate::scope::Scope;

/// The parameters of an operation, in order.
pub(crate) fn parameters(scope: &Scope<'_>, endpoint: &Endpoint) -> Vec<Value> {
    let path = endpoint
        .params
        .iter()
        .map(|member| parameter(scope, member, "path", true));
    let query = endpoint
        .query
        .iter()
        .map(|query| parameter(scope, &query.member, "query", query.required));
    let mut shared: Vec<&str> = Vec::new();
    if endpoint.paged {
        shared.extend(["Limit", "Cursor"]);
    }
    if endpoint.conditional {
        shared.push("IfMatch");
    }
    if endpoint.idempotent {
        shared.push("IdempotencyKey");
    }
    let shared = shared
        .into_iter()
        .map(|name| json!({ "$ref": scope.common("parameters", name) }));
    path.chain(query).chain(shared).collect()
}

fn parameter(scope: &Scope<'_>, member: &Member, place: &str, required: bool) -> Value {
    let draft = item_type(scope, &member.ty, Reading::Closed);
    let own: Vec<Value> = member
        .examples
        .iter()
        .map(|example| literal(scope, &member.ty, example))
        .collect();
    let examples = if own.is_empty() {
        sample_of(scope, &member.ty, &draft)
    } else {
        Some(own)
    };
    let examples = examples.filter(|_| member.ty.array.is_none() || !member.examples.is_empty());
    let schema = draft.with_some("examples", examples).finish(scope.version);
    let mut written = Map::new();
    let mut set = |key: &str, value: Value| written.insert(key.to_owned(), value);
    set("name", json!(format!("{}{}", mark(member.span), member.json)));
    set("in", json!(place));
    set("required", json!(required));
    let text = description(scope, member, Reading::Closed);
    if !text.is_empty() {
        set("description", json!(text));
    }
    if member.deprecated.is_some() {
        set("deprecated", json!(true));
    }
    if is_json(&member.ty.item) {
        set("content", json!({ "application/json": { "schema": schema } }));
    } else {
        set("schema", schema);
    }
    Value::Object(written)
}

/// What has no form of its own in a URL travels as JSON.
fn is_json(item: &Item) -> bool {
    use driftless_model::Scalar;
    let is_composite = matches!(
        item,
        Item::Record(_) | Item::Read(_) | Item::Create(_) | Item::Patch(_) | Item::Arc(..)
    );
    is_composite || matches!(item, Item::Scalar(Scalar::Json))
}

/// The parameters that operations refer to.
pub(crate) fn shared(scope: &Scope<'_>) -> Value {
    let limit = Draft::of("integer").with("format", "int32").with("minimum", 1);
    let text = || Draft::of("string").with("minLength", 1);
    let key = || Draft::of("string").with("minLength", 1).with("maxLength", 255);
    let one = |name: &str, place: &str, description: &str, schema: Draft| {
        let schema = schema.finish(scope.version);
        json!({ "name": name, "in": place, "required": false, "description": description, "schema": schema })
    };
    json!({
        "Limit": one("limit", "query", "How many items a page has at most; it may have fewer.", limit),
        "Cursor": one("cursor", "query", "Where the page begins: what the page before gave for it.", text()),
        "IfMatch": one(
            "If-Match",
            "header",
            "`ETag` of the row that was read: refused with 412 when it has changed since.",
            text(),
        ),
        "IdempotencyKey": one(
            "Idempotency-Key",
            "header",
            "A word of the caller's: the same word does the same thing once.",
            key(),
        ),
    })
}

/// The headers that responses refer to.
pub(crate) fn headers(scope: &Scope<'_>) -> Value {
    let schema = Draft::of("string")
        .with("examples", json!(["\"7\""]))
        .finish(scope.version);
    json!({ "ETag": { "description": "Names this state of the row; send it as `If-Match`.", "schema": schema } })
}
