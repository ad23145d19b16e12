//! The Pydantic models are complete, and read and write what the wire says.

use driftless_diagnostics::{Code, Severity};
use driftless_resolve::compile_text;
use driftless_tests::python;

use crate::emitted::Emitted;

const LIBRARY: &str = include_str!("../typescript/library.toml");

/// Every module compiles, and every model is completed without a name missing.
fn imports(schema: &str, package: &str) {
    let emitted = Emitted::of_repository("python", schema);
    let folder = emitted.folder().join("out");
    python::run(&folder, &["-m", "compileall", "-q", "."]).passed();
    let code = format!(
        "import {package}, pydantic\nfrom {package} import _base\n\
         models = {{m for module in {package}._modules for m in vars(module).values() if isinstance(m, type) and issubclass(m, _base._Model)}}\n\
         assert models and all(m.__pydantic_complete__ for m in models)\n\
         for m in models: m.model_json_schema()"
    );
    python::run(&folder, &["-W", "error", "-c", &code]).passed();
}

#[test]
fn the_platform_imports() {
    imports("schema.toml", "context_platform");
}

#[test]
fn extra_schemas_import() {
    imports("tests/schemas/architecture_brain.toml", "architecture_brain_model");
    imports("tests/schemas/data_contracts.toml", "data_contracts_model");
    imports("tests/schemas/deliberation.toml", "deliberation_model");
}

/// Runs a script with the library's models, and a way to say what must be refused.
fn runs(script: &str) {
    let emitted = Emitted::of("python", LIBRARY);
    let start = "import json, sys\nfrom pydantic import TypeAdapter, ValidationError\nfrom library.catalog import *\n\
                 from library.lending import *\nfrom library._base import ABSENT\n\
                 def refused(model, value):\n    try:\n        TypeAdapter(model).validate_json(json.dumps(value))\n    except ValidationError:\n        return\n    sys.exit(f'accepted {value}')\n\
                 def read(model, value):\n    return TypeAdapter(model).validate_json(json.dumps(value))\n\
                 BOOK = {'id': '01a1fb00-0000-7000-8000-000000000000', 'isbn': '9783161484100', 'title': 'x', 'genre': 'novel', 'price': '12.50', 'copies': '9223372036854775807',\n\
                     'weight': 0.5, 'rare': False, 'added_at': '2024-01-01T00:00:00.123456Z', 'opened_at': '2024-01-01T10:00:00', 'published': '2024-02-29', 'reads_in': 'PT3600.5S',\n\
                     'story_hour': '10:00:00.5', 'cover': 'AP8=', 'checksum': '0' * 64, 'meaning': [1.0, 2.0, 3.0], 'extra': {'a': [1]}, 'notes': [{'text': 'x'}], 'tags': None,\n\
                     'shelf_code': 'A1', 'isbn10': None, '@type': None}\n";
    python::run(&emitted.folder().join("out"), &["-c", &format!("{start}{script}")]).passed();
}

#[test]
fn values_come_back_as_they_were_sent() {
    runs(
        "book = read(Book, BOOK)\n\
         sent = book.to_wire()\n\
         expected = BOOK\n\
         assert sent == expected, {k: (sent.get(k), expected.get(k)) for k in sent.keys() | expected.keys() if sent.get(k) != expected.get(k)}\n\
         assert json.loads(book.model_dump_json(by_alias=True)) == expected\n\
         assert book.copies == 2**63 - 1 and book.cover == b'\\x00\\xff' and book.reads_in.total_seconds() == 3600.5\n\
         assert str(book.price) == '12.50' and book.added_at.utcoffset().total_seconds() == 0\n\
         assert GENRE == ('novel', 'non fiction', 'x-ray')",
    );
}

