//! What values must satisfy before a database sees them: the rules that its constraints enforce, with the same names.

/// One thing that is wrong with a value. It never holds the value itself, which may be secret or personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer to the member; empty for the value as a whole.
    pub field: String,
    /// The rule that is broken, named like the database constraint that would refuse it.
    pub code: &'static str,
    /// What the rule asks for.
    pub message: String,
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.field.as_str() {
            "" => f.write_str(&self.message),
            field => write!(f, "{field}: {}", self.message),
        }
    }
}

impl std::error::Error for FieldError {}

/// Collects what is wrong with one value.
#[derive(Default)]
pub(crate) struct Errors(Vec<FieldError>);

impl Errors {
    /// Takes in the outcome of a rule about one member.
    pub(crate) fn rule(
        &mut self,
        field: impl std::fmt::Display,
        code: &'static str,
        fault: Option<String>,
    ) -> &mut Self {
        self.0.extend(fault.map(|message| FieldError { field: field.to_string(), code, message }));
        self
    }

    /// Takes in the outcome of a condition on several members; `None` is unknown and passes.
    pub(crate) fn check(&mut self, field: &str, code: &'static str, message: &str, holds: Option<bool>) {
        let fault = (holds == Some(false)).then(|| message.to_owned());
        self.rule(field, code, fault);
    }

    /// Takes in what is wrong inside a member.
    pub(crate) fn nested(&mut self, field: impl std::fmt::Display, outcome: Result<(), Vec<FieldError>>) {
        for error in outcome.err().unwrap_or_default() {
            self.0.push(FieldError { field: format!("{field}{}", error.field), ..error });
        }
    }

    /// What was found.
    pub(crate) fn finish(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
