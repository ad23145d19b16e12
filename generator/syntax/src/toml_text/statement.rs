//! Which lines of a text belong together, told by their looks alone: for texts the parser cannot make sense of.

use std::ops::Range;

/// The lines around an offset that belong to one statement.
pub(super) fn statement(text: &str, at: usize) -> Range<usize> {
    let mut start = line_start(text, at.min(text.len()));
    while start > 0 && !starts_statement(&text[start..]) {
        start = line_start(text, start - 1);
    }
    start..next_line(text, start, starts_statement)
}

/// The line around an offset alone.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let start = line_start(text, at.min(text.len()));
    start..next_line(text, start, |_| true)
}

/// What is lost with a statement: with a header all that stands under it, lest it count for the table before.
pub(super) fn lost(text: &str, statement: Range<usize>) -> Range<usize> {
    match is_header(&text[statement.start..]) {
        true => statement.start..next_line(text, statement.start, is_header),
        false => statement,
    }
}

/// Where the key or header at an offset was given before, if that can be told from the looks of the lines above.
pub(super) fn earlier_twin(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line_start(text, at);
    let wanted = opening(&text[line..]).filter(|opening| at < line + opening.len())?;
    let may_pass_headers = is_header(wanted);
    let mut start = line;
    while start > 0 {
        start = line_start(text, start - 1);
        if opening(&text[start..]) == Some(wanted) {
            return Some(start..start + wanted.len());
        }
        if is_header(&text[start..]) && !may_pass_headers {
            return None;
        }
    }
    None
}

/// The header, or the key with its indentation, that a line opens with.
fn opening(rest: &str) -> Option<&str> {
    let line = rest.lines().next()?;
    match is_header(line) {
        true => line.find(']').map(|end| &line[..=end]),
        false => line.split_once('=').map(|(key, _)| key.trim_end()),
    }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |newline| newline + 1)
}

/// Start of the next line that `begins` accepts, or the end of the text.
fn next_line(text: &str, from: usize, begins: fn(&str) -> bool) -> usize {
    let lines = text[from..].match_indices('\n').map(|(at, _)| from + at + 1);
    lines
        .into_iter()
        .find(|&line| begins(&text[line..]))
        .unwrap_or(text.len())
}

fn starts_statement(rest: &str) -> bool {
    is_header(rest) || is_assignment(rest.lines().next().unwrap_or(""))
}

/// Elements of lists never start in the first column with a bracket and a letter.
pub(super) fn is_header(rest: &str) -> bool {
    rest.strip_prefix("[[")
        .or(rest.strip_prefix('['))
        .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn is_assignment(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else {
        return false;
    };
    let key = key.trim();
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-.\"' \t".contains(c);
    !key.is_empty() && key.chars().all(bare) && key.matches('"').count() % 2 == 0 && !key.starts_with('-')
}
