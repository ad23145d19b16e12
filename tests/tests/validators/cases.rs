//! One instance that all three outputs judge.

use std::collections::BTreeSet;

use driftless_shape::{Role, Shape};

use crate::values::Gap;

/// An instance, and what it is an instance of.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The type in TypeScript and Rust.
    pub(crate) shape: String,
    /// The component of the OpenAPI description.
    pub(crate) component: String,
    /// Whether unknown keys and words are refused.
    pub(crate) strict: bool,
    /// What was done to a valid instance.
    pub(crate) what: String,
    /// As JSON text.
    pub(crate) json: String,
    /// Rules about it that some judge is known not to have.
    pub(crate) gaps: BTreeSet<Gap>,
}

/// One way to read a shape.
#[derive(Debug, Clone)]
pub(crate) struct Reading<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) component: String,
    pub(crate) strict: bool,
}

/// The ways in which a shape is read: those that the description has a component for.
pub(crate) fn readings<'a>(shape: &'a Shape, components: &BTreeSet<String>) -> Vec<Reading<'a>> {
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
    pub(crate) fn case(&self, what: &str, json: String, gaps: impl IntoIterator<Item = Gap>) -> Case {
        Case {
            shape: self.shape.name.clone(),
            component: self.component.clone(),
            strict: self.strict,
            what: what.to_owned(),
            json,
            gaps: gaps.into_iter().collect(),
        }
    }
}
