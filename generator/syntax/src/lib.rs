//! The text of a schema: TOML in, a [`Document`] of spanned values out.
//!
//! The language is written once, as data, in [`grammar`]. From there come the checks of a text, the JSON Schema that
//! editors complete with, and the reference in the documentation. This crate reads no file and knows no meaning: that a
//! name refers to something is for the resolver to find out.

pub mod document;
pub mod grammar;

pub use document::Document;
