//! Sets, checks and formulas as plain structures: what an entity says of several fields.

use super::world::Id;

/// Columns that rows are told apart or found by.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    pub id: Id,
    pub unique: bool,
    pub parts: Vec<Part>,
    pub only: Option<Only>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Firm,
    Field(Id),
    Lower(Id),
    Descending(Id),
}

impl Part {
    pub fn field(self) -> Option<Id> {
        match self {
            Self::Firm => None,
            Self::Field(id) | Self::Lower(id) | Self::Descending(id) => Some(id),
        }
    }
}

/// Which rows a set covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    Null(Id),
    NotNull(Id),
}

impl Only {
    pub fn field(self) -> Id {
        match self {
            Self::Null(id) | Self::NotNull(id) => id,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Check {
    pub id: Id,
    pub name: String,
    pub rule: Rule,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    Least(Id, i64),
    Not(Id, i64),
    Shorter(Id, i64),
    Either(Id, Id),
}

impl Rule {
    pub fn fields(&self) -> Vec<Id> {
        match self {
            Self::Least(a, _) | Self::Not(a, _) | Self::Shorter(a, _) => vec![*a],
            Self::Either(a, b) => vec![*a, *b],
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// `a + b * n`
    Sum(Id, Id, i64),
    /// `length(a)`
    Length(Id),
    /// `coalesce(a, n)`
    Coalesce(Id, i64),
}

impl Formula {
    pub fn fields(&self) -> Vec<Id> {
        match self {
            Self::Sum(a, b, _) => vec![*a, *b],
            Self::Length(a) | Self::Coalesce(a, _) => vec![*a],
        }
    }
}
