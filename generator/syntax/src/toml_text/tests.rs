//! What the TOML of a schema has to keep: order, places, and the rest of the text behind an error.

use driftless_diagnostics::{Diagnostics, FileId};

use super::parse_toml;
use crate::document::{Literal, Value};

fn parsed(text: &str) -> (Literal, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let parsed = parse_toml(FileId(0), text, &mut diagnostics).expect("some of it is TOML");
    (parsed.root, diagnostics)
}

fn names(value: &Literal) -> Vec<&str> {
    match &value.value {
        Value::Table(entries) => entries.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn get<'a>(value: &'a Literal, path: &[&str]) -> &'a Literal {
    path.iter().fold(value, |value, wanted| {
        match &value.value {
            Value::Table(entries) => entries
                .iter()
                .find(|(name, _)| name.as_str() == *wanted)
                .map(|(_, value)| value),
            _ => None,
        }
        .expect("the path is there")
    })
}

#[test]
fn the_order_of_the_text_is_kept() {
    let (root, diagnostics) = parsed("z = 1\na = 2\n[m.y]\n[m.b]\nk = { q = 1, c = 2 }\n[m.b.f]\n[b]\n");
    assert!(diagnostics.is_empty());
    assert_eq!(names(&root), ["z", "a", "m", "b"]);
    assert_eq!(names(get(&root, &["m"])), ["y", "b"]);
    assert_eq!(names(get(&root, &["m", "b"])), ["k", "f"]);
    assert_eq!(names(get(&root, &["m", "b", "k"])), ["q", "c"]);
}

#[test]
fn every_value_knows_where_it_stands() {
    let text = "a = { b = [1, 'é', \"x\"] }\n";
    let (root, _) = parsed(text);
    let list = get(&root, &["a", "b"]);
    assert_eq!(
        &text[list.span.start as usize..list.span.end as usize],
        "[1, 'é', \"x\"]"
    );
    let Value::Array(elements) = &list.value else {
        panic!("a list")
    };
    let slices: Vec<_> = elements
        .iter()
        .map(|e| &text[e.span.start as usize..e.span.end as usize])
        .collect();
    assert_eq!(slices, ["1", "'é'", "\"x\""]);
}

#[test]
fn numbers_and_dates_are_kept_as_they_were_meant() {
    let (root, diagnostics) =
        parsed("a = 0x1F\nb = 1_000\nc = 1_0.10\nd = 1979-05-27 07:32:00Z\ne = -9223372036854775808\n");
    assert!(diagnostics.is_empty());
    assert_eq!(get(&root, &["a"]).value, Value::Integer(31));
    assert_eq!(get(&root, &["b"]).value, Value::Integer(1000));
    assert_eq!(get(&root, &["c"]).value, Value::Float("10.10".to_owned()));
    assert_eq!(
        get(&root, &["d"]).value,
        Value::Datetime("1979-05-27 07:32:00Z".to_owned())
    );
    assert_eq!(get(&root, &["e"]).value, Value::Integer(i64::MIN));
}

#[test]
fn line_breaks_in_texts_do_not_depend_on_the_editor() {
    let (root, diagnostics) = parsed("a = \"\"\"\r\none\r\ntwo\"\"\"\r\nb = 'x'\r\n");
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert_eq!(get(&root, &["a"]).value, Value::String("one\ntwo".to_owned()));
}

#[test]
fn what_stands_behind_an_error_is_still_there() {
    let (root, diagnostics) = parsed("[a]\nbad line\n[b\nx = 1\n[c]\ny = 2\nz = [1 2]\nw = 3\n");
    assert_eq!(diagnostics.len(), 3);
    assert_eq!(names(&root), ["a", "c"]);
    assert_eq!(names(get(&root, &["c"])), ["y", "w"]);
}

#[test]
fn the_first_of_two_is_pointed_at() {
    let (_, diagnostics) = parsed("[a]\nx = 1\ny = 2\nx = 3\n[b]\nx = 1\n[a]\n");
    let related: Vec<_> = diagnostics
        .iter()
        .map(|finding| finding.related[0].span.start)
        .collect();
    assert_eq!(related, [4, 0]);
}
