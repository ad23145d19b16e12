//! Instances against components, by validators that are none of ours. Cases are collected and judged in one process.

use driftless_tests::python;
use serde_json::{Value, json};

use crate::description::{Description, write};

/// Reads a document and cases, prints for each case whether the component accepts the instance. 3.0 has validators of
/// its own: one for what is sent and one for what is received.
const JUDGE: &str = r#"
import json, sys
from jsonschema import Draft202012Validator, FormatChecker
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012, DRAFT4
document, cases = (json.load(open(path)) for path in sys.argv[1:])
old = document["openapi"].startswith("3.0")
specification = DRAFT4 if old else DRAFT202012
registry = Registry().with_resource("urn:d", Resource(contents=document, specification=specification))
verdicts = []
for pointer, instance in cases:
    sent = pointer.endswith(("Create", "Patch"))
    kind = (OAS30WriteValidator if sent else OAS30ReadValidator) if old else Draft202012Validator
    validator = kind({"$ref": "urn:d#" + pointer}, registry=registry, format_checker=FormatChecker())
    error = next(validator.iter_errors(instance), None)
    verdicts.append(None if error is None else error.message)
print(json.dumps(verdicts))
"#;

/// Cases for one component.
pub(crate) struct Judge<'a> {
    description: &'a Description,
    pointer: String,
    cases: Vec<Case>,
}

struct Case {
    what: String,
    instance: Value,
    accepted: bool,
}

impl<'a> Judge<'a> {
    /// For a component of the bundle.
    pub(crate) fn of(description: &'a Description, component: &str) -> Self {
        Self {
            description,
            pointer: format!("/components/schemas/{component}"),
            cases: Vec::new(),
        }
    }

    /// An instance that is valid.
    pub(crate) fn accepts(&mut self, what: &str, instance: Value) -> &mut Self {
        self.case(what, instance, true)
    }

    /// An instance that is not.
    pub(crate) fn refuses(&mut self, what: &str, instance: Value) -> &mut Self {
        self.case(what, instance, false)
    }

    fn case(&mut self, what: &str, instance: Value, accepted: bool) -> &mut Self {
        self.cases.push(Case {
            what: what.to_owned(),
            instance,
            accepted,
        });
        self
    }

    /// Judges all of them.
    pub(crate) fn judge(&self) {
        let cases: Vec<Value> = self
            .cases
            .iter()
            .map(|case| json!([self.pointer, case.instance]))
            .collect();
        let file = self.description.folder().join("cases.json");
        write(&file, &Value::from(cases).to_string());
        let (document, cases) = (self.description.path(), file);
        let arguments = ["-c", JUDGE, &document.to_string_lossy(), &cases.to_string_lossy()];
        let ran = python::run(self.description.folder(), &arguments);
        let said = ran.stdout.clone();
        ran.passed();
        let verdicts: Vec<Option<String>> = serde_json::from_str(&said).expect("the judge prints verdicts");
        assert_eq!(verdicts.len(), self.cases.len());
        let wrong: Vec<String> = self
            .cases
            .iter()
            .zip(&verdicts)
            .filter_map(|(case, said)| case.fault(said))
            .collect();
        assert!(wrong.is_empty(), "{}:\n{}", self.pointer, wrong.join("\n"));
    }
}

impl Case {
    fn fault(&self, said: &Option<String>) -> Option<String> {
        match (self.accepted, said) {
            (true, Some(error)) => Some(format!("refused, though {}: {error}", self.what)),
            (false, None) => Some(format!("accepted, though {}: {}", self.what, self.instance)),
            _ => None,
        }
    }
}

/// An object with one member in place of what it had.
pub(crate) fn with(object: &Value, key: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[key] = value;
    object
}

/// An object without one member.
pub(crate) fn without(object: &Value, key: &str) -> Value {
    let mut object = object.clone();
    object.as_object_mut().expect("instances are objects").remove(key);
    object
}
