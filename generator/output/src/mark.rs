//! Provenance markers. In: emitted text in which each declaration is preceded by a marker naming its span in the
//! schema. Out: the text without markers, and the anchors they leave behind. Markers are made of private-use
//! characters, which the schema may not contain, so user text can neither imitate nor break one.

use driftless_diagnostics::{FileId, Span};
use std::fmt;

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// Beside markers, a line of nothing but one of these existed only for its markers: printers of syntax trees can only
/// carry them in a comment.
const BARE_LEADERS: [&str; 5] = ["///", "//!", "//", "--", "#"];

/// A marker for the text that follows it.
pub fn mark(span: Span) -> String {
    format!("{OPEN}{}:{}:{}{CLOSE}", span.file.0, span.start, span.end)
}

/// A marker for the text that follows it, which can also be found by name: a symbol, a constraint, a JSON pointer.
pub fn mark_named(span: Span, name: &str) -> String {
    format!("{OPEN}{}:{}:{}|{name}{CLOSE}", span.file.0, span.start, span.end)
}

/// Where an emitted declaration begins and what it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Line in the emitted text, from 1.
    pub line: usize,
    /// What the declaration is called in the output.
    pub name: Option<String>,
    /// Where the schema declares it.
    pub span: Span,
}

/// An emitter wrote a marker that cannot be read back: a bug in that emitter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkError {
    /// A marker begins and does not end on its line.
    Unclosed {
        /// Line in the marked text, from 1.
        line: usize,
    },
    /// A marker ends that did not begin.
    Unopened {
        /// Line in the marked text, from 1.
        line: usize,
    },
    /// A marker that does not hold a span.
    Unreadable {
        /// Line in the marked text, from 1.
        line: usize,
        /// What it holds.
        content: String,
    },
}

impl fmt::Display for MarkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed { line } => write!(f, "line {line}: a provenance marker does not end on its line"),
            Self::Unopened { line } => write!(f, "line {line}: a provenance marker ends without a beginning"),
            Self::Unreadable { line, content } => write!(f, "line {line}: `{content}` is no provenance marker"),
        }
    }
}

impl std::error::Error for MarkError {}

/// The text without its markers, and the anchors in the order of the text.
pub(crate) fn strip_marks(marked: &str) -> Result<(String, Vec<Anchor>), MarkError> {
    let mut text = String::with_capacity(marked.len());
    let mut anchors = Vec::new();
    let mut line = 1;
    for (number, marked_line) in (1..).zip(marked.split_inclusive('\n')) {
        if !marked_line.contains(OPEN) && !marked_line.contains(CLOSE) {
            text.push_str(marked_line);
            line += 1;
            continue;
        }
        let rest = strip_line(marked_line, number, |name, span| {
            anchors.push(Anchor { line, name, span })
        })?;
        if !is_bare(&rest) {
            text.push_str(&rest);
            line += 1;
        }
    }
    // Markers behind the last declaration belong to the last line there is.
    let last = text.trim_end_matches('\n').matches('\n').count() + 1;
    for anchor in anchors.iter_mut().rev().take_while(|anchor| anchor.line > last) {
        anchor.line = last;
    }
    Ok((text, anchors))
}

fn strip_line(marked: &str, line: usize, mut found: impl FnMut(Option<String>, Span)) -> Result<String, MarkError> {
    let mut text = String::with_capacity(marked.len());
    let mut pieces = marked.split(OPEN);
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (content, rest) = piece.split_once(CLOSE).ok_or(MarkError::Unclosed { line })?;
        let unreadable = || MarkError::Unreadable {
            line,
            content: content.to_owned(),
        };
        let (name, span) = parse_content(content).ok_or_else(unreadable)?;
        found(name, span);
        text.push_str(rest);
    }
    if text.contains(CLOSE) {
        return Err(MarkError::Unopened { line });
    }
    Ok(text)
}

fn parse_content(content: &str) -> Option<(Option<String>, Span)> {
    let (place, name) = match content.split_once('|') {
        Some((place, name)) => (place, Some(name.to_owned())),
        None => (content, None),
    };
    let mut numbers = place.split(':').map(parse_digits);
    let (file, start, end) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let complete = numbers.next().is_none() && start <= end;
    complete.then_some((
        name,
        Span {
            file: FileId(file),
            start,
            end,
        },
    ))
}

/// `u32::from_str` would also take a plus sign.
fn parse_digits(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

fn is_bare(line: &str) -> bool {
    let content = line.trim();
    content.is_empty() || BARE_LEADERS.contains(&content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize) -> Span {
        Span::new(FileId(0), start, start + 1)
    }

    fn lines(marked: &str) -> (String, Vec<(usize, u32)>) {
        let (text, anchors) = strip_marks(marked).expect("the markers are well formed");
        (
            text,
            anchors.iter().map(|anchor| (anchor.line, anchor.span.start)).collect(),
        )
    }

    #[test]
    fn markers_within_lines_vanish_and_leave_anchors() {
        let (book, title) = (mark(span(3)), mark_named(span(7), "books.title|x"));
        let (text, anchors) = strip_marks(&format!("a\n{book}b {title}c\n")).unwrap();
        assert_eq!(text, "a\nb c\n");
        assert_eq!(
            anchors[0],
            Anchor {
                line: 2,
                name: None,
                span: span(3)
            }
        );
        assert_eq!(
            anchors[1],
            Anchor {
                line: 2,
                name: Some("books.title|x".into()),
                span: span(7)
            }
        );
    }

    #[test]
    fn lines_of_markers_alone_move_their_anchors_down() {
        for leader in ["", "    ", "    ///", "//! ", "// ", "-- ", "\t#"] {
            let marked = format!("a\n{leader}{}\n{leader}{}\nb\n", mark(span(1)), mark(span(2)));
            assert_eq!(lines(&marked), ("a\nb\n".into(), vec![(2, 1), (2, 2)]), "{leader:?}");
        }
    }

    #[test]
    fn comments_that_say_something_and_unmarked_blank_lines_stay() {
        let marked = format!("///\n\n// b {}\n#\n--\n", mark(span(1)));
        assert_eq!(lines(&marked), ("///\n\n// b \n#\n--\n".into(), vec![(3, 1)]));
    }

    #[test]
    fn markers_at_the_end_belong_to_the_last_line() {
        assert_eq!(
            lines(&format!("a\nb\n// {}\n", mark(span(1)))),
            ("a\nb\n".into(), vec![(2, 1)])
        );
        assert_eq!(lines(&mark(span(1))), (String::new(), vec![(1, 1)]));
    }

    #[test]
    fn broken_markers_are_errors_with_their_line() {
        let error = |text: &str| strip_marks(text).unwrap_err();
        assert_eq!(error("a\n\u{E000}0:1:2\n\u{E001}"), MarkError::Unclosed { line: 2 });
        assert_eq!(
            error("\u{E000}0:1\u{E000}0:1:2\u{E001}"),
            MarkError::Unclosed { line: 1 }
        );
        assert_eq!(error("a \u{E001}"), MarkError::Unopened { line: 1 });
        for content in [
            "",
            "0:1",
            "0:1:2:3",
            "0:+1:2",
            "a:1:2",
            "0:2:1",
            "0:1:4294967296",
            "0::2",
        ] {
            let expected = MarkError::Unreadable {
                line: 1,
                content: content.into(),
            };
            assert_eq!(error(&format!("x{OPEN}{content}{CLOSE}")), expected);
        }
    }
}
