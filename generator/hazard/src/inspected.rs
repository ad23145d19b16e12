//! What is known about a statement before anybody runs it.

use std::ops::Range;

use driftless_catalog::ObjectName;
use driftless_diagnostics::{Code, Severity};

use crate::{Kind, Lock};

/// A statement of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What it does: one kind, or one for each change that an ALTER TABLE lists.
    pub kinds: Vec<Kind>,
    /// Which relations it touches, in order of names. Those that the same migration made are left out: nobody waits for
    /// them, and they are empty.
    pub touched: Vec<Touched>,
    /// What is gone after it.
    pub lost: Vec<Loss>,
    /// Who may fail from then on who did not before.
    pub broken: Vec<Broken>,
    /// What there is to say against it.
    pub hazards: Vec<Hazard>,
}

/// What happens to one relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Its name.
    pub relation: ObjectName,
    /// Whether it is an index rather than a table or view.
    pub index: bool,
    /// How it is locked until the transaction ends.
    pub lock: Option<Lock>,
    /// Every row of it is read meanwhile.
    pub scanned: bool,
    /// It is written anew meanwhile.
    pub rewritten: bool,
}

/// `books: access exclusive, every row read, written anew`.
impl std::fmt::Display for Touched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lock = self.lock.map_or("no lock", Lock::as_str);
        let read = if self.scanned { ", every row read" } else { "" };
        let written = if self.rewritten { ", written anew" } else { "" };
        write!(f, "{}: {lock}{read}{written}", self.relation)
    }
}

/// Something that is gone after a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// How bad that is.
    pub what: Lost,
    /// What sort of thing: `column`, `check`.
    pub sort: &'static str,
    /// The table it was of; `None` for a table itself, and for what has none.
    pub table: Option<ObjectName>,
    /// Its name.
    pub name: String,
    /// It goes without being named in the statement.
    pub silent: bool,
}

impl Loss {
    /// Something of a table, or without one.
    pub(crate) fn new(what: Lost, sort: &'static str, table: Option<&ObjectName>, name: impl Into<String>) -> Self {
        Self {
            what,
            sort,
            table: table.cloned(),
            name: name.into(),
            silent: false,
        }
    }

    /// A rule of a table.
    pub(crate) fn rule(sort: &'static str, table: &ObjectName, name: impl Into<String>) -> Self {
        Self::new(Lost::Guarantee, sort, Some(table), name)
    }

    /// A table with all its rows.
    pub(crate) fn table(table: &ObjectName) -> Self {
        Self::new(Lost::Data, "table", None, table.to_string())
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.table {
            Some(table) => write!(f, "{} `{}` of `{table}`", self.sort, self.name),
            None => write!(f, "{} `{}`", self.sort, self.name),
        }
    }
}

/// The sorts of things that can be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lost {
    /// Values that were stored.
    Data,
    /// A rule that held.
    Guarantee,
    /// An object that only helped: an index, a view, a trigger.
    Object,
}

/// A program that was written for the database as it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// Whoever reads this fails.
    Readers(String),
    /// Whoever writes this fails, always or for some values.
    Writers(String),
}

/// Something to say against a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hazard {
    /// Which sort.
    pub code: Code,
    /// How bad it is: what a statement takes away by name is worth knowing, everything else is a warning.
    pub severity: Severity,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What it is about, as `books.isbn`.
    pub object: String,
    /// What is wrong.
    pub message: String,
    /// The way that is safe.
    pub recipe: String,
    /// What it says is gone, as long as that is not there again at the end of the migration.
    pub(crate) lost: Vec<Loss>,
}

impl Hazard {
    /// A hazard of a statement as a whole.
    pub(crate) fn new(
        code: Code,
        object: impl Into<String>,
        message: impl Into<String>,
        recipe: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            range: 0..0,
            object: object.into(),
            message: message.into(),
            recipe: recipe.into(),
            lost: Vec::new(),
        }
    }

    /// The same, in some place.
    #[must_use]
    pub(crate) fn in_place(self, range: &Range<usize>) -> Self {
        Self {
            range: range.clone(),
            ..self
        }
    }
}
