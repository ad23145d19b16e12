//! One file per kind of thing that is emitted. In: a [`crate::scope::Scope`] and a noun of the shapes. Out: tokens.

pub(crate) mod arcs;
pub(crate) mod checks;
pub(crate) mod constants;
pub(crate) mod crate_root;
pub(crate) mod debug;
pub(crate) mod digests;
pub(crate) mod domain;
pub(crate) mod enums;
pub(crate) mod fixtures;
pub(crate) mod gaps;
pub(crate) mod ids;
pub(crate) mod manifest;
pub(crate) mod reads;
pub(crate) mod shapes;
pub(crate) mod validate;
pub(crate) mod wire;
