//! SARIF 2.1.0, which code scanning of GitHub, GitLab and editors read. In: a report. Out: one log with one run, the
//! codes that occur as its rules. Paths stay relative to the project.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::json::document;
use super::region::Region;
use super::{Report, labels, prose};
use crate::{Code, Diagnostic, Label, Sources};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn write(report: Report<'_>, sources: &Sources, tool_version: &str) -> String {
    let codes: BTreeSet<Code> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, &codes, sources))
        .collect();
    let mut run = json!({
        "tool": { "driver": {
            "name": "Driftless",
            "version": tool_version,
            "rules": codes.iter().copied().map(rule).collect::<Vec<_>>(),
        } },
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    if !report.unmanaged.is_empty() {
        run["properties"] = json!({ "unmanaged": report.unmanaged });
    }
    document(&json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

fn rule(code: Code) -> Value {
    let meaning = code.meaning();
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": meaning.lines().next().unwrap_or_default().trim() },
        "fullDescription": { "text": meaning },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], sources: &Sources) -> Value {
    let mut places = labels(diagnostic).into_iter();
    let mut location = places
        .next()
        .and_then(|label| physical(&label, sources))
        .unwrap_or_else(|| json!({}));
    if let Some(object) = &diagnostic.object {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": object }]);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.binary_search(&diagnostic.code).ok(),
        "level": diagnostic.severity.as_str(),
        "message": { "text": prose(diagnostic, sources) },
        "locations": if location == json!({}) { json!([]) } else { json!([location]) },
    });
    let related: Vec<Value> = places
        .enumerate()
        .filter_map(|(id, label)| related(id, &label, sources))
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    result
}

fn related(id: usize, label: &Label, sources: &Sources) -> Option<Value> {
    let mut location = physical(label, sources)?;
    location["id"] = json!(id);
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    Some(location)
}

fn physical(label: &Label, sources: &Sources) -> Option<Value> {
    let Region { start, end } = Region::of(label.span, sources)?;
    Some(json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&start.file) },
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    } }))
}

/// A path as a relative reference: everything that a URI could read otherwise is escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("writing to a String does not fail"),
        }
    }
    out
}
