//! What is there when a statement runs: the Catalog, what the same migration has done before, and what the Catalog does
//! not model but locks depend on.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::replay::Replay;
use driftless_catalog::{Catalog, Dialect, ForeignKey, ObjectName, Table};

use crate::Kind;
use crate::fact::{self, Facts};
use crate::types::Type;

/// Everything a statement may meet.
pub(crate) struct World {
    pub(crate) catalog: Replay,
    /// Domains: what they are made of, and whether they have rules of their own.
    pub(crate) domains: BTreeMap<ObjectName, Domain>,
    /// Partitioned tables and their parts.
    pub(crate) partitions: BTreeMap<ObjectName, BTreeSet<ObjectName>>,
    /// Indexes of tables that the Catalog does not hold, and whose they are.
    pub(crate) foreign_indexes: BTreeMap<ObjectName, ObjectName>,
    /// Views, and what they read.
    pub(crate) views: BTreeMap<ObjectName, Vec<ObjectName>>,
    /// Extended statistics, and whose they are.
    pub(crate) statistics: BTreeMap<ObjectName, ObjectName>,
    /// Constraints that are more than a flag of a column: NOT NULL by name.
    pub(crate) not_nulls: BTreeMap<(ObjectName, String), String>,
    /// What the migration has done so far.
    pub(crate) file: File,
    /// The major of PostgreSQL that runs it, where that is known.
    pub(crate) major: Option<u32>,
}

/// A domain.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) base: String,
    pub(crate) constrained: bool,
}

/// What holds within one migration.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    /// It asks its runner for no transaction.
    pub(crate) alone: bool,
    /// How many statements there were.
    pub(crate) statements: usize,
    /// Tables and views that it made: empty, and nobody knows them yet.
    pub(crate) created: BTreeSet<ObjectName>,
    /// Whoever waits for a lock gives up in time.
    pub(crate) patient: bool,
    /// Somebody was told about that already.
    pub(crate) warned: bool,
    /// The session's time zone is UTC for certain.
    pub(crate) utc: bool,
    /// Enum values it added.
    pub(crate) values: BTreeSet<String>,
    /// Columns that it dropped.
    pub(crate) dropped: BTreeSet<(ObjectName, String)>,
    /// Columns that it gave the name they have now.
    pub(crate) renamed: BTreeSet<(ObjectName, String)>,
    /// Constraints it added without looking at the rows.
    pub(crate) unvalidated: BTreeSet<(ObjectName, String)>,
    /// A transaction that the text itself begins is open.
    pub(crate) begun: bool,
    /// Foreign keys are switched off, and really so.
    pub(crate) keys_off: bool,
    /// The text makes sure of that.
    pub(crate) guarded: bool,
    /// Tables whose rows were copied elsewhere: where to, and by which statement.
    pub(crate) copied: BTreeMap<ObjectName, (ObjectName, String)>,
}

impl File {
    /// Before its first statement.
    pub(crate) fn of(text: &str) -> Self {
        Self {
            alone: text.starts_with("-- no-transaction"),
            ..Self::default()
        }
    }
}

impl World {
    pub(crate) fn of(catalog: Catalog) -> Self {
        Self {
            catalog: Replay::of(catalog),
            domains: BTreeMap::new(),
            partitions: BTreeMap::new(),
            foreign_indexes: BTreeMap::new(),
            views: BTreeMap::new(),
            statistics: BTreeMap::new(),
            not_nulls: BTreeMap::new(),
            file: File::default(),
            major: None,
        }
    }

