//! The report of Driftless as JSON. In: a report. Out: one object, version 1, that other programs rely on. Values are
//! exact; what a terminal would obey is written as `\u` escapes, which mean the same.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{Report, tally};
use crate::{Diagnostic, Sources, Span, visible};

pub(super) fn write(report: Report<'_>, sources: &Sources) -> String {
    let findings: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|diagnostic| finding(diagnostic, sources))
        .collect();
    let summary: Map<String, Value> = tally(report)
        .into_iter()
        .map(|(severity, count)| (severity.as_str().to_owned(), json!(count)))
        .collect();
    document(&json!({
        "version": 1,
        "findings": findings,
        "summary": summary,
        "unmanaged": report.unmanaged,
    }))
}

/// JSON text of a value without a hidden character in it. Outside of strings JSON has none but line breaks.
pub(super) fn document(value: &Value) -> String {
    let mut out = String::new();
    for c in format!("{value:#}\n").chars() {
        if c == '\n' || !visible::is_hidden(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect("writing to a String does not fail");
        }
    }
    out
}

fn finding(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "source": diagnostic.source,
        "object": diagnostic.object,
        "expected": diagnostic.expected,
        "actual": diagnostic.actual,
        "schema": diagnostic.primary.as_ref().and_then(|label| place(label.span, sources)),
        "at": diagnostic.at.and_then(|span| place(span, sources)),
        "help": diagnostic.help,
    })
}

fn place(span: Span, sources: &Sources) -> Option<Value> {
    let place = sources.location(span)?;
    Some(json!({ "file": place.file, "line": place.line, "column": place.column }))
}
