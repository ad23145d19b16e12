//! The report for people: one block per finding, as rustc prints them, and a line that counts them. In: a report. Out:
//! text for a terminal, with ANSI colours only where asked. Text of others is made visible before it gets here.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::{Colour, Report, footers, labels, tally};
use crate::{Diagnostic, Severity, Source, Sources, visible};

pub(super) fn write(report: Report<'_>, sources: &Sources, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let mut out = String::new();
    for diagnostic in report.diagnostics.iter() {
        out.push_str(&renderer.render(&[block(diagnostic, sources)]));
        out.push_str("\n\n");
    }
    for object in report.unmanaged {
        out.push_str(&format!("unmanaged: {}\n", visible::line(object)));
    }
    out.push_str(&summary(report));
    out
}

fn block<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let title = level(diagnostic.severity).primary_title(visible::line(&diagnostic.message));
    let footers = footers(diagnostic).map(|(name, text)| {
        let level = if name == "help" {
            Level::HELP
        } else {
            Level::NOTE.with_name(name)
        };
        level.message(visible::lines(text))
    });
    Group::with_title(title.id(diagnostic.code.as_str()))
        .elements(windows(diagnostic, sources).into_iter().map(Window::snippet))
        .elements(footers)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A stretch of one source and what to mark in it.
struct Window<'a> {
    source: &'a Source,
    marks: Vec<Mark>,
    /// A line too long to show whole is shown around a single mark.
    alone: bool,
}

struct Mark {
    kind: AnnotationKind,
    range: Range<usize>,
    text: String,
}

/// One window per source, the one with the first label first; marks on long lines have windows of their own.
fn windows<'a>(diagnostic: &Diagnostic, sources: &'a Sources) -> Vec<Window<'a>> {
    let mut windows: Vec<Window<'a>> = Vec::new();
    let mut kind = AnnotationKind::Primary;
    for label in labels(diagnostic) {
        let Some(source) = sources.get(label.span.file) else {
            continue;
        };
        let mut range = source.range(label.span);
        let alone = excerpt::on_long_line(source, &range);
        if alone {
            range = excerpt::beginning(source, range);
        }
        let mark = Mark {
            kind,
            range,
            text: visible::line(&label.text),
        };
        kind = AnnotationKind::Context;
        match windows
            .iter_mut()
            .find(|window| !alone && !window.alone && std::ptr::eq(window.source, source))
        {
            Some(window) => window.marks.push(mark),
            None => windows.push(Window {
                source,
                marks: vec![mark],
                alone,
            }),
        }
    }
    windows
}

impl<'a> Window<'a> {
    fn snippet(self) -> Snippet<'a, Annotation<'a>> {
        let ranges: Vec<_> = self.marks.iter().map(|mark| mark.range.clone()).collect();
        let Excerpt { line, text, spans } = Excerpt::new(self.source, &ranges);
        let annotations = self.marks.into_iter().zip(spans).map(|(mark, span)| {
            let label = Some(mark.text).filter(|text| !text.is_empty());
            mark.kind.span(span).label(label)
        });
        Snippet::source(text)
            .line_start(line)
            .path(visible::line(self.source.path()))
            .annotations(annotations)
    }
}

/// `2 errors, 1 warning`, or nothing where there is nothing to count.
fn summary(report: Report<'_>) -> String {
    let plural = |(severity, count): (Severity, usize)| match count {
        0 => None,
        1 => Some(format!("1 {}", severity.as_str())),
        _ => Some(format!("{count} {}s", severity.as_str())),
    };
    let mut parts: Vec<String> = tally(report).into_iter().filter_map(plural).collect();
    if !report.unmanaged.is_empty() {
        parts.push(format!("{} unmanaged", report.unmanaged.len()));
    }
    if parts.is_empty() {
        String::new()
    } else {
        parts.join(", ") + "\n"
    }
}
