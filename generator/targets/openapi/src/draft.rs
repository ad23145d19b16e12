//! A schema being written: keywords in order, in the vocabulary of 3.1. The only way out is [`Draft::finish`], so no
//! schema misses its lowering.

use serde_json::{Map, Value, json};

use crate::lower::{Version, lower};

/// A schema being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft(Map<String, Value>);

impl Draft {
    /// Any value.
    pub(crate) fn any() -> Self {
        Self::default()
    }

    /// A value of a type.
    pub(crate) fn of(ty: &str) -> Self {
        Self::any().with("type", ty)
    }

    /// What another schema says.
    pub(crate) fn reference(target: String) -> Self {
        Self::any().with("$ref", target)
    }

    /// With one more keyword.
    #[must_use]
    pub(crate) fn with(mut self, keyword: &str, value: impl Into<Value>) -> Self {
        self.0.insert(keyword.to_owned(), value.into());
        self
    }

    /// With one more keyword where there is something to say.
    #[must_use]
    pub(crate) fn with_some(self, keyword: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(keyword, value),
            None => self,
        }
    }

    /// With a text where there is one.
    #[must_use]
    pub(crate) fn with_text(self, keyword: &str, text: &str) -> Self {
        self.with_some(keyword, (!text.is_empty()).then_some(text))
    }

    /// With a keyword that only ever says yes.
    #[must_use]
    pub(crate) fn with_flag(self, keyword: &str, set: bool) -> Self {
        self.with_some(keyword, set.then_some(true))
    }

    /// Whether it says so.
    pub(crate) fn has(&self, keyword: &str) -> bool {
        self.0.contains_key(keyword)
    }

    /// Whether its values are text.
    pub(crate) fn is_text(&self) -> bool {
        self.0.get("type").is_some_and(|ty| ty == "string")
    }

    /// The same, or null. Called before anything that only describes the value is added.
    #[must_use]
    pub(crate) fn or_null(mut self, version: Version) -> Self {
        let null = Self::of("null").finish(version);
        if let Some(Value::String(ty)) = self.0.get("type") {
            let types = json!([ty, "null"]);
            self.0.insert("type".to_owned(), types);
            if let Some(Value::Array(words)) = self.0.get_mut("enum") {
                words.push(Value::Null);
            }
            return self;
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(Value::Array(choices)) = self.0.get_mut(keyword) {
                choices.push(null);
                return self;
            }
        }
        if self.has("$ref") {
            return Self::any().with("oneOf", vec![self.finish(version), null]);
        }
        // What has neither type nor target is any JSON but null.
        Self::any()
    }

    /// The finished schema.
    pub(crate) fn finish(self, version: Version) -> Value {
        Value::Object(match version {
            Version::V31 => self.0,
            Version::V30 => lower(self.0),
        })
    }
}
