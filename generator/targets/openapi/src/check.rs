//! Reads every document back before anybody gets it. In: all files of a run. Out: the first thing in them that a reader
//! would stumble over, which is a bug of this target and never of the author.

use std::collections::{BTreeMap, BTreeSet};

use driftless_output::OutputFile;
use serde_json::{Map, Value};

use crate::document::{File, keys};

/// What is wrong with a file.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Its name.
    pub(crate) file: String,
    /// What a reader would stumble over.
    pub(crate) message: String,
}

/// Checks all files together: they refer to each other.
pub(crate) fn check(files: &[File]) -> Result<(), Fault> {
    let mut documents: BTreeMap<&str, Value> = BTreeMap::new();
    for file in files {
        let document = read(file).map_err(|message| Fault {
            file: file.name.clone(),
            message,
        })?;
        documents.insert(&file.name, document);
    }
    for (name, document) in &documents {
        let fault = |message| Fault {
            file: (*name).to_owned(),
            message,
        };
        check_operations(document).map_err(fault)?;
        check_names(document).map_err(fault)?;
        check_references(name, document, &documents).map_err(fault)?;
    }
    Ok(())
}

/// The document, as it will be on disk. Two keys that differ in their marks alone are one after reading.
fn read(file: &File) -> Result<Value, String> {
    let plain = OutputFile::from_marked(&file.marked).map_err(|error| error.to_string())?;
    let document: Value = serde_json::from_str(&plain.text).map_err(|error| error.to_string())?;
    if keys(&document) == file.keys {
        Ok(document)
    } else {
        Err("a key stands twice in one object".to_owned())
    }
}

fn check_names(document: &Value) -> Result<(), String> {
    let sections = document["components"].as_object().into_iter().flat_map(Map::values);
    let mut names = sections.filter_map(Value::as_object).flat_map(Map::keys);
    let is_plain = |name: &String| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
    };
    match names.find(|name| !is_plain(name)) {
        Some(name) => Err(format!("`{name}` cannot be the name of a component")),
        None => Ok(()),
    }
}

fn check_operations(document: &Value) -> Result<(), String> {
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for operation in item.as_object().into_iter().flat_map(Map::values) {
            let id = operation["operationId"].as_str().unwrap_or_default();
            if !ids.insert(id) {
                return Err(format!("two operations are called `{id}`"));
            }
            check_path(path, operation)?;
        }
    }
    Ok(())
}

/// Every parameter in braces is declared, and no other.
fn check_path(path: &str, operation: &Value) -> Result<(), String> {
    let braced: Vec<&str> = path
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let declared: Vec<&str> = parameters
        .filter(|parameter| parameter["in"] == "path")
        .filter_map(|one| one["name"].as_str())
        .collect();
    let unique: BTreeSet<&str> = braced.iter().copied().collect();
    if unique.len() == braced.len() && unique == declared.iter().copied().collect() && declared.len() == braced.len() {
        Ok(())
    } else {
        Err(format!("the parameters of `{path}` are not those it declares"))
    }
}

fn check_references(name: &str, document: &Value, documents: &BTreeMap<&str, Value>) -> Result<(), String> {
    let mut targets = Vec::new();
    collect(document, &mut targets);
    for target in targets {
        let (file, pointer) = target.split_once('#').unwrap_or((target, ""));
        let file = if file.is_empty() { name } else { file };
        if documents
            .get(file)
            .and_then(|document| document.pointer(pointer))
            .is_none()
        {
            return Err(format!("`{target}` refers to nothing"));
        }
    }
    Ok(())
}

/// Every target of a reference. Examples and defaults are data of somebody else, whatever their keys are called; below
/// `properties` and `paths`, keys are names and mean nothing.
fn collect<'a>(value: &'a Value, targets: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, targets)),
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("$ref", Value::String(target)) => targets.push(target),
                    ("properties" | "paths", Value::Object(named)) => {
                        named.values().for_each(|value| collect(value, targets));
                    }
                    ("mapping", Value::Object(named)) => targets.extend(named.values().filter_map(Value::as_str)),
                    ("example" | "examples" | "enum" | "const", _) => {}
                    (key, _) if key.starts_with("x-") => {}
                    (_, value) => collect(value, targets),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fault(document: &Value) -> String {
        let file = File::of("a.json".to_owned(), document);
        check(&[file]).unwrap_err().message
    }

    #[test]
    fn references_to_nothing_are_found() {
        let document = json!({ "components": { "schemas": { "A": { "$ref": "#/components/schemas/B" } } } });
        assert_eq!(fault(&document), "`#/components/schemas/B` refers to nothing");
        let document = json!({ "components": { "schemas": { "A": { "$ref": "b.json#/components/schemas/A" } } } });
        assert_eq!(fault(&document), "`b.json#/components/schemas/A` refers to nothing");
    }

    #[test]
    fn names_and_data_are_no_references() {
        let document = json!({ "components": { "schemas": { "A": {
            "properties": { "$ref": { "type": "string" }, "examples": { "$ref": "#/components/schemas/A" } },
            "examples": [{ "$ref": "#/nowhere" }],
        } } } });
        let file = File::of("a.json".to_owned(), &document);
        assert!(check(&[file]).is_ok());
    }

    #[test]
    fn paths_and_their_parameters_agree() {
        let document = json!({ "paths": { "/a/{id}": { "get": { "operationId": "a" } } } });
        assert_eq!(
            fault(&document),
            "the parameters of `/a/{id}` are not those it declares"
        );
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let document = json!({ "paths": { "/a": { "get": { "operationId": "a" }, "post": { "operationId": "a" } } } });
        assert_eq!(fault(&document), "two operations are called `a`");
    }

    #[test]
    fn keys_stand_once_in_an_object() {
        let mark = driftless_output::mark(driftless_diagnostics::Span::default());
        let document = json!({ "a": 1, format!("{mark}a"): 2 });
        assert_eq!(fault(&document), "a key stands twice in one object");
    }
}
