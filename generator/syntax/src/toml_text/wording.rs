//! What the TOML parser says, in the author's words.

use std::ops::Range;

use driftless_diagnostics::{Code, Diagnostic, Span};

use super::statement::{is_header, line_start};

/// What the parser says of a key or header that comes a second time.
pub(super) const DUPLICATE: &str = "duplicate key";

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
