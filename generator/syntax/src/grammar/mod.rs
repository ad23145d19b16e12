//! The language as data: which keys each table takes, what each takes, and what it is for.

/// One word of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What authors write.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}
