//! What a project may choose, and what follows from it.

use std::collections::BTreeMap;

use crate::emitted::{Package, emit};

/// A schema of one entity, with further lines at its end.
fn schema(settings: &str) -> String {
    format!(
        r#"
[schema]
name    = "library"
version = "0.1.0"
doc     = "Books."

[domain.catalog]
doc = "What there is."

[type.isbn]
base = "text"
doc  = "Number."

[entity.BookCase]
domain           = "catalog"
doc              = "Where books stand."
fields.id        = {{ type = "uuid", default = "uuid", doc = "Key." }}
fields.isbn      = {{ type = "isbn", doc = "Number." }}
fields.how_many  = {{ type = "bigint", doc = "Count." }}
fields.how_much  = {{ type = "numeric(8,2)", doc = "Price." }}
fields.opened_at = {{ type = "timestamp", doc = "When." }}
fields.shelves   = {{ type = "quantity", doc = "Count of shelves." }}

[type.quantity]
base = "bigint"
doc  = "How many."

[entity.Label]
domain    = "catalog"
doc       = "What is printed on a case."
key       = ["isbn"]
fields.isbn = {{ type = "isbn", doc = "Number." }}

{settings}
"#
    )
}

#[test]
fn brands_can_be_on_ids_alone() {
    Package::of(&schema("")).accepts_with(
        "library",
        r#"
import type { BookCase, BookCaseId, Isbn, Timestamp } from "library";
declare const shelf: BookCase;
export const plain: Isbn = "x";
export const now: Timestamp = "2024-01-01T00:00:00Z";
// @ts-expect-error an id is no plain text
export const id: BookCaseId = "x";
export const same: BookCaseId = shelf.id;
"#,
    );
}

#[test]
fn brands_can_be_on_everything() {
    Package::of(&schema("[output.typescript]\nbrands = \"all\"")).accepts_with(
        "library",
        r#"
import type { BookCase, BookCaseId, Decimal, Int64, Isbn, LabelId, Quantity, Timestamp, Uuid } from "library";
declare const shelf: BookCase;
// What is branded twice is both.
export const count64: Int64 = "3" as Quantity;
export const uuid: Uuid = "x" as BookCaseId;
export const label: Isbn = "x" as LabelId;
// @ts-expect-error not every number of a book is on a label
export const printed: LabelId = "x" as Isbn;
export const isbn: Isbn = shelf.isbn;
export const count: Int64 = shelf.how_many;
export const text: string = shelf.opened_at;
export const price = "1.50" as Decimal;
// @ts-expect-error text is no number of a book
export const plain: Isbn = "x";
// @ts-expect-error text is no time
export const now: Timestamp = "2024-01-01T00:00:00Z";
// @ts-expect-error a price is no count
export const wrong: Int64 = price;
"#,
    );
}

#[test]
fn brands_can_be_on_nothing() {
    Package::of(&schema("[output.typescript]\nbrands = \"none\"")).accepts_with(
        "library",
        r#"
import type { BookCaseId } from "library";
export const id: BookCaseId = "x";
"#,
    );
}

#[test]
fn numbers_and_names_follow_the_wire() {
    let wire = "[wire]\nint8 = \"number\"\nnumeric = \"number\"\ncase = \"camelCase\"";
    Package::of(&schema(wire)).accepts_with(
        "library",
        r#"
import type { BookCase, Page } from "library";
declare const shelf: BookCase;
declare const page: Page<BookCase>;
export const numbers: number[] = [shelf.howMany, shelf.howMuch];
export const next: string | null = page.nextCursor;
export const opened: string = shelf.openedAt;
"#,
    );
}

#[test]
fn the_package_is_named_for_the_schema_unless_told() {
    let package = Package::of(&schema(""));
    let manifest = package.file("package.json");
    for part in [
        "\"name\": \"library\"",
        "\"version\": \"0.1.0\"",
        "\"sideEffects\": false",
        "\"./catalog\"",
        "@generated",
    ] {
        assert!(manifest.contains(part), "{part} is not in {manifest}");
    }
}

#[test]
fn a_project_replaces_a_layout() {
    let templates = BTreeMap::from([(
        "empty.js.j2".to_owned(),
        "// {{ header }}\n// ours\nexport {};\n".to_owned(),
    )]);
    let (files, _) = emit(&schema(""), &templates).expect("it is TypeScript");
    assert!(
        files
            .get("package/dist/index.js")
            .expect("the barrel is there")
            .text
            .contains("// ours")
    );
}

#[test]
fn a_layout_that_is_no_typescript_is_never_written() {
    for broken in [
        "export const x = \"",
        "/* never closed",
        "export {",
        "{{ what_is_not_there }}",
    ] {
        let templates = BTreeMap::from([("empty.js.j2".to_owned(), broken.to_owned())]);
        let error = emit(&schema(""), &templates).expect_err("it is no TypeScript");
        assert_eq!(error.target, "typescript");
        assert!(error.file.ends_with(".js"), "{error}");
    }
}
