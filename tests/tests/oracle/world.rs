//! A random schema as a plain structure: what mutations change, what rows are made for, what schema.toml is printed from.
//! It knows the names that tables and columns get by the rules of the language, and never asks an emitter for them.

use std::collections::BTreeSet;

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

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    /// `a + b * n`
    Sum(Id, Id, i64),
    /// `length(a)`
    Length(Id),
    /// `coalesce(a, n)`
    Coalesce(Id, i64),
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

/// Columns that rows are told apart or found by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Set {
    pub(crate) id: Id,
    pub(crate) unique: bool,
    pub(crate) parts: Vec<Part>,
    pub(crate) only: Option<Only>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Firm,
    Field(Id),
    Lower(Id),
    Descending(Id),
}

impl Part {
    pub(crate) fn field(self) -> Option<Id> {
        match self {
            Self::Firm => None,
            Self::Field(id) | Self::Lower(id) | Self::Descending(id) => Some(id),
        }
    }
}

/// Which rows a set covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Only {
    Null(Id),
    NotNull(Id),
}

impl Only {
    pub(crate) fn field(self) -> Id {
        match self {
            Self::Null(id) | Self::NotNull(id) => id,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) rule: Rule,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rule {
    Least(Id, i64),
    Not(Id, i64),
    Shorter(Id, i64),
    Either(Id, Id),
}

impl Rule {
    pub(crate) fn fields(&self) -> Vec<Id> {
        match self {
            Self::Least(a, _) | Self::Not(a, _) | Self::Shorter(a, _) => vec![*a],
            Self::Either(a, b) => vec![*a, *b],
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
    pub(crate) fields: Vec<Field>,
}

/// A named text with limits.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) id: Id,
    pub(crate) name: String,
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

/// A table, of an entity or of a link.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) id: Id,
    /// As `Book` or `Book.authors`.
    pub(crate) object: String,
    pub(crate) name: String,
    pub(crate) namespace: Option<&'static str>,
    pub(crate) scoped: bool,
    pub(crate) link: bool,
    pub(crate) identity: bool,
    pub(crate) mutability: Mutability,
    pub(crate) fields: Vec<Field>,
    pub(crate) sets: Vec<Set>,
    pub(crate) checks: Vec<Check>,
    pub(crate) variants: Option<Variants>,
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

    /// Every table, in order of declaration; links behind their owner.
    pub(crate) fn tables(&self) -> Vec<Table> {
        let mut tables = Vec::new();
        for entity in &self.entities {
            tables.push(self.entity_table(entity));
            tables.extend(entity.links.iter().map(|link| self.link_table(entity, link)));
        }
        tables
    }

    fn entity_table(&self, entity: &Entity) -> Table {
        Table {
            id: entity.id,
            object: entity.name.clone(),
            name: plural(&snake(&entity.name)),
            namespace: entity.aside.then_some(ASIDE),
            scoped: entity.scoped,
            link: false,
            identity: entity.identity,
            mutability: entity.mutability,
            fields: entity.fields.clone(),
            sets: entity.sets.clone(),
            checks: entity.checks.clone(),
            variants: entity.variants.clone(),
        }
    }

    fn link_table(&self, entity: &Entity, link: &Link) -> Table {
        let to = self.entity(link.to);
        let (owner, target) = if to.id == entity.id {
            ("source".to_owned(), "goal".to_owned())
        } else {
            (snake(&entity.name), snake(&to.name))
        };
        let mut fields = vec![
            Field::new(link.owner, owner, Kind::Ref(entity.id, OnDelete::Cascade)),
            Field::new(link.target, target, Kind::Ref(to.id, link.on_delete)),
        ];
        fields.extend(link.fields.iter().cloned());
        Table {
            id: link.id,
            object: format!("{}.{}", entity.name, link.name),
            name: format!("{}_{}", snake(&entity.name), link.name),
            namespace: entity.aside.then_some(ASIDE),
            scoped: entity.scoped,
            link: true,
            identity: false,
            mutability: entity.mutability,
            fields,
            sets: Vec::new(),
            checks: Vec::new(),
            variants: None,
        }
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

impl Table {
    pub(crate) fn field(&self, id: Id) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The values of the tag whose rows have a field; `None` for a field of all rows.
    pub(crate) fn cases(&self, field: Id) -> Option<Vec<Id>> {
        let cases = &self.variants.as_ref()?.cases;
        let own: Vec<_> = cases
            .iter()
            .filter(|(_, fields)| fields.contains(&field))
            .map(|(value, _)| *value)
            .collect();
        (!own.is_empty()).then_some(own)
    }
}

impl Formula {
    pub(crate) fn fields(&self) -> Vec<Id> {
        match self {
            Self::Sum(a, b, _) => vec![*a, *b],
            Self::Length(a) | Self::Coalesce(a, _) => vec![*a],
        }
    }
}

/// `RedLamp` is `red_lamp`.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// All nouns of the names are regular.
pub(crate) fn plural(name: &str) -> String {
    format!("{name}s")
}
