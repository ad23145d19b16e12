//! What is wrong with an expression. In: the very characters, and why. Out: a diagnostic that quotes the expression.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_syntax::document::Text;

/// Longer expressions are quoted by their beginning.
const MOST_QUOTED: usize = 60;

/// What is wrong, where, and what to type instead.
#[derive(Debug)]
pub(super) struct Problem {
    sort: Sort,
    span: Span,
    label: String,
    help: String,
}

/// What sort of problem it is.
#[derive(Debug)]
enum Sort {
    /// The words make no expression.
    Unreadable,
    /// The parts do not go together.
    Mismatch,
    /// Something with a headline of its own.
    Own(Code, String),
    /// The consequence of something that was reported already.
    Told,
}

impl Problem {
    /// Words that make no expression.
    pub(super) fn unreadable(span: Span, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Sort::Unreadable, span, label, help)
    }

    /// Parts that do not go together.
    pub(super) fn mismatch(span: Span, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Sort::Mismatch, span, label, help)
    }

    /// A problem that expressions share with other texts.
    pub(super) fn own(
        code: Code,
        headline: String,
        span: Span,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Sort::Own(code, headline), span, label, help)
    }

    /// The consequence of something that was reported already.
    pub(super) fn told(span: Span) -> Self {
        Self::new(Sort::Told, span, "", "")
    }

    fn new(sort: Sort, span: Span, label: impl Into<String>, help: impl Into<String>) -> Self {
        let (label, help) = (label.into(), help.into());
        Self {
            sort,
            span,
            label,
            help,
        }
    }

    /// Reports it for the expression it was found in.
    pub(super) fn report(self, text: &Text, diagnostics: &mut Diagnostics) {
        let (code, headline) = match self.sort {
            Sort::Unreadable if text.value.trim().is_empty() => {
                (Code::ExpressionSyntax, "an expression is empty".to_owned())
            }
            Sort::Unreadable => (Code::ExpressionSyntax, format!("`{}` cannot be read", brief(text))),
            Sort::Mismatch => (
                Code::ExpressionType,
                format!("the parts of `{}` do not go together", brief(text)),
            ),
            Sort::Own(code, headline) => (code, headline),
            Sort::Told => return,
        };
        diagnostics.push(
            Diagnostic::error(code, headline)
                .label(self.span, self.label)
                .help(self.help),
        );
    }
}

/// An expression, or as much of it as a headline holds.
pub(super) fn brief(text: &Text) -> String {
    let text = text.value.trim();
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