#[test]
fn each_scalar_has_one_form() {
    runs(
        "wrong = {'id': ['x', '01A1FB00000070008000000000000000', 1], 'isbn': ['1', 'x' * 13], 'title': ['', 'x' * 201, 'a\\0b', 1], 'price': [12.5, '1e3', 'NaN', '1234567.00', '1.234'],\n\
         'copies': [1, '01', '9223372036854775808', '1.0', ''], 'weight': ['0.5', True], 'rare': [0, 'true'], 'added_at': ['2024-01-01', 1704067200, '2024-01-01T00:00:00', '10000-01-01T00:00:00Z', '٢024-01-01T00:00:00Z'],\n\
         'opened_at': ['2024-01-01T10:00:00Z', '2024-01-01'], 'published': ['2024-02-30', '2024-2-1', 19000], 'reads_in': ['P1D', 'PT1H', 3600, 'PT01S', 'PT-1S', 'PT1.1234567S', 'PT9223372036855S'], 'story_hour': ['10:00', '24:00:00', 36000],\n\
         'cover': ['x', 'AP8'], 'checksum': ['0' * 63, 'A' * 64], 'meaning': [[1, 2], [1, 2, 3, 4], ['x', 1, 2]], 'notes': [None, [{}]], 'extra': [{'a': ['b\\0']}], 'shelf_code': ['x' * 9]}\n\
         for key, values in wrong.items():\n    for value in values: refused(Book, BOOK | {key: value})\n\
         for key in BOOK: refused(Book, {k: v for k, v in BOOK.items() if k != key})\n\
         for key in ('id', 'title', 'genre', 'copies', 'rare', 'added_at', 'notes'): refused(Book, BOOK | {key: None})\n\
         assert read(Book, BOOK | {'added_at': '2024-01-01T01:00:00.1234567+01:00'}).to_wire()['added_at'] == '2024-01-01T00:00:00.123456Z'\n\
         assert read(Book, BOOK | {'reads_in': '-PT0.5S'}).to_wire()['reads_in'] == '-PT0.5S'\n\
         assert read(Book, BOOK | {'title': '\\U0001d11e' * 200}).title",
    );
}

#[test]
fn answers_are_read_tolerantly_and_requests_strictly() {
    runs(
        "book = read(Book, BOOK | {'later': 1, 'genre': 'poem', 'notes': [{'text': 'x', 'tone': 'song', 'later': 1}]})\n\
         assert book.genre == 'poem' and book.notes[0].tone == 'song' and 'later' not in book.to_wire()\n\
         assert book.to_wire()['genre'] == 'poem'\n\
         least = {'isbn': '9783161484100', 'title': 'x'}\n\
         assert read(BookCreate, least).to_wire() == least\n\
         refused(BookCreate, least | {'later': 1})\n\
         refused(BookCreate, least | {'genre': 'poem'})\n\
         refused(BookCreate, least | {'notes': [{'text': 'x', 'later': 1}]})\n\
         refused(BookCreate, least | {'notes': [{'text': 'x', 'tone': 'song'}]})\n\
         refused(BookCreate, least | {'id': BOOK['id']})\n\
         refused(Wish, {'about': {'kind': 'book', 'id': BOOK['id'], 'later': 1}})\n\
         refused(Wish, {'about': {'kind': 'author', 'id': 1}})\n\
         read(Wish, {'about': {'kind': 'shelf', 'id': 'A1'}})",
    );
}

#[test]
fn absent_is_neither_null_nor_a_value() {
    runs(
        "patch = read(BookPatch, {'price': None})\n\
         assert patch.price is None and patch.title is ABSENT and patch.to_wire() == {'price': None}\n\
         refused(BookPatch, {'title': None})\n\
         refused(BookPatch, {'pin': 'x'})\n\
         assert BookPatch(title='y').to_wire() == {'title': 'y'}\n\
         assert read(BookCreate, {'isbn': '9783161484100', 'title': 'x', 'genre': 'novel'}).genre == 'novel'\n\
         refused(BookCreate, {'isbn': '9783161484100', 'title': 'x', 'genre': None})",
    );
}

#[test]
fn cases_and_arcs_are_told_apart() {
    runs(
        "paper = {'id': BOOK['id'], 'book_id': BOOK['id'], 'medium': 'paper', 'pages': 3, 'shelf_code': None}\n\
         assert type(read(Copy, paper)).__name__ == 'CopyPaper'\n\
         refused(Copy, {k: v for k, v in paper.items() if k != 'pages'})\n\
         refused(CopyCreate, {'book_id': BOOK['id'], 'medium': 'audio', 'minutes': 3, 'pages': 3})\n\
         loan = read(Loan, {'id': BOOK['id'], 'subject': {'kind': 'author', 'id': 7}, 'due': '2024-01-01'})\n\
         assert loan.subject.id == 7 and loan.to_wire()['subject'] == {'kind': 'author', 'id': 7}\n\
         refused(Loan, {'id': BOOK['id'], 'subject': {'kind': 'author', 'id': 'x'}, 'due': '2024-01-01'})",
    );
}

#[test]
fn secrets_and_people_are_not_printed() {
    runs(
        "text = repr(read(BookCreate, {'isbn': '9783161484100', 'title': 'x', 'pin': 'hunter2'})) + repr(read(Author, {'id': 1, 'name': 'Ada'}))\n\
         assert 'hunter2' not in text and 'Ada' not in text, text",
    );
}

