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
    /// The value of an arc in one reading.
    Arc(&'a ArcShape, Reading),
    /// The value of an arc in one reading, for one of its targets.
    ArcTarget(&'a ArcShape, usize, Reading),
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
    /// What the reason of a refusal is called.
    pub(crate) problem: String,
    /// What a part of such a reason is called.
    pub(crate) field_problem: String,
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
        let mut list = types(schema);
        for module in &shapes.modules {
            let file = file_of(schema, module.domain);
            let found = of_module(schema, module, &index, &readings, &paged);
            list.extend(found.into_iter().map(|(name, span, part)| Component {
                name,
                file: file.clone(),
                span: Some(span),
                part,
            }));
        }
        let (problem, field_problem) = (free_name("Problem", &list), free_name("FieldProblem", &list));
        list.insert(0, component(&problem, None, Part::Problem));
        list.insert(1, component(&field_problem, None, Part::FieldProblem));
        let files = list
            .iter()
            .map(|component| (component.name.clone(), component.file.clone()))
            .collect();
        Self {
            list,
            index,
            files,
            problem,
            field_problem,
        }
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
    in_reading(&shape.name, Reading::of(shape), reading)
}

/// The name of a case in a reading.
pub(crate) fn case_name(shape: &Shape, case: &Case, reading: Reading) -> String {
    in_reading(&case.name, Reading::of(shape), reading)
}

/// The name of a page of a shape.
pub(crate) fn page_name(shape: &Shape) -> String {
    format!("{}Page", shape_name(shape, Reading::Open))
}

/// The name of an arc's value in a reading.
pub(crate) fn arc_name(index: &Index<'_>, arc: &ArcShape, reading: Reading) -> String {
    in_reading(&arc.name, Reading::of_arc(index, arc.origin), reading)
}

/// The name of an arc's value in a reading, for one of its targets.
pub(crate) fn target_name(
    schema: &Schema,
    index: &Index<'_>,
    arc: &ArcShape,
    target: usize,
    reading: Reading,
) -> String {
    let name = format!("{}{}", arc.name, schema.entity(arc.targets[target].1).name.pascal());
    in_reading(&name, Reading::of_arc(index, arc.origin), reading)
}

fn in_reading(name: &str, own: Reading, reading: Reading) -> String {
    let suffix = if reading == own { "" } else { reading.suffix() };
    format!("{name}{suffix}")
}

type Found<'a> = (String, Span, Part<'a>);

fn component<'a>(name: &str, span: Option<Span>, part: Part<'a>) -> Component<'a> {
    Component {
        name: name.to_owned(),
        file: COMMON.to_owned(),
        span,
        part,
    }
}

fn types(schema: &Schema) -> Vec<Component<'_>> {
    let named = schema.types.iter();
    named
        .map(|ty| component(&ty.name.pascal(), Some(ty.span), Part::Named(ty)))
        .collect()
}

/// A schema may well have problems of its own. No declaration makes a name with a hyphen.
fn free_name(name: &str, list: &[Component<'_>]) -> String {
    let is_taken = list.iter().any(|component| component.name.eq_ignore_ascii_case(name));
    if is_taken {
        format!("{name}-Details")
    } else {
        name.to_owned()
    }
}

fn of_module<'a>(
    schema: &'a Schema,
    module: &'a Module,
    index: &Index<'_>,
    readings: &Readings,
    paged: &[(Origin, Role)],
) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    found.extend(module.ids.iter().map(|id| (id.name.clone(), id.span, Part::Id(id))));
    let enums = module.enums.iter().map(|&id| schema.enumeration(id));
    found.extend(enums.map(|item| (item.name.pascal(), item.span, Part::Enum(item))));
    for arc in &module.arcs {
        for reading in own_first(Reading::of_arc(index, arc.origin)) {
            if readings.arcs.contains(&(arc.origin, arc.field, reading)) {
                found.extend(of_arc(schema, index, arc, reading));
            }
        }
    }
    for shape in &module.shapes {
        for reading in own_first(Reading::of(shape)) {
            if readings.shapes.contains(&(shape.origin, shape.role, reading)) {
                found.extend(of_shape(shape, reading));
            }
        }
        if paged.contains(&(shape.origin, shape.role)) {
            found.push((page_name(shape), shape.span, Part::Page(shape)));
        }
    }
    found
}

fn own_first(own: Reading) -> [Reading; 2] {
    [own, own.other()]
}

fn of_arc<'a>(schema: &Schema, index: &Index<'_>, arc: &'a ArcShape, reading: Reading) -> Vec<Found<'a>> {
    let mut found = vec![(arc_name(index, arc, reading), arc.span, Part::Arc(arc, reading))];
    let target = |at| {
        let name = target_name(schema, index, arc, at, reading);
        (name, arc.span, Part::ArcTarget(arc, at, reading))
    };
    found.extend((0..arc.targets.len()).map(target));
    found
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
