//! One instance that all three outputs judge.

use std::collections::BTreeSet;

use driftless_diagnostics::Span;
use driftless_shape::{Member, Role, Shape};

use crate::sample::Gap;

/// An instance, and what it is an instance of.
#[derive(Debug, Clone)]
pub struct Case {
    /// The type in TypeScript and Rust.
    pub shape: String,
    /// The component of the OpenAPI description.
    pub component: String,
    /// Which of its origin's shapes it is.
    pub role: Role,
    /// Whether unknown keys and words are refused.
    pub strict: bool,
    /// What was done to a valid instance.
    pub what: String,
    /// As JSON text.
    pub json: String,
    /// Rules about it that some judge is known not to have.
    pub gaps: BTreeSet<Gap>,
    /// The member that was changed.
    pub about: Option<About>,
}

/// A member, and where it is declared.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// `Book.author`
    pub object: String,
    /// The declaration.
    pub span: Span,
    /// The key on the wire.
    pub key: String,
}

impl About {
    pub(crate) fn of(member: &Member) -> Self {
        Self {
            object: member.object.clone(),
            span: member.span,
            key: member.json.clone(),
        }
    }
}

impl Case {
    /// The same case, about a member.
    pub(crate) fn about(self, about: Option<About>) -> Self {
        Self { about, ..self }
    }
}

/// One way to read a shape.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// What is read.
    pub shape: &'a Shape,
    /// The component of the OpenAPI description.
    pub component: String,
    /// Whether unknown keys and words are refused.
    pub strict: bool,
}

/// The ways in which a shape is read: those that the description has a component for.
pub fn readings<'a>(shape: &'a Shape, components: &BTreeSet<String>) -> Vec<Reading<'a>> {
    let own = match shape.role {
        Role::Create | Role::Patch => true,
        Role::Record => shape.usage.request && !shape.usage.response,
        Role::Read | Role::Row => false,
    };
    let reading = |strict: bool| {
        let suffix = match (own == strict, strict) {
            (true, _) => "",
            (false, true) => "Input",
            (false, false) => "Output",
        };
        Reading {
            shape,
            component: format!("{}{suffix}", shape.name),
            strict,
        }
    };
    let found = [own, !own].map(reading).into_iter();
    found
        .filter(|reading| components.contains(&reading.component))
        .collect()
}

impl Reading<'_> {
    /// A case of this reading.
    pub fn case(&self, what: &str, json: String, gaps: impl IntoIterator<Item = Gap>) -> Case {
        Case {
            shape: self.shape.name.clone(),
            component: self.component.clone(),
            role: self.shape.role,
            strict: self.strict,
            what: what.to_owned(),
            json,
            gaps: gaps.into_iter().collect(),
            about: None,
        }
    }
}