#[test]
fn nothing_internal_and_no_value_of_a_secret_is_told() {
    let emitted = Emitted::of_repository("python", "tests/tests/openapi/library.toml");
    let texts: Vec<&str> = emitted.files().iter().map(|(_, file)| file.text.as_str()).collect();
    assert!(
        texts.iter().any(|text| text.contains("lock: ")),
        "who makes a book sends its secret"
    );
    for hidden in ["shelf_mark", "internal-default", "unguessable"] {
        assert!(texts.iter().all(|text| !text.contains(hidden)), "{hidden} is told");
    }
}

/// A schema with this domain, and one entity of this name with these further lines.
fn schema(domain: &str, entity: &str, lines: &str) -> String {
    format!(
        "[schema]\nname = \"library\"\nversion = \"0.1.0\"\ndoc = 'Books: \"\"\" import os \\'\n\n[domain.{domain}]\ndoc = 'A \"\"\"\" and \\'\n\n\
         [entity.{entity}]\ndomain = \"{domain}\"\ndoc = 'Ends in \"'\nfields.id = {{ type = \"uuid\", default = \"uuid\", doc = \"Key.\" }}\n{lines}\n"
    )
}

/// Words of Python, its functions and types, and what models have for themselves.
const WORDS: &str = "and annotations as assert async await bool break bytes case class cls complex construct continue copy \
    def del dict elif else except finally float for frozenset from from_orm global if import in int is json lambda list \
    match model_config model_dump model_fields model_name model_validate nonlocal not object or parse_obj pass print \
    property raise repr return schema self set str super to_wire try tuple type validate while with yield";

#[test]
fn words_of_python_are_names_with_an_underscore() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let fields: String = words
        .iter()
        .map(|word| format!("fields.{word} = \"text?\"\n"))
        .collect();
    let emitted = Emitted::of("python", &schema("catalog", "Book", &fields));
    let values: Vec<String> = words.iter().map(|word| format!("'{word}': '{word}'")).collect();
    let code = format!(
        "from library.catalog import BookCreate\nvalue = {{{}}}\nassert BookCreate.model_validate(value).to_wire() == value",
        values.join(", ")
    );
    python::run(&emitted.folder().join("out"), &["-W", "error", "-c", &code]).passed();
}

#[test]
fn texts_cannot_leave_their_strings() {
    let lines = r##"fields.a = { type = "text", doc = "\"\"\"\nimport sys; sys.exit('canary')\n\"\"\" \\", examples = ["\"); canary("], deprecated = "\" + canary" }
fields.b = { type = "text", doc = "x\\", json = "a\"b'c", pattern = "^[\"'\\\\]$" }
fields.c = { type = "Word", doc = "\\\"\"\"" }

[enum.Word]
domain = "catalog"
doc    = "\"\"\""
values = { "a b" = "# canary\n\"\"\"" }"##;
    let emitted = Emitted::of("python", &schema("catalog", "Book", lines));
    python::run(&emitted.folder().join("out"), &["-c", "import library.catalog"]).passed();
}

#[test]
fn what_python_cannot_say_is_refused() {
    for text in [schema("class", "Book", ""), schema("catalog", "None", "")] {
        let emitted = Emitted::of("python", &text);
        let found: Vec<(Code, Severity)> = emitted
            .diagnostics
            .iter()
            .map(|found| (found.code, found.severity))
            .collect();
        assert_eq!(found[0], (Code::ReservedName, Severity::Error));
    }
}

#[test]
fn a_package_is_a_folder_and_a_name() {
    for package in ["../up", "a b", "1st", "a-b", ""] {
        let settings = format!("[output.python]\npackage = \"{package}\"");
        let compiled = compile_text("schema.toml", &schema("catalog", "Book", &settings));
        let refused = compiled.schema.is_none() || {
            let emitted = Emitted::of("python", &schema("catalog", "Book", &settings));
            emitted.files().is_empty() && emitted.diagnostics.has_errors()
        };
        assert!(refused, "`{package}` was taken");
    }
}

#[test]
fn checks_that_are_not_enforced_are_listed() {
    let text = schema(
        "catalog",
        "Book",
        "fields.pages = \"int\"\nchecks.has_pages = \"pages > 0\"",
    );
    let emitted = Emitted::of("python", &text);
    let found: Vec<&str> = emitted.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found, ["the Python models do not enforce the check `Book.has_pages`"]);
}
