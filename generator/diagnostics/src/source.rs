//! Texts and places in them. In: paths and contents. Out: spans that stay cheap to copy and locations people can read.
//! Offsets are bytes; lines and columns count from 1, columns in characters, as editors do.

use std::ops::Range;

/// Which [`Source`] a span lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The source it lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end` in `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// A part of this span, given by byte offsets relative to its start.
    pub fn slice(self, start: usize, end: usize) -> Self {
        let base = self.start as usize;
        Self::new(self.file, base + start, base + end)
    }
}

/// A place as people write it: `schema.toml:12:4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path as it was given, with forward slashes, relative to the project.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text and the name it goes by.
#[derive(Debug, Clone)]
pub struct Source {
    path: String,
    text: String,
    /// Byte offset at which each line starts.
    lines: Vec<usize>,
}

impl Source {
    /// Path as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`, or the empty text where the span does not fit this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The bytes of a line, without its line break; behind the last line there is nothing.
    pub(crate) fn line(&self, number: usize) -> Range<usize> {
        let Some(&start) = self.lines.get(number.saturating_sub(1)) else {
            return self.text.len()..self.text.len();
        };
        let end = self.lines.get(number.max(1)).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// The bytes of `span` as far as they exist: whole characters, and no line break at the end.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        let start = self.boundary(span.start as usize);
        let end = self.boundary(span.end as usize).max(start);
        start..start + self.text[start..end].trim_end_matches(['\r', '\n']).len()
    }

    /// Line and column of a byte offset; an offset behind the end counts as the end.
    pub fn location(&self, offset: usize) -> Location {
        let offset = self.boundary(offset);
        let line = self.lines.partition_point(|&start| start <= offset);
        let column = self.text[self.lines[line - 1]..offset].chars().count() + 1;
        Location {
            file: self.path.clone(),
            line,
            column,
        }
    }

    /// The start of the character at `offset`; an offset behind the end counts as the end.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// Every text of a run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Takes a text in; `path` is what diagnostics print.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        self.0.push(Source {
            path: path.into(),
            text,
            lines,
        });
        FileId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The source of an id that this collection handed out.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.0.get(file.0 as usize)
    }

    /// All sources, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0u32..).map(FileId).zip(&self.0)
    }

    /// Where a span starts.
    pub fn location(&self, span: Span) -> Option<Location> {
        Some(self.get(span.file)?.location(span.start as usize))
    }
}
