//! Ordinary values of a schema.
//!
//! In: a Schema and its Shapes. Out: values that are instances of them, one by one for those who try what languages and
//! databases make of them, and as [`fixtures`] for those who emit them. This crate knows no language and runs nothing.

mod columns;
mod condition;
mod fixtures;
mod instance;
mod moment;
mod numbered;
mod ordinary;
mod pattern;
mod subject;
mod template;

pub use fixtures::{Fixture, fixtures};
pub use instance::{Chance, Size, beside, instance, item, members};
pub use ordinary::{base64, keys_of, lengths, numeric, of_scalar, ordinary, text_of, times, whole};
pub use pattern::matching;
pub use subject::{Key, Subject, words_of};
pub use template::{Digits, Form, Template};
