//! The map of operations in the shape that openapi-fetch takes. In: the endpoints. Out: the view of `paths.ts`.

use driftless_model::{Body, Method, Name, Schema};
use driftless_output::mark_named;
use driftless_shape::{Content, Endpoint, Member, Presence, Shapes};

use crate::names::Names;
use crate::spell::{Home, Speller};
use crate::{comment, escape, view};

/// Every method a path can have in such a map.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Indentation of a parameter, and of a header.
const PARAMETER: &str = "        ";

/// The view of `paths.ts`.
pub(crate) fn paths(schema: &Schema, names: &Names, shapes: &Shapes) -> view::Paths {
    let mut lower = Lower {
        schema,
        speller: Speller::new(schema, names, Home::Paths),
    };
    let operations = shapes.endpoints().map(|endpoint| lower.operation(endpoint)).collect();
    view::Paths {
        imports: lower.speller.imports(),
        paths: by_path(shapes),
        operations,
    }
}

/// Paths in the order in which their first operation comes.
fn by_path(shapes: &Shapes) -> Vec<view::Path> {
    let mut order: Vec<&str> = Vec::new();
    let mut found: std::collections::BTreeMap<&str, Vec<&Endpoint>> = std::collections::BTreeMap::new();
    for endpoint in shapes.endpoints() {
        let endpoints = found.entry(&endpoint.path).or_default();
        if endpoints.is_empty() {
            order.push(&endpoint.path);
        }
        endpoints.push(endpoint);
    }
    order.into_iter().map(|path| path_item(path, &found[path])).collect()
}

fn path_item(path: &str, endpoints: &[&Endpoint]) -> view::Path {
    let methods: Vec<view::Method> = endpoints.iter().map(|endpoint| method(endpoint)).collect();
    let others = METHODS
        .into_iter()
        .filter(|other| methods.iter().all(|method| method.method != *other))
        .collect();
    view::Path {
        key: escape::string(path),
        methods,
        others,
    }
}

fn method(endpoint: &Endpoint) -> view::Method {
    view::Method {
        doc: comment::block(
            &comment::declaration(&endpoint.doc, endpoint.deprecated.as_deref()),
            "    ",
        ),
        mark: mark_named(
            endpoint.span,
            &format!("{} {}", endpoint.method.as_str(), endpoint.path),
        ),
        method: endpoint.method.as_str().to_lowercase(),
        operation: escape::string(&endpoint.name.snake()),
    }
}

struct Lower<'a> {
    schema: &'a Schema,
    speller: Speller<'a>,
}

impl Lower<'_> {
    fn operation(&mut self, endpoint: &Endpoint) -> view::Operation {
        view::Operation {
            doc: comment::block(
                &comment::declaration(&endpoint.doc, endpoint.deprecated.as_deref()),
                "  ",
            ),
            mark: mark_named(endpoint.span, &endpoint.name.snake()),
            key: escape::key(&endpoint.name.snake()),
            parameters: vec![self.query(endpoint), headers(endpoint), self.path(endpoint)],
            request: self.request(endpoint),
            responses: self.responses(endpoint),
        }
    }

    fn query(&mut self, endpoint: &Endpoint) -> view::Parameters {
        let mut members: Vec<view::Member> = Vec::new();
        for query in &endpoint.query {
            let presence = if query.required {
                Presence::Required
            } else {
                Presence::Optional
            };
            members.push(self.parameter(&query.member, presence));
        }
        if endpoint.paged {
            members.push(text_parameter("limit?", "number", "How many items a page has at most."));
            members.push(text_parameter(
                "cursor?",
                "string",
                &format!(
                    "Where the page begins: `{}` of the page before.",
                    next_cursor(self.schema)
                ),
            ));
        }
        let required = endpoint.query.iter().any(|query| query.required);
        view::Parameters {
            place: place("query", required),
            members,
        }
    }

    fn path(&mut self, endpoint: &Endpoint) -> view::Parameters {
        let members: Vec<view::Member> = endpoint
            .params
            .iter()
            .map(|member| self.parameter(member, Presence::Required))
            .collect();
        view::Parameters {
            place: place("path", !members.is_empty()),
            members,
        }
    }

    fn parameter(&mut self, member: &Member, presence: Presence) -> view::Member {
        let optional = if presence == Presence::Optional { "?" } else { "" };
        view::Member {
            doc: comment::block(&comment::member(self.schema, member), PARAMETER),
            mark: mark_named(member.span, &member.object),
            key: format!("{}{optional}", escape::key(&member.json)),
            ty: self.speller.nullable(&member.ty, member.nullable),
        }
    }

    fn request(&mut self, endpoint: &Endpoint) -> Vec<view::Content> {
        let media: &[&str] = match (endpoint.body, endpoint.method) {
            (Body::Json, Method::Patch) => &["application/merge-patch+json", "application/json"],
            (Body::Json, _) => &["application/json"],
            (Body::Multipart, _) => &["multipart/form-data"],
            (Body::Binary, _) => return vec![content("application/octet-stream", "Uint8Array".to_owned())],
        };
        let Some(request) = &endpoint.request else {
            return Vec::new();
        };
        let ty = self.content(request);
        media.iter().map(|media| content(media, ty.clone())).collect()
    }

    fn responses(&mut self, endpoint: &Endpoint) -> Vec<view::Response> {
        let ty = endpoint.response.as_ref().map(|response| self.content(response));
        let ty = ty.map(|ty| {
            if endpoint.paged {
                format!("{}<{ty}>", self.speller.common("Page"))
            } else {
                ty
            }
        });
        let body = ty.map(|ty| content("application/json", ty)).into_iter().collect();
        let success = view::Response {
            status: endpoint.status.to_string(),
            content: body,
        };
        let problem = self.speller.common("Problem");
        let refusals = endpoint.errors.iter().map(u16::to_string).chain(["default".to_owned()]);
        let refusals = refusals.map(|status| view::Response {
            status,
            content: vec![content("application/problem+json", problem.clone())],
        });
        std::iter::once(success).chain(refusals).collect()
    }

    fn content(&mut self, content: &Content) -> String {
        self.speller.nullable(&content.ty, content.nullable)
    }
}

fn headers(endpoint: &Endpoint) -> view::Parameters {
    let mut members = Vec::new();
    if endpoint.conditional {
        let doc = "`ETag` of the row that was read: refused with 412 when it has changed since.";
        members.push(text_parameter("\"If-Match\"?", "string", doc));
    }
    if endpoint.idempotent {
        let doc = "A word of the caller's: the same word does the same thing once.";
        members.push(text_parameter("\"Idempotency-Key\"?", "string", doc));
    }
    view::Parameters {
        place: place("header", false),
        members,
    }
}

fn text_parameter(key: &str, ty: &str, doc: &str) -> view::Member {
    let doc = comment::block(&[doc.to_owned()], PARAMETER);
    view::Member {
        doc,
        mark: String::new(),
        key: key.to_owned(),
        ty: ty.to_owned(),
    }
}

fn content(media: &str, ty: String) -> view::Content {
    view::Content {
        media: escape::string(media),
        ty,
    }
}

/// A place without a required parameter may be left out as a whole.
fn place(name: &str, required: bool) -> String {
    if required { name.to_owned() } else { format!("{name}?") }
}

/// The key of the cursor in a page.
pub(crate) fn next_cursor(schema: &Schema) -> String {
    escape::key(&cursor_key(schema))
}

/// The same, not yet spelled.
pub(crate) fn cursor_key(schema: &Schema) -> String {
    Name::new("next_cursor").wire(schema.wire.case)
}
