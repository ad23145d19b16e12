//! Instances of what is put together: variants, arcs, pages, problems. As in [`crate::instances`], each refused one has a
//! twin that is accepted.

use serde_json::{Value, json};

use crate::instances::{KEY, book, versions};
use crate::judge::{Judge, with, without};

#[test]
fn variants_have_their_own_members_and_no_others() {
    for description in versions() {
        let paper = json!({ "medium": "paper", "book_id": KEY, "pages": 3 });
        let audio = json!({ "medium": "audio", "book_id": KEY, "minutes": 90, "voice": null });
        Judge::of(&description, "ItemCreate")
            .accepts("the members are those of its tag", paper.clone())
            .accepts("the members are those of its tag", audio.clone())
            .accepts("what may be null may be absent", without(&audio, "voice"))
            .refuses("a member of its tag is absent", without(&paper, "pages"))
            .refuses("a member of its tag is null", with(&paper, "pages", Value::Null))
            .refuses("the member is another tag's", with(&paper, "minutes", json!(90)))
            .refuses(
                "the member is another tag's, if only null",
                with(&paper, "voice", Value::Null),
            )
            .refuses("the tag is another one", with(&paper, "medium", json!("audio")))
            .refuses("nobody knows the tag", with(&paper, "medium", json!("stone")))
            .refuses("the tag is absent", without(&paper, "medium"))
            .refuses("a common member is absent", without(&paper, "book_id"))
            .refuses("nobody knows the key", with(&paper, "weight", json!(3)))
            .judge();
        let read = json!({ "id": KEY, "medium": "audio", "book_id": KEY, "minutes": 90, "voice": null });
        Judge::of(&description, "Item")
            .accepts("it is whole", read.clone())
            .accepts("keys that came later do not hurt", with(&read, "weight", json!(3)))
            .refuses("a member of its tag is absent", without(&read, "minutes"))
            .refuses("what may be null is present", without(&read, "voice"))
            .judge();
        Judge::of(&description, "ItemPatch")
            .accepts("a member of some tag changes", json!({ "minutes": 91 }))
            .accepts(
                "the tag changes with its members",
                json!({ "medium": "paper", "pages": 3 }),
            )
            .refuses("nothing would change", json!({}))
            .refuses("nobody knows the tag", json!({ "medium": "stone" }))
            .judge();
    }
}

#[test]
fn arcs_name_one_row_of_one_kind() {
    for description in versions() {
        let loan = json!({ "subject": { "kind": "book", "id": KEY } });
        let subject = |value: Value| json!({ "subject": value });
        Judge::of(&description, "LoanCreate")
            .accepts("it names a book", loan.clone())
            .accepts("it names an item", subject(json!({ "kind": "item", "id": KEY })))
            .accepts("there may be none", with(&loan, "before", Value::Null))
            .accepts(
                "there may be one",
                with(&loan, "before", json!({ "kind": "item", "id": KEY })),
            )
            .accepts("keys that count are digits", with(&loan, "shelf_id", json!("7")))
            .refuses("keys that count are no numbers", with(&loan, "shelf_id", json!(7)))
            .refuses("it names nothing", json!({}))
            .refuses("it may not be null", subject(Value::Null))
            .refuses(
                "it cannot name an author",
                subject(json!({ "kind": "author", "id": KEY })),
            )
            .refuses("the key is absent", subject(json!({ "kind": "book" })))
            .refuses("the kind is absent", subject(json!({ "id": KEY })))
            .refuses(
                "nobody knows the key of the arc",
                subject(json!({ "kind": "book", "id": KEY, "name": "x" })),
            )
            .refuses("a bare key names no kind", subject(json!(KEY)))
            .judge();
        let read = json!({ "id": KEY, "subject": { "kind": "book", "id": KEY, "later": 1 }, "before": null, "shelf_id": null, "reminder": null });
        Judge::of(&description, "Loan")
            .accepts("keys that came later do not hurt", read.clone())
            .refuses("what may be null is present", without(&read, "before"))
            .judge();
    }
}

#[test]
fn pages_hold_items_and_where_the_next_begin() {
    for description in versions() {
        Judge::of(&description, "BookPage")
            .accepts("this is the last page", json!({ "items": [], "next_cursor": null }))
            .accepts("there are more", json!({ "items": [book()], "next_cursor": "abc" }))
            .refuses("it does not say whether there are more", json!({ "items": [] }))
            .refuses("an item is none", json!({ "items": [{}], "next_cursor": null }))
            .judge();
    }
}

#[test]
fn problems_are_those_of_rfc_9457() {
    for description in versions() {
        let problem = json!({ "type": "about:blank", "title": "Conflict", "status": 409 });
        let errors = |errors: Value| with(&problem, "errors", errors);
        Judge::of(&description, "Problem")
            .accepts("this is enough", problem.clone())
            .accepts(
                "it says what is wrong",
                errors(json!([{ "pointer": "/isbn", "code": "books_isbn_key", "detail": "x" }])),
            )
            .accepts("anybody may add members", with(&problem, "balance", json!(30)))
            .refuses("it has no status", without(&problem, "status"))
            .refuses("the rule has no name", errors(json!([{ "pointer": "/isbn" }])))
            .judge();
    }
}
