//! What is said of a change.

use driftless_catalog::parse::count_statements;
use driftless_catalog::{Dialect, Document, Kind, Meaning, Member, Wire};
use driftless_migrate::documents::{DocumentChange, DocumentCode, DocumentLoss, document_change};

use driftless_tests::sqlite::Database;

use crate::random::{member, word};

fn record(name: &str, members: Vec<Member>) -> Document {
    Document {
        name: name.to_owned(),
        formerly: None,
        members,
    }
}

fn text(name: &str, required: bool) -> Member {
    member(name, Kind::Text, false, required)
}

fn named(members: Vec<Member>) -> Vec<Document> {
    vec![record("Root", members)]
}

fn change(before: &[Document], after: &[Document], frozen: bool) -> DocumentChange {
    let meaning = Meaning {
        kind: Kind::Record("Root".into()),
        array: false,
        frozen,
    };
    document_change(Wire::default(), (before, &meaning), (after, &meaning))
}

fn said(losses: &[DocumentLoss]) -> Vec<(DocumentCode, &str)> {
    losses.iter().map(|loss| (loss.code, loss.path.as_str())).collect()
}

#[test]
fn an_optional_member_may_come_anywhere() {
    for frozen in [false, true] {
        let change = change(
            &named(vec![text("a", true)]),
            &named(vec![text("a", true), text("b", false)]),
            frozen,
        );
        assert_eq!(change, DocumentChange::default());
    }
}

#[test]
fn renames_and_removals_are_losses_and_a_default_is_none() {
    let before = named(vec![text("old", true), text("gone", true)]);
    let renamed = Member {
        formerly: Some("old".into()),
        ..text("fresh", true)
    };
    let filled = Member {
        default: Some("\"x\"".into()),
        ..text("filled", true)
    };
    let change = change(&before, &named(vec![renamed, filled]), false);
    let wanted = [(DocumentCode::Rename, "Root.fresh"), (DocumentCode::Drop, "Root.gone")];
    assert_eq!(said(&change.losses), wanted);
    assert!(change.refused.is_empty() && change.rewrite.is_some());
}

#[test]
fn a_member_that_must_be_there_needs_a_default() {
    let change = change(
        &named(vec![text("a", false)]),
        &named(vec![text("a", true), text("b", true)]),
        false,
    );
    let wanted = [(DocumentCode::Require, "Root.a"), (DocumentCode::Require, "Root.b")];
    assert_eq!(said(&change.losses), wanted);
    assert!(change.rewrite.is_none());
}

#[test]
fn frozen_documents_refuse_all_but_optional_members() {
    let before = named(vec![
        text("a", true),
        member("e", Kind::Enum(vec![word("x", None)]), false, true),
    ]);
    let filled = Member {
        default: Some("\"x\"".into()),
        ..text("b", true)
    };
    let words = member("e", Kind::Enum(vec![word("y", Some("x"))]), false, true);
    let renamed = change(&before, &named(vec![filled, words]), true);
    let wanted = [
        (DocumentCode::Rename, "Root.e"),
        (DocumentCode::Drop, "Root.a"),
        (DocumentCode::Require, "Root.b"),
    ];
    assert_eq!(said(&renamed.refused), wanted);
    assert!(renamed.losses.is_empty() && renamed.rewrite.is_none());
    let wider = member("e", Kind::Enum(vec![word("x", None), word("y", None)]), false, true);
    assert_eq!(
        change(&before, &named(vec![text("a", false), wider]), true),
        DocumentChange::default()
    );
}

#[test]
fn a_record_that_contains_itself_is_refused_only_where_it_changes() {
    let tree = |members: Vec<Member>| {
        let mut members = members;
        members.push(member("trees", Kind::Record("Root".into()), true, true));
        named(members)
    };
    let optional = change(
        &tree(vec![text("a", true)]),
        &tree(vec![text("a", true), text("b", false)]),
        false,
    );
    assert_eq!(optional, DocumentChange::default());
    let dropped = change(
        &tree(vec![text("a", true), text("b", true)]),
        &tree(vec![text("a", true)]),
        false,
    );
    assert_eq!(said(&dropped.refused), [(DocumentCode::Recursive, "Root")]);
}

/// Records in lists in lists, the innermost with a member that becomes a list of other words.
fn nested(lists: usize, word_of_last: &str) -> Vec<Document> {
    let name = |at: usize| {
        if at == 0 {
            "Root".to_owned()
        } else {
            format!("Level{at}")
        }
    };
    let inner = |at: usize| vec![member("next", Kind::Record(name(at + 1)), true, true)];
    let mut records: Vec<_> = (0..lists).map(|at| record(&name(at), inner(at))).collect();
    let word = match word_of_last {
        "old" => word("old", None),
        new => word(new, Some("old")),
    };
    let kind = Kind::Enum(vec![word, crate::random::word("other", None)]);
    let filled = Member {
        default: (word_of_last != "old").then(|| "7".to_owned()),
        ..member("count", Kind::Integer(32), false, word_of_last != "old")
    };
    records.push(record(&name(lists), vec![member("words", kind, true, true), filled]));
    records
}

#[test]
fn lists_in_lists_are_reached_as_far_as_sqlite_parses() {
    let database = Database::fresh();
    for lists in 0..=5 {
        let change = change(&nested(lists, "old"), &nested(lists, "new"), false);
        let Some(rewrite) = change.rewrite else {
            assert_eq!(
                (lists, said(&change.refused)),
                (5, vec![(DocumentCode::Deep, "Level5")])
            );
            continue;
        };
        let document = |inner: &str| (0..lists).fold(inner.to_owned(), |inner, _| format!("{{\"next\":[{inner}]}}"));
        let old = document("{\"words\":[\"old\",\"other\"]}");
        let new = document("{\"words\":[\"new\",\"other\"],\"count\":7}");
        let (sql, condition) = (
            rewrite.sql(Dialect::Sqlite, "\"c\""),
            rewrite.condition(Dialect::Sqlite, "\"c\""),
        );
        let script = format!(
            "DROP TABLE IF EXISTS t; CREATE TABLE t (c TEXT) STRICT; INSERT INTO t VALUES ('{old}'), (NULL);
             UPDATE t SET c = {sql} WHERE {condition}; UPDATE t SET c = '{{}}' WHERE {condition}; SELECT c FROM t;"
        );
        assert_eq!(database.rows(&script), [new, String::new()], "{lists} lists");
    }
}

/// What is emitted is read again before it is written.
#[test]
fn both_parsers_read_the_expressions() {
    let change = change(&nested(4, "old"), &nested(4, "new"), false);
    let rewrite = change.rewrite.expect("four lists are not too many");
    for dialect in Dialect::ALL {
        let (sql, condition) = (rewrite.sql(dialect, "\"c\""), rewrite.condition(dialect, "\"c\""));
        let text = format!("UPDATE t SET c = {sql} WHERE {condition};");
        assert_eq!(count_statements(dialect, &text), Ok(1));
    }
}
