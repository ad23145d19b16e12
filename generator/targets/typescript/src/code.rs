//! TypeScript and JavaScript side by side. In: pieces of code. Out: the same text twice, once without its types.

/// Code in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Code {
    /// With types.
    pub(crate) typed: String,
    /// Without.
    pub(crate) plain: String,
}

impl Code {
    /// Code that has no types.
    pub(crate) fn of(text: impl AsRef<str>) -> Self {
        let mut code = Self::default();
        code.push(text);
        code
    }

    /// Adds code that has no types.
    pub(crate) fn push(&mut self, text: impl AsRef<str>) {
        self.typed.push_str(text.as_ref());
        self.plain.push_str(text.as_ref());
    }

    /// Adds code.
    pub(crate) fn add(&mut self, code: &Self) {
        self.typed.push_str(&code.typed);
        self.plain.push_str(&code.plain);
    }

    /// `is.name<ty>(arguments)`
    pub(crate) fn call(name: &str, ty: Option<&str>, arguments: &[Self]) -> Self {
        let mut code = Self::of(format!("is.{name}"));
        if let Some(ty) = ty {
            code.typed.push_str(&format!("<{ty}>"));
        }
        code.push("(");
        for (at, argument) in arguments.iter().enumerate() {
            if at > 0 {
                code.push(", ");
            }
            code.add(argument);
        }
        code.push(")");
        code
    }
}

/// Arguments, as far as there are any: the last ones that are missing are left out.
pub(crate) fn arguments(given: impl IntoIterator<Item = Option<Code>>) -> Vec<Code> {
    let mut given: Vec<Option<Code>> = given.into_iter().collect();
    while given.last().is_some_and(Option::is_none) {
        given.pop();
    }
    let missing = || Code::of("undefined");
    given
        .into_iter()
        .map(|argument| argument.unwrap_or_else(missing))
        .collect()
}
