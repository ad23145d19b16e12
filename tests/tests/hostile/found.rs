//! What these tests have found in the compiler, each as a case of its own. In: a schema. Out: the refusal it got since, with the
//! text that it marks, or the output as it is since.

use driftless_diagnostics::{Code, Severity};

use crate::compiled::compiled;
use crate::slots::{SPELLINGS, TEXTS};
use crate::spelled::place;
use crate::strings::quoted;

/// The code of the first error of a schema, and the text that it marks.
fn refused(text: &str) -> (Code, String) {
    let wrong = compiled(text).expect_err("the schema is refused");
    let error = wrong
        .iter()
        .find(|found| found.severity == Severity::Error)
        .expect("an error");
    let span = error.primary.as_ref().expect("an error has a place").span;
    (error.code, text[span.start as usize..span.end as usize].to_owned())
}

/// That of a place with a literal in it.
fn refused_in(name: &str, literal: &str) -> (Code, String) {
    refused(&place(name).with(literal).0)
}

#[test]
fn no_name_of_ones_own_has_a_line_break_or_is_empty() {
    let names = [
        "column",
        "key on the wire",
        "key of a record on the wire",
        "table",
        "link table",
        "unique name",
        "index name",
        "namespace",
        "link owner",
        "link target",
        "path of an entity",
        "path of a graph",
        "application role",
        "setting of the tenant",
        "package of Rust",
        "package of TypeScript",
    ];
    for name in names {
        for literal in ["\"a\\nb\"", "\"\"", "\" a\""] {
            assert_eq!(
                refused_in(name, literal),
                (Code::ValueForm, literal.to_owned()),
                "{name}"
            );
        }
    }
}

#[test]
fn what_postgres_would_cut_off_is_refused() {
    let long = quoted(&"a".repeat(64));
    for name in ["unique name", "index name", "namespace", "application role"] {
        assert_eq!(refused_in(name, &long), (Code::ValueForm, long.clone()), "{name}");
    }
    let space = quoted(&format!("{}.b", "a".repeat(64)));
    assert_eq!(refused_in("table", &space), (Code::NameTooLong, "Map".to_owned()));
}

#[test]
fn folders_of_outputs_stay_below_the_schema() {
    for name in ["folder of an output", "folder of migrations"] {
        for literal in ["\"a\\nb\"", "\"a/../b\"", "\".\"", "\"a/.driftless-x\"", "\"/a\""] {
            assert_eq!(
                refused_in(name, literal),
                (Code::ValueMismatch, literal.to_owned()),
                "{name}"
            );
        }
    }
}

#[test]
fn a_finding_about_a_pattern_marks_whole_characters() {
    assert_eq!(
        refused_in("pattern", "\"^a\u{e9}$\""),
        (Code::PatternSyntax, "\u{e9}".to_owned())
    );
    let long = format!("\"^{}\u{e9}$\"", "a".repeat(498));
    assert_eq!(refused_in("pattern", &long), (Code::PatternSyntax, "\u{e9}".to_owned()));
}

#[test]
fn no_text_holds_what_is_no_character() {
    for escape in ["\\uFFFF", "\\uFDD0", "\\U0010FFFE"] {
        let (text, _) = TEXTS[0].with(&format!("\"a{escape}\""));
        assert_eq!(refused(&text), (Code::HiddenCharacter, escape.to_owned()));
    }
}

#[test]
fn a_type_that_python_cannot_assign_is_refused() {
    let schema = "[schema]\nname = \"hostile\"\n[domain.shelf]\n[type.true]\nbase = \"text\"\n";
    assert_eq!(refused(schema), (Code::ReservedName, "true".to_owned()));
}

#[test]
fn the_path_of_a_graph_begins_with_a_slash() {
    let (text, _) = place("path of a graph").with("\"walks\"");
    let outputs = compiled(&text).expect("the schema is right").outputs;
    let document = &outputs.get("generated/openapi/openapi.json").expect("a document").text;
    assert!(document.contains("\"/walks/{id}/upstream\""), "{document}");
}

