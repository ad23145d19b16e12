//! What becomes of stored documents when the records in them change.
//!
//! In: the records before and after, and what a column holds. Out: what is lost, what is refused, and the SQL that turns
//! an old document into a new one. Members that nobody declares stay; members that are absent stay absent unless they
//! have to be there. Never touches a document that must not change.

mod members;
mod postgres;
mod record;
mod sqlite;
mod value;

pub use driftless_catalog::Wire;
use driftless_catalog::{Dialect, Document, Meaning};

pub(crate) use members::{MemberChange, member_changes};
use record::Records;
use value::{Carried, Form};

/// What happens to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentCode {
    /// Its key, or words of its values, are called otherwise.
    Rename,
    /// It is gone.
    Drop,
    /// It has to be there.
    Require,
    /// Its values are others.
    Convert,
    /// Its record contains itself, so no expression reaches every document in it.
    Recursive,
    /// It lies in lists inside lists, further than an expression reaches.
    Deep,
}

impl DocumentCode {
    /// As people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Drop => "drop",
            Self::Require => "require",
            Self::Convert => "convert",
            Self::Recursive => "recursive",
            Self::Deep => "deep",
        }
    }
}

/// A change of documents that somebody must know of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentLoss {
    /// What happens.
    pub code: DocumentCode,
    /// The member, as `ContextSpec.model`.
    pub path: String,
    /// Why something is lost.
    pub why: String,
}

/// What becomes of the documents in a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentChange {
    /// What may be lost, and must be allowed.
    pub losses: Vec<DocumentLoss>,
    /// What cannot be done to these documents.
    pub refused: Vec<DocumentLoss>,
    /// How documents become new ones; `None` where they are good as they are.
    pub rewrite: Option<Rewrite>,
}

/// How an old document becomes a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    value: Carried,
}

impl Rewrite {
    /// An expression for the new document; `column` is the quoted column, on PostgreSQL of type `jsonb`.
    #[must_use]
    pub fn sql(&self, dialect: Dialect, column: &str) -> String {
        match dialect {
            Dialect::Postgres => postgres::expression(&self.value, column),
            Dialect::Sqlite => sqlite::expression(&self.value, column),
        }
    }

    /// A condition that holds for the documents that change.
    #[must_use]
    pub fn condition(&self, dialect: Dialect, column: &str) -> String {
        let new = self.sql(dialect, column);
        match dialect {
            Dialect::Postgres => format!("{new} IS DISTINCT FROM {column}"),
            Dialect::Sqlite => format!("{new} IS NOT json({column})"),
        }
    }
}

/// What becomes of the documents of a column that holds them before and after.
#[must_use]
pub fn document_change(wire: Wire, before: (&[Document], &Meaning), after: (&[Document], &Meaning)) -> DocumentChange {
    // What is only to be frozen from now on is turned before.
    let frozen = before.1.frozen;
    let mut records = Records::new(wire, before.0, after.0);
    let Some(value) = records.column(before.1, after.1) else {
        return DocumentChange::default();
    };
    let mut refused: Vec<_> = records
        .findings
        .extract_if(.., |found| found.refused || frozen)
        .map(|found| found.loss)
        .collect();
    let losses = records
        .findings
        .into_iter()
        .filter(|found| found.lossy)
        .map(|found| found.loss);
    let mut losses: Vec<_> = losses.collect();
    for list in [&mut refused, &mut losses] {
        list.sort();
        list.dedup();
    }
    let rewrite = (refused.is_empty() && value.form != Form::Keep).then_some(Rewrite { value });
    DocumentChange {
        losses,
        refused,
        rewrite,
    }
}
