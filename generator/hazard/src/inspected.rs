//! What is known about a statement before anybody runs it.

use std::ops::Range;

use driftless_catalog::ObjectName;
use driftless_diagnostics::Code;

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

/// Something that is gone after a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What sort of thing.
    pub what: Lost,
    /// Its name, as `books.isbn`.
    pub name: String,
    /// It goes without being named in the statement.
    pub silent: bool,
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
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What it is about, as `books.isbn`.
    pub object: String,
    /// What is wrong.
    pub message: String,
    /// The way that is safe.
    pub recipe: String,
}
