//! Sources, spans and diagnostics: how Driftless points at text and says what is wrong.
//!
//! In: texts that were read, and findings about them. Out: one [`Diagnostic`] type, used by the compiler, the lint and
//! the drift reports alike, and one renderer per output format. This crate never reads a file and knows no schema.

mod closest;
mod code;
mod diagnostic;
mod render;
mod source;
mod visible;

pub use closest::closest;
pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Label, Severity};
pub use render::{Colour, Format, Report, render};
pub use source::{FileId, Location, Source, Sources, Span};
