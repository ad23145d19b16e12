//! What the service answers. In: endpoints. Out: path items, in order, with one operation for each endpoint.

use driftless_model::{Body, Method, Scalar};
use driftless_output::mark_named;
use driftless_shape::{Content, Endpoint, EndpointKind, Item, Shape};
use serde_json::{Map, Value, json};

use crate::components::page_name;
use crate::draft::Draft;
use crate::item::item_type;
use crate::member::{deprecation, paragraph, property};
use crate::parameter::parameters;
use crate::problem::{OTHER, name};
use crate::reading::{Reading, has_member};
use crate::schema::page;
use crate::scope::{Scope, escape};

/// The path items of these endpoints.
pub(crate) fn paths<'a>(scope: &Scope<'_>, endpoints: impl Iterator<Item = &'a Endpoint>) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints {
        let method = endpoint.method.as_str().to_lowercase();
        let pointer = format!("#/paths/{}/{method}", escape(&endpoint.path));
        let key = format!("{}{method}", mark_named(endpoint.span, &pointer));
        let item = paths.entry(endpoint.path.clone()).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(key, operation(scope, endpoint));
        }
    }
    Value::Object(paths)
}

fn operation(scope: &Scope<'_>, endpoint: &Endpoint) -> Value {
    let mut written = Map::new();
    let mut set = |key: &str, value: Value| written.insert(key.to_owned(), value);
    let name = endpoint.name.snake();
    set(
        "operationId",
        json!(format!("{}{name}", mark_named(endpoint.span, &name))),
    );
    set("tags", json!([scope.schema.domain(endpoint.domain).name.snake()]));
    let text = paragraph([Some(endpoint.doc.clone()), deprecation(endpoint.deprecated.as_deref())]);
    set("summary", json!(summary(endpoint)));
    if !text.is_empty() {
        set("description", json!(text));
    }
    if endpoint.deprecated.is_some() {
        set("deprecated", json!(true));
    }
    let parameters = parameters(scope, endpoint);
    if !parameters.is_empty() {
        set("parameters", json!(parameters));
    }
    if let Some(body) = request_body(scope, endpoint) {
        set("requestBody", body);
    }
    set("responses", responses(scope, endpoint));
    if scope.bearer && !endpoint.authenticated {
        set("security", json!([]));
    }
    Value::Object(written)
}

/// The first sentence, as a heading.
fn summary(endpoint: &Endpoint) -> String {
    let line = endpoint.doc.lines().next().unwrap_or_default();
    let sentence = line.split_once(". ").map_or(line, |(sentence, _)| sentence);
    let sentence = sentence.trim_end_matches('.');
    if sentence.is_empty() {
        crate::settings::sentence(&endpoint.name.snake())
    } else {
        sentence.to_owned()
    }
}

fn request_body(scope: &Scope<'_>, endpoint: &Endpoint) -> Option<Value> {
    let media: &[&str] = match (endpoint.body, endpoint.method) {
        (Body::Json, Method::Patch) => &["application/merge-patch+json", "application/json"],
        (Body::Json, _) => &["application/json"],
        (Body::Multipart, _) => &["multipart/form-data"],
        (Body::Binary, _) => &["application/octet-stream"],
    };
    let schema = match (endpoint.body, &endpoint.request) {
        (Body::Binary, _) => raw().finish(scope.version),
        (_, None) => return None,
        (Body::Multipart, Some(content)) => multipart(scope, content),
        (Body::Json, Some(content)) => value(scope, content, Reading::Closed),
    };
    let content = media
        .iter()
        .map(|media| ((*media).to_owned(), json!({ "schema": schema })));
    Some(json!({ "required": true, "content": content.collect::<Map<_, _>>() }))
}

/// Bytes as they are.
fn raw() -> Draft {
    Draft::any().with("contentMediaType", "application/octet-stream")
}

fn value(scope: &Scope<'_>, content: &Content, reading: Reading) -> Value {
    let draft = item_type(scope, &content.ty, reading);
    let draft = if content.nullable {
        draft.or_null(scope.version)
    } else {
        draft
    };
    draft.finish(scope.version)
}

/// The parts of a form are the members of a record; bytes need no base64 there.
fn multipart(scope: &Scope<'_>, content: &Content) -> Value {
    match scope.components.index.shape_of(&content.ty.item) {
        Some(shape) if has_bytes(shape) => form(scope, shape).finish(scope.version),
        _ => value(scope, content, Reading::Closed),
    }
}

fn has_bytes(shape: &Shape) -> bool {
    shape
        .body
        .members()
        .iter()
        .any(|member| member.ty.item == Item::Scalar(Scalar::Bytes))
}

fn form(scope: &Scope<'_>, shape: &Shape) -> Draft {
    let mut properties = Map::new();
    let mut required: Vec<&str> = Vec::new();
    for member in shape.body.members() {
        if !has_member(scope.schema, shape, Reading::Closed, member) {
            continue;
        }
        let (key, schema) = property(scope, &shape.name, shape, member, Reading::Closed);
        let is_file = member.ty.item == Item::Scalar(Scalar::Bytes) && member.ty.array.is_none();
        let schema = if is_file {
            raw().with_text("description", &member.doc).finish(scope.version)
        } else {
            schema
        };
        properties.insert(key, schema);
        if member.presence == driftless_shape::Presence::Required {
            required.push(&member.json);
        }
    }
    Draft::of("object")
        .with_text("description", &shape.doc)
        .with("properties", properties)
        .with_some("required", (!required.is_empty()).then_some(required))
        .with("additionalProperties", false)
}

fn responses(scope: &Scope<'_>, endpoint: &Endpoint) -> Value {
    let mut responses = Map::new();
    responses.insert(endpoint.status.to_string(), success(scope, endpoint));
    let refusals = endpoint.errors.iter().map(|&status| (status.to_string(), name(status)));
    for (status, name) in refusals.chain([("default".to_owned(), OTHER.to_owned())]) {
        responses.insert(status, json!({ "$ref": scope.common("responses", &name) }));
    }
    Value::Object(responses)
}

fn success(scope: &Scope<'_>, endpoint: &Endpoint) -> Value {
    let description = match (endpoint.status, endpoint.paged) {
        (_, true) => "One page.",
        (201, _) => "What was made.",
        (202, _) => "The request was taken in and is worked on.",
        (204, _) => "Done; there is nothing to say.",
        _ => "What was asked for.",
    };
    let mut written = Map::new();
    written.insert("description".to_owned(), json!(description));
    if names_state(endpoint) {
        written.insert(
            "headers".to_owned(),
            json!({ "ETag": { "$ref": scope.common("headers", "ETag") } }),
        );
    }
    if let Some(content) = &endpoint.response {
        let schema = if endpoint.paged {
            page_of(scope, content)
        } else {
            value(scope, content, Reading::Open)
        };
        written.insert(
            "content".to_owned(),
            json!({ "application/json": { "schema": schema } }),
        );
    }
    Value::Object(written)
}

/// Whether the response is one row, whose state can be named.
fn names_state(endpoint: &Endpoint) -> bool {
    matches!(
        endpoint.kind,
        EndpointKind::Read(_) | EndpointKind::Create(_) | EndpointKind::Update(_)
    )
}

fn page_of(scope: &Scope<'_>, content: &Content) -> Value {
    match scope.components.index.shape_of(&content.ty.item) {
        Some(shape) if content.ty.array.is_none() => scope.reference(&page_name(shape)),
        _ => page(scope, item_type(scope, &content.ty, Reading::Open), "values"),
    }
    .finish(scope.version)
}
