//! The language as data: which keys each table takes, what each takes, and what it is for.
//!
//! This is the only place that knows. The checks of a text, the JSON Schema for editors and the reference in the
//! documentation all walk these tables, so none of them can disagree with another.

mod entity;
mod field;
mod form;
mod json_schema;
mod reference;
mod scalar;
mod service;
mod settings;
mod spelling;
mod takes;

pub use form::Form;
pub use json_schema::json_schema;
pub use reference::reference;
pub use takes::{Kind, Takes};

pub(crate) use form::length;
pub(crate) use takes::listed;

/// A kind of table and the keys it takes.
#[derive(Debug)]
pub struct Construct {
    /// What it is called in messages and definitions: `entity`.
    pub name: &'static str,
    /// Where it stands, as an example: `entity.Book`; empty for the root.
    pub header: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its keys, in groups that constructs share.
    pub groups: &'static [&'static [Key]],
    /// What the keys ask of each other.
    pub needs: Needs,
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// What authors write.
    pub name: &'static str,
    /// What may stand behind the `=`.
    pub takes: Takes,
    /// Whether it must be there.
    pub required: bool,
    /// The key without which it says nothing.
    pub with: Option<&'static str>,
    /// A value as an author might write it.
    pub example: &'static str,
    /// What it is for.
    pub doc: &'static str,
}

/// What the keys of one table ask of each other.
#[derive(Debug, Clone, Copy)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// One of these and no second one.
    ExactlyOne(&'static [&'static str]),
    /// One of these or several.
    AtLeastOne(&'static [&'static str]),
}

/// One word of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What authors write.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl Construct {
    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.groups.iter().copied().flatten()
    }

    /// The key of a name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }
}

/// The file that is compiled.
pub static ROOT: Construct = Construct {
    name: "schema file",
    header: "",
    doc: "A schema: the one place where the shape of a domain is written.",
    groups: &[SETTINGS, DECLARATIONS],
    needs: Needs::Nothing,
};

/// A file that the root file includes.
pub static INCLUDED: Construct = Construct {
    name: "included file",
    header: "",
    doc: "A part of a schema that outgrew one file: declarations, no settings.",
    groups: &[DECLARATIONS],
    needs: Needs::Nothing,
};

/// Every construct, in the order of the reference.
pub static CONSTRUCTS: &[&Construct] = &[
    &settings::SCHEMA,
    &settings::TENANT,
    &settings::WIRE,
    &settings::POSTGRES,
    &settings::SQLITE,
    &settings::RUST,
    &settings::OPENAPI,
    &settings::TYPESCRIPT,
    &settings::PYTHON,
    &settings::DOCS,
    &settings::JSON_SCHEMA,
    &settings::CUSTOM,
    &scalar::DOMAIN,
    &scalar::TYPE,
    &scalar::ENUM,
    &scalar::ENUM_VALUE,
    &entity::RECORD,
    &entity::MIXIN,
    &entity::ENTITY,
    &entity::LINK,
    &entity::UNIQUE,
    &entity::INDEX,
    &entity::CHECK,
    &field::FIELD,
    &field::STORAGE,
    &service::OPERATION,
    &service::GRAPH,
    &service::NATIVE,
    &service::SCRIPT,
];

const SETTINGS: &[Key] = &[
    key(
        "schema",
        Takes::Table(&settings::SCHEMA),
        "{ name = \"library\" }",
        "The schema itself.",
    )
    .required(),
    key(
        "wire",
        Takes::Table(&settings::WIRE),
        "{ case = \"camelCase\" }",
        "How values travel, for the whole schema.",
    ),
    key(
        "output",
        settings::OUTPUTS,
        "{ rust = { enabled = false } }",
        "What is emitted, and where to.",
    ),
    key(
        "lint",
        settings::LINTS,
        "{ missing-doc = \"off\" }",
        "How bad each finding of the lint is in this project.",
    ),
];

const DECLARATIONS: &[Key] = &[
    key(
        "domain",
        named(&scalar::DOMAIN),
        "{ lending = { doc = \"…\" } }",
        "Parts of the schema that belong together.",
    ),
    key(
        "type",
        named(&scalar::TYPE),
        "{ slug = { base = \"text\" } }",
        "Scalars with a name and constraints of their own.",
    ),
    key(
        "enum",
        titled(&scalar::ENUM),
        "{ Genre = { values = [\"novel\"] } }",
        "Closed sets of values.",
    ),
    key(
        "record",
        titled(&entity::RECORD),
        "{ Imprint = { fields.city = \"text\" } }",
        "Shapes without a table: typed JSON, requests, responses.",
    ),
    key(
        "mixin",
        named(&entity::MIXIN),
        "{ created = { fields.created_at = \"timestamp\" } }",
        "Fields that several entities and records share.",
    ),
    key(
        "entity",
        titled(&entity::ENTITY),
        "{ Book = { domain = \"lending\" } }",
        "What the database holds rows of.",
    ),
    key(
        "operation",
        named(&service::OPERATION),
        "{ renew = { method = \"POST\", path = \"/renew\" } }",
        "What the service offers beyond its entities.",
    ),
    key(
        "graph",
        named(&service::GRAPH),
        "{ lineage = { edge = \"Derivation\", from = \"source\", to = \"result\" } }",
        "Walks along the edges one entity holds.",
    ),
    key(
        "native",
        named(&service::NATIVE),
        "{ citext = { kind = \"extension\", postgres = { up = \"…\" } } }",
        "Database objects the schema does not model, passed through.",
    ),
];

/// What may be said of everything that has a name.
const ABOUT: &[Key] = &[
    key(
        "doc",
        Takes::Text(Form::Free),
        "\"A book on the shelf.\"",
        "What it is, for people: goes into every output.",
    ),
    key(
        "deprecated",
        Takes::Text(Form::Free),
        "\"use `isbn`\"",
        "What to use instead; marks it deprecated in every output.",
    ),
    key(
        "renamed_from",
        Takes::Text(Form::Free),
        "\"volume\"",
        "Its name before the last rename, so that the migration renames instead of dropping.",
    ),
];

const TEXTS: Takes = Takes::List(&Takes::Text(Form::Free));
const TEXT: Takes = Takes::Text(Form::Free);

const fn key(name: &'static str, takes: Takes, example: &'static str, doc: &'static str) -> Key {
    Key {
        name,
        takes,
        required: false,
        with: None,
        example,
        doc,
    }
}

impl Key {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn with(mut self, other: &'static str) -> Self {
        self.with = Some(other);
        self
    }
}

/// Tables whose names are `snake_case`.
const fn named(construct: &'static Construct) -> Takes {
    Takes::Named(Form::Snake, construct, None)
}

/// Tables whose names are `PascalCase`.
const fn titled(construct: &'static Construct) -> Takes {
    Takes::Named(Form::Pascal, construct, None)
}
