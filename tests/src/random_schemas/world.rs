//! A random schema as a plain structure: what mutations change, what rows are made for, what schema.toml is printed from.

use std::collections::BTreeSet;

pub use super::condition::{Check, Formula, Only, Part, Rule, Set};

/// What an entity, field, value or rule is under all its names.
pub type Id = u32;

/// A schema.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub entities: Vec<Entity>,
    pub enums: Vec<Enum>,
    pub records: Vec<Record>,
    pub types: Vec<Named>,
    /// Names that were ever used: none comes back with another meaning.
    pub used: BTreeSet<String>,
    /// The text it was read from, where it was not made here.
    pub written: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    Plain,
    Immutable,
    AppendOnly,
}

#[derive(Debug, Clone)]
pub struct Entity {
    pub id: Id,
    pub name: String,
    pub former: Option<String>,
    pub doc: String,
    /// In the domain with a namespace of its own.
    pub aside: bool,
    /// Rows belong to a firm.
    pub scoped: bool,
    pub mutability: Mutability,
    /// The key is a number that the database counts up.
    pub identity: bool,
    pub fields: Vec<Field>,
    pub sets: Vec<Set>,
    pub checks: Vec<Check>,
    pub links: Vec<Link>,
    pub variants: Option<Variants>,
}

/// The fields that rows of a value of the tag have alone.
#[derive(Debug, Clone)]
pub struct Variants {
    pub tag: Id,
    /// By the id of the value.
    pub cases: Vec<(Id, Vec<Id>)>,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub id: Id,
    pub name: String,
    pub former: Option<String>,
    pub doc: String,
    pub kind: Kind,
    pub nullable: bool,
    pub array: bool,
    pub default: Option<Value>,
    /// Of numbers their range, in units of the last digit; of texts their length.
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub immutable: bool,
    /// Of a reference: what follows when the row it refers to gets another key.
    pub on_update: Option<OnDelete>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Smallint,
    Int,
    Bigint,
    Numeric(u32, u32),
    Float,
    Bool,
    Uuid,
    Timestamp,
    Local,
    Date,
    Time,
    Duration,
    Text,
    Bytes,
    Json,
    Enum(Id),
    Record(Id),
    Named(Id),
    /// The time of the last change.
    Touched,
    Computed(Formula),
    Ref(Id, OnDelete),
    Arc(Vec<Id>, OnDelete),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    Cascade,
    SetNull,
    Restrict,
    NoAction,
}

impl OnDelete {
    pub fn word(self) -> &'static str {
        match self {
            Self::Cascade => "cascade",
            Self::SetNull => "set null",
            Self::Restrict => "restrict",
            Self::NoAction => "no action",
        }
    }
}

#[derive(Debug, Clone)]
pub struct Link {
    pub id: Id,
    pub name: String,
    pub former: Option<String>,
    pub doc: String,
    pub to: Id,
    pub on_delete: OnDelete,
    pub owner: Id,
    pub target: Id,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub struct Enum {
    pub id: Id,
    pub name: String,
    pub former: Option<String>,
    pub native: bool,
    pub values: Vec<Word>,
}

#[derive(Debug, Clone)]
pub struct Word {
    pub id: Id,
    pub word: String,
    pub former: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Record {
    pub id: Id,
    pub name: String,
    pub former: Option<String>,
    pub fields: Vec<Field>,
}

/// A named text with limits.
#[derive(Debug, Clone)]
pub struct Named {
    pub id: Id,
    pub name: String,
    pub former: Option<String>,
    pub min: i64,
    pub max: i64,
}

/// A value as the schema means it, whatever a database makes of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    /// Not null, and otherwise unknown: the database chose it.
    Any,
    /// Numbers in units of the last digit, and microseconds.
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(String),
    Uuid(u128),
    Bytes(Vec<u8>),
    Json(serde_json::Value),
    List(Vec<Value>),
    /// A row of an entity.
    Key(Id, u128),
}

/// The tenant entity is always there, under this id and name.
pub const FIRM: Id = 1;
/// The namespace of the second domain.
pub const ASIDE: &str = "aside";

impl World {
    pub fn entity(&self, id: Id) -> &Entity {
        self.find(id).expect("an entity")
    }

    pub fn find(&self, id: Id) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    pub fn entity_mut(&mut self, id: Id) -> &mut Entity {
        self.entities
            .iter_mut()
            .find(|entity| entity.id == id)
            .expect("an entity")
    }

    pub fn enumeration(&self, id: Id) -> &Enum {
        self.enums.iter().find(|of| of.id == id).expect("an enum")
    }

    pub fn record(&self, id: Id) -> &Record {
        self.records.iter().find(|record| record.id == id).expect("a record")
    }

    pub fn named(&self, id: Id) -> &Named {
        self.types.iter().find(|named| named.id == id).expect("a type")
    }
}

impl Field {
    /// A required field without anything to it.
    pub fn new(id: Id, name: String, kind: Kind) -> Self {
        Self {
            id,
            name,
            former: None,
            doc: "A field.".to_owned(),
            kind,
            nullable: false,
            array: false,
            default: None,
            min: None,
            max: None,
            immutable: false,
            on_update: None,
        }
    }

    /// Whether it holds one integer.
    pub fn is_integer(&self) -> bool {
        !self.array && matches!(self.kind, Kind::Smallint | Kind::Int | Kind::Bigint)
    }

    pub fn is_text(&self) -> bool {
        !self.array && self.kind == Kind::Text
    }

    pub fn is_computed(&self) -> bool {
        matches!(self.kind, Kind::Computed(_))
    }

    /// Whether it refers to rows.
    pub fn targets(&self) -> &[Id] {
        match &self.kind {
            Kind::Ref(target, _) => std::slice::from_ref(target),
            Kind::Arc(targets, _) => targets,
            _ => &[],
        }
    }
}

impl Entity {
    pub fn new(id: Id, name: String) -> Self {
        Self {
            id,
            name,
            former: None,
            doc: "A row.".to_owned(),
            aside: false,
            scoped: false,
            mutability: Mutability::Plain,
            identity: false,
            fields: Vec::new(),
            sets: Vec::new(),
            checks: Vec::new(),
            links: Vec::new(),
            variants: None,
        }
    }

    pub fn is_tag(&self, id: Id) -> bool {
        self.variants.as_ref().is_some_and(|variants| variants.tag == id)
    }

    /// Takes a field away, with what hangs on it.
    pub fn remove_field(&mut self, id: Id) -> Vec<Id> {
        let is_from = |field: &Field| matches!(&field.kind, Kind::Computed(formula) if formula.fields().contains(&id));
        let gone: Vec<Id> = self
            .fields
            .iter()
            .filter(|field| is_from(field))
            .map(|field| field.id)
            .chain([id])
            .collect();
        let uses = |field: Option<Id>| field.is_some_and(|field| gone.contains(&field));
        self.fields.retain(|field| !gone.contains(&field.id));
        self.sets
            .retain(|set| !set.parts.iter().any(|part| uses(part.field())) && !uses(set.only.map(Only::field)));
        self.checks
            .retain(|check| !check.rule.fields().iter().any(|field| gone.contains(field)));
        for (_, fields) in self.variants.iter_mut().flat_map(|variants| &mut variants.cases) {
            fields.retain(|field| !gone.contains(field));
        }
        gone
    }
}
