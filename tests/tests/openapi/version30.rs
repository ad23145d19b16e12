//! OpenAPI 3.0: no word of it that only 3.1 knows, and the same meaning (which [`crate::instances`] tries on both).

use serde_json::{Map, Value};

use crate::description::Description;

fn description() -> Description {
    Description::of_library_with("[output.openapi]\nversion = \"3.0\"")
}

#[test]
fn no_word_of_3_1_is_left() {
    let bundle = description().bundle();
    assert_eq!(bundle["openapi"], "3.0.3");
    let schemas = bundle["components"]["schemas"].as_object().expect("there are schemas");
    schemas.values().for_each(each_schema);
    each_parameter(&bundle["paths"]);
}

fn each_schema(schema: &Value) {
    let Some(object) = schema.as_object() else { return };
    look_at(object);
    for (key, value) in object {
        match key.as_str() {
            "properties" => value
                .as_object()
                .expect("properties are an object")
                .values()
                .for_each(each_schema),
            "items" | "not" | "additionalProperties" => each_schema(value),
            "oneOf" | "anyOf" | "allOf" => value
                .as_array()
                .expect("choices are a list")
                .iter()
                .for_each(each_schema),
            _ => {}
        }
    }
}

fn look_at(schema: &Map<String, Value>) {
    for word in [
        "const",
        "examples",
        "contentEncoding",
        "contentMediaType",
        "exclusiveMinimum",
        "prefixItems",
        "$defs",
    ] {
        assert!(!schema.contains_key(word), "{word} in {schema:?}");
    }
    let ty = schema.get("type");
    assert!(ty.is_none_or(|ty| ty.is_string() && ty != "null"), "{schema:?}");
    assert!(
        !schema.contains_key("$ref") || schema.len() == 1,
        "nothing stands beside a reference: {schema:?}"
    );
    assert!(
        !schema.contains_key("nullable") || schema.contains_key("type"),
        "`nullable` needs a type: {schema:?}"
    );
}

/// Schemas also stand below `schema` keys of operations.
fn each_parameter(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(each_parameter),
        Value::Object(object) => {
            object.get("schema").into_iter().for_each(each_schema);
            object.values().for_each(each_parameter);
        }
        _ => {}
    }
}

#[test]
fn bytes_and_examples_have_the_words_of_3_0() {
    let schemas = description().at("/components/schemas");
    assert_eq!(schemas["Scan"]["properties"]["image"]["format"], "byte");
    assert_eq!(schemas["Book"]["properties"]["title"]["example"], "Emma");
    assert_eq!(
        schemas["ItemAudio"]["properties"]["medium"]["enum"],
        serde_json::json!(["audio"])
    );
}
