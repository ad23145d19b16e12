//! The Rust crate: types, validation, serde.
