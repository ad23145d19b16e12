//! The Catalog and the objects that stand beside tables. Everything is a plain value: two databases agree when their
//! catalogs are equal after [`Catalog::sorted`]. Where something was declared takes no part in equality.

use driftless_diagnostics::Span;
use driftless_model::NativeKind;
use serde::{Deserialize, Serialize};

use crate::{ByName, Document, Table, TriggerAction, Unseen, Wire, Word};

/// An SQL dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dialect {
    /// PostgreSQL 15 and later.
    Postgres,
    /// SQLite 3.40 and later.
    Sqlite,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 2] = [Self::Postgres, Self::Sqlite];

    /// As in `[output.<name>]` and in the names of folders.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
        }
    }

    /// As people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        }
    }
}

/// Everything a database holds that the schema speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// Whose database it is.
    pub dialect: Dialect,
    /// PostgreSQL schemas beside the default one.
    #[serde(default)]
    pub namespaces: Vec<Namespace>,
    /// Objects passed through, in order.
    #[serde(default)]
    pub natives: Vec<Native>,
    /// PostgreSQL enum types.
    #[serde(default)]
    pub enums: Vec<EnumType>,
    /// Functions that triggers call, and lookups.
    #[serde(default)]
    pub functions: Vec<Function>,
    /// Tables in order of declaration.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// What replay met and does not model, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opaque: Vec<Opaque>,
    /// The records inside its documents.
    pub documents: Unseen<Vec<Document>>,
    /// Which numbers are strings in them.
    #[serde(default)]
    pub wire: Unseen<Wire>,
}

impl Catalog {
    /// The catalog of an empty database.
    pub fn empty(dialect: Dialect) -> Self {
        Self {
            dialect,
            namespaces: Vec::new(),
            natives: Vec::new(),
            enums: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            opaque: Vec::new(),
            documents: Unseen::default(),
            wire: Unseen::default(),
        }
    }

    /// The same catalog with everything whose order means nothing to a database in order of names.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.namespaces.sort_by(|a, b| a.name.cmp(&b.name));
        self.natives.sort_by(|a, b| a.name.cmp(&b.name));
        self.enums.sort_by(|a, b| a.name.cmp(&b.name));
        self.functions
            .sort_by(|a, b| (&a.name, &a.arguments).cmp(&(&b.name, &b.arguments)));
        self.opaque.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
        self.tables.iter_mut().for_each(Table::sort);
        for namespace in &mut self.namespaces {
            namespace.grants.sort();
        }
        self
    }

    /// The name of every object, and every mention of one outside SQL text.
    pub(crate) fn object_names_mut(&mut self) -> impl Iterator<Item = &mut ObjectName> {
        let enums = self.enums.iter_mut().map(|item| &mut item.name);
        let functions = self.functions.iter_mut();
        let functions = functions.flat_map(|function| std::iter::once(&mut function.name).chain(&mut function.reads));
        let tables = self.tables.iter_mut().flat_map(|table| {
            let targets = table.foreign_keys.iter_mut().map(|key| &mut key.target);
            let called = table
                .triggers
                .iter_mut()
                .filter_map(|trigger| match &mut trigger.action {
                    TriggerAction::Call(name) => Some(name),
                    TriggerAction::Run(_) => None,
                });
            std::iter::once(&mut table.name).chain(targets).chain(called)
        });
        let needed = self.opaque.iter_mut().flat_map(|opaque| &mut opaque.needs);
        enums.chain(functions).chain(tables).chain(needed)
    }

    /// The same, for those who ask for many tables.
    pub fn by_name(&self) -> ByName<'_> {
        ByName::of(self)
    }

    /// A table by name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == *name)
    }
}

/// Where something was declared. Always equal to every other: two databases are the same whoever asked for them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The declaration.
    #[serde(skip)]
    pub span: Option<Span>,
    /// What it belongs to, as `Book.title`.
    pub object: String,
    /// What the database may have called it before, as `renamed_from` says; the likeliest first.
    #[serde(skip)]
    #[serde(default)]
    pub formerly: Vec<String>,
    /// What the schema may have called it before, as `renamed_from` says.
    #[serde(skip)]
    pub renamed_from: Vec<String>,
}

impl Origin {
    /// The declaration of an object.
    pub fn new(span: Span, object: impl Into<String>) -> Self {
        Self {
            span: Some(span),
            object: object.into(),
            formerly: Vec::new(),
            renamed_from: Vec::new(),
        }
    }

