//! A random schema as a plain structure: what mutations change, what rows are made for, what schema.toml is printed from.

use std::collections::BTreeSet;

pub(crate) use crate::condition::{Check, Formula, Only, Part, Rule, Set};

/// What an entity, field, value or rule is under all its names.
pub(crate) type Id = u32;

/// A schema.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) entities: Vec<Entity>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) records: Vec<Record>,
    pub(crate) types: Vec<Named>,
    /// Names that were ever used: none comes back with another meaning.
    pub(crate) used: BTreeSet<String>,
    /// The text it was read from, where it was not made here.
    pub(crate) written: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mutability {
    Plain,
    Immutable,
    AppendOnly,
}

#[derive(Debug, Clone)]
pub(crate) struct Entity {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) former: Option<String>,
    pub(crate) doc: String,
    /// In the domain with a namespace of its own.
    pub(crate) aside: bool,
    /// Rows belong to a firm.
    pub(crate) scoped: bool,
    pub(crate) mutability: Mutability,
    /// The key is a number that the database counts up.
    pub(crate) identity: bool,
    pub(crate) fields: Vec<Field>,
    pub(crate) sets: Vec<Set>,
    pub(crate) checks: Vec<Check>,
    pub(crate) links: Vec<Link>,
    pub(crate) variants: Option<Variants>,
}

/// The fields that rows of a value of the tag have alone.
#[derive(Debug, Clone)]
pub(crate) struct Variants {
    pub(crate) tag: Id,
    /// By the id of the value.
    pub(crate) cases: Vec<(Id, Vec<Id>)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) former: Option<String>,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    pub(crate) array: bool,
    pub(crate) default: Option<Value>,
    /// Of numbers their range, in units of the last digit; of texts their length.
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) immutable: bool,
    /// Of a reference: what follows when the row it refers to gets another key.
    pub(crate) on_update: Option<OnDelete>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
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
pub(crate) enum OnDelete {
    Cascade,
    SetNull,
    Restrict,
    NoAction,
}

impl OnDelete {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Cascade => "cascade",
            Self::SetNull => "set null",
            Self::Restrict => "restrict",
            Self::NoAction => "no action",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) former: Option<String>,
    pub(crate) doc: String,
    pub(crate) to: Id,
    pub(crate) on_delete: OnDelete,
    pub(crate) owner: Id,
    pub(crate) target: Id,
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub(crate) struct Enum {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) former: Option<String>,
    pub(crate) native: bool,
    pub(crate) values: Vec<Word>,
}

#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) id: Id,
    pub(crate) word: String,
    pub(crate) former: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) former: Option<String>,
    pub(crate) fields: Vec<Field>,
}

/// A named text with limits.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) former: Option<String>,
    pub(crate) min: i64,
    pub(crate) max: i64,
}

/// A value as the schema means it, whatever a database makes of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
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
pub(crate) const FIRM: Id = 1;
/// The namespace of the second domain.
pub(crate) const ASIDE: &str = "aside";

impl World {
    pub(crate) fn entity(&self, id: Id) -> &Entity {
        self.find(id).expect("an entity")
    }

    pub(crate) fn find(&self, id: Id) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    pub(crate) fn entity_mut(&mut self, id: Id) -> &mut Entity {
        self.entities
            .iter_mut()
            .find(|entity| entity.id == id)
            .expect("an entity")
    }

    pub(crate) fn enumeration(&self, id: Id) -> &Enum {
        self.enums.iter().find(|of| of.id == id).expect("an enum")
    }

    pub(crate) fn record(&self, id: Id) -> &Record {
        self.records.iter().find(|record| record.id == id).expect("a record")
    }

    pub(crate) fn named(&self, id: Id) -> &Named {
        self.types.iter().find(|named| named.id == id).expect("a type")
    }
}

impl Field {
    /// A required field without anything to it.
    pub(crate) fn new(id: Id, name: String, kind: Kind) -> Self {
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
    pub(crate) fn is_integer(&self) -> bool {
        !self.array && matches!(self.kind, Kind::Smallint | Kind::Int | Kind::Bigint)
    }

    pub(crate) fn is_text(&self) -> bool {
        !self.array && self.kind == Kind::Text
    }

    pub(crate) fn is_computed(&self) -> bool {
        matches!(self.kind, Kind::Computed(_))
    }

    /// Whether it refers to rows.
    pub(crate) fn targets(&self) -> &[Id] {
        match &self.kind {
            Kind::Ref(target, _) => std::slice::from_ref(target),
            Kind::Arc(targets, _) => targets,
            _ => &[],
        }
    }
}

impl Entity {
    pub(crate) fn new(id: Id, name: String) -> Self {
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

    pub(crate) fn is_tag(&self, id: Id) -> bool {
        self.variants.as_ref().is_some_and(|variants| variants.tag == id)
    }

    /// Takes a field away, with what hangs on it.
    pub(crate) fn remove_field(&mut self, id: Id) -> Vec<Id> {
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
