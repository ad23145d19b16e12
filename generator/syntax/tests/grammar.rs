//! The grammar against itself and against what is made of it.

use std::fs;
use std::path::Path;

use driftless_diagnostics::{Diagnostic, Diagnostics, FileId};
use driftless_syntax::grammar::{CONSTRUCTS, Construct, Key, Needs};
use driftless_syntax::{Document, json_schema, parse, reference};

fn parsed(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let document = parse(FileId(0), text, &mut diagnostics);
    (document, diagnostics)
}

/// Keys of which a table of this kind takes only one.
fn alternatives(construct: &Construct) -> &'static [&'static str] {
    match construct.needs {
        Needs::ExactlyOne(keys) => keys,
        _ => &[],
    }
}

/// A table of this kind that has the key and what the key needs around it, each on its line, the key last.
fn table_with(construct: &Construct, key: &'static Key) -> String {
    let others = construct.keys().filter(|other| {
        let is_alternative = alternatives(construct).contains(&other.name);
        let stands_in = is_alternative && alternatives(construct).first() == Some(&other.name);
        let chosen = !alternatives(construct).contains(&key.name) && key.with.is_none() && stands_in;
        other.name != key.name && (other.required || chosen || key.with == Some(other.name))
    });
    let lines: Vec<_> = others.chain([key]).map(Key::typed).collect();
    format!("[{}]\n{}\n", construct.header, lines.join("\n"))
}

#[test]
fn every_example_is_right() {
    for construct in CONSTRUCTS {
        for key in construct.keys() {
            let text = table_with(construct, key);
            let (_, diagnostics) = parsed(&text);
            // The file around the key is incomplete; the key is not.
            let line = text.len() - key.typed().len() - 1;
            let starts = |finding: &&Diagnostic| finding.primary.as_ref().map_or(0, |label| label.span.start as usize);
            let wrong: Vec<_> = diagnostics.iter().filter(|finding| starts(finding) >= line).collect();
            assert!(wrong.is_empty(), "{text}\n{wrong:#?}");
        }
    }
}

#[test]
fn every_key_reaches_the_document() {
    for construct in CONSTRUCTS {
        for key in construct.keys() {
            let with = table_with(construct, key);
            let typed = key.typed();
            let without = with.replace(&typed, &" ".repeat(typed.len()));
            assert_ne!(
                parsed(&with).0,
                parsed(&without).0,
                "`{}` of {} is read by nobody",
                key.name,
                construct.name
            );
        }
    }
}

#[test]
fn names_of_keys_and_constructs_are_unique() {
    for construct in CONSTRUCTS {
        let mut names: Vec<_> = construct.keys().map(|key| key.name).collect();
        names.sort_unstable();
        assert!(
            names.windows(2).all(|pair| pair[0] != pair[1]),
            "{}: {names:?}",
            construct.name
        );
    }
    let mut names: Vec<_> = CONSTRUCTS.iter().map(|construct| construct.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn every_reference_in_the_json_schema_has_a_definition() {
    let schema = json_schema();
    let text = schema.to_string();
    for (at, start) in text.match_indices("#/definitions/") {
        let name = text[at + start.len()..].split('"').next().unwrap_or_default();
        assert!(schema["definitions"].get(name).is_some(), "{name}");
    }
}

#[test]
fn everything_in_the_json_schema_is_described() {
    for (name, definition) in json_schema()["definitions"].as_object().expect("definitions") {
        assert!(
            definition["description"].as_str().is_some_and(|text| !text.is_empty()),
            "{name}"
        );
        for (key, property) in definition["properties"].as_object().expect("properties") {
            assert!(
                property["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{name}.{key}"
            );
        }
    }
}

#[test]
fn the_reference_is_the_one_in_the_documentation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/language-reference.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(&path, reference()).expect("the reference can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == reference(),
        "run `UPDATE_GOLDEN=1 cargo test -p driftless-syntax` and commit docs/language-reference.md"
    );
}
