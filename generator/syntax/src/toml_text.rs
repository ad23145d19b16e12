//! TOML with all its syntax errors in one run. In: a text. Out: a tree, and one diagnostic per statement that is not
//! TOML. The parser gives up behind some errors, so such statements are blanked out and the rest is parsed again: what
//! comes behind them is still checked, at unchanged places.

use std::collections::BTreeSet;
use std::ops::Range;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use toml::de::{DeTable, Error};

use crate::document::Literal;
use crate::limits::{check_size, check_version, nested_too_deeply};
use crate::tree::tree;

/// How often the rest is parsed again before giving up.
const ROUNDS: usize = 16;

/// The sound part of a text.
pub(crate) struct Parsed {
    /// All of it.
    pub(crate) root: Literal,
    /// Whether statements are missing from it, because they are not TOML.
    pub(crate) partial: bool,
}

/// Parses a text, or as much of it as is TOML; nothing where no part could be told to be sound.
pub(crate) fn parse_toml(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    if !check_size(file, text, diagnostics) {
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
        let blank = report(file, text, &errors, &mut reported, diagnostics);
        if blank.is_empty() {
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
    errors: &[Error],
    reported: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<Range<usize>> {
    let mut blank: Vec<Range<usize>> = Vec::new();
    let mut behind = 0;
    for (span, message) in in_order(errors) {
        let Some(span) = span else {
            diagnostics.push(nested_too_deeply(Span::new(file, 0, 0)));
            return Vec::new();
        };
        if span.start < behind {
            continue;
        }
        let statement = statement(text, span.start);
        behind = statement.end;
        if reported.insert(statement.start) {
            diagnostics.push(syntax_error(
                text,
                message,
                &span,
                Span::new(file, span.start, span.end),
            ));
            blank.push(lost(text, statement));
        }
    }
    blank
}

fn in_order(errors: &[Error]) -> Vec<(Option<Range<usize>>, &str)> {
    let mut errors: Vec<_> = errors.iter().map(|error| (error.span(), error.message())).collect();
    errors.sort_by_key(|(span, _)| span.as_ref().map(|span| (span.start, span.end)));
    errors
}

/// The lines around an offset that belong to one statement.
fn statement(text: &str, at: usize) -> Range<usize> {
    let mut start = line_start(text, at.min(text.len()));
    while start > 0 && !starts_statement(&text[start..]) {
        start = line_start(text, start - 1);
    }
    start..next_line(text, start, starts_statement)
}

/// What is lost with a statement: with a header all that stands under it, lest it count for the table before.
fn lost(text: &str, statement: Range<usize>) -> Range<usize> {
    match is_header(&text[statement.start..]) {
        true => statement.start..next_line(text, statement.start, is_header),
        false => statement,
    }
}

fn line_start(text: &str, at: usize) -> usize {
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
fn is_header(rest: &str) -> bool {
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

/// What the parser says, in the author's words.
fn syntax_error(text: &str, message: &str, range: &Range<usize>, span: Span) -> Diagnostic {
    let marked = text.get(range.clone()).unwrap_or("").trim();
    let error = |message: &str| Diagnostic::error(Code::TomlSyntax, message);
    let (problem, _) = message.split_once(", expected").unwrap_or((message, ""));
    match problem {
        "duplicate key" => duplicate_key(text, marked, range.start, span),
        "string values must be quoted" if marked.is_empty() => error("a key has no value")
            .label(span, "nothing behind the `=`")
            .help("write a value, or take the key out"),
        "string values must be quoted" | "invalid boolean" => error(&format!("`{marked}` is no TOML value"))
            .label(span, "a text needs quotes")
            .help(format!("write `\"{marked}\"`")),
        "key with no value" => error("a line has no `=`").label(span, "expected `key = value`"),
        problem if problem.contains("string") => error("a text is not closed")
            .label(span, "the quote is missing")
            .help("close the text with the quote it opens with"),
        problem if problem.starts_with("unclosed") => error(
            &format!("an {} is not closed", problem.trim_start_matches("unclosed "))
                .replace("an table", "a table header"),
        )
        .label(span, "a bracket is missing"),
        problem => error(&format!(
            "this is not TOML: {}",
            problem.replace("invalid", "malformed")
        ))
        .label(span, message.replace("invalid", "malformed")),
    }
}

fn duplicate_key(text: &str, key: &str, at: usize, span: Span) -> Diagnostic {
    let header = is_header(&text[line_start(text, at)..]);
    let help = match header {
        true => "open a table once: put its keys under one header, and do not mix `fields.x = …` with `[….fields]`",
        false => "keep one of the two",
    };
    let label = if header {
        "this table exists already"
    } else {
        "this key has a value already"
    };
    Diagnostic::error(Code::DuplicateKey, format!("`{key}` is given twice"))
        .label(span, label)
        .help(help)
}
