//! OpenAPI 3.0 for those whose tools read nothing newer. In: one schema in the vocabulary of 3.1, whose parts have been
//! lowered already. Out: the same in that of 3.0. Never looks into examples, defaults or parts.

use serde_json::{Map, Value, json};

/// Which OpenAPI is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 3.1.1, whose schemas are JSON Schema 2020-12.
    V31,
    /// 3.0.3, whose schemas are a dialect of their own.
    V30,
}

impl Version {
    /// What stands behind `openapi`.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::V31 => "3.1.1",
            Self::V30 => "3.0.3",
        }
    }
}

/// Lowers one schema.
pub(crate) fn lower(schema: Map<String, Value>) -> Map<String, Value> {
    let mut lowered = Map::new();
    for (key, value) in schema {
        match key.as_str() {
            "type" => lower_type(value, &mut lowered),
            "const" => set(&mut lowered, "enum", json!([value])),
            "examples" => set(&mut lowered, "example", value.get(0).cloned().unwrap_or_default()),
            "contentEncoding" => set(&mut lowered, "format", json!("byte")),
            "contentMediaType" => {
                set(&mut lowered, "type", json!("string"));
                set(&mut lowered, "format", json!("binary"));
            }
            _ => set(&mut lowered, &key, value),
        }
    }
    wrap_reference(lowered)
}

fn set(schema: &mut Map<String, Value>, key: &str, value: Value) {
    schema.insert(key.to_owned(), value);
}

/// `nullable` takes the place of the type `null`, but means something beside a type only. Without one, by the
/// clarification in 3.0.3, null is allowed anyway, and `enum` makes a bare null out of it.
fn lower_type(ty: Value, lowered: &mut Map<String, Value>) {
    match ty {
        Value::Array(types) => {
            let named = types.into_iter().find(|ty| ty != "null").unwrap_or_default();
            set(lowered, "type", named);
            set(lowered, "nullable", json!(true));
        }
        Value::String(ty) if ty == "null" => set(lowered, "enum", json!([null])),
        ty => set(lowered, "type", ty),
    }
}

/// In 3.0 everything beside a `$ref` is ignored.
fn wrap_reference(mut schema: Map<String, Value>) -> Map<String, Value> {
    if schema.len() < 2 {
        return schema;
    }
    if let Some(target) = schema.shift_remove("$ref") {
        schema.shift_insert(0, "allOf".to_owned(), json!([{ "$ref": target }]));
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowered(schema: Value) -> Value {
        let Value::Object(schema) = schema else {
            panic!("a schema is an object")
        };
        Value::Object(lower(schema))
    }

    #[test]
    fn null_becomes_nullable() {
        assert_eq!(
            lowered(json!({ "type": ["string", "null"], "maxLength": 3 })),
            json!({ "type": "string", "nullable": true, "maxLength": 3 })
        );
        assert_eq!(lowered(json!({ "type": "null" })), json!({ "enum": [null] }));
    }

    #[test]
    fn words_that_3_0_does_not_know_become_those_it_does() {
        assert_eq!(lowered(json!({ "const": "a" })), json!({ "enum": ["a"] }));
        assert_eq!(lowered(json!({ "examples": [1, 2] })), json!({ "example": 1 }));
        assert_eq!(
            lowered(json!({ "type": "string", "contentEncoding": "base64" })),
            json!({ "type": "string", "format": "byte" })
        );
        assert_eq!(
            lowered(json!({ "contentMediaType": "application/octet-stream" })),
            json!({ "type": "string", "format": "binary" })
        );
    }

    #[test]
    fn only_references_with_company_are_wrapped() {
        assert_eq!(lowered(json!({ "$ref": "#/a" })), json!({ "$ref": "#/a" }));
        assert_eq!(
            lowered(json!({ "$ref": "#/a", "description": "b" })),
            json!({ "allOf": [{ "$ref": "#/a" }], "description": "b" })
        );
    }
}
