//! The text of a schema: TOML in, a [`Document`] of spanned values out.
//!
//! The language is written once, as data, in [`grammar`]. From there come the checks of a text, the JSON Schema that
//! editors complete with, and the reference in the documentation. This crate reads no file and knows no meaning: that a
//! name refers to something is for the resolver to find out.
//!
//! A text passes through: `limits` (size, depth), `conflict` (merges), `toml_text` (TOML, all its errors), `tree` (values of our own),
//! `check` (the tree against the grammar), `read` (the tree into the Document).

mod check;
mod conflict;
pub mod document;
pub mod grammar;
mod hidden;
mod limits;
mod parse;
mod read;
mod toml_text;
mod tree;

pub use document::Document;
pub use grammar::{json_schema, reference};
pub use limits::LARGEST;
pub use parse::{parse, parse_included};
