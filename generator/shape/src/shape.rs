//! The nouns: what a language has to declare. Plain data in declaration order.

use driftless_diagnostics::Span;
use driftless_model::{Default, DomainId, EntityId, EnumId, FieldId, Name, Pii, RecordId, Type, Value};

use crate::{Endpoint, ItemType};

/// Everything every language declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    /// One per domain, in order.
    pub modules: Vec<Module>,
}

/// What belongs to one domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The domain.
    pub domain: DomainId,
    /// Typed keys of its entities.
    pub ids: Vec<IdShape>,
    /// Its enums.
    pub enums: Vec<EnumId>,
    /// The `{ kind, id }` values of its arcs.
    pub arcs: Vec<ArcShape>,
    /// Its records, then the shapes of its entities.
    pub shapes: Vec<Shape>,
    /// Its operations.
    pub endpoints: Vec<Endpoint>,
}

/// The key of an entity as a type of its own. Only entities with a key of one column have one.
#[derive(Debug, Clone, PartialEq)]
pub struct IdShape {
    /// `BookId`
    pub name: String,
    /// The entity.
    pub entity: EntityId,
    /// The type of the key column.
    pub ty: Type,
    /// The key field.
    pub span: Span,
}

/// The value of an arc: which entity, and its key.
#[derive(Debug, Clone, PartialEq)]
pub struct ArcShape {
    /// `LoanSubject`
    pub name: String,
    /// The entity or record that declares the arc.
    pub origin: Origin,
    /// The field.
    pub field: FieldId,
    /// The word in `kind` and the entity it names, in order.
    pub targets: Vec<(String, EntityId)>,
    /// What the field means.
    pub doc: String,
    /// The declaration.
    pub span: Span,
}

/// Where a shape or arc comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// An entity.
    Entity(EntityId),
    /// A record.
    Record(RecordId),
}

/// Which of the shapes of its origin this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What a client is shown.
    Read,
    /// What a client sends to make one.
    Create,
    /// What a client sends to change one: every member optional.
    Patch,
    /// Everything stored, for the service alone.
    Row,
    /// A record.
    Record,
}

/// In which direction a record travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Clients send it: unknown keys are refused.
    pub request: bool,
    /// Clients receive it: unknown keys must not hurt.
    pub response: bool,
    /// Some entity stores it: keys that came later must not hurt.
    pub stored: bool,
}

/// A record type.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// `Book`, `BookCreate`, ...
    pub name: String,
    /// Which of its origin's shapes.
    pub role: Role,
    /// Its entity or record.
    pub origin: Origin,
    /// The declaration.
    pub span: Span,
    /// What it is.
    pub doc: String,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// In which direction it travels.
    pub usage: Usage,
    /// Its members.
    pub body: Body,
    /// Further derives of the Rust type.
    pub derives: Vec<String>,
    /// Further attributes of the Rust type.
    pub attributes: Vec<String>,
}

/// The members of a shape.
#[expect(
    clippy::large_enum_variant,
    reason = "there are few shapes, and each is looked at as a whole"
)]
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Always the same members.
    Struct(Vec<Member>),
    /// Members that depend on a tag.
    Tagged(Tagged),
}

/// Members that depend on a tag. On the wire all of them stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The tag; an enum. Its place among the common members is `tag_position`.
    pub tag: Member,
    /// How many common members stand before the tag.
    pub tag_position: usize,
    /// The members of every case, without the tag.
    pub common: Vec<Member>,
    /// One per value of the tag's enum, in order.
    pub cases: Vec<Case>,
}

/// The members of one value of the tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The tag's value.
    pub value: String,
    /// Type name for languages that need one: shape name and value, `LayerTool`.
    pub name: String,
    /// The declaration.
    pub span: Span,
    /// What it is: the doc of the enum value.
    pub doc: String,
    /// Members beside the common ones.
    pub members: Vec<Member>,
}

/// Whether a key may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// The key is there.
    Required,
    /// The key may be absent.
    Optional,
}

/// One key of a shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its words: `author_id`.
    pub name: Name,
    /// The key on the wire.
    pub json: String,
    /// `Book.author`: what people call it.
    pub object: String,
    /// The declaration.
    pub span: Span,
    /// What it means.
    pub doc: String,
    /// Type of the value, without null.
    pub ty: ItemType,
    /// Whether null is a value of it.
    pub nullable: bool,
    /// Whether the key may be left out.
    pub presence: Presence,
    /// What it is when left out.
    pub default: Option<Default>,
    /// Never accepted from clients.
    pub read_only: bool,
    /// Accepted from clients, never shown again.
    pub write_only: bool,
    /// Must not be printed: internal, secret or personal.
    pub redacted: bool,
    /// Personal data.
    pub pii: Option<Pii>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// Values for documentation.
    pub examples: Vec<Value>,
    /// The field it comes from.
    pub field: FieldId,
    /// Position among the field's columns; `None` for an arc as a whole.
    pub column: Option<usize>,
}

impl Body {
    /// All members in wire order: the tag where it was declared, then those of each case.
    pub fn members(&self) -> Vec<&Member> {
        match self {
            Self::Struct(members) => members.iter().collect(),
            Self::Tagged(tagged) => {
                let mut members = tagged.leading();
                members.extend(tagged.cases.iter().flat_map(|case| &case.members));
                members
            }
        }
    }
}

impl Tagged {
    /// The common members with the tag in its place.
    pub fn leading(&self) -> Vec<&Member> {
        let mut members: Vec<&Member> = self.common.iter().collect();
        members.insert(self.tag_position.min(members.len()), &self.tag);
        members
    }
}

impl Shapes {
    /// All shapes with their domain, in order.
    pub fn shapes(&self) -> impl Iterator<Item = (DomainId, &Shape)> {
        self.modules
            .iter()
            .flat_map(|module| module.shapes.iter().map(|shape| (module.domain, shape)))
    }

    /// A shape by origin and role.
    pub fn find(&self, origin: Origin, role: Role) -> Option<(DomainId, &Shape)> {
        self.shapes()
            .find(|(_, shape)| shape.origin == origin && shape.role == role)
    }

    /// All endpoints, in order.
    pub fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.modules.iter().flat_map(|module| &module.endpoints)
    }
}
