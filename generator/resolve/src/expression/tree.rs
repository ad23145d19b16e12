//! The tree of an expression: what belongs to what, before anybody knows what the names stand for.

use driftless_diagnostics::Span;
use driftless_model::{Arithmetic, Comparison};

/// An expression before types.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) node: Node,
    pub(super) span: Span,
    /// Levels from here to the deepest leaf.
    pub(super) height: usize,
    /// Levels of brackets that it takes to write it, if every level but those of a chain such as `a + b + c` needs them.
    pub(super) nesting: usize,
}

/// What an expression is made of.
#[derive(Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Field(String),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
    Compare(Comparison, Box<Tree>, Box<Tree>),
    In {
        value: Box<Tree>,
        list: Vec<Tree>,
        negated: bool,
    },
    IsNull {
        value: Box<Tree>,
        negated: bool,
    },
    Arithmetic(Arithmetic, Box<Tree>, Box<Tree>),
    Negate(Box<Tree>),
    Call(String, Vec<Tree>),
}

impl Node {
    /// Levels from here to the deepest leaf.
    pub(super) fn height(&self) -> usize {
        let most = |trees: &[Tree]| trees.iter().map(|tree| tree.height).max().unwrap_or(0);
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Field(_) => 1,
            Self::And(items) | Self::Or(items) | Self::Call(_, items) => 1 + most(items),
            Self::Not(inner) | Self::Negate(inner) => 1 + inner.height,
            Self::IsNull { value, .. } => 1 + value.height,
            Self::In { value, list, .. } => 1 + value.height.max(most(list)),
            Self::Compare(_, left, right) | Self::Arithmetic(_, left, right) => 1 + left.height.max(right.height),
        }
    }

    /// Levels of brackets.
    pub(super) fn nesting(&self) -> usize {
        let most = |trees: &[Tree]| trees.iter().map(|tree| tree.nesting).max().unwrap_or(0);
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Field(_) => 0,
            Self::And(items) | Self::Or(items) | Self::Call(_, items) => 1 + most(items),
            Self::Not(inner) | Self::Negate(inner) => 1 + inner.nesting,
            Self::IsNull { value, .. } => 1 + value.nesting,
            Self::In { value, list, .. } => 1 + value.nesting.max(most(list)),
            Self::Compare(_, left, right) => 1 + left.nesting.max(right.nesting),
            Self::Arithmetic(_, left, right) => left.nesting.max(1 + right.nesting),
        }
    }
}
