//! TOML with all its syntax errors in one run. In: a text. Out: a tree, and one diagnostic per statement that is not
//! TOML. The parser gives up behind some errors, so such statements are blanked out and the rest is parsed again: what
//! comes behind them is still checked, at unchanged places.

mod statement;
#[cfg(test)]
mod tests;
mod wording;

use std::collections::BTreeSet;
use std::ops::Range;

use driftless_diagnostics::{Diagnostics, FileId, Span};
use toml::de::{DeTable, Error};
use toml_parser::lexer::{Token, TokenKind};

use crate::conflict::check_merged;
use crate::document::Literal;
use crate::limits::{check_size, check_version, nested_too_deeply};
use crate::tree::tree;
use statement::{line, lost, statement};
use wording::{DUPLICATE, NO_VALUE, syntax_error};

/// Length of what opens a text over several lines.
const QUOTES: usize = 3;
/// How often the rest is parsed again before giving up.
const ROUNDS: usize = 16;
/// Statements that are not TOML after which the text is taken for something else altogether.
const MOST_REPORTED: usize = 100;

/// The sound part of a text.
pub(crate) struct Parsed {
    /// All of it.
    pub(crate) root: Literal,
    /// Whether statements are missing from it, because they are not TOML.
    pub(crate) partial: bool,
}

/// Parses a text, or as much of it as is TOML; nothing where no part could be told to be sound.
pub(crate) fn parse_toml(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    if !check_size(file, text, diagnostics) || !check_merged(file, text, diagnostics) {
        return None;
    }
    let mut sound = text.to_owned();
    let mut reported = BTreeSet::new();
    for _ in 0..ROUNDS {
        let (table, errors) = DeTable::parse_recoverable(&sound);
        if errors.is_empty() {
            if reported.is_empty() {
                check_version(file, text, diagnostics);
            }
            let root = tree(file, text, table.get_ref(), diagnostics);
            return Some(Parsed {
                root,
                partial: !reported.is_empty(),
            });
        }
        let errors = in_order(&sound, &errors);
        let blank = report(file, text, errors, &mut reported, diagnostics);
        if blank.is_empty() || reported.len() > MOST_REPORTED {
            return None;
        }
        sound = blanked(&sound, &blank);
    }
    None
}

/// Reports the first error of each statement that was not reported yet; yields what has to be blanked out for it.
fn report(
    file: FileId,
    text: &str,
    errors: Vec<(Option<Range<usize>>, &str)>,
    reported: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<Range<usize>> {
    let mut blank: Vec<Range<usize>> = Vec::new();
    let (mut behind, mut lost_until) = (0, 0);
    for (range, message) in errors {
        let Some(range) = range else {
            diagnostics.push(nested_too_deeply(Span::new(file, 0, 0)));
            return Vec::new();
        };
        // Under a header that comes a second time everything is a duplicate.
        if range.start < behind || (range.start < lost_until && message == DUPLICATE) {
            continue;
        }
        let statement = match message.starts_with(NO_VALUE) {
            true => line(text, range.start),
            false => statement(text, range.start),
        };
        behind = statement.end;
        if reported.len() <= MOST_REPORTED && reported.insert(statement.start) {
            diagnostics.push(syntax_error(
                text,
                message,
                &range,
                Span::new(file, range.start, range.end),
            ));
            let lost = lost(text, statement);
            lost_until = lost.end.max(lost_until);
            blank.push(lost);
        }
    }
    blank
}

/// Errors by place. A text over several lines that nobody closes ends with the file: its place is where it opens.
fn in_order<'e>(text: &str, errors: &'e [Error]) -> Vec<(Option<Range<usize>>, &'e str)> {
    let place = |error: &Error| match error.message().contains("multi-line") {
        true => last_opening(text).or(error.span()),
        false => error.span(),
    };
    let mut errors: Vec<_> = errors.iter().map(|error| (place(error), error.message())).collect();
    errors.sort_by_key(|(range, _)| range.as_ref().map(|range| (range.start, range.end)));
    errors
}

fn last_opening(text: &str) -> Option<Range<usize>> {
    let is_multi_line = |token: &Token| matches!(token.kind(), TokenKind::MlBasicString | TokenKind::MlLiteralString);
    let start = toml_parser::Source::new(text)
        .lex()
        .filter(is_multi_line)
        .last()?
        .span()
        .start();
    Some(start..start + QUOTES)
}

fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        let start = range.start.max(at);
        out.push_str(&text[at..start]);
        let gone = text.get(start..range.end.max(start)).unwrap_or("");
        out.extend(gone.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = range.end.max(start);
    }
    out.push_str(&text[at..]);
    out
}