#[test]
fn no_domain_is_called_like_a_macro_of_the_crate() {
    let crates = |name: &str| {
        let schema = format!(
            "[schema]\nname = \"hostile\"\n[domain.{name}]\n[record.Part]\ndomain = \"{name}\"\nfields.a = \"text\"\n"
        );
        let outputs = compiled(&schema).expect("the schema is right").outputs;
        let wire = outputs
            .get("generated/rust/src/wire/mod.rs")
            .expect("a module")
            .text
            .clone();
        wire.lines()
            .filter(|line| *line == format!("mod {name};") || *line == format!("mod {name}_;"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for name in ["documents", "keys", "requests", "shown", "words"] {
        assert_eq!(crates(name), [format!("mod {name}_;")]);
    }
}

#[test]
fn a_deprecation_is_no_link_in_the_documentation() {
    let schema = "[schema]\nname = \"hostile\"\n[domain.shelf]\n[record.Part]\ndomain = \"shelf\"\ndeprecated = \"[x](y) <b>\"\nfields.a = \"text\"\n";
    let outputs = compiled(schema).expect("the schema is right").outputs;
    let module = &outputs.get("generated/rust/src/shelf.rs").expect("a module").text;
    assert!(
        module.contains("#[deprecated(note = \"\\\\[x\\\\](y) \\\\<b>\")]"),
        "{module}"
    );
}

#[test]
fn a_member_called_like_a_method_of_the_crate_keeps_no_method() {
    let schema = "[schema]\nname = \"hostile\"\n[domain.shelf]\n[record.Part]\ndomain = \"shelf\"\nfields.nested = \"text?\"\nfields.or = \"text?\"\n";
    let outputs = compiled(schema).expect("the schema is right").outputs;
    let text = |file: &str| outputs.get(file).map_or("", |file| &file.text);
    assert!(!text("generated/rust/src/validation.rs").contains("fn nested("));
    assert!(!text("generated/rust/src/wire/mod.rs").contains("fn or<"));
}

#[test]
fn a_crate_with_decimals_alone_reads_no_whole_numbers() {
    let decimals = "[schema]\nname = \"hostile\"\n[domain.shelf]\n[record.Price]\ndomain = \"shelf\"\nfields.a = \"numeric(8,2)\"\n";
    let outputs = compiled(decimals).expect("the schema is right").outputs;
    let scalars = &outputs
        .get("generated/rust/src/wire/scalars.rs")
        .expect("a module")
        .text;
    assert!(!scalars.contains("fn whole("), "{scalars}");
}

#[test]
fn places_have_names_of_their_own() {
    let mut names: Vec<&str> = [TEXTS, SPELLINGS].into_iter().flatten().map(|slot| slot.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn statements_of_fields_with_like_names_have_names_of_their_own() {
    let fields = ["slug", "slug_after", "id_of_slug", "filtered", "after"];
    let fields = fields.map(|name| format!("fields.{name} = {{ type = \"text\", unique = true }}\n"));
    let text = format!(
        "[schema]\nname = \"found\"\n[domain.home]\n[entity.Thing]\ndomain = \"home\"\nindex = [[\"id_of_slug\"]]\n\
         fields.id = {{ type = \"uuid\", default = \"uuid\" }}\n{}",
        fields.concat()
    );
    let compiled = compiled(&text).expect("it is a schema");
    let of_rows = ["postgres", "sqlite"].map(|database| format!("generated/rust/src/{database}/thing.rs"));
    for path in of_rows {
        let file = compiled.outputs.get(&path).expect("the rows of the entity");
        let lines = file.text.lines().filter_map(|line| line.strip_prefix("const "));
        let names: Vec<&str> = lines.filter_map(|line| line.split(':').next()).collect();
        let different: std::collections::BTreeSet<&&str> = names.iter().collect();
        assert_eq!(different.len(), names.len(), "{path}: {names:?}");
        assert!(names.len() > 10, "{path}: {names:?}");
    }
}
