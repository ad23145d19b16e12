//! What SQL does not say about a database, and a migration must know all the same: which number an integer stands for,
//! which words a text may be, which members a document has. Lowered from the Schema and kept beside a released history.

use serde::{Deserialize, Serialize};

use crate::catalog::Origin;

/// A part of a Catalog that replay cannot see. Always equal to every other.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unseen<T>(pub T);

impl<T> PartialEq for Unseen<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Unseen<T> {}

impl<T> Unseen<Option<T>> {
    /// Whether there is nothing that replay does not see.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

/// What the values of a column, or of a member of a document, mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// A single value, or each element.
    pub kind: Kind,
    /// Values are lists of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub array: bool,
    /// Values never change once they are there: their rows are immutable, or a digest covers them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
}

/// What a single value is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text of any form.
    Text,
    /// An integer of this many bits.
    Integer(u32),
    /// An exact decimal.
    Numeric {
        /// Digits in all.
        precision: u32,
        /// Digits behind the point.
        scale: u32,
    },
    /// A 64-bit float.
    Float,
    /// True or false.
    Bool,
    /// A uuid.
    Uuid,
    /// An instant.
    Timestamp,
    /// A wall-clock time.
    TimestampLocal,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// Microseconds.
    Duration,
    /// Any JSON.
    Json,
    /// Bytes.
    Bytes,
    /// A list of floats.
    Vector(u32),
    /// An IP address.
    Inet,
    /// One of several words.
    Enum(Vec<Word>),
    /// A document with the members of the [`Document`] of this name.
    Record(String),
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The word.
    pub word: String,
    /// What it was before, as `renamed_from` says.
    #[serde(skip)]
    pub formerly: Option<String>,
}

/// Which numbers are strings in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wire {
    /// 64-bit integers are.
    pub bigint_as_text: bool,
    /// Decimals are.
    pub numeric_as_text: bool,
}

impl Default for Wire {
    fn default() -> Self {
        Self {
            bigint_as_text: true,
            numeric_as_text: true,
        }
    }
}

/// A record as it lies in documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Name of the record.
    pub name: String,
    /// What it was before, as `renamed_from` says.
    #[serde(skip)]
    pub formerly: Option<String>,
    /// Its members in order.
    #[serde(default)]
    pub members: Vec<Member>,
}

/// A member of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its key in JSON.
    pub name: String,
    /// What the key was before, as `renamed_from` says.
    #[serde(skip)]
    pub formerly: Option<String>,
    /// What its value means.
    pub meaning: Meaning,
    /// Whether every document has it, and not null.
    #[serde(default)]
    pub required: bool,
    /// The value it has where nobody says, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The variants that carry it, by their words; empty for a common one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Where it was declared.
    #[serde(skip)]
    pub origin: Origin,
}
