//! What every template is shown: Schema and Shapes as plain values. In: the model. Out: texts, numbers, lists and
//! tables, described in `docs/templates.md` and stable. Nothing is escaped here and nothing is spelled for a language;
//! whatever the schema declares carries its `span`.

mod endpoint;
mod entity;
mod expression;
mod field;
mod literal;
mod places;
mod shape;
mod types;

use driftless_diagnostics::Span;
use driftless_model::{Case, Output, Schema, Setting, WireNumber};
use driftless_shape::{Module, Shapes};
use serde::Serialize;

use places::Places;

/// File, first byte and last byte of a declaration.
pub(crate) type Place = (u32, u32, u32);

/// Everything.
#[derive(Debug, Serialize)]
pub(crate) struct View<'a> {
    pub(crate) schema: About<'a>,
    pub(crate) types: Vec<types::NamedType<'a>>,
    pub(crate) domains: Vec<Domain<'a>>,
    pub(crate) graphs: Vec<Graph<'a>>,
}

/// The schema as a whole.
#[derive(Debug, Serialize)]
pub(crate) struct About<'a> {
    name: &'a str,
    doc: &'a str,
    version: &'a str,
    span: Place,
    tenant: Option<Tenant<'a>>,
    wire: Wire,
}

#[derive(Debug, Serialize)]
struct Tenant<'a> {
    entity: &'a str,
    setting: &'a str,
}

#[derive(Debug, Serialize)]
struct Wire {
    int8: &'static str,
    numeric: &'static str,
    case: &'static str,
}

/// One domain with all that belongs to it.
#[derive(Debug, Serialize)]
pub(crate) struct Domain<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    namespace: Option<&'a str>,
    ids: Vec<shape::Id<'a>>,
    enums: Vec<types::Enum<'a>>,
    arcs: Vec<shape::Arc<'a>>,
    shapes: Vec<shape::Shape<'a>>,
    entities: Vec<entity::Entity<'a>>,
    records: Vec<&'a str>,
    endpoints: Vec<endpoint::Endpoint<'a>>,
    /// Names of other domains that its shapes mention.
    uses: Vec<String>,
}

/// A graph.
#[derive(Debug, Serialize)]
pub(crate) struct Graph<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    edge: &'a str,
    from: &'a str,
    to: &'a str,
    depth: u32,
    cycles: bool,
    path: &'a str,
}

impl<'a> View<'a> {
    /// The view of a schema.
    pub(crate) fn of(schema: &'a Schema, shapes: &'a Shapes) -> Self {
        let places = Places::of(schema, shapes);
        Self {
            schema: About::of(schema),
            types: schema
                .types
                .iter()
                .map(|item| types::NamedType::of(&places, item))
                .collect(),
            domains: shapes
                .modules
                .iter()
                .map(|module| Domain::of(&places, module))
                .collect(),
            graphs: schema.graphs.iter().map(|graph| Graph::of(schema, graph)).collect(),
        }
    }
}

impl<'a> About<'a> {
    fn of(schema: &'a Schema) -> Self {
        let number = |wire| if wire == WireNumber::String { "string" } else { "number" };
        Self {
            name: schema.name.as_str(),
            doc: &schema.doc,
            version: &schema.version,
            span: place(schema.span),
            tenant: schema.tenant.as_ref().map(|tenant| Tenant {
                entity: schema.entity(tenant.entity).name.as_str(),
                setting: &tenant.setting,
            }),
            wire: Wire {
                int8: number(schema.wire.int8),
                numeric: number(schema.wire.numeric),
                case: if schema.wire.case == Case::Snake {
                    "snake_case"
                } else {
                    "camelCase"
                },
            },
        }
    }
}

impl<'a> Domain<'a> {
    fn of(places: &Places<'a>, module: &'a Module) -> Self {
        let schema = places.schema;
        let domain = schema.domain(module.domain);
        let entities = schema.entities().filter(|(_, entity)| entity.domain == module.domain);
        let records = schema.records.iter().filter(|record| record.domain == module.domain);
        let shapes: Vec<shape::Shape<'a>> = module
            .shapes
            .iter()
            .map(|item| shape::Shape::of(places, item))
            .collect();
        let arcs: Vec<shape::Arc<'a>> = module.arcs.iter().map(|arc| shape::Arc::of(places, arc)).collect();
        let own = domain.name.snake();
        let mut uses: Vec<String> = shapes.iter().flat_map(shape::Shape::domains).collect();
        uses.extend(arcs.iter().flat_map(shape::Arc::domains));
        uses.retain(|used| *used != own);
        uses.sort();
        uses.dedup();
        Self {
            name: domain.name.as_str(),
            doc: &domain.doc,
            span: place(domain.span),
            namespace: domain.namespace.as_deref(),
            ids: module.ids.iter().map(|id| shape::Id::of(places, id)).collect(),
            enums: module
                .enums
                .iter()
                .map(|&id| types::Enum::of(schema.enumeration(id)))
                .collect(),
            arcs,
            shapes,
            entities: entities
                .map(|(id, item)| entity::Entity::of(places, id, item))
                .collect(),
            records: records.map(|record| record.name.as_str()).collect(),
            endpoints: module
                .endpoints
                .iter()
                .map(|item| endpoint::Endpoint::of(places, item))
                .collect(),
            uses,
        }
    }
}

impl<'a> Graph<'a> {
    fn of(schema: &'a Schema, graph: &'a driftless_model::Graph) -> Self {
        let edge = schema.entity(graph.edge);
        Self {
            name: graph.name.as_str(),
            doc: &graph.doc,
            span: place(graph.span),
            edge: edge.name.as_str(),
            from: edge.field(graph.from).name.as_str(),
            to: edge.field(graph.to).name.as_str(),
            depth: graph.depth,
            cycles: graph.cycles,
            path: &graph.path,
        }
    }
}

/// What `[output.<name>]` says beside what every output has: texts, lists, and the free table `options`.
pub(crate) fn options(output: Option<&Output>) -> serde_json::Map<String, serde_json::Value> {
    let mut options = serde_json::Map::new();
    for (name, setting) in output.into_iter().flat_map(|output| &output.settings) {
        match setting {
            Setting::Text(text) => drop(options.insert(name.clone(), text.as_str().into())),
            Setting::List(list) => drop(options.insert(name.clone(), list.clone().into())),
            Setting::Table(table) => {
                options.extend(table.iter().map(|(key, value)| (key.clone(), literal::plain(value))))
            }
        }
    }
    options
}

/// Where something is declared.
fn place(span: Span) -> Place {
    (span.file.0, span.start, span.end)
}
