//! What a rule is: a code, how bad it is unless a project says otherwise, a page for people, and the check itself.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use driftless_model::Schema;

/// A rule over the model.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What its findings are called.
    pub code: Code,
    /// How bad they are unless `[lint]` says otherwise.
    pub severity: Severity,
    /// What it finds, why that is questionable, and what to do: Markdown.
    pub page: &'static str,
    pub(crate) check: fn(&Schema, &mut Diagnostics),
}

impl Rule {
    /// What the rule finds, before a project's own levels.
    pub(crate) fn apply(&self, schema: &Schema) -> impl Iterator<Item = Diagnostic> + use<> {
        let mut found = Diagnostics::default();
        (self.check)(schema, &mut found);
        let severity = self.severity;
        found
            .into_iter()
            .map(move |diagnostic| Diagnostic { severity, ..diagnostic })
    }
}

/// Declares a rule; its doc comment is its page.
macro_rules! rule {
    ($($(#[doc = $line:literal])+ $name:ident = $code:ident, $severity:ident, $check:path;)+) => {$(
        $(#[doc = $line])+
        pub(crate) const $name: $crate::Rule = $crate::Rule {
            code: driftless_diagnostics::Code::$code,
            severity: driftless_diagnostics::Severity::$severity,
            page: concat!($($line, "\n"),+),
            check: $check,
        };
    )+};
}
pub(crate) use rule;
