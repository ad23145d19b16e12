//! The relational truth of one SQL dialect.
//!
//! In: a Schema. Out: a [`Catalog`] of plain, comparable values (tables, columns, constraints, indexes, triggers,
//! policies, comments), the SQL statements that make and remove each of them, and what the dialect cannot enforce.
//! Whatever else reads a database meets the schema here. This crate never opens a connection or a file.

mod by_name;
mod catalog;
mod collision;
mod constraint;
mod difference;
mod lower;
mod meaning;
pub mod normal;
pub mod parse;
pub mod replay;
pub mod sql;
mod table;
mod trigger;

pub use by_name::ByName;
pub use catalog::{
    Catalog, Dialect, EnumType, Function, Grant, Namespace, Native, ObjectName, Opaque, Origin, Privilege,
};
pub use constraint::{Check, ForeignKey, Index, IndexPart, Key};
pub use lower::{Lowered, arc_text, default_text, lower, now_text};
pub use meaning::{Document, Kind, Meaning, Member, Unseen, Wire, Word};
pub use table::{Column, Generated, Table};
pub use trigger::{Event, Level, Policy, Timing, Trigger, TriggerAction};