    /// The same, under the names it may have had before.
    #[must_use]
    pub fn formerly(self, formerly: Vec<String>) -> Self {
        Self { formerly, ..self }
    }

    /// The same, of something that the schema may have called otherwise before.
    #[must_use]
    pub fn renamed_from(self, renamed_from: Vec<String>) -> Self {
        Self { renamed_from, ..self }
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

/// The name of a table, type or function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectName {
    /// PostgreSQL schema; `None` for the default one, and always on SQLite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Name within it.
    pub name: String,
}

impl ObjectName {
    /// The same name, with the default namespace left out.
    pub(crate) fn in_default(self) -> Self {
        Self {
            namespace: self.namespace.filter(|namespace| namespace != "public"),
            ..self
        }
    }

    /// The same name in a namespace.
    pub(crate) fn inside(&self, namespace: &str) -> Self {
        let name = Self {
            namespace: Some(namespace.to_owned()),
            name: self.name.clone(),
        };
        name.in_default()
    }

    /// Another name in the same namespace.
    pub(crate) fn beside(&self, name: &str) -> Self {
        Self {
            namespace: self.namespace.clone(),
            name: name.to_owned(),
        }
    }
}

impl std::fmt::Display for ObjectName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// A PostgreSQL schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Name.
    pub name: String,
    /// What it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Who may use it.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// Declaration.
    pub origin: Origin,
}

/// An object that is made and removed by SQL of the author's own. Opaque: only its name and its text are compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Native {
    /// Name in the schema.
    pub name: String,
    /// What kind of object it is; extensions come before everything else.
    pub kind: NativeKind,
    /// Makes it.
    pub up: String,
    /// Removes it.
    pub down: String,
    /// Tables it needs; all of them where this and `after_natives` are empty.
    #[serde(default)]
    pub after_tables: Vec<ObjectName>,
    /// Other natives it needs.
    #[serde(default)]
    pub after_natives: Vec<String>,
    /// Declaration.
    pub origin: Origin,
}

impl PartialEq for Native {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.up == other.up
    }
}

impl Eq for Native {}

/// An object that replay met in SQL and does not model: a view, a sequence, a setting. Its text is all that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opaque {
    /// What it is, in the words of SQL: `view`, `materialized view`, `sequence`.
    pub kind: String,
    /// Its name; with the table it hangs on where names are the table's own (`t on books`).
    pub name: String,
    /// The statements that shaped it, in order.
    pub text: String,
    /// The objects it needs, in order of their names.
    pub needs: Vec<ObjectName>,
    /// The file and line that made it.
    pub place: Unseen<String>,
}

/// A PostgreSQL enum type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// Name.
    pub name: ObjectName,
    /// Labels in order.
    #[serde(default)]
    pub labels: Vec<String>,
    /// The same with what they were before; empty where it was read from SQL.
    pub words: Unseen<Vec<Word>>,
    /// What it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Declaration.
    pub origin: Origin,
}

/// A PostgreSQL function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Name.
    pub name: ObjectName,
    /// Arguments as in its declaration: `"value" text`.
    pub arguments: String,
    /// What it returns: `trigger`, `TABLE (…)`.
    pub returns: String,
    /// `plpgsql` or `sql`.
    pub language: String,
    /// Between RETURNS and the body, as written: `STABLE SECURITY DEFINER SET search_path = …`.
    pub options: String,
    /// The body without its delimiters; for `sql` a single statement bound to its tables at once (`BEGIN ATOMIC`).
    pub body: String,
    /// Whether everybody's right to execute it is withdrawn.
    #[serde(default)]
    pub restricted: bool,
    /// Who may execute it beside the owner.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// The table its body reads: it is made after that and removed before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads: Option<ObjectName>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Declaration.
    pub origin: Origin,
}

/// What a role may do with an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: String,
    /// What it may do, in order.
    #[serde(default)]
    pub privileges: Vec<Privilege>,
}

/// Something a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Privilege {
    /// Read rows.
    Select,
    /// Add rows.
    Insert,
    /// Change rows.
    Update,
    /// Remove rows.
    Delete,
    /// Name the objects of a namespace.
    Usage,
    /// Call a function.
    Execute,
}

impl Privilege {
    /// As written in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Usage => "USAGE",
            Self::Execute => "EXECUTE",
        }
    }
}
