//! The way back: from a line or a pointer of the description to the line of the schema that it comes from.

use crate::description::{BUNDLE, Description};

/// The line of the schema that something called `pointer` comes from.
fn declared(description: &Description, pointer: &str) -> String {
    let found = description.outputs.find_name(pointer);
    let (_, anchor) = found.first().unwrap_or_else(|| panic!("nothing is called {pointer}"));
    line_of(description, anchor.span)
}

fn line_of(description: &Description, span: driftless_diagnostics::Span) -> String {
    let location = description.sources.location(span).expect("a span has a place");
    let source = description.sources.get(span.file).expect("a span has a file");
    source
        .text()
        .lines()
        .nth(location.line - 1)
        .expect("a place has a line")
        .to_owned()
}

#[test]
fn pointers_lead_to_their_declarations() {
    let description = Description::of_library();
    for (pointer, line) in [
        ("#/components/schemas/Book", "[entity.Book]"),
        ("#/components/schemas/BookCreate", "[entity.Book]"),
        ("#/components/schemas/Book/properties/title", "fields.title"),
        ("#/components/schemas/BookPatch/properties/isbn", "fields.isbn"),
        ("#/components/schemas/Book/properties/author_id", "fields.author"),
        (
            "#/components/schemas/Measures/properties/pages",
            "fields.pages = { type = \"int\", min = 1",
        ),
        ("#/components/schemas/Genre", "[enum.Genre]"),
        ("#/components/schemas/Isbn", "[type.isbn]"),
        ("#/components/schemas/ItemAudio", "audio ="),
        ("#/components/schemas/LoanSubject", "fields.subject"),
        ("#/paths/~1search/get", "[operation.search_books]"),
        ("#/paths/~1books/post", "[entity.Book]"),
    ] {
        let found = declared(&description, pointer);
        assert!(found.starts_with(line), "{pointer} leads to {found:?}");
    }
}

#[test]
fn lines_lead_to_the_declaration_they_are_part_of() {
    let description = Description::of_library();
    let path = format!("openapi/{BUNDLE}");
    let text = &description.outputs.get(&path).expect("the bundle is there").text;
    let book = text
        .lines()
        .position(|line| line == "      \"Book\": {")
        .expect("a book is described");
    let offset = text
        .lines()
        .skip(book)
        .position(|line| line.trim() == "\"title\": {")
        .expect("it has a title");
    for within in 0..4 {
        let anchors = description.outputs.anchors_at(&path, book + offset + 1 + within);
        let anchor = anchors.last().expect("the line comes from somewhere");
        assert_eq!(
            anchor.name.as_deref(),
            Some("#/components/schemas/Book/properties/title")
        );
        assert!(line_of(&description, anchor.span).starts_with("fields.title"));
    }
    let head = description.outputs.anchors_at(&path, book + 2);
    assert!(line_of(&description, head.last().expect("it comes from the entity").span).starts_with("[entity.Book]"));
}

#[test]
fn every_name_of_the_bundle_exists_in_it() {
    let description = Description::of_library();
    let bundle = description.bundle();
    let file = description
        .outputs
        .get(&format!("openapi/{BUNDLE}"))
        .expect("the bundle is there");
    let mut pointers = 0;
    for anchor in &file.anchors {
        if let Some(pointer) = anchor.name.as_deref().and_then(|name| name.strip_prefix('#')) {
            assert!(bundle.pointer(pointer).is_some(), "there is no {pointer}");
            pointers += 1;
        }
    }
    assert!(pointers > 200, "{pointers}");
}
