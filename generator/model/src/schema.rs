//! The whole of a schema.

use driftless_diagnostics::{Code, Severity, Span};

use crate::{
    Case, Domain, DomainId, Entity, EntityId, Enum, EnumId, Graph, Mixin, Name, NamedType, NamedTypeId, Native,
    Operation, Record, RecordId,
};

/// A schema: everything linked, nothing left to look up by text.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Name of the product; crates and packages are named from it.
    pub name: Name,
    /// The `[schema]` table.
    pub span: Span,
    /// What it describes.
    pub doc: String,
    /// Version of the contract.
    pub version: String,
    /// How meaning is lowered to SQL; frozen so that a new compiler never forces a migration.
    pub lowering: u32,
    /// Who owns rows.
    pub tenant: Option<Tenant>,
    /// Choices about JSON.
    pub wire: Wire,
    /// Settings of outputs that have any.
    pub outputs: Vec<Output>,
    /// How bad findings are in this project; `None` where they are not looked for.
    pub levels: Vec<(Code, Option<Severity>)>,
    /// Domains in order.
    pub domains: Vec<Domain>,
    /// Named types in order.
    pub types: Vec<NamedType>,
    /// Mixins in order.
    pub mixins: Vec<Mixin>,
    /// Enums in order.
    pub enums: Vec<Enum>,
    /// Records in order.
    pub records: Vec<Record>,
    /// Entities in order, each followed by its links.
    pub entities: Vec<Entity>,
    /// Operations in order, those of graphs last.
    pub operations: Vec<Operation>,
    /// Graphs in order.
    pub graphs: Vec<Graph>,
    /// Objects passed through, in order.
    pub natives: Vec<Native>,
}

/// Who owns rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// The entity whose rows are the tenants.
    pub entity: EntityId,
    /// The PostgreSQL setting that names the current one.
    pub setting: String,
}

/// Choices about JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wire {
    /// How 64-bit integers travel.
    pub int8: WireNumber,
    /// How exact decimals travel.
    pub numeric: WireNumber,
    /// How names are spelled.
    pub case: Case,
}

/// How a number travels that JavaScript cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WireNumber {
    /// As a string, exactly.
    #[default]
    String,
    /// As a number, within 2^53.
    Number,
}

/// The settings of one output.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its name: `postgres`, `typescript`, or the project's own.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// Whether it is made.
    pub enabled: bool,
    /// Where it goes, relative to the schema.
    pub path: Option<String>,
    /// Folder of templates, for overrides and for targets of the project's own.
    pub templates: Option<String>,
    /// Everything else.
    pub settings: Vec<(String, Setting)>,
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// One text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A free table, handed to templates.
    Table(Vec<(String, crate::Value)>),
}

impl Output {
    /// A setting that is one text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.settings.iter().find_map(|(name, setting)| match setting {
            Setting::Text(text) if name == key => Some(text.as_str()),
            _ => None,
        })
    }

    /// A setting that is several texts; empty where it is not set.
    pub fn list(&self, key: &str) -> &[String] {
        self.settings
            .iter()
            .find_map(|(name, setting)| match setting {
                Setting::List(list) if name == key => Some(list.as_slice()),
                _ => None,
            })
            .unwrap_or(&[])
    }
}

impl Schema {
    /// A domain by id.
    pub fn domain(&self, id: DomainId) -> &Domain {
        &self.domains[id.0]
    }

    /// An entity by id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0]
    }

    /// An enum by id.
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.0]
    }

    /// A record by id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0]
    }

    /// A named type by id.
    pub fn named_type(&self, id: NamedTypeId) -> &NamedType {
        &self.types[id.0]
    }

    /// Domains with their ids.
    pub fn domains(&self) -> impl Iterator<Item = (DomainId, &Domain)> {
        self.domains
            .iter()
            .enumerate()
            .map(|(position, domain)| (DomainId(position), domain))
    }

    /// Entities with their ids.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities
            .iter()
            .enumerate()
            .map(|(position, entity)| (EntityId(position), entity))
    }

    /// Enums with their ids.
    pub fn enums(&self) -> impl Iterator<Item = (EnumId, &Enum)> {
        self.enums
            .iter()
            .enumerate()
            .map(|(position, item)| (EnumId(position), item))
    }

    /// Records with their ids.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.records
            .iter()
            .enumerate()
            .map(|(position, record)| (RecordId(position), record))
    }

    /// The settings of an output, where it has any.
    pub fn output(&self, name: &str) -> Option<&Output> {
        self.outputs.iter().find(|output| output.name.as_str() == name)
    }
}
