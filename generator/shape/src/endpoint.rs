//! What the service answers over HTTP: the operations that follow from entities and links, those a schema declares,
//! and the walks of graphs. One list, so that the specification and every client agree on paths and types.

mod crud;
mod declared;

use std::collections::BTreeSet;

use driftless_diagnostics::Span;
use driftless_model::{Body, DomainId, EntityId, Method, Name, Schema};

use crate::{ItemType, Member};

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Operation id: `list_books`.
    pub name: Name,
    /// Where it follows from.
    pub kind: EndpointKind,
    /// The domain whose files declare it.
    pub domain: DomainId,
    /// The declaration.
    pub span: Span,
    /// What it does.
    pub doc: String,
    /// Method.
    pub method: Method,
    /// Path with `{parameters}`.
    pub path: String,
    /// Path parameters in order.
    pub params: Vec<Member>,
    /// Query parameters in order, without `limit` and `cursor` of a paged one.
    pub query: Vec<Query>,
    /// What is sent.
    pub request: Option<Content>,
    /// How it is sent.
    pub body: Body,
    /// What comes back; of a paged one, an item.
    pub response: Option<Content>,
    /// Whether the response is a page.
    pub paged: bool,
    /// Status of success.
    pub status: u16,
    /// Statuses of refusal, ascending.
    pub errors: Vec<u16>,
    /// Whether the caller must say who they are.
    pub authenticated: bool,
    /// Whether it takes `If-Match`.
    pub conditional: bool,
    /// Whether it takes `Idempotency-Key`.
    pub idempotent: bool,
    /// What to use instead.
    pub deprecated: Option<String>,
}

/// Where an endpoint follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointKind {
    /// Many rows of an entity, or of a link.
    List(EntityId),
    /// One row.
    Read(EntityId),
    /// A new row.
    Create(EntityId),
    /// A changed row.
    Update(EntityId),
    /// A removed row.
    Delete(EntityId),
    /// A declared operation, by position in the schema.
    Declared(usize),
    /// A walk of a graph against its edges, by position in the schema.
    Upstream(usize),
    /// A walk of a graph along its edges, by position in the schema.
    Downstream(usize),
}

/// A query parameter. An arc travels as `kind:id`.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Name and type.
    pub member: Member,
    /// Whether it must be given.
    pub required: bool,
}

/// What is sent or comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Its type.
    pub ty: ItemType,
    /// Whether null is an answer.
    pub nullable: bool,
}

/// Every endpoint: entity by entity, then declared ones, then graphs. A declared operation stands for the one that would
/// follow from an entity if both have the same name or answer to the same request.
pub(crate) fn endpoints(schema: &Schema) -> Vec<Endpoint> {
    let declared = declared::declared_endpoints(schema);
    let names: BTreeSet<String> = declared.iter().map(|endpoint| endpoint.name.snake()).collect();
    let requests: BTreeSet<(Method, String)> = declared.iter().map(request_of).collect();
    let mut endpoints: Vec<Endpoint> = schema
        .entities()
        .flat_map(|(id, _)| crud::entity_endpoints(schema, id))
        .filter(|endpoint| !names.contains(&endpoint.name.snake()) && !requests.contains(&request_of(endpoint)))
        .collect();
    let mut walks = declared::graph_endpoints(schema);
    // What nobody declared is as open as the service.
    let authenticated = schema.output("openapi").and_then(|output| output.text("auth")) != Some("none");
    endpoints
        .iter_mut()
        .chain(&mut walks)
        .for_each(|endpoint| endpoint.authenticated = authenticated);
    endpoints.extend(declared);
    endpoints.extend(walks);
    endpoints.iter_mut().for_each(refuse_unknown_callers);
    endpoints
}

/// A caller who has to say who they are may not have said so, or not be allowed to.
fn refuse_unknown_callers(endpoint: &mut Endpoint) {
    if endpoint.authenticated {
        endpoint.errors.extend([401, 403]);
        endpoint.errors.sort_unstable();
        endpoint.errors.dedup();
    }
}

/// What a server tells requests apart by: names of parameters do not count.
fn request_of(endpoint: &Endpoint) -> (Method, String) {
    let parts = endpoint
        .path
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part });
    (endpoint.method, parts.collect::<Vec<_>>().join("/"))
}

/// The names of the parameters in a path, in order.
pub(crate) fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
