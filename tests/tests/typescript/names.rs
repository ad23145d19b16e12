//! Names and texts that would break code if they became part of it.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Severity};

use crate::emitted::{Package, emit};

/// A schema with this domain, and one entity of this name with these further lines.
fn schema(domain: &str, entity: &str, lines: &str) -> String {
    format!(
        "[schema]\nname = \"library\"\nversion = \"0.1.0\"\ndoc = \"Books.\"\n\n[domain.{domain}]\ndoc = \"What there is.\"\n\n\
         [entity.{entity}]\ndomain = \"{domain}\"\ndoc = \"One.\"\nfields.id = {{ type = \"uuid\", default = \"uuid\", doc = \"Key.\" }}\n{lines}\n"
    )
}

/// Another entity of the domain `catalog`.
fn entity(name: &str) -> String {
    format!(
        "[entity.{name}]\ndomain = \"catalog\"\ndoc = \"One.\"\n\
         fields.id = {{ type = \"uuid\", default = \"uuid\", doc = \"Key.\" }}\n"
    )
}

/// What the emitter says about a schema.
fn said(text: &str) -> Vec<(Code, Severity)> {
    let (_, diagnostics) = emit(text, &BTreeMap::new()).expect("the target emits");
    diagnostics.iter().map(|found| (found.code, found.severity)).collect()
}

#[test]
fn comments_cannot_be_left() {
    let hostile = r#"fields.a = { type = "text", doc = "*/ export const canary = 1; /*", examples = ["*/ canary()", "@deprecated"] }
fields.b = { type = "text", doc = "@deprecated\n@type {canary}\n/ next\n `${canary}` // \\", deprecated = "*/ canary" }
fields.c = { type = "text", pattern = "^[*]/$", doc = "pattern */" }"#;
    let package = Package::of(&schema("catalog", "Book", hostile));
    package.accepts_with(
        "library",
        "import type { BookCreate } from \"library\";\nimport * as catalog from \"library/catalog\";\n\
         export const values: readonly string[] = Object.keys(catalog);\n\
         export const book: BookCreate = { a: \"\", b: \"\", c: \"\" };\n\
         // @ts-expect-error nothing in a comment is code\nexport const canary = catalog.canary;\n",
    );
}

#[test]
fn nothing_internal_and_no_value_of_a_secret_is_told() {
    let package = Package::of_repository("tests/tests/openapi/library.toml");
    for (name, text) in package.files() {
        for hidden in ["shelf_mark", "internal-default", "unguessable"] {
            assert!(!text.contains(hidden), "{name} tells {hidden}");
        }
    }
    let types = package.file("src/catalog.ts");
    let members = |name: &str| {
        let rest = types
            .split(&format!("export interface {name} {{"))
            .nth(1)
            .expect("the type");
        rest.split("\n}").next().expect("its end").to_owned()
    };
    assert!(
        members("BookCreate").contains("lock"),
        "who makes a book sends its secret"
    );
    assert!(!members("Book").contains("\n  lock"), "nobody gets it back");
}

#[test]
fn keys_and_words_are_quoted_where_they_must_be() {
    let lines = r#"fields.a = { type = "text", json = "@context", doc = "x" }
fields.b = { type = "text", json = "with space", doc = "x" }
fields.c = { type = "text", json = "1st", doc = "x" }
fields.d = { type = "text", json = "class", doc = "x" }
fields.f = { type = "Word", doc = "x" }

[enum.Word]
doc    = "Words."
domain = "catalog"
values = ["a b", "a-b", "a:b", "a/b", "a.b", "default", "1"]"#;
    let package = Package::of(&schema("catalog", "Book", lines));
    package.accepts_with(
        "library",
        r#"
import type { BookCreate } from "library";
export const book: BookCreate = { "@context": "", "with space": "", "1st": "", class: "", f: "a/b" };
"#,
    );
}

