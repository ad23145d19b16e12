//! How strict a reader of a shape has to be. In: what travels in which direction. Out: the readings each shape needs. A
//! shape has one reading of its own; where it also travels the other way it gets a second one, under another name.

use std::collections::BTreeSet;

use driftless_model::{FieldId, Schema, Visibility};
use driftless_shape::{Content, Item, Member, Origin, Role, Shape, Shapes};

use crate::components::Index;

/// How a shape is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// By a client: keys and words that came later must not hurt.
    Open,
    /// By the service: unknown keys and words are refused.
    Closed,
}

/// Everything that something refers to, in each reading.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    /// Shapes.
    pub(crate) shapes: BTreeSet<(Origin, Role, Reading)>,
    /// Values of arcs.
    pub(crate) arcs: BTreeSet<(Origin, FieldId, Reading)>,
}

impl Reading {
    /// The reading that bears a shape's own name.
    pub(crate) fn of(shape: &Shape) -> Self {
        match shape.role {
            Role::Create | Role::Patch => Self::Closed,
            Role::Record if shape.usage.request && !shape.usage.response => Self::Closed,
            Role::Read | Role::Row | Role::Record => Self::Open,
        }
    }

    /// The reading in which an arc bears its own name: that of what comes back, where anything does.
    pub(crate) fn of_arc(index: &Index<'_>, origin: Origin) -> Self {
        match origin {
            Origin::Entity(_) => Self::Open,
            Origin::Record(id) => index.shape_of(&Item::Record(id)).map_or(Self::Open, Self::of),
        }
    }

    /// The one that is not this one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Open => Self::Closed,
            Self::Closed => Self::Open,
        }
    }

    /// What the other reading of a shape is called in addition.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Open => "Output",
            Self::Closed => "Input",
        }
    }
}

/// Whether a shape ever travels by itself.
pub(crate) fn is_on_wire(shape: &Shape) -> bool {
    match shape.role {
        Role::Row => false,
        Role::Record => shape.usage.request || shape.usage.response,
        Role::Read | Role::Create | Role::Patch => true,
    }
}

/// Whether a reading of a shape has a member: what only the service knows has no place anywhere, a secret none in what
/// comes back, and what the service fills none in what is sent.
pub(crate) fn has_member(schema: &Schema, shape: &Shape, reading: Reading, member: &Member) -> bool {
    let Origin::Record(id) = shape.origin else { return true };
    let field = &schema.record(id).fields[member.field.0];
    match field.visibility {
        Visibility::Internal => false,
        Visibility::Secret => reading == Reading::Closed,
        Visibility::Public => !(field.read_only && reading == Reading::Closed),
    }
}

/// Every reading that something refers to.
pub(crate) fn readings(schema: &Schema, shapes: &Shapes, index: &Index<'_>) -> Readings {
    let mut walk = Walk {
        schema,
        index,
        found: Readings::default(),
    };
    for (_, shape) in shapes.shapes().filter(|(_, shape)| is_on_wire(shape)) {
        walk.shape(shape, Reading::of(shape));
    }
    for endpoint in shapes.endpoints() {
        walk.content(endpoint.request.as_ref(), Reading::Closed);
        walk.content(endpoint.response.as_ref(), Reading::Open);
    }
    walk.found
}

struct Walk<'a, 'b> {
    schema: &'a Schema,
    index: &'b Index<'a>,
    found: Readings,
}

impl Walk<'_, '_> {
    fn content(&mut self, content: Option<&Content>, reading: Reading) {
        if let Some(content) = content {
            self.item(&content.ty.item, reading);
        }
    }

    fn item(&mut self, item: &Item, reading: Reading) {
        if let Item::Arc(origin, field) = *item {
            self.found.arcs.insert((origin, field, reading));
        }
        if let Some(shape) = self.index.shape_of(item) {
            self.shape(shape, reading);
        }
    }

    fn shape(&mut self, shape: &Shape, reading: Reading) {
        if !self.found.shapes.insert((shape.origin, shape.role, reading)) {
            return;
        }
        for member in shape.body.members() {
            if has_member(self.schema, shape, reading, member) {
                self.item(&member.ty.item, reading);
            }
        }
    }
}
