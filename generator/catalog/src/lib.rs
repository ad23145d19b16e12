//! The relational truth of one SQL dialect.
//!
//! In: a Schema. Out: a [`Catalog`] of plain, comparable values (tables, columns, constraints, indexes, triggers,
//! policies, comments), the SQL statements that make and remove each of them, and what the dialect cannot enforce.
//! Whatever else reads a database meets the schema here. This crate never opens a connection or a file.

mod catalog;
mod collision;
mod difference;
mod lower;
mod meaning;
pub mod normal;
pub mod parse;
pub mod replay;
pub mod sql;
mod table;

pub use catalog::{
    Catalog, Dialect, EnumType, Function, Grant, Namespace, Native, ObjectName, Opaque, Origin, Privilege,
};
pub use lower::{Lowered, arc_text, default_text, lower, now_text};
pub use meaning::{Document, Kind, Meaning, Member, Unseen, Wire, Word};
pub use table::{
    Check, Column, Event, ForeignKey, Generated, Index, IndexPart, Key, Level, Policy, Table, Timing, Trigger,
    TriggerAction,
};