#[test]
fn an_entity_may_be_called_like_something_of_ours() {
    let more = "fields.at = { type = \"timestamp\", doc = \"x\" }\n".to_owned() + &entity("Problem") + &entity("Brand");
    let package = Package::of(&schema("catalog", "Page", &more));
    package.passes();
    let program = |name: &str| {
        format!(
            "import type {{ {name}, Uuid, operations }} from \"library\";\n\
             declare const one: {name};\nexport const id: Uuid = one.id;\n\
             type List = operations[\"list_{}s\"][\"responses\"][200][\"content\"][\"application/json\"];\n\
             declare const list: List;\nexport const items: readonly {name}[] = list.items;\n",
            name.to_lowercase()
        )
    };
    package.link("library");
    package.accepts_all(["Page", "Problem", "Brand"].map(|name| (name, program(name))));
}

#[test]
fn an_entity_may_be_called_like_a_global_and_its_author_is_told() {
    let more = "fields.tags = { type = \"text[]\", doc = \"x\" }\n".to_owned()
        + &entity("Array")
        + &entity("Record")
        + &entity("Promise");
    let text = schema("catalog", "Object", &more);
    let told = said(&text)
        .into_iter()
        .filter(|found| *found == (Code::HiddenGlobal, Severity::Warning))
        .count();
    assert_eq!(told, 4);
    Package::of(&text).passes();
}

#[test]
fn files_of_the_package_are_no_domains() {
    for domain in ["common", "digest", "fixtures", "index", "paths", "support", "validate"] {
        assert_eq!(
            said(&schema(domain, "Book", "")),
            [(Code::ReservedName, Severity::Error)]
        );
    }
}

#[test]
fn scalars_of_the_package_are_no_named_types() {
    let text = schema(
        "catalog",
        "Book",
        "\n[type.int64]\nbase = \"text\"\ndoc = \"x\"\n[type.page]\nbase = \"text\"\ndoc = \"x\"",
    );
    assert_eq!(
        said(&text),
        [
            (Code::NameCollision, Severity::Error),
            (Code::NameCollision, Severity::Error)
        ]
    );
}

#[test]
fn nothing_is_updated_that_has_nothing_to_change() {
    let package = Package::of(&schema("catalog", "Book", ""));
    let paths = package.file("src/paths.ts");
    assert!(
        paths.contains("create_book") && !paths.contains("update_book"),
        "{paths}"
    );
    assert!(!package.file("src/catalog.ts").contains("BookPatch"));
}

/// Words that TypeScript reserves, or gives a meaning in some places.
const WORDS: &str = "abstract any arguments as asserts async await bigint boolean break case catch class const continue \
    debugger declare default delete do else enum eval export extends false finally for from function get global if \
    implements import in infer instanceof interface intrinsic is keyof let module namespace never new null number object \
    of out override package private protected public readonly require return satisfies set static string super switch \
    symbol this throw true try type typeof undefined unique unknown using var void while with yield";

#[test]
fn words_of_typescript_are_names_and_values() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let fields: String = words
        .iter()
        .map(|word| format!("fields.{word} = \"text?\"\n"))
        .collect();
    let values: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let enums = format!("[enum.Word]\ndomain = \"catalog\"\nvalues = [{}]\n", values.join(", "));
    let others: String = ["Class", "Enum", "Never", "Undefined", "Symbol"].map(entity).concat();
    let text = schema("catalog", "Interface", &format!("{fields}{enums}{others}"));
    let members: Vec<String> = words.iter().map(|word| format!("{word}: \"{word}\"")).collect();
    let package = Package::of(&text);
    package.passes();
    let program = format!(
        "import type {{ InterfaceCreate, Word }} from \"library\";\nexport const all: InterfaceCreate = {{ {} }};\n\
         export const words: readonly Word[] = [{}];\n",
        members.join(", "),
        values.join(", ")
    );
    package.accepts_with("library", &program);
}
