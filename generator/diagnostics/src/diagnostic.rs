//! The one shape of everything Driftless has to say about somebody's text. In: what a check found. Out: a value that
//! every renderer understands. A headline stands alone; the label says why here; the help says what to type.

use crate::{Code, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never stops anything.
    Note,
    /// Questionable; stops a run only where it was asked to.
    Warning,
    /// Wrong: nothing is written.
    Error,
}

impl Severity {
    /// The word used in schema.toml, on the command line and in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A span and what to say beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The marked text.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Headline: what is wrong, in the author's words.
    pub message: String,
    /// Where in the schema it comes from.
    pub primary: Option<Label>,
    /// Other places that matter: the first of two duplicates, a similar name.
    pub related: Vec<Label>,
    /// What to type instead.
    pub help: Option<String>,
    /// What was compared or read, for findings about something other than the schema.
    pub source: Option<String>,
    /// The object it is about, as `Entity.field`.
    pub object: Option<String>,
    /// What the schema says.
    pub expected: Option<String>,
    /// What was found.
    pub actual: Option<String>,
    /// Where in `source` it was found.
    pub at: Option<Span>,
}

impl Diagnostic {
    /// A finding with its headline.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
            source: None,
            object: None,
            expected: None,
            actual: None,
            at: None,
        }
    }

    /// An error with its headline.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning with its headline.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Marks the place in the schema and says why there.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Marks another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to type instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Names the object it is about, as `Entity.field`.
    #[must_use]
    pub fn object(mut self, name: impl Into<String>) -> Self {
        self.object = Some(name.into());
        self
    }
}

/// Findings of a run, collected so that one run shows all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Takes one in.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Takes all of another collection in.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// Gives findings the severity a project wants for their code; `None` drops them. Errors stay: what is wrong cannot
    /// be wished away.
    pub fn settle(&mut self, levels: &[(Code, Option<Severity>)]) {
        self.0.retain_mut(|diagnostic| {
            let level = levels.iter().find(|(code, _)| *code == diagnostic.code);
            match level {
                Some((_, level)) if diagnostic.severity != Severity::Error => {
                    diagnostic.severity = level.unwrap_or(diagnostic.severity);
                    level.is_some()
                }
                _ => true,
            }
        });
    }

    /// Whether anything in it stops the run.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In the order of the text, so that the same schema always prints the same report.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.primary.as_ref().map(|label| label.span);
            (place(a), a.code, &a.message).cmp(&(place(b), b.code, &b.message))
        });
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(items: T) -> Self {
        Self(items.into_iter().collect())
    }
}
