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
    package.passes();
    package.accepts_with(
        "library",
        "import type { BookCreate } from \"library\";\nimport * as catalog from \"library/catalog\";\n\
         export const values: readonly string[] = Object.keys(catalog);\n\
         export const book: BookCreate = { a: \"\", b: \"\", c: \"\" };\n\
         // @ts-expect-error nothing in a comment is code\nexport const canary = catalog.canary;\n",
    );
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
    for entity in ["Page", "Problem", "Brand"] {
        let lines = "fields.at = { type = \"timestamp\", doc = \"x\" }\nfields.price = { type = \"numeric(4,1)\", doc = \"x\" }";
        let package = Package::of(&schema("catalog", entity, lines));
        package.passes();
        package.accepts_with(
            "library",
            &format!(
                "import type {{ {entity}, {entity}Create, Uuid, operations }} from \"library\";\n\
                 declare const one: {entity};\nexport const id: Uuid = one.id;\nexport const at: string = one.at;\n\
                 export const create: {entity}Create = {{ at: \"\", price: \"\" }};\n\
                 export type Listed = operations[\"list_{}s\"][\"responses\"][200][\"content\"][\"application/json\"][\"items\"][0];\n\
                 declare const listed: Listed;\nexport const same: {entity} = listed;\n",
                entity.to_lowercase()
            ),
        );
    }
}

#[test]
fn an_entity_may_be_called_like_a_global_and_its_author_is_told() {
    for entity in [
        "Object", "Array", "Record", "Promise", "Date", "String", "Partial", "Function",
    ] {
        let text = schema("catalog", entity, "fields.tags = { type = \"text[]\", doc = \"x\" }");
        assert!(
            said(&text).contains(&(Code::ReservedName, Severity::Warning)),
            "{entity}"
        );
        Package::of(&text).passes();
    }
}

#[test]
fn files_of_the_package_are_no_domains() {
    for domain in ["common", "index", "paths"] {
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
