//! What is called how and stands in which file. In: Schema and Shapes. Out: every component in order of declaration, and
//! look-ups from what a type refers to. Nothing here knows what a component says.

use std::collections::BTreeMap;

use driftless_diagnostics::Span;
use driftless_model::{DomainId, EntityId, Enum, FieldId, NamedType, Schema};
use driftless_shape::{ArcShape, Body, Case, IdShape, Item, Module, Origin, Role, Shape, Shapes, Tagged};

use crate::reading::{Reading, Readings, readings};

/// The file of what belongs to no domain.
pub(crate) const COMMON: &str = "common";

/// One component.
#[derive(Debug)]
pub(crate) struct Component<'a> {
    /// Its key.
    pub(crate) name: String,
    /// The file that has it, without its ending.
    pub(crate) file: String,
    /// The declaration; none for what every specification has.
    pub(crate) span: Option<Span>,
    /// What it is.
    pub(crate) part: Part<'a>,
}

/// What a component is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// Why a request was refused.
    Problem,
    /// What is wrong with one value.
    FieldProblem,
    /// A named type.
    Named(&'a NamedType),
    /// An enum.
    Enum(&'a Enum),
    /// The key of an entity.
    Id(&'a IdShape),
    /// The value of an arc.
    Arc(&'a ArcShape),
    /// The value of an arc, for one of its targets.
    ArcTarget(&'a ArcShape, usize),
    /// A shape in one reading.
    Shape(&'a Shape, Reading),
    /// One case of a tagged shape in one reading.
    Case(&'a Shape, &'a Tagged, &'a Case, Reading),
    /// A page of a shape.
    Page(&'a Shape),
}

/// Look-ups from what types refer to.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    ids: BTreeMap<EntityId, &'a IdShape>,
    arcs: BTreeMap<(Origin, FieldId), &'a ArcShape>,
    shapes: BTreeMap<(Origin, Role), &'a Shape>,
}

/// Every component.
#[derive(Debug)]
pub(crate) struct Components<'a> {
    /// In order of declaration.
    pub(crate) list: Vec<Component<'a>>,
    /// From what types refer to.
    pub(crate) index: Index<'a>,
    files: BTreeMap<String, String>,
}

impl<'a> Index<'a> {
    fn of(shapes: &'a Shapes) -> Self {
        let modules = &shapes.modules;
        Self {
            ids: modules
                .iter()
                .flat_map(|module| &module.ids)
                .map(|id| (id.entity, id))
                .collect(),
            arcs: modules
                .iter()
                .flat_map(|module| &module.arcs)
                .map(|arc| ((arc.origin, arc.field), arc))
                .collect(),
            shapes: shapes
                .shapes()
                .map(|(_, shape)| ((shape.origin, shape.role), shape))
                .collect(),
        }
    }

    /// The key of an entity, where it has a type of its own.
    pub(crate) fn id(&self, entity: EntityId) -> Option<&'a IdShape> {
        self.ids.get(&entity).copied()
    }

    /// The value of an arc.
    pub(crate) fn arc(&self, origin: Origin, field: FieldId) -> Option<&'a ArcShape> {
        self.arcs.get(&(origin, field)).copied()
    }

    /// The shape that a type refers to, where it refers to one.
    pub(crate) fn shape_of(&self, item: &Item) -> Option<&'a Shape> {
        let key = match *item {
            Item::Record(id) => (Origin::Record(id), Role::Record),
            Item::Read(id) => (Origin::Entity(id), Role::Read),
            Item::Create(id) => (Origin::Entity(id), Role::Create),
            Item::Patch(id) => (Origin::Entity(id), Role::Patch),
            _ => return None,
        };
        self.shapes.get(&key).copied()
    }
}

impl<'a> Components<'a> {
    /// Collects them.
    pub(crate) fn of(schema: &'a Schema, shapes: &'a Shapes) -> Self {
        let index = Index::of(shapes);
        let readings = readings(schema, shapes, &index);
        let paged = paged(shapes, &index);
        let mut list = common(schema);
        for module in &shapes.modules {
            let file = file_of(schema, module.domain);
            let found = of_module(schema, module, &readings, &paged);
            list.extend(found.into_iter().map(|(name, span, part)| Component {
                name,
                file: file.clone(),
                span: Some(span),
                part,
            }));
        }
        let files = list
            .iter()
            .map(|component| (component.name.clone(), component.file.clone()))
            .collect();
        Self { list, index, files }
    }

    /// The file of a component, without its ending.
    pub(crate) fn file(&self, name: &str) -> &str {
        self.files.get(name).map_or(COMMON, String::as_str)
    }
}

/// The file of a domain. A domain of that name shares the file of what belongs to none.
pub(crate) fn file_of(schema: &Schema, domain: DomainId) -> String {
    schema.domain(domain).name.snake()
}

/// The name of a shape in a reading.
pub(crate) fn shape_name(shape: &Shape, reading: Reading) -> String {
    in_reading(&shape.name, shape, reading)
}

/// The name of a case in a reading.
pub(crate) fn case_name(shape: &Shape, case: &Case, reading: Reading) -> String {
    in_reading(&case.name, shape, reading)
}

/// The name of a page of a shape.
pub(crate) fn page_name(shape: &Shape) -> String {
    format!("{}Page", shape_name(shape, Reading::Open))
}

/// The name of an arc's value for one of its targets.
pub(crate) fn target_name(schema: &Schema, arc: &ArcShape, target: usize) -> String {
    format!("{}{}", arc.name, schema.entity(arc.targets[target].1).name.pascal())
}

fn in_reading(name: &str, shape: &Shape, reading: Reading) -> String {
    let suffix = if reading == Reading::of(shape) {
        ""
    } else {
        reading.suffix()
    };
    format!("{name}{suffix}")
}

type Found<'a> = (String, Span, Part<'a>);

fn common(schema: &Schema) -> Vec<Component<'_>> {
    let component = |name: &str, span, part| Component {
        name: name.to_owned(),
        file: COMMON.to_owned(),
        span,
        part,
    };
    let mut list = vec![
        component("Problem", None, Part::Problem),
        component("FieldProblem", None, Part::FieldProblem),
    ];
    let types = schema.types.iter();
    list.extend(types.map(|ty| component(&ty.name.pascal(), Some(ty.span), Part::Named(ty))));
    list
}

