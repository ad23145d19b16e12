//! The files as such: each is whole, each says what is its own, and together they say what the bundle says.

use std::collections::BTreeSet;

use driftless_tests::redocly;
use serde_json::{Map, Value};

use crate::description::{BUNDLE, Description, LIBRARY};

#[test]
fn every_file_tells_that_it_is_generated() {
    let description = Description::of_library();
    let files = description.files();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "catalog.openapi.json",
            "common.openapi.json",
            "lending.openapi.json",
            BUNDLE
        ]
    );
    for (name, text) in files {
        let near_the_top = text.lines().take(8).any(|line| line.contains(driftless_output::HEADER));
        assert!(near_the_top, "{name} begins {:?}", text.get(..200));
        assert!(
            text.ends_with("}\n") && !text.contains('\r'),
            "{name} ends with one line feed"
        );
    }
}

#[test]
fn fragments_together_are_the_bundle() {
    for path in ["schema.toml", "tests/tests/openapi/library.toml"] {
        let description = Description::of_repository(path);
        let (mut schemas, mut paths) = (Map::new(), Map::new());
        for name in description.files().keys().filter(|name| *name != BUNDLE) {
            let fragment = at_home(description.file(name));
            for (component, schema) in members(&fragment["components"]["schemas"]) {
                assert!(
                    schemas.insert(component.clone(), schema).is_none(),
                    "{component} is in two files"
                );
            }
            for (path, item) in members(&fragment["paths"]) {
                let known = paths.entry(path).or_insert_with(|| Value::Object(Map::new()));
                known
                    .as_object_mut()
                    .expect("a path is an object")
                    .extend(members(&item));
            }
        }
        let bundle = description.bundle();
        assert_eq!(Value::Object(schemas), bundle["components"]["schemas"]);
        assert_eq!(Value::Object(paths), bundle["paths"]);
    }
}

#[test]
fn a_fragment_bundled_by_others_has_what_ours_has() {
    let description = Description::of_library();
    let fragment = description.path().with_file_name("lending.openapi.json");
    let theirs: Value = serde_json::from_str(&redocly::bundle(&fragment).passed()).expect("a bundle is JSON");
    let ours = description.bundle();
    for name in ["Loan", "ItemCreatePaper", "BookId", "Problem"] {
        assert_eq!(
            theirs["components"]["schemas"][name], ours["components"]["schemas"][name],
            "{name}"
        );
    }
}

#[test]
fn a_fragment_says_what_its_domain_owns() {
    let description = Description::of_library();
    let lending = description.file("lending.openapi.json");
    let names: BTreeSet<String> = members(&lending["components"]["schemas"])
        .map(|(name, _)| name)
        .collect();
    assert!(names.contains("Loan") && names.contains("Medium"), "{names:?}");
    assert!(!names.contains("Book") && !names.contains("Problem"), "{names:?}");
    let book = "/components/schemas/ItemCreatePaper/properties/book_id/$ref";
    assert_eq!(
        lending.pointer(book).expect("it refers to a book"),
        "catalog.openapi.json#/components/schemas/BookId"
    );
    assert_eq!(lending["tags"].as_array().map(Vec::len), Some(1));
    assert!(lending["paths"].get("/loans").is_some() && lending["paths"].get("/books").is_none());
}

#[test]
fn no_schema_has_a_default() {
    // Generators of clients would make such a member required.
    let bundle = Description::of_library().bundle();
    each_object(&bundle["components"]["schemas"], &mut |object| {
        let is_property = object.get("default").is_some_and(Value::is_object);
        assert!(!object.contains_key("default") || is_property, "{object:?}");
    });
    let copies = &bundle["components"]["schemas"]["BookCreate"]["properties"]["copies"];
    assert_eq!(copies["x-default"], "1");
    assert!(
        copies["description"].as_str().is_some_and(|doc| doc.contains('1')),
        "{copies}"
    );
}

#[test]
fn nothing_internal_and_no_value_of_a_secret_is_told() {
    let description = Description::of_library();
    for (name, text) in description.files() {
        for hidden in ["shelf_mark", "internal-default", "unguessable"] {
            assert!(!text.contains(hidden), "{name} tells {hidden}");
        }
    }
    let schemas = description.at("/components/schemas");
    assert!(
        schemas["Book"]["properties"].get("lock").is_none(),
        "a secret is never shown"
    );
    assert!(
        schemas["BookPatch"]["properties"].get("lock").is_none(),
        "a secret is written once"
    );
    assert_eq!(schemas["BookCreate"]["properties"]["lock"]["writeOnly"], true);
}

