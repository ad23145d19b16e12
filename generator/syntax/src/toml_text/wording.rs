//! What the TOML parser says, in the author's words.

use std::ops::Range;

use driftless_diagnostics::{Code, Diagnostic, Span};

use super::statement::{earlier_twin, is_header, line_start};

/// What the parser says of a key or header that comes a second time.
pub(super) const DUPLICATE: &str = "duplicate key";
/// What it says of a line that is neither a header nor a key with a value.
pub(super) const NO_VALUE: &str = "key with no value";

/// One error of the parser as a finding.
pub(super) fn syntax_error(text: &str, message: &str, range: &Range<usize>, span: Span) -> Diagnostic {
    let marked = text.get(range.clone()).unwrap_or("").trim();
    let error = |message: &str| Diagnostic::error(Code::TomlSyntax, message);
    let (problem, _) = message.split_once(", expected").unwrap_or((message, ""));
    match problem {
        DUPLICATE => duplicate_key(text, marked, range.start, span),
        "string values must be quoted" if marked.is_empty() => error("a key has no value")
            .label(span, "nothing behind the `=`")
            .help("write a value, or take the key out"),
        "string values must be quoted" | "invalid boolean" => error(&format!("`{marked}` is no TOML value"))
            .label(span, "a text needs quotes")
            .help(format!("write `\"{marked}\"`")),
        NO_VALUE => error("a line has no `=`").label(span, "expected `key = value`"),
        problem if problem.starts_with("invalid") && problem.ends_with("string") => error("a text is not closed")
            .label(span, "the quote is missing")
            .help("close the text with the quote it opens with"),
        "unclosed table" | "unclosed array table" => error("a table header is not closed")
            .label(span, "a bracket is missing")
            .help("close it with `]`"),
        "unclosed array" => error("a list is not closed")
            .label(span, "a bracket is missing")
            .help("close it with `]`"),
        "unclosed inline table" => error("a table is not closed")
            .label(span, "a brace is missing")
            .help("close it with `}`"),
        problem => {
            let malformed = |words: &str| words.replace("invalid", "malformed");
            error(&format!("this is not TOML: {}", malformed(problem))).label(span, malformed(message))
        }
    }
}

fn duplicate_key(text: &str, key: &str, at: usize, span: Span) -> Diagnostic {
    let (label, help) = match is_header(&text[line_start(text, at)..]) {
        true => (
            "this table exists already",
            "open a table once: put its keys under one header, and do not mix `fields.x = …` with `[….fields]`",
        ),
        false => ("this key has a value already", "keep one of the two"),
    };
    let found = Diagnostic::error(Code::DuplicateKey, format!("`{key}` is given twice"))
        .label(span, label)
        .help(help);
    match earlier_twin(text, at) {
        Some(twin) => found.related(Span::new(span.file, twin.start, twin.end), "given here before"),
        None => found,
    }
}
