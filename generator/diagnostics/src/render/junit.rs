//! JUnit XML for test reports. In: a report. Out: one suite with a case per finding: errors and warnings fail theirs,
//! notes do not. Without findings there is one case that passes, because readers refuse a suite without any.

use super::{Report, labels, prose, tally};
use crate::{Diagnostic, Severity, Sources, visible};

type Attribute = (&'static str, String);

pub(super) fn write(report: Report<'_>, sources: &Sources) -> String {
    let mut content: String = report
        .diagnostics
        .iter()
        .map(|diagnostic| case(diagnostic, sources))
        .collect();
    if content.is_empty() {
        content = tag(2, "testcase", &named("no findings", "driftless"), "");
    }
    for object in report.unmanaged {
        content.push_str(&tag(2, "system-out", &[], &text(&format!("unmanaged: {object}"))));
    }
    let [(_, errors), (_, warnings), _] = tally(report);
    let counts = [
        ("name", "driftless".to_owned()),
        ("tests", report.diagnostics.len().max(1).to_string()),
        ("failures", (errors + warnings).to_string()),
        ("errors", "0".to_owned()),
    ];
    let suite = tag(1, "testsuite", &counts, &nested(1, &content));
    let suites = tag(0, "testsuites", &counts, &nested(0, &suite));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{suites}")
}

fn case(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut attributes = named(&diagnostic.message, &format!("driftless.{}", diagnostic.code));
    if let Some(place) = labels(diagnostic)
        .first()
        .and_then(|label| sources.location(label.span))
    {
        attributes.extend([("file", place.file), ("line", place.line.to_string())]);
    }
    let text = text(&prose(diagnostic, sources));
    let outcome = match diagnostic.severity {
        Severity::Note => tag(3, "system-out", &[], &text),
        Severity::Warning | Severity::Error => {
            let kind = ("type", diagnostic.severity.as_str().to_owned());
            tag(3, "failure", &[kind, ("message", diagnostic.message.clone())], &text)
        }
    };
    tag(2, "testcase", &attributes, &nested(2, &outcome))
}

/// The attributes that every case must have.
fn named(name: &str, class: &str) -> Vec<Attribute> {
    vec![("name", name.to_owned()), ("classname", class.to_owned())]
}

/// One element on a line of its own; `content` is XML already.
fn tag(depth: usize, name: &str, attributes: &[Attribute], content: &str) -> String {
    let indent = "  ".repeat(depth);
    let attributes: String = attributes
        .iter()
        .map(|(key, value)| format!(" {key}=\"{}\"", escaped(&visible::line(value))))
        .collect();
    match content {
        "" => format!("{indent}<{name}{attributes}/>\n"),
        _ => format!("{indent}<{name}{attributes}>{content}</{name}>\n"),
    }
}

/// Elements as the content of an element at `depth`.
fn nested(depth: usize, elements: &str) -> String {
    format!("\n{elements}{}", "  ".repeat(depth))
}

fn text(text: &str) -> String {
    escaped(&visible::lines(text))
}

/// What XML reads as markup. Characters that XML forbids are hidden ones, written out before.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
