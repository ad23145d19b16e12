//! Where a finding lies, for formats that give both ends. In: a span. Out: lines and columns, the end one past the last
//! character, as SARIF and GitHub count.

use crate::{Location, Sources, Span};

/// A stretch of one file.
pub(super) struct Region {
    /// First character.
    pub(super) start: Location,
    /// One past the last.
    pub(super) end: Location,
}

impl Region {
    /// The region of a span, where its source is known.
    pub(super) fn of(span: Span, sources: &Sources) -> Option<Self> {
        let source = sources.get(span.file)?;
        let range = source.range(span);
        Some(Self {
            start: source.location(range.start),
            end: source.location(range.end),
        })
    }
}
