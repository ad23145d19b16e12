//! Annotations for GitHub Actions. In: a report. Out: one workflow command per finding, each on one line. A text of
//! others cannot end its command or start another.

use super::region::Region;
use super::{Report, labels, prose};
use crate::{Diagnostic, Severity, Sources, visible};

pub(super) fn write(report: Report<'_>, sources: &Sources) -> String {
    let findings = report
        .diagnostics
        .iter()
        .map(|diagnostic| annotation(diagnostic, sources));
    let unmanaged = report
        .unmanaged
        .iter()
        .map(|object| command("notice", &[("title", "unmanaged".into())], object));
    findings.chain(unmanaged).collect()
}

fn annotation(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let first = labels(diagnostic).into_iter().next();
    let mut properties = first
        .and_then(|label| Region::of(label.span, sources))
        .map(place)
        // What is no text of the schema may still be a file that people can open.
        .or_else(|| {
            Some(vec![(
                "file",
                diagnostic.source.clone().filter(|source| !source.contains("://"))?,
            )])
        })
        .unwrap_or_default();
    properties.push(("title", diagnostic.code.as_str().to_owned()));
    command(name, &properties, &prose(diagnostic, sources))
}

/// The runner drops annotations that give columns over several lines.
fn place(Region { start, end }: Region) -> Vec<(&'static str, String)> {
    let mut properties = vec![("file", start.file), ("line", start.line.to_string())];
    if start.line == end.line {
        properties.push(("col", start.column.to_string()));
    }
    properties.push(("endLine", end.line.to_string()));
    if start.line == end.line {
        properties.push(("endColumn", end.column.to_string()));
    }
    properties
}

fn command(name: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties: Vec<String> = properties
        .iter()
        .map(|(key, value)| format!("{key}={}", property(value)))
        .collect();
    format!("::{name} {}::{}\n", properties.join(","), message_text(message))
}

fn property(value: &str) -> String {
    message_text(value).replace(':', "%3A").replace(',', "%2C")
}

fn message_text(text: &str) -> String {
    visible::lines(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
