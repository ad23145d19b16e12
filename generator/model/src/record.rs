//! Records: typed JSON, stored in a column or only on the wire.

use driftless_diagnostics::Span;

use crate::{DomainId, Field, Name, Variants};

/// A record type.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Name.
    pub name: Name,
    /// The declaration.
    pub span: Span,
    /// What it holds.
    pub doc: String,
    /// The domain whose files declare it: the stated one, or the first that uses it.
    pub domain: DomainId,
    /// Fields in order. Columns of their kinds give names on the wire; nothing is stored by itself.
    pub fields: Vec<Field>,
    /// The shapes it may take.
    pub variants: Option<Variants>,
    /// Whether some entity stores it: stored documents must tolerate fields that came later.
    pub stored: bool,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What it was called before.
    pub renamed_from: Option<String>,
    /// Further derives of the Rust type.
    pub derives: Vec<String>,
    /// Further attributes of the Rust type.
    pub attributes: Vec<String>,
}
