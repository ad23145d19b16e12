//! What templates have to say about the schema: a name their language cannot say, a rule it cannot enforce. In: calls
//! of `refuse` and `gap` in templates. Out: diagnostics.

use std::sync::{Arc, Mutex};

use driftless_diagnostics::{Code, Diagnostic, FileId, Severity, Span};
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

/// Diagnostics of one target, collected while its templates run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reports(Arc<Mutex<Vec<Diagnostic>>>);

impl Reports {
    /// Gives templates `refuse(thing, message)` and `gap(thing, message)`.
    pub(crate) fn register(&self, environment: &mut Environment<'_>) {
        for (function, severity, code) in [
            ("refuse", Severity::Error, Code::ReservedName),
            ("gap", Severity::Note, Code::Gap),
        ] {
            let reports = self.clone();
            environment.add_function(function, move |thing: Value, message: String| -> Result<Value, Error> {
                reports.push(Diagnostic::new(code, severity, message).label(span(&thing)?, ""));
                Ok(Value::from_safe_string(String::new()))
            });
        }
    }

    /// What was said, each thing once: a template may run for every domain.
    pub(crate) fn take(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        let said = self
            .0
            .lock()
            .map(|mut said| std::mem::take(&mut *said))
            .unwrap_or_default();
        for diagnostic in said {
            if !found.contains(&diagnostic) {
                found.push(diagnostic);
            }
        }
        found
    }

    fn push(&self, diagnostic: Diagnostic) {
        if let Ok(mut said) = self.0.lock() {
            said.push(diagnostic);
        }
    }
}

/// Where the schema declares a thing of the view.
pub(crate) fn span(thing: &Value) -> Result<Span, Error> {
    let place = thing.get_attr("span")?;
    let number = |at: usize| -> Result<usize, Error> {
        usize::try_from(place.get_item(&Value::from(at))?).map_err(|_| {
            Error::new(
                ErrorKind::InvalidOperation,
                "only what the schema declares has a place in it: it needs a `span`",
            )
        })
    };
    let file = u32::try_from(number(0)?).unwrap_or(u32::MAX);
    Ok(Span::new(FileId(file), number(1)?, number(2)?))
}
