//! The meaning of a schema: linked, immutable, and ignorant of every output.
//!
//! In: what `resolve` builds from a Document. Out: a [`Schema`] whose elements refer to each other by id, never by
//! text. Everything that two outputs must agree on (names of tables, columns and wire keys, who fills a field, which
//! variant carries it) is decided here once. This crate knows no TOML, no SQL and no target, and derives no serde.

mod constraint;
mod domain;
mod entity;
mod expression;
mod field;
mod ids;
mod index;
mod name;
mod operation;
mod record;
mod schema;
mod types;
mod value;

pub use constraint::constraint_name;
pub use domain::{Domain, Enum, EnumValue, Mixin, NamedType};
pub use entity::{Api, Ends, Entity, EntityKind, Mutability, Table, Tenancy, Variant, Variants};
pub use expression::{Arithmetic, Comparison, Expr, ExprKind, ExprType};
pub use field::{Action, Arc, ArcTarget, Column, Default, Field, FieldKind, Pii, Reference, Visibility};
pub use ids::{DomainId, EntityId, EnumId, FieldId, NamedTypeId, RecordId};
pub use index::{Check, Index, Nulls, Part, Unique};
pub use name::{Case, Name};
pub use operation::{Body, Graph, Method, Native, NativeKind, NativeSql, Operation, Parameter, Payload};
pub use record::Record;
pub use schema::{Output, Schema, Setting, Tenant, Wire, WireNumber};
pub use types::{Length, Limits, Scalar, Storage, Type};
pub use value::Value;