    pub(crate) fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.catalog.table(name)
    }

    /// The table that an index is of.
    pub(crate) fn table_of_index(&self, index: &ObjectName) -> Option<&Table> {
        self.catalog.holder(&index.name, |table| {
            table.name.namespace == index.namespace && indexes(table).any(|(name, _)| name == index.name)
        })
    }

    /// Foreign keys that point at a table, with the tables they are of; not those that it points at itself with.
    pub(crate) fn referencing<'w>(&'w self, name: &'w ObjectName) -> impl Iterator<Item = (&'w Table, &'w ForeignKey)> {
        let of = |table: &'w Table| table.foreign_keys.iter().map(move |key| (table, key));
        let elsewhere = self.catalog.pointing_at(name).filter(move |table| table.name != *name);
        elsewhere.flat_map(of).filter(move |(_, key)| key.target == *name)
    }

    /// What a kind of statement does: on the major that runs it, or the worst on any.
    pub(crate) fn facts(&self, kind: Kind) -> Option<&'static Facts> {
        match (self.catalog.dialect(), self.major) {
            (Dialect::Sqlite, _) => None,
            (Dialect::Postgres, Some(major)) => fact::on(kind, major),
            (Dialect::Postgres, None) => fact::worst(kind),
        }
    }

    /// A name as the dialect compares it.
    pub(crate) fn folded(&self, name: &ObjectName) -> ObjectName {
        match self.catalog.dialect() {
            Dialect::Postgres => name.clone(),
            Dialect::Sqlite => ObjectName {
                namespace: None,
                name: name.name.to_ascii_lowercase(),
            },
        }
    }

    /// Whether a table has a rule of some name.
    pub(crate) fn holds(&self, table: &ObjectName, name: &str, sort: &str) -> bool {
        let Some(table) = self.table(table) else { return false };
        let is = |known: &String| known == name;
        match sort {
            // The other half of a swap: what was filled beside it has its name now.
            "column" => self.file.renamed.contains(&(table.name.clone(), name.to_owned())),
            "NOT NULL of column" => table.column(name).is_some_and(|column| !column.nullable),
            "trigger" => table.triggers.iter().any(|trigger| is(&trigger.name)),
            "policy" => table.policies.iter().any(|policy| is(&policy.name)),
            "foreign key" => table.foreign_keys.iter().any(|key| is(&key.name)),
            "check" => table.checks.iter().any(|check| is(&check.name)),
            _ => indexes(table).any(|(known, _)| known == name),
        }
    }

    /// Every index of a table.
    pub(crate) fn indexes(&self, name: &ObjectName) -> Vec<ObjectName> {
        let own = self.table(name).into_iter().flat_map(indexes);
        own.map(|(index, _)| beside(name, index)).collect()
    }

    /// A type with domains taken for what they are made of; `None` for one that has rules to check.
    pub(crate) fn resolve(&self, written: &str, rules_matter: bool) -> Option<Type> {
        match self.domain(written) {
            Some(domain) if domain.constrained && rules_matter => None,
            Some(domain) => Some(Type::read(&domain.base)),
            None => Some(Type::read(written)),
        }
    }

    pub(crate) fn domain(&self, written: &str) -> Option<&Domain> {
        let plain = written.replace('"', "");
        let (namespace, name) = match plain.rsplit_once('.') {
            Some((namespace, name)) => (Some(namespace.to_owned()).filter(|name| name != "public"), name),
            None => (None, plain.as_str()),
        };
        let name = name.trim().to_owned();
        self.domains.get(&ObjectName { namespace, name })
    }
}

/// The names of a table's indexes, those behind constraints included, and what each is about.
pub(crate) fn indexes(table: &Table) -> impl Iterator<Item = (&str, IndexOf<'_>)> {
    let keys = table.primary_key.iter().chain(&table.uniques);
    let keys = keys.map(|key| (key.name.as_str(), IndexOf::Key(&key.columns)));
    keys.chain(
        table
            .indexes
            .iter()
            .map(|index| (index.name.as_str(), IndexOf::Index(index))),
    )
}

/// What an index is about.
#[derive(Clone, Copy)]
pub(crate) enum IndexOf<'t> {
    Key(&'t [String]),
    Index(&'t driftless_catalog::Index),
}

impl IndexOf<'_> {
    /// Whether it has anything to do with a column.
    pub(crate) fn uses(self, column: &str) -> bool {
        match self {
            Self::Key(columns) => columns.iter().any(|name| name == column),
            Self::Index(index) => {
                let part = |part: &driftless_catalog::IndexPart| match part.column {
                    true => part.expr == column,
                    false => mentions(&part.expr, column),
                };
                index.parts.iter().any(part) || index.predicate.iter().any(|text| mentions(text, column))
            }
        }
    }

    /// Whether it is of columns alone; the others are made anew whenever a type changes.
    pub(crate) fn plain(self) -> bool {
        match self {
            Self::Key(_) => true,
            Self::Index(index) => index.predicate.is_none() && index.parts.iter().all(|part| part.column),
        }
    }
}

/// Another name in the same namespace.
pub(crate) fn beside(name: &ObjectName, other: &str) -> ObjectName {
    ObjectName {
        namespace: name.namespace.clone(),
        name: other.to_owned(),
    }
}

/// Whether an expression names a column. Names of functions and words in texts count too: better told once too often.
pub(crate) fn mentions(text: &str, column: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    text.match_indices(column).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + column.len()..].chars().next();
        !column.is_empty() && !before.is_some_and(part) && !after.is_some_and(part)
    })
}