#[test]
fn members_say_what_they_are() {
    let schemas = Description::of_library().at("/components/schemas");
    let (book, author) = (&schemas["Book"], &schemas["Author"]);
    assert_eq!(book["x-table"], "books");
    assert_eq!(book["properties"]["author_id"]["x-column"], "author_id");
    assert_eq!(book["properties"]["title"]["examples"][0], "Emma");
    assert_eq!(book["properties"]["created_at"]["readOnly"], true);
    assert_eq!(book["properties"]["catalogue"]["deprecated"], true);
    assert!(author["properties"]["email"]["x-pii"].to_string().contains("email"));
    assert!(
        schemas["Isbn"]["description"]
            .as_str()
            .is_some_and(|doc| doc.contains("International"))
    );
    assert_eq!(schemas["Scan"]["properties"]["image"]["contentEncoding"], "base64");
    assert!(
        schemas["Genre"].to_string().contains("In verse."),
        "values say what they mean"
    );
    assert_eq!(schemas["Genre"]["enum"].as_array().map(Vec::len), Some(3));
    let mapping = &schemas["Item"]["discriminator"];
    assert_eq!(mapping["propertyName"], "medium");
    assert_eq!(mapping["mapping"]["audio"], "#/components/schemas/ItemAudio");
    assert_eq!(schemas["ItemAudio"]["properties"]["medium"]["const"], "audio");
}

#[test]
fn the_description_names_itself_as_the_schema_says() {
    let plain = Description::of_library().bundle();
    assert_eq!(plain["openapi"], "3.1.1");
    assert_eq!(plain["info"]["version"], "1.2.0");
    let named = Description::of_library_with(
        "[output.openapi]\ntitle = \"Our library\"\nservers = [\"https://a.example.com\", \"https://b.example.com\"]",
    );
    let bundle = named.bundle();
    assert_eq!(bundle["info"]["title"], "Our library");
    assert_eq!(bundle["servers"][1]["url"], "https://b.example.com");
    named.passes();
}

#[test]
fn without_authentication_nothing_speaks_of_security() {
    let description = Description::of_library_with("[output.openapi]\nauth = \"none\"");
    for (name, text) in description.files() {
        assert!(
            !text.contains("bearer") && !text.contains("securitySchemes"),
            "{name} speaks of security"
        );
    }
    description.passes();
    let bundle = Description::of_library().bundle();
    assert_eq!(bundle["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert!(bundle["security"][0].get("bearer").is_some());
}

#[test]
fn the_same_schema_makes_the_same_bytes() {
    let (first, second) = (Description::of_library(), Description::of_library());
    assert_eq!(first.files(), second.files());
}

#[test]
fn texts_of_the_author_stay_texts() {
    let hostile = LIBRARY.replace(
        "A work that can be lent.",
        r##"\"}, { \"$ref\": \"#/nothing\" </script> ~1 ~0 / \\ 🦊"##,
    );
    let description = Description::of(&hostile);
    let doc = description.at("/components/schemas/Book/description");
    assert!(
        doc.as_str()
            .is_some_and(|doc| doc.starts_with("\"}, { \"$ref\": \"#/nothing\" </script> ~1 ~0 / \\ 🦊"))
    );
    description.passes();
}

#[test]
fn keys_that_look_like_words_of_openapi_are_keys() {
    let fields = [
        "type",
        "properties",
        "required",
        "ref",
        "items",
        "example",
        "examples",
        "default",
        "const",
        "null",
    ];
    let fields: String = fields
        .iter()
        .map(|name| format!("fields.{name} = {{ type = \"text?\", doc = \"x\" }}\n"))
        .collect();
    let odd = "fields.slashed = { type = \"text?\", json = \"a/b~c\", doc = \"x\" }\nfields.dollar = { type = \"text?\", json = \"$ref\", doc = \"x\" }\n";
    let entity = format!(
        "[entity.Odd]\ndomain = \"catalog\"\ndoc = \"x\"\nfields.id = {{ type = \"uuid\", default = \"uuid\", doc = \"x\" }}\n{fields}{odd}"
    );
    for version in ["3.1", "3.0"] {
        let description =
            Description::of_library_with(&format!("{entity}\n[output.openapi]\nversion = \"{version}\"\n"));
        let properties = description.at("/components/schemas/Odd/properties");
        for name in [
            "type",
            "properties",
            "required",
            "example",
            "examples",
            "default",
            "const",
            "a/b~c",
            "$ref",
        ] {
            let text = properties[name].to_string();
            assert!(
                text.contains("string") && text.contains("\"x\""),
                "{version}: {name} is {text}"
            );
        }
    }
}

/// A fragment whose references are written as in the bundle.
fn at_home(mut value: Value) -> Value {
    fn bring_home(value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some((file, pointer)) = text.clone().split_once('#')
                    && file.ends_with(".openapi.json")
                {
                    *text = format!("#{pointer}");
                }
            }
            Value::Array(items) => items.iter_mut().for_each(bring_home),
            Value::Object(members) => members.iter_mut().for_each(|(_, member)| bring_home(member)),
            _ => {}
        }
    }
    bring_home(&mut value);
    value
}

fn members(value: &Value) -> impl Iterator<Item = (String, Value)> {
    value.as_object().cloned().unwrap_or_default().into_iter()
}

fn each_object(value: &Value, visit: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_object(item, visit)),
        Value::Object(object) => {
            visit(object);
            object.values().for_each(|member| each_object(member, visit));
        }
        _ => {}
    }
}
