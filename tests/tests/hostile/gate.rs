//! The identifiers of every output are those of the model, for schemas whose names and texts are hostile. In: what the other tests
//! compiled. Out: equal sets; and unequal ones as soon as a single identifier was planted.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use driftless_model::Schema;

use crate::identifiers::{
    Names, of_model, of_model_for_openapi, of_model_for_python, of_openapi, of_python, of_typescript,
};
use crate::named::{reserved_names, spelled_names};
use crate::{judged, texts};

/// Components that no declaration makes: what failure looks like, and the ends of pages.
const SHARED: [&str; 2] = ["Problem", "FieldProblem"];

/// What every language declares beside what the model says; empty where they agree.
fn differences(folder: &Path, package: &str, schema: &Schema) -> [Names; 3] {
    let odd = |found: Names, wanted: Names| found.symmetric_difference(&wanted).cloned().collect();
    [
        odd(of_typescript(folder, schema), of_model(schema)),
        odd(of_python(folder, package, schema), of_model_for_python(schema)),
        of_components(of_openapi(folder), schema),
    ]
}

/// Components and members that the model does not have, and members that a component lacks. A description has only what its
/// operations use, and beside that pages and the strict twins of records.
fn of_components(found: Names, schema: &Schema) -> Names {
    let model = of_model_for_openapi(schema);
    let types: BTreeSet<String> = schema.types.iter().map(|item| item.name.pascal()).collect();
    let is_known = |name: &str| {
        let owner = name.split('.').next().unwrap_or_default();
        let twin = owner.strip_suffix("Page").or_else(|| owner.strip_suffix("Input"));
        model.contains(name)
            || types.contains(name)
            || SHARED.contains(&owner)
            || twin.is_some_and(|twin| model.contains(twin))
    };
    let unknown = found.iter().filter(|name| !is_known(name)).cloned();
    let lacking = model.iter().filter(|name| {
        let owner = name.split_once('.').map(|(owner, _)| owner);
        owner.is_some_and(|owner| found.contains(owner)) && !found.contains(*name)
    });
    unknown.chain(lacking.cloned()).collect()
}

#[test]
fn outputs_declare_what_the_model_says() {
    let texts = texts::made();
    let cases = [
        ("hostile_texts", &texts.outputs, &texts.schema),
        (
            "hostile_words",
            &reserved_names().compiled.outputs,
            &reserved_names().compiled.schema,
        ),
        (
            "hostile_names",
            &spelled_names().compiled.outputs,
            &spelled_names().compiled.schema,
        ),
    ];
    for (package, outputs, schema) in cases {
        let folder = judged::written(outputs);
        assert!(of_model(schema).len() > 100, "{package}");
        assert_eq!(
            differences(folder.path(), package, schema),
            [Names::new(), Names::new(), Names::new()],
            "{package}"
        );
    }
}

#[test]
fn a_planted_identifier_is_found_in_each_output() {
    let texts = texts::made();
    let folder = judged::written(&texts.outputs);
    let plant = |file: &str, from: &str, to: &str| {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("the output is there");
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(path, text.replacen(from, to, 1)).expect("a file of ours can be written");
    };
    plant(
        "generated/typescript/src/shelf.ts",
        "export interface",
        "interface Canary {}\nexport interface",
    );
    plant(
        "generated/python/hostile_texts/shelf.py",
        "\nclass ",
        "\nclass Canary:\n    pass\n\n\nclass ",
    );
    plant(
        "generated/openapi/openapi.json",
        "\"schemas\": {",
        "\"schemas\": { \"Canary\": {},",
    );
    let canary: Names = ["Canary".to_owned()].into();
    assert_eq!(
        differences(folder.path(), "hostile_texts", &texts.schema),
        [canary.clone(), canary.clone(), canary]
    );
}
