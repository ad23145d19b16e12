//! The grammar as a JSON Schema (draft-07, which editors know best): in the grammar, out one value with a definition per
//! construct and a description on every key.

use serde_json::{Map, Value, json};

use super::{CONSTRUCTS, Construct, Form, INCLUDED, Key, Kind, Needs, ROOT, Takes};
use driftless_diagnostics::Code;

/// The JSON Schema of schema.toml and of the files it includes.
pub fn json_schema() -> Value {
    let mut definitions = Map::new();
    for construct in CONSTRUCTS {
        definitions.insert(definition(construct), table(construct));
    }
    let mut root = Map::from_iter([
        ("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#")),
        ("title".to_owned(), json!("Driftless schema")),
        ("x-tombi-toml-version".to_owned(), json!("v1.0.0")),
        ("x-tombi-table-keys-order".to_owned(), json!("schema")),
    ]);
    let mut file = table(&ROOT);
    // An included file has no `[schema]`; the same JSON Schema serves both.
    let is_included =
        json!({ "anyOf": INCLUDED.keys().map(|key| json!({ "required": [key.name] })).collect::<Vec<_>>() });
    if let Some(file) = file.as_object_mut() {
        file.remove("required");
        file.insert("anyOf".to_owned(), json!([{ "required": ["schema"] }, is_included]));
        root.append(file);
    }
    root.insert("definitions".to_owned(), Value::Object(definitions));
    Value::Object(root)
}

fn definition(construct: &Construct) -> String {
    construct.name.replace(' ', "_")
}

fn table(construct: &Construct) -> Value {
    let properties: Map<_, _> = construct
        .keys()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let required: Vec<_> = construct
        .keys()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut table = json!({
        "type": "object",
        "description": construct.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    let with = |key: &'static Key| Some((key.name.to_owned(), json!([key.with?])));
    let dependencies: Map<_, _> = construct.keys().filter_map(with).collect();
    if !dependencies.is_empty() {
        table["dependencies"] = Value::Object(dependencies);
    }
    match construct.needs {
        Needs::Nothing => {}
        Needs::ExactlyOne(keys) => table["oneOf"] = choices(keys),
        Needs::AtLeastOne(keys) => table["anyOf"] = choices(keys),
    }
    table
}

fn choices(keys: &[&str]) -> Value {
    keys.iter().map(|key| json!({ "required": [key] })).collect()
}

fn property(key: &Key) -> Value {
    let mut property = json!({ "description": description(key) });
    match (taken(&key.takes), &mut property) {
        // Siblings of `$ref` do not count in draft-07.
        (Value::Object(taken), property) if taken.contains_key("$ref") => property["allOf"] = json!([taken]),
        (Value::Object(taken), Value::Object(property)) => property.extend(taken),
        _ => {}
    }
    property
}

fn description(key: &Key) -> String {
    let words: String = key
        .takes
        .choices()
        .iter()
        .map(|choice| format!("\n- `{}`: {}", choice.word, choice.doc))
        .collect();
    let gap = if words.is_empty() { "" } else { "\n" };
    format!("{}{gap}{words}\n\nExample: `{}`", key.doc, key.typed())
}

fn taken(takes: &Takes) -> Value {
    match takes {
        Takes::Text(form) => text(*form),
        Takes::Word(choices) => {
            json!({ "type": "string", "enum": choices.iter().map(|choice| choice.word).collect::<Vec<_>>() })
        }
        Takes::Integer(min, i64::MAX) => json!({ "type": "integer", "minimum": min }),
        Takes::Integer(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Takes::List(each) => json!({ "type": "array", "items": taken(each) }),
        Takes::Table(construct) => reference(construct),
        Takes::Named(form, construct, None) => names(*form, reference(construct)),
        Takes::Named(form, construct, Some(short)) => {
            names(*form, json!({ "anyOf": [taken(short), reference(construct)] }))
        }
        Takes::Map(form, each) => names(*form, taken(each)),
        Takes::Chosen(known, other) => {
            let properties: Map<_, _> = known
                .iter()
                .map(|(name, construct)| ((*name).to_owned(), reference(construct)))
                .collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": reference(other) })
        }
        Takes::Either(one, other) => json!({ "anyOf": [taken(one), taken(other)] }),
        Takes::Flag | Takes::Bound | Takes::Any | Takes::Options => {
            let types: Vec<_> = takes.kinds().into_iter().filter_map(type_of).collect();
            json!({ "type": types, "additionalProperties": true })
        }
    }
}

fn reference(construct: &Construct) -> Value {
    json!({ "$ref": format!("#/definitions/{}", definition(construct)) })
}

/// A table whose keys are names of a form.
fn names(form: Form, each: Value) -> Value {
    match form.pattern() {
        Some(pattern) => {
            json!({ "type": "object", "patternProperties": { pattern: each }, "additionalProperties": false })
        }
        None if form == Form::Code => {
            let codes: Map<_, _> = Code::ALL
                .iter()
                .map(|code| (code.as_str().to_owned(), described(&each, code.meaning())))
                .collect();
            json!({ "type": "object", "properties": codes, "additionalProperties": false })
        }
        None => json!({ "type": "object", "additionalProperties": each }),
    }
}

fn described(schema: &Value, description: &str) -> Value {
    let mut schema = schema.clone();
    schema["description"] = json!(description.trim());
    schema
}

fn text(form: Form) -> Value {
    match form.pattern() {
        Some(pattern) => json!({ "type": "string", "pattern": pattern }),
        None => json!({ "type": "string" }),
    }
}

/// Editors show TOML dates as texts, so a date adds no type of its own.
fn type_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Text => Some("string"),
        Kind::Integer => Some("integer"),
        Kind::Float => Some("number"),
        Kind::Flag => Some("boolean"),
        Kind::Datetime => None,
        Kind::List => Some("array"),
        Kind::Table => Some("object"),
    }
}
