//! How a type is written. In: the type of a member, and the file that says it. Out: TypeScript, and what the file has
//! to import for it.

use std::collections::{BTreeMap, BTreeSet};

use driftless_model::{DomainId, EntityId, Scalar, Schema, Type};
use driftless_shape::{Item, ItemType, Origin, Role};

use crate::escape;
use crate::names::{Names, Place};
use crate::view::Import;

/// The file of what no domain owns.
const COMMON_FILE: &str = "common";

/// How long a list of names may be before each gets a line of its own.
const LINE: usize = 80;

/// The file that a type is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// `common.ts`
    Common,
    /// `paths.ts`
    Paths,
    /// The file of a domain.
    Domain(DomainId),
    /// A file that declares values of the same names, and reaches types through the namespaces of their files.
    Beside,
}

/// Spells the types of one file.
#[derive(Debug)]
pub(crate) struct Speller<'a> {
    schema: &'a Schema,
    names: &'a Names,
    home: Home,
    imports: BTreeMap<String, BTreeSet<String>>,
    /// Files whose values are needed too.
    values: BTreeSet<String>,
}

impl<'a> Speller<'a> {
    /// For one file.
    pub(crate) fn new(schema: &'a Schema, names: &'a Names, home: Home) -> Self {
        Self {
            schema,
            names,
            home,
            imports: BTreeMap::new(),
            values: BTreeSet::new(),
        }
    }

    /// A type with its null.
    pub(crate) fn nullable(&mut self, ty: &ItemType, nullable: bool) -> String {
        let spelled = self.item_type(ty);
        // Null is among the values of `unknown`.
        if nullable && spelled != "unknown" {
            format!("{spelled} | null")
        } else {
            spelled
        }
    }

    /// A type.
    pub(crate) fn item_type(&mut self, ty: &ItemType) -> String {
        let item = match ty.named {
            Some(named) => self.common(&self.schema.named_type(named).name.pascal()),
            None => self.item(&ty.item),
        };
        if ty.array.is_some() { array(&item) } else { item }
    }

    /// The key of an entity: its own type, or what its column holds.
    pub(crate) fn key(&mut self, entity: EntityId, column: Scalar) -> String {
        match self.names.id(entity) {
            Some(place) => self.declared(place),
            None => self.scalar(column),
        }
    }

    /// A name from `common.ts`; by its namespace where the schema has that name for something else.
    pub(crate) fn common(&mut self, name: &str) -> String {
        match self.home {
            Home::Common => return name.to_owned(),
            Home::Beside => return self.beside(COMMON_FILE, name),
            Home::Paths | Home::Domain(_) => {}
        }
        let taken = self.names.is_taken(name);
        let (import, spelled) = if taken {
            ("* as common", format!("common.{name}"))
        } else {
            (name, name.to_owned())
        };
        self.imports
            .entry(COMMON_FILE.to_owned())
            .or_default()
            .insert(import.to_owned());
        spelled
    }

    /// What a column holds: its named type, or its scalar.
    pub(crate) fn column(&mut self, ty: &Type) -> String {
        match ty.named {
            Some(named) => self.common(&self.schema.named_type(named).name.pascal()),
            None => self.scalar(ty.scalar),
        }
    }

    /// A scalar.
    pub(crate) fn scalar(&mut self, scalar: Scalar) -> String {
        match scalar {
            Scalar::Text | Scalar::Varchar(_) | Scalar::Email | Scalar::Url => "string".to_owned(),
            Scalar::Smallint | Scalar::Int | Scalar::Float => "number".to_owned(),
            Scalar::Bool => "boolean".to_owned(),
            Scalar::Json => "unknown".to_owned(),
            Scalar::Vector(_) => "readonly number[]".to_owned(),
            Scalar::Bigint => self.common("Int64"),
            Scalar::Numeric { .. } => self.common("Decimal"),
            Scalar::Uuid => self.common("Uuid"),
            Scalar::Timestamp => self.common("Timestamp"),
            Scalar::TimestampLocal => self.common("LocalDateTime"),
            Scalar::Date => self.common("LocalDate"),
            Scalar::Time => self.common("LocalTime"),
            Scalar::Duration => self.common("Duration"),
            Scalar::Bytes => self.common("Base64"),
            Scalar::Sha256 => self.common("Sha256Hex"),
            Scalar::Semver => self.common("SemVer"),
            Scalar::Inet => self.common("IpAddress"),
            Scalar::Enum(id) => self.item(&Item::Enum(id)),
            Scalar::Record(id) => self.item(&Item::Record(id)),
            Scalar::Entity(id) => self.item(&Item::Read(id)),
            Scalar::Create(id) => self.item(&Item::Create(id)),
            Scalar::Patch(id) => self.item(&Item::Patch(id)),
        }
    }

