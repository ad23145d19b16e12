//! Operations of the service.

use driftless_model::Body;
use driftless_shape::{Content, EndpointKind};
use serde::Serialize;

use super::places::Places;
use super::shape::Member;
use super::types::Type;
use super::{Place, place};

/// One operation.
#[derive(Debug, Serialize)]
pub(super) struct Endpoint<'a> {
    name: &'a str,
    /// `list`, `get`, `create`, `update`, `delete`, `declared`, `upstream` or `downstream`.
    kind: &'static str,
    doc: &'a str,
    span: Place,
    method: &'static str,
    path: &'a str,
    params: Vec<Member<'a>>,
    query: Vec<Query<'a>>,
    request: Option<Payload>,
    /// `json`, `multipart` or `binary`.
    body: &'static str,
    response: Option<Payload>,
    paged: bool,
    status: u16,
    errors: &'a [u16],
    authenticated: bool,
    conditional: bool,
    idempotent: bool,
    deprecated: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Query<'a> {
    member: Member<'a>,
    required: bool,
}

#[derive(Debug, Serialize)]
struct Payload {
    #[serde(rename = "type")]
    ty: Type,
    nullable: bool,
}

impl<'a> Endpoint<'a> {
    /// The view of an endpoint.
    pub(super) fn of(places: &Places<'a>, endpoint: &'a driftless_shape::Endpoint) -> Self {
        let query = |query: &'a driftless_shape::Query| Query {
            member: Member::of(places, &query.member),
            required: query.required,
        };
        let payload = |content: &Content| Payload {
            ty: Type::of(places, &content.ty),
            nullable: content.nullable,
        };
        Self {
            name: endpoint.name.as_str(),
            kind: kind(endpoint.kind),
            doc: &endpoint.doc,
            span: place(endpoint.span),
            method: endpoint.method.as_str(),
            path: &endpoint.path,
            params: endpoint
                .params
                .iter()
                .map(|member| Member::of(places, member))
                .collect(),
            query: endpoint.query.iter().map(query).collect(),
            request: endpoint.request.as_ref().map(payload),
            body: match endpoint.body {
                Body::Json => "json",
                Body::Multipart => "multipart",
                Body::Binary => "binary",
            },
            response: endpoint.response.as_ref().map(payload),
            paged: endpoint.paged,
            status: endpoint.status,
            errors: &endpoint.errors,
            authenticated: endpoint.authenticated,
            conditional: endpoint.conditional,
            idempotent: endpoint.idempotent,
            deprecated: endpoint.deprecated.as_deref(),
        }
    }
}

fn kind(kind: EndpointKind) -> &'static str {
    match kind {
        EndpointKind::List(_) => "list",
        EndpointKind::Read(_) => "get",
        EndpointKind::Create(_) => "create",
        EndpointKind::Update(_) => "update",
        EndpointKind::Delete(_) => "delete",
        EndpointKind::Declared(_) => "declared",
        EndpointKind::Upstream(_) => "upstream",
        EndpointKind::Downstream(_) => "downstream",
    }
}
