//! What an output set takes in, and how it leads back from a line or a name to the schema.

use driftless_diagnostics::{FileId, Span};
use driftless_output::{Anchor, InsertError, Kind, OutputFile, OutputSet, mark, mark_named};

fn span(start: usize) -> Span {
    Span::new(FileId(0), start, start + 1)
}

fn insert(outputs: &mut OutputSet, path: &str) -> Result<(), InsertError> {
    outputs.insert_marked(path, "text", Kind::Generated)
}

#[test]
fn paths_that_could_leave_the_project_are_refused() {
    for path in [
        "", "/a", "C:/a", "a//b", "a/", "../a", "a/../b", "./a", "a\\b", "a\nb", "a\0",
    ] {
        let error = insert(&mut OutputSet::default(), path).unwrap_err();
        assert!(
            matches!(&error, InsertError::Path { path: named, .. } if named == path),
            "{path:?}: {error}"
        );
    }
    for path in ["a", ".gitattributes", "a/b.c/..d", "src/été.rs"] {
        assert_eq!(insert(&mut OutputSet::default(), path), Ok(()));
    }
}

#[test]
fn two_outputs_never_need_the_same_place() {
    let pairs = [
        ("a/Book.ts", "a/book.ts"),
        ("a", "A/b.ts"),
        ("a/b/c.ts", "a/B"),
        ("été.md", "ÉTÉ.md"),
        ("x", "x"),
    ];
    for (first, second) in pairs {
        let mut outputs = OutputSet::default();
        insert(&mut outputs, first).unwrap();
        let expected = InsertError::Taken {
            path: second.into(),
            by: first.into(),
        };
        assert_eq!(insert(&mut outputs, second), Err(expected.clone()));
        let mut other = OutputSet::default();
        insert(&mut other, second).unwrap();
        assert_eq!(outputs.extend(other), Err(expected.clone()));
        assert_eq!(outputs.withdraw(second), Err(expected));
        assert_eq!(outputs.len(), 1);
    }
    let mut neighbours = OutputSet::default();
    for path in ["a/b", "a/b.ts", "a/b-c/d", "a/bc"] {
        insert(&mut neighbours, path).unwrap();
    }
}

#[test]
fn texts_are_normalised_and_a_broken_marker_names_its_file() {
    let mut outputs = OutputSet::default();
    outputs
        .insert_marked("a.ts", "one\r\ntwo\n\n\n", Kind::Migration)
        .unwrap();
    let file = outputs.get("a.ts").unwrap();
    assert_eq!((file.text.as_str(), file.kind), ("one\ntwo\n", Kind::Migration));
    let error = outputs
        .insert_marked("b.ts", "one\n\u{E000}", Kind::Generated)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the output `b.ts`, line 2: a provenance marker does not end on its line"
    );
}

#[test]
fn a_line_belongs_to_the_nearest_declaration_above_it() {
    let text = format!(
        "// head\n/// {}\n///{}\nstruct Book {{\n    {}title: String,\n}}\n",
        mark(span(1)),
        mark_named(span(2), "Book"),
        mark(span(3)),
    );
    let file = OutputFile::from_marked(&text).unwrap();
    assert_eq!(file.text, "// head\nstruct Book {\n    title: String,\n}\n");
    let starts = |line: usize| {
        file.anchors_at(line)
            .iter()
            .map(|anchor| anchor.span.start)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        [0, 1, 2, 3, 4].map(starts),
        [vec![], vec![], vec![1, 2], vec![3], vec![3]]
    );
}

#[test]
fn names_are_found_in_every_file() {
    let mut outputs = OutputSet::default();
    let text = |start: usize| {
        format!(
            "head\n{}Book\n{}Shelf\n",
            mark_named(span(start), "Book"),
            mark(span(9))
        )
    };
    outputs.insert_marked("b.ts", &text(1), Kind::Generated).unwrap();
    outputs.insert_marked("a.ts", &text(2), Kind::Generated).unwrap();
    let anchor = |start: usize| Anchor {
        line: 2,
        name: Some("Book".into()),
        span: span(start),
    };
    assert_eq!(outputs.find_name("Book"), [("a.ts", &anchor(2)), ("b.ts", &anchor(1))]);
    assert!(outputs.find_name("Shelf").is_empty());
    assert_eq!(outputs.anchors_at("b.ts", 3)[0].span, span(9));
    assert!(outputs.anchors_at("c.ts", 3).is_empty());
}

#[test]
fn names_of_what_a_run_leaves_while_it_writes_are_refused() {
    for path in [".driftless-journal", "a/.driftless-1-2.tmp", "a/.Driftless-x/b"] {
        let error = insert(&mut OutputSet::default(), path).unwrap_err();
        assert!(matches!(error, InsertError::Path { .. }), "{error}");
    }
    assert_eq!(insert(&mut OutputSet::default(), ".driftless.toml"), Ok(()));
}
