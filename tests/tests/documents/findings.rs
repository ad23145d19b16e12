//! What is said of a change.

use driftless_catalog::{Document, Kind, Meaning, Member};
use driftless_migrate::documents::{DocumentChange, DocumentCode, DocumentLoss, Wire, document_change};

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
