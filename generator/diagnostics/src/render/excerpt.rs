//! The lines that a report shows. In: a source and the spans to mark in it. Out: those lines, safe to print and cut
//! where they run on, and where the spans lie in them. A character stays one character, so columns stay those of the
//! source.

use std::ops::Range;

use crate::{Source, visible};

/// Characters shown behind the last mark of a line.
const TAIL: usize = 140;

/// Bytes from which a line is too long to show whole.
const LONG: usize = 400;

/// Characters marked at most on such a line.
const MARKED: usize = 80;

/// Consecutive lines of a source.
pub(super) struct Excerpt {
    /// Number of the first line.
    pub(super) line: usize,
    /// The lines, each ended by a line break.
    pub(super) text: String,
    /// The given spans, in order, as bytes of `text`.
    pub(super) spans: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines from the first to the last of `spans`, which lie within the source.
    pub(super) fn new(source: &Source, spans: &[Range<usize>]) -> Self {
        let line_of = |offset: usize| source.location(offset).line;
        let first = spans.iter().map(|span| line_of(span.start)).min().unwrap_or(1);
        let last = spans.iter().map(|span| line_of(span.end)).max().unwrap_or(first);
        let mut marks: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        marks.sort_unstable();
        marks.dedup();

        let mut text = String::new();
        let mut places = Vec::with_capacity(marks.len());
        for line in first..=last {
            push_line(
                source,
                source.line(line),
                &marks[places.len()..],
                &mut text,
                &mut places,
            );
        }
        let place = |mark: usize| places[marks.partition_point(|&other| other < mark)];
        let spans = spans.iter().map(|span| place(span.start)..place(span.end)).collect();
        Self {
            line: first,
            text,
            spans,
        }
    }
}

/// Whether `range` begins or ends on a line too long to show whole; such a line takes one mark at a time.
pub(super) fn on_long_line(source: &Source, range: &Range<usize>) -> bool {
    [range.start, range.end]
        .into_iter()
        .any(|offset| source.line(source.location(offset).line).len() > LONG)
}

/// The beginning of `range`: what of it a long line can show.
pub(super) fn beginning(source: &Source, range: Range<usize>) -> Range<usize> {
    let line = source.line(source.location(range.start).line);
    let text = &source.text()[range.start..range.end.clamp(range.start, line.end.max(range.start))];
    let length = text.char_indices().nth(MARKED).map_or(text.len(), |(at, _)| at);
    range.start..range.start + length
}

/// Writes one line and notes where those of the coming `marks` that lie on it end up. A mark in the line's break, or
/// between its two characters, lies at the end of the line.
fn push_line(source: &Source, line: Range<usize>, marks: &[usize], text: &mut String, places: &mut Vec<usize>) {
    let next = source.text()[line.end..]
        .find('\n')
        .map_or(usize::MAX, |at| line.end + at + 1);
    let mut marks = marks.iter().copied().take_while(|&mark| mark < next).peekable();
    let mut behind = 0;
    for (at, c) in source.text()[line.clone()].char_indices() {
        if marks.next_if(|&mark| mark <= line.start + at).is_some() {
            places.push(text.len());
            behind = 0;
        }
        if behind == TAIL && marks.peek().is_none() {
            text.push_str("...");
            break;
        }
        text.push(visible::glyph(c));
        behind += 1;
    }
    places.extend(marks.map(|_| text.len()));
    text.push('\n');
}
