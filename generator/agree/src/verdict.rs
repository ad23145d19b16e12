//! What judges say about one case.

/// One thing that is wrong: JSON Pointer, code, message.
pub type Issue = (String, String, String);

/// What the emitted crate says.
#[derive(Debug, Clone, PartialEq)]
pub enum Rust {
    /// It is read, and breaks no rule.
    Valid,
    /// It cannot be read.
    Fault(String),
    /// It breaks rules.
    Broken(Vec<Issue>),
}

/// What everybody says.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdicts {
    /// What is wrong according to the TypeScript validators; nothing when they accept.
    pub typescript: Option<Vec<Issue>>,
    /// Whether the OpenAPI description accepts.
    pub described: bool,
    /// The crate.
    pub rust: Rust,
}
