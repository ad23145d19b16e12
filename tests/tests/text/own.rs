//! Targets of the project's own: what their templates see, how files are named, and what is refused.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Severity};
use driftless_output::OutputSet;
use driftless_target::EmitError;

use crate::emitted::emit;

const SCHEMA: &str = r#"
[schema]
name    = "library"
version = "0.1.0"
doc     = "Books & <b>more</b>."

[output.labels]
templates = "labels"
options   = { colour = "red", sizes = [1, 2] }

[domain.catalog]
doc = "What there is."

[domain.lending]
doc = "Who has what."

[entity.Book]
domain       = "catalog"
doc          = "A book; \"quoted\"."
fields.id    = { type = "uuid", default = "uuid", doc = "Key." }
fields.title = { type = "text", doc = "Title." }
"#;

fn labels(templates: &[(&str, &str)]) -> Result<OutputSet, EmitError> {
    let templates: BTreeMap<String, String> = templates
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    emit("labels", SCHEMA, &templates).map(|(files, _)| files)
}

/// The text of the only file that one template makes.
fn renders(template: &str) -> String {
    let files = labels(&[("out.txt.j2", template)]).unwrap_or_else(|error| panic!("{error}"));
    files.get("out/out.txt").expect("the file is there").text.clone()
}

fn refuses(template: &str) -> String {
    labels(&[("out.txt.j2", template)])
        .expect_err("the template must be refused")
        .message
}

#[test]
fn names_of_templates_are_names_of_files() {
    let files = labels(&[
        ("once/[schema].txt.j2", "{{ package }}"),
        ("[domain]/all.txt.j2", "{{ domain.name }}"),
        ("part.txt", "only to be included"),
    ]);
    let files = files.expect("the templates are right");
    let found: Vec<(&str, &str)> = files.iter().map(|(path, file)| (path, file.text.trim_end())).collect();
    let expected = [
        ("out/catalog/all.txt", "catalog"),
        ("out/lending/all.txt", "lending"),
        ("out/once/library.txt", "library"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn templates_see_options_and_include_each_other() {
    let files = labels(&[
        ("a.txt.j2", "{% include 'part' %} {{ options.sizes|join('+') }}"),
        ("part", "{{ options.colour }}"),
    ]);
    assert_eq!(
        files
            .expect("the templates are right")
            .get("out/a.txt")
            .expect("it is there")
            .text,
        "red 1+2\n"
    );
}

#[test]
fn names_take_every_case() {
    let cases = "{% for e in domains[0].entities %}{{ e.name|snake }} {{ e.name|plural }} {{ 'a_book'|pascal }} {{ 'a_book'|camel }} {{ 'a_book'|kebab }} {{ 'a_book'|shouting }}{% endfor %}";
    assert_eq!(renders(cases), "book books ABook aBook a-book A_BOOK\n");
}

#[test]
fn text_is_printed_through_an_escape_only() {
    assert!(refuses("{{ schema.doc }}").contains("without an escape"));
    assert!(refuses("{{ 'x ' ~ schema.doc }}").contains("without an escape"));
    assert!(refuses("{{ [schema.doc]|join(', ') }}").contains("without an escape"));
    assert!(refuses("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(schema.doc) }}").contains("without an escape"));
    assert_eq!(renders("{{ schema.doc|json }}"), "\"Books & <b>more</b>.\"\n");
    assert_eq!(
        renders("{{ schema.doc|prose }}"),
        "Books &amp; &lt;b&gt;more&lt;/b&gt;.\n"
    );
    assert_eq!(renders("{{ schema.doc|safe }}"), "Books & <b>more</b>.\n");
}

#[test]
fn what_is_not_there_is_an_error_with_its_place() {
    let message = refuses("one\n{{ schema.nmae }}");
    assert!(message.contains("out.txt.j2:2"), "{message}");
    assert!(refuses("{% for x in nothing %}{% endfor %}").contains("undefined"));
    assert!(refuses("{% if %}").contains("syntax"));
}

#[test]
fn no_template_leaves_its_folder() {
    let error = labels(&[("../out.txt.j2", "x")]).expect_err("the path leads out");
    assert!(error.message.contains("lead out"), "{error}");
}

#[test]
fn a_template_can_refuse_and_leave_marks() {
    let template = "{{ mark(domains[0], 'catalog') }}x{{ refuse(domains[1], 'labels cannot say `lending`') }}{{ gap(domains[1], 'nothing') }}";
    let templates = BTreeMap::from([("out.txt.j2".to_owned(), template.to_owned())]);
    let (files, diagnostics) = emit("labels", SCHEMA, &templates).expect("the template is right");
    let found: Vec<(Code, Severity)> = diagnostics.iter().map(|found| (found.code, found.severity)).collect();
    assert_eq!(
        found,
        [(Code::ReservedName, Severity::Error), (Code::Gap, Severity::Note)]
    );
    assert_eq!(files.find_name("catalog").len(), 1);
    assert_eq!(files.get("out/out.txt").expect("it is there").text, "x\n");
}
