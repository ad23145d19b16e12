//! Templates of a project's own print hostile texts through escapes alone. In: the schema of texts, a template. Out: what each
//! escape promises: JSON that means the same text, comments of one line, strings that Python reads.

use std::collections::BTreeMap;

use driftless_diagnostics::Diagnostics;
use driftless_output::OutputSet;
use driftless_shape::Shapes;
use driftless_target::{Context, Target};
use driftless_target_text::TextTarget;
use driftless_tests::python;

use crate::texts::made;

/// Every text of an entity and of its fields, three times.
const TEMPLATE: &str = "{% for domain in domains %}{% for entity in domain.entities %}{% for field in entity.fields %}\
    {{ field.doc|json }}\n// {{ field.doc|comment }}\n{{ field.doc|python_string }}\n\
    {% endfor %}{% endfor %}{% endfor %}";

fn rendered() -> Vec<String> {
    let schema = &made().schema;
    let templates = BTreeMap::from([("all.txt.j2".to_owned(), TEMPLATE.to_owned())]);
    let context = Context {
        schema,
        shapes: &Shapes::of(schema),
        path: "out",
        settings: None,
        templates: &templates,
        version: "0.0.0",
    };
    let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
    let emitted = TextTarget::of_project("labels").emit(&context, &mut outputs, &mut diagnostics);
    emitted.expect("the template is right");
    let text = &outputs.get("out/all.txt").expect("the file is there").text;
    text.lines().map(str::to_owned).collect()
}

#[test]
fn escapes_of_templates_keep_every_text_a_text() {
    let schema = &made().schema;
    let docs: Vec<&str> = schema
        .entities
        .iter()
        .flat_map(|entity| &entity.fields)
        .map(|field| field.doc.as_str())
        .collect();
    let lines = rendered();
    assert_eq!(lines.len(), 3 * docs.len(), "a text has left its line");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let strings: Vec<&str> = lines.iter().skip(2).step_by(3).map(String::as_str).collect();
    std::fs::write(
        folder.path().join("strings.py"),
        format!("[\n{}\n]\n", strings.join(",\n")),
    )
    .expect("a file can be written");
    let read = "import ast, json\nprint(json.dumps(ast.literal_eval(open('strings.py').read())))";
    let read: Vec<String> = serde_json::from_str(&python::run(folder.path(), &["-c", read]).passed()).expect("a list");
    for (at, doc) in docs.iter().enumerate() {
        assert_eq!(
            serde_json::from_str::<String>(&lines[3 * at]).expect("it is JSON"),
            **doc
        );
        assert!(lines[3 * at + 1].starts_with("//"));
        assert_eq!(read[at], **doc);
    }
}