fn of_module<'a>(
    schema: &'a Schema,
    module: &'a Module,
    readings: &Readings,
    paged: &[(Origin, Role)],
) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    found.extend(module.ids.iter().map(|id| (id.name.clone(), id.span, Part::Id(id))));
    let enums = module.enums.iter().map(|&id| schema.enumeration(id));
    found.extend(enums.map(|item| (item.name.pascal(), item.span, Part::Enum(item))));
    for arc in &module.arcs {
        found.push((arc.name.clone(), arc.span, Part::Arc(arc)));
        let targets = 0..arc.targets.len();
        found.extend(targets.map(|at| (target_name(schema, arc, at), arc.span, Part::ArcTarget(arc, at))));
    }
    for shape in &module.shapes {
        for reading in own_first(shape) {
            if readings.contains(&(shape.origin, shape.role, reading)) {
                found.extend(of_shape(shape, reading));
            }
        }
        if paged.contains(&(shape.origin, shape.role)) {
            found.push((page_name(shape), shape.span, Part::Page(shape)));
        }
    }
    found
}

fn own_first(shape: &Shape) -> [Reading; 2] {
    match Reading::of(shape) {
        Reading::Open => [Reading::Open, Reading::Closed],
        Reading::Closed => [Reading::Closed, Reading::Open],
    }
}

fn of_shape(shape: &Shape, reading: Reading) -> Vec<Found<'_>> {
    let mut found = vec![(shape_name(shape, reading), shape.span, Part::Shape(shape, reading))];
    if let Body::Tagged(tagged) = &shape.body {
        let case = |case| {
            (
                case_name(shape, case, reading),
                case.span,
                Part::Case(shape, tagged, case, reading),
            )
        };
        found.extend(tagged.cases.iter().map(case));
    }
    found
}

/// The shapes that come in pages.
fn paged(shapes: &Shapes, index: &Index<'_>) -> Vec<(Origin, Role)> {
    let mut found: Vec<(Origin, Role)> = shapes
        .endpoints()
        .filter(|endpoint| endpoint.paged)
        .filter_map(|endpoint| index.shape_of(&endpoint.response.as_ref()?.ty.item))
        .map(|shape| (shape.origin, shape.role))
        .collect();
    found.sort();
    found.dedup();
    found
}