    /// The imports of everything spelled so far, in order of the files.
    pub(crate) fn imports(&self) -> Vec<Import> {
        self.imports
            .iter()
            .flat_map(|(file, names)| imports_of(file, names))
            .collect()
    }

    fn item(&mut self, item: &Item) -> String {
        let names = self.names;
        match item {
            Item::Scalar(scalar) => self.scalar(*scalar),
            Item::Enum(id) => {
                let item = self.schema.enumeration(*id);
                self.declared(&(item.domain, item.name.pascal()))
            }
            Item::Id(entity) => self.refer(names.id(*entity)),
            Item::Arc(origin, field) => self.refer(names.arc(*origin, *field)),
            Item::Record(id) => self.refer(names.shape(Origin::Record(*id), Role::Record)),
            Item::Read(id) => self.refer(names.shape(Origin::Entity(*id), Role::Read)),
            Item::Create(id) => self.refer(names.shape(Origin::Entity(*id), Role::Create)),
            Item::Patch(id) => self.refer(names.shape(Origin::Entity(*id), Role::Patch)),
            Item::Words(words) => union(words),
            Item::WordsAndId(words) => format!("`${{{}}}:${{string}}`", union(words)),
        }
    }

    /// What no shape declares has no value.
    pub(crate) fn refer(&mut self, place: Option<&Place>) -> String {
        place.map_or_else(|| "never".to_owned(), |place| self.declared(place))
    }

    /// A value that the file of a domain declares.
    pub(crate) fn value(&mut self, domain: DomainId, name: &str) -> String {
        let file = self.schema.domain(domain).name.snake();
        self.values.insert(file.clone());
        self.beside(&file, name)
    }

    /// The namespaces of the files whose values are needed.
    pub(crate) fn value_imports(&self) -> Vec<Import> {
        let files = self.values.iter();
        files.flat_map(|file| imports_of(file, &self.imports[file])).collect()
    }

    /// The namespaces of the files of which types alone are needed.
    pub(crate) fn type_imports(&self) -> Vec<Import> {
        let files = self.imports.iter().filter(|(file, _)| !self.values.contains(*file));
        files.flat_map(|(file, names)| imports_of(file, names)).collect()
    }

    /// A name through the namespace of its file. No name of the schema has a `$`.
    fn beside(&mut self, file: &str, name: &str) -> String {
        let import = format!("* as ${file}");
        self.imports.entry(file.to_owned()).or_default().insert(import);
        format!("${file}.{name}")
    }

    pub(crate) fn declared(&mut self, (domain, name): &Place) -> String {
        if self.home == Home::Beside {
            return self.beside(&self.schema.domain(*domain).name.snake(), name);
        }
        if self.home != Home::Domain(*domain) {
            let file = self.schema.domain(*domain).name.snake();
            self.imports.entry(file).or_default().insert(name.clone());
        }
        name.clone()
    }
}

/// A list; what has more than one word needs parentheses.
fn array(item: &str) -> String {
    if item.contains(' ') {
        format!("readonly ({item})[]")
    } else {
        format!("readonly {item}[]")
    }
}

/// One of these words.
fn union(words: &[String]) -> String {
    let literals: Vec<String> = words.iter().map(|word| escape::string(word)).collect();
    literals.join(" | ")
}

/// A namespace needs a statement of its own.
fn imports_of(file: &str, names: &BTreeSet<String>) -> Vec<Import> {
    let (namespaces, named): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| name.starts_with('*'));
    let import = |names: String| Import {
        names,
        file: file.to_owned(),
    };
    let mut imports: Vec<Import> = namespaces.into_iter().map(|name| import(name.clone())).collect();
    if !named.is_empty() {
        let named: Vec<&str> = named.into_iter().map(String::as_str).collect();
        imports.push(import(braces(&named)));
    }
    imports
}

/// Names in braces: side by side as far as a line goes, else below each other.
fn braces(names: &[&str]) -> String {
    let line = format!("{{ {} }}", names.join(", "));
    if line.len() <= LINE {
        line
    } else {
        format!("{{\n  {},\n}}", names.join(",\n  "))
    }
}
