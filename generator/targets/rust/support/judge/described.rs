//! The components of the OpenAPI description, as JSON Schema. In: a component and a text. Out: whether it accepts.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::Value;

/// The description.
pub(crate) struct Description {
    document: Value,
    components: BTreeMap<String, Validator>,
}

/// What a pattern beside it says as well is left to the pattern: every checker has its own idea of these formats.
const LEFT: [&str; 13] = [
    "email", "uri", "decimal", "int16", "int32", "int64", "double", "float", "time-local", "date-time-local", "duration",
    "password", "byte",
];

impl Description {
    /// The description of a setup; empty where it is not asked.
    pub(crate) fn of(setup: &Value) -> Result<Self, Box<dyn std::error::Error>> {
        let document = match setup["description"].as_str() {
            Some(path) => serde_json::from_str(&std::fs::read_to_string(path)?)?,
            None => Value::Null,
        };
        Ok(Self { document, components: BTreeMap::new() })
    }

    /// Whether a component accepts a text.
    pub(crate) fn accepts(&mut self, component: &str, text: &str) -> Value {
        if self.document.is_null() {
            return Value::Null;
        }
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            return Value::Bool(false);
        };
        if !self.components.contains_key(component) {
            match self.compiled(component) {
                Ok(validator) => _ = self.components.insert(component.to_owned(), validator),
                Err(fault) => return Value::String(fault),
            }
        }
        Value::Bool(self.components[component].is_valid(&value))
    }

    fn compiled(&mut self, component: &str) -> Result<Validator, String> {
        self.document["$ref"] = Value::String(format!("#/components/schemas/{component}"));
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
        let options = LEFT.iter().fold(options, |options, name| options.with_format(*name, |_: &str| true));
        options.build(&self.document).map_err(|fault| fault.to_string())
    }
}
