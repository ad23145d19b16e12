//! The record types that every language declares, projected once from the Schema.
//!
//! In: a [`Schema`]. Out: [`Shapes`]: per domain the ids, enums, arcs, records and the four shapes of each entity
//! (`X` read, `XCreate`, `XPatch`, `XRow`), and the endpoints of the service. Which field is present, optional,
//! nullable, hidden or read-only is decided here and nowhere else, so that no two targets can disagree about it.
//! This crate knows no language: it never escapes, quotes or spells a type.

pub mod constraints;
mod endpoint;
mod entity;
mod item;
mod names;
pub mod pattern;
mod project;
mod record;
mod shape;
mod tagged;

pub use endpoint::{Content, Endpoint, EndpointKind, Query};
pub use item::{Item, ItemType, referred_column};
pub use names::colliding_names;
pub use project::project;
pub use shape::{ArcShape, Body, Case, IdShape, Member, Module, Origin, Presence, Role, Shape, Shapes, Tagged, Usage};

pub use driftless_model as model;

use driftless_model::Schema;

impl Shapes {
    /// Projects a schema.
    pub fn of(schema: &Schema) -> Self {
        project(schema)
    }
}
