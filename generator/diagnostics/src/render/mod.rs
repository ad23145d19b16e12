//! Reports. In: findings, already sorted, and the texts they point at. Out: one string per format, the same for the
//! same findings, safe to print. Nothing here decides what is wrong, reads a terminal or prints.

mod excerpt;
mod github;
mod human;
mod json;
mod junit;
mod region;
mod sarif;

use crate::{Diagnostic, Diagnostics, Label, Severity, Sources};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Text for people, with the marked source.
    Human,
    /// The report of Driftless as JSON.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML, for test reports.
    Junit,
}

impl Format {
    /// Every format, the default first.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Json, Self::Sarif, Self::Github, Self::Junit];

    /// The word used on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Junit => "junit",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Format {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == word)
            .ok_or(())
    }
}

/// Whether [`Format::Human`] may use colour. The other formats never do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With ANSI escapes.
    Always,
}

/// Everything a report says. Plain findings convert into one, so `render(&diagnostics, ..)` is the common call.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub diagnostics: &'a Diagnostics,
    /// Objects that exist in a source and that the schema does not claim.
    pub unmanaged: &'a [String],
}

impl<'a> From<&'a Diagnostics> for Report<'a> {
    fn from(diagnostics: &'a Diagnostics) -> Self {
        Self {
            diagnostics,
            unmanaged: &[],
        }
    }
}

/// Writes a report. Empty, or ends with a line break.
pub fn render<'a>(
    report: impl Into<Report<'a>>,
    sources: &Sources,
    format: Format,
    colour: Colour,
    tool_version: &str,
) -> String {
    let report = report.into();
    match format {
        Format::Human => human::write(report, sources, colour),
        Format::Json => json::write(report, sources),
        Format::Sarif => sarif::write(report, sources, tool_version),
        Format::Github => github::write(report, sources),
        Format::Junit => junit::write(report, sources),
    }
}

/// How many findings there are of each severity, the worst first.
fn tally(report: Report<'_>) -> [(Severity, usize); 3] {
    [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let same = |diagnostic: &&Diagnostic| diagnostic.severity == severity;
        (severity, report.diagnostics.iter().filter(same).count())
    })
}

/// Every marked place of a finding, the one that counts first: the schema's, else the source's.
fn labels(diagnostic: &Diagnostic) -> Vec<Label> {
    let found = diagnostic.at.map(|span| Label {
        span,
        text: "found here".to_owned(),
    });
    let (primary, related) = (diagnostic.primary.iter().cloned(), diagnostic.related.iter().cloned());
    match primary.len() {
        0 => found.into_iter().chain(related).collect(),
        _ => primary.chain(related).chain(found).collect(),
    }
}

/// What stands under a finding, as name and text.
fn footers(diagnostic: &Diagnostic) -> impl Iterator<Item = (&'static str, &str)> {
    let source = diagnostic.source.as_deref().filter(|_| diagnostic.at.is_none());
    let named = [
        ("expected", diagnostic.expected.as_deref()),
        ("actual", diagnostic.actual.as_deref()),
        ("source", source),
        ("help", diagnostic.help.as_deref()),
    ];
    named.into_iter().filter_map(|(name, text)| Some((name, text?)))
}

/// A whole finding as lines of text, for formats that cannot mark a source.
fn prose(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    for (index, Label { span, text }) in labels(diagnostic).into_iter().enumerate() {
        match sources.location(span) {
            Some(place) if index > 0 => lines.push(format!("{}:{}:{}: {text}", place.file, place.line, place.column)),
            _ if text.is_empty() => {}
            _ => lines.push(text),
        }
    }
    lines.extend(footers(diagnostic).map(|(name, text)| format!("{name}: {text}")));
    lines.join("\n")
}
