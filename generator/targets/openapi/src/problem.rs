//! Refusals: problem details as RFC 9457 has them, one response for each status.

use std::collections::BTreeSet;

use driftless_shape::Shapes;
use serde_json::{Map, Value, json};

use crate::draft::Draft;
use crate::scope::Scope;

/// The response that stands for any other status.
pub(crate) const OTHER: &str = "Refused";

/// Why a request was refused.
pub(crate) fn problem(scope: &Scope<'_>) -> Draft {
    let text = |description: &str| Draft::of("string").with("description", description);
    let uri = |description: &str| {
        Draft::of("string")
            .with("format", "uri-reference")
            .with("description", description)
    };
    let or_null = |format: Option<&str>, description: &str| {
        Draft::of("string")
            .with_some("format", format)
            .or_null(scope.version)
            .with("description", description)
    };
    let status = Draft::of("integer")
        .with("format", "int32")
        .with("minimum", 400)
        .with("maximum", 599)
        .with("description", "The HTTP status.");
    let errors = Draft::of("array")
        .with(
            "items",
            scope.reference(&scope.components.field_problem).finish(scope.version),
        )
        .with("description", "What is wrong with single values of the request.");
    let members = [
        ("type", uri("Names the kind of problem.")),
        ("title", text("The kind of problem, in words.")),
        ("status", status),
        ("detail", or_null(None, "What went wrong this time.")),
        ("instance", or_null(Some("uri-reference"), "Names this occurrence.")),
        ("errors", errors),
    ];
    object(
        scope,
        "Why a request was refused, as RFC 9457 has it.",
        members,
        &["type", "title", "status"],
    )
}

/// What is wrong with one value.
pub(crate) fn field_problem(scope: &Scope<'_>) -> Draft {
    let text = |description: &str| Draft::of("string").with("description", description);
    let pointer = Draft::of("string")
        .with("format", "json-pointer")
        .with("description", "Where the value is; a JSON Pointer.")
        .with("examples", json!(["/title"]));
    let detail = Draft::of("string")
        .or_null(scope.version)
        .with("description", "The rule, in words.");
    let code = text("The rule that it breaks: the name of a constraint, which stays the same.");
    let members = [("pointer", pointer), ("code", code), ("detail", detail)];
    object(
        scope,
        "What is wrong with one value of a request.",
        members,
        &["pointer", "code"],
    )
}

fn object<const N: usize>(scope: &Scope<'_>, doc: &str, members: [(&str, Draft); N], required: &[&str]) -> Draft {
    let members = members
        .into_iter()
        .map(|(key, draft)| (key.to_owned(), draft.finish(scope.version)));
    Draft::of("object")
        .with("description", doc)
        .with("properties", members.collect::<Map<_, _>>())
        .with("required", required)
}

/// The responses that operations refer to: one for each status that any of them has, and one for the rest.
pub(crate) fn responses(scope: &Scope<'_>, shapes: &Shapes) -> Map<String, Value> {
    let statuses: BTreeSet<u16> = shapes
        .endpoints()
        .flat_map(|endpoint| endpoint.errors.clone())
        .collect();
    let mut responses: Map<String, Value> = statuses
        .into_iter()
        .map(|status| (name(status), response(scope, description(status))))
        .collect();
    responses.insert(
        OTHER.to_owned(),
        response(scope, "The request was refused for another reason."),
    );
    responses
}

fn response(scope: &Scope<'_>, description: &str) -> Value {
    let schema = scope.reference(&scope.components.problem).finish(scope.version);
    json!({ "description": description, "content": { "application/problem+json": { "schema": schema } } })
}

/// The name of the response for a status.
pub(crate) fn name(status: u16) -> String {
    match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableContent",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        _ => return format!("Status{status}"),
    }
    .to_owned()
}

fn description(status: u16) -> &'static str {
    match status {
        400 => "The request could not be read.",
        401 => "The caller did not say who they are.",
        403 => "The caller may not do this.",
        404 => "There is no such thing, or the caller may not see it.",
        409 => "The request contradicts what is stored.",
        410 => "The thing existed and is gone.",
        412 => "The thing has changed since it was read.",
        413 => "The request is too large.",
        415 => "The request is of a kind that is not taken here.",
        422 => "Some value of the request breaks a rule; `errors` says which.",
        428 => "The request must say which state of the thing it is about.",
        429 => "Too many requests; try again later.",
        500.. => "The service could not answer.",
        _ => "The request was refused.",
    }
}
