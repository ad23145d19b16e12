//! Operations a schema declares, and the two walks that follow from each graph.

use driftless_model::{
    Body, Entity, FieldId, Graph, Length, Limits, Method, Name, Operation, Parameter, Payload, Scalar, Schema, Type,
    Value,
};

use super::{Content, Endpoint, EndpointKind, Query, path_parameters};
use crate::entity::{member, wire_columns};
use crate::item::{Item, ItemType};
use crate::record::field_type;
use crate::{Member, Origin, Presence};

/// The operations a schema declares.
pub(crate) fn declared_endpoints(schema: &Schema) -> Vec<Endpoint> {
    schema
        .operations
        .iter()
        .enumerate()
        .map(|(at, operation)| declared(schema, at, operation))
        .collect()
}

fn declared(schema: &Schema, at: usize, operation: &Operation) -> Endpoint {
    Endpoint {
        name: operation.name.clone(),
        kind: EndpointKind::Declared(at),
        domain: operation.domain,
        span: operation.span,
        doc: operation.doc.clone(),
        method: operation.method,
        path: operation.path.clone(),
        params: operation
            .params
            .iter()
            .map(|parameter| parameter_member(schema, operation, parameter))
            .collect(),
        query: operation
            .query
            .iter()
            .map(|parameter| query(schema, operation, parameter))
            .collect(),
        request: operation.request.as_ref().map(content),
        body: operation.body,
        response: operation.response.as_ref().map(|payload| answer(operation, payload)),
        paged: operation.paged,
        status: operation.status,
        errors: errors(operation),
        authenticated: operation.authenticated,
        conditional: false,
        idempotent: operation.method == Method::Post,
        deprecated: operation.deprecated.clone(),
    }
}

/// What any operation with such a request can be refused with, and what the author added.
fn errors(operation: &Operation) -> Vec<u16> {
    let mut errors = operation.errors.clone();
    if operation.request.is_some() {
        errors.extend([400, 422]);
    }
    if path_parameters(&operation.path).next().is_some() {
        errors.push(404);
    }
    errors.sort_unstable();
    errors.dedup();
    errors
}

/// Of a page, one of its items.
fn answer(operation: &Operation, payload: &Payload) -> Content {
    let mut content = content(payload);
    if operation.paged {
        content.ty.array = None;
    }
    content
}

fn content(payload: &Payload) -> Content {
    Content {
        ty: ItemType::of(&payload.ty),
        nullable: payload.nullable,
    }
}

fn parameter_member(schema: &Schema, operation: &Operation, parameter: &Parameter) -> Member {
    let column = wire_columns(&parameter.field).first().and_then(|(column, _)| *column);
    // An arc cannot be declared by an operation's path; the origin only matters for arcs of queries.
    let ty = field_type(
        schema,
        Origin::Record(driftless_model::RecordId(0)),
        &parameter.field,
        FieldId(0),
        column,
    );
    let object = format!("{}.{}", operation.name, parameter.field.name);
    member(
        &parameter.field,
        FieldId(0),
        column,
        parameter.json.clone(),
        &object,
        ty,
    )
}

fn query(schema: &Schema, operation: &Operation, parameter: &Parameter) -> Query {
    let mut member = parameter_member(schema, operation, parameter);
    if let Some(arc) = parameter.field.arc() {
        member.ty = ItemType::words_and_id(arc.targets.iter().map(|target| target.kind.clone()).collect());
    }
    let required = !parameter.field.nullable && parameter.field.default.is_none();
    if !required {
        member.presence = Presence::Optional;
    }
    member.nullable = false;
    Query { member, required }
}

/// Upstream and downstream of every graph.
pub(crate) fn graph_endpoints(schema: &Schema) -> Vec<Endpoint> {
    schema
        .graphs
        .iter()
        .enumerate()
        .flat_map(|(at, graph)| walks(schema, at, graph))
        .collect()
}

fn walks(schema: &Schema, at: usize, graph: &Graph) -> [Endpoint; 2] {
    let walk = |kind, way: &str, doc: String| walk(schema, graph, kind, way, doc);
    [
        walk(
            EndpointKind::Upstream(at),
            "upstream",
            format!("Lists the edges that lead to a node of {}.", graph.name),
        ),
        walk(
            EndpointKind::Downstream(at),
            "downstream",
            format!("Lists the edges that lead from a node of {}.", graph.name),
        ),
    ]
}

fn walk(schema: &Schema, graph: &Graph, kind: EndpointKind, way: &str, doc: String) -> Endpoint {
    let edge = schema.entity(graph.edge);
    let params = node_parameters(schema, graph, edge);
    let keys: String = params.iter().map(|member| format!("/{{{}}}", member.json)).collect();
    Endpoint {
        name: Name::new(format!("{}_{way}", graph.name.snake())),
        kind,
        domain: edge.domain,
        span: graph.span,
        doc,
        method: Method::Get,
        path: format!("{}{keys}/{way}", graph.path),
        params,
        query: vec![depth(graph)],
        request: None,
        body: Body::Json,
        response: Some(Content {
            ty: ItemType {
                item: Item::Read(graph.edge),
                array: Some(Length { min: 0, max: None }),
                limits: Limits::default(),
                named: None,
            },
            nullable: false,
        }),
        paged: false,
        status: 200,
        errors: vec![400, 404],
        authenticated: true,
        conditional: false,
        idempotent: false,
        deprecated: None,
    }
}

/// A node is named by kind and id where the ends are arcs, by its key alone where they are references.
fn node_parameters(schema: &Schema, graph: &Graph, edge: &Entity) -> Vec<Member> {
    let mut kinds: Vec<String> = Vec::new();
    let mut scalars: Vec<Scalar> = Vec::new();
    for end in [graph.from, graph.to] {
        for target in edge.field(end).arc().iter().flat_map(|arc| &arc.targets) {
            if !kinds.contains(&target.kind) {
                kinds.push(target.kind.clone());
            }
            scalars.push(target.column.ty.scalar);
        }
    }
    let from = edge.field(graph.from);
    if let Some(reference) = from.reference() {
        let ty = crate::item::target_type(schema, reference, 0);
        return vec![plain_member(graph, "id", "The node.", ty)];
    }
    let id = scalars
        .first()
        .copied()
        .filter(|first| scalars.iter().all(|scalar| scalar == first))
        .unwrap_or(Scalar::Text);
    vec![
        plain_member(graph, "kind", "What kind of node.", ItemType::words(kinds)),
        plain_member(graph, "id", "The node.", ItemType::of(&Type::plain(id))),
    ]
}

fn depth(graph: &Graph) -> Query {
    let mut ty = ItemType::of(&Type::plain(Scalar::Int));
    ty.limits.min = Some(Value::Int(1));
    ty.limits.max = Some(Value::Int(i64::from(graph.depth)));
    let mut member = plain_member(graph, "depth", "How many edges to follow at most.", ty);
    member.presence = Presence::Optional;
    Query {
        member,
        required: false,
    }
}

fn plain_member(graph: &Graph, name: &str, doc: &str, ty: ItemType) -> Member {
    Member {
        name: Name::new(name),
        json: name.to_owned(),
        object: format!("{}.{name}", graph.name),
        span: graph.span,
        doc: doc.to_owned(),
        ty,
        nullable: false,
        presence: Presence::Required,
        default: None,
        read_only: false,
        write_only: false,
        redacted: false,
        pii: None,
        deprecated: None,
        examples: Vec::new(),
        field: FieldId(0),
        column: None,
    }
}
