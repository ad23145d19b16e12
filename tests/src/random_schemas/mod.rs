//! Random schemas as plain structures: what tests mutate, fill with rows, and print as schema.toml. In: a seed. Out: a
//! World that the language accepts, the same for the same seed. It knows no database and calls no emitter.

#![expect(
    missing_docs,
    reason = "a field of these structures says what it is by its name, as in schema.toml"
)]

pub mod condition;
pub mod entity;
pub mod field;
pub mod names;
pub mod random;
pub mod reference;
pub mod rule;
pub mod start;
pub mod table;
pub mod text;
pub mod values;
pub mod world;
