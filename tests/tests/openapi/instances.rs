//! Instances written by hand from the rules of the wire: what a request may hold and what a response may bring. Every
//! refused one has a twin that is accepted and differs in one value.

use serde_json::{Value, json};

use crate::description::{Description, LIBRARY};
use crate::judge::{Judge, with, without};

/// A key of any row.
pub(crate) const KEY: &str = "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e";

/// The library in both versions of OpenAPI.
pub(crate) fn versions() -> [Description; 2] {
    [
        LIBRARY.to_owned(),
        format!("{LIBRARY}\n[output.openapi]\nversion = \"3.0\"\n"),
    ]
    .map(|text| Description::of(&text))
}

/// The least that makes a book.
pub(crate) fn book_create() -> Value {
    json!({ "author_id": KEY, "title": "Emma", "measures": { "pages": 474 } })
}

/// A book with every key, as the service answers.
pub(crate) fn book() -> Value {
    json!({
        "id": KEY, "author_id": KEY, "title": "Emma", "isbn": null, "genre": "fiction", "mood": null, "copies": "3",
        "price": "12.50", "rating": 4.5, "shelf": 2, "measures": { "pages": 474, "note": null }, "tags": ["a", "b"],
        "cover": "aGVsbG8=", "published": "1815-12-23", "acquired": null, "shown": null, "returned": null, "reading": "PT3600.5S", "extra": null, "digest": null,
        "host": null, "site": null, "edition": null, "position": [0.5, 1, -2], "series": "none",
        "created_at": "2024-01-01T00:00:00.123456Z", "catalogue": null,
    })
}

#[test]
fn requests_say_what_must_and_may_be_said() {
    for description in versions() {
        let least = book_create();
        Judge::of(&description, "BookCreate")
            .accepts("nothing else is required", least.clone())
            .accepts(
                "null is a value of a nullable member",
                with(&least, "isbn", Value::Null),
            )
            .accepts("null is a value of a nullable enum", with(&least, "mood", Value::Null))
            .accepts("a secret is sent once", with(&least, "lock", json!("swordfish")))
            .accepts(
                "what never changes is set at creation",
                with(&least, "series", json!("novels")),
            )
            .refuses("a required member is absent", without(&least, "title"))
            .refuses("a required record is absent", without(&least, "measures"))
            .refuses("a required member is null", with(&least, "title", Value::Null))
            .refuses("a member with a default is null", with(&least, "copies", Value::Null))
            .refuses("an enum with a default is null", with(&least, "genre", Value::Null))
            .refuses("nobody knows the key", with(&least, "subtitle", json!("A novel")))
            .refuses(
                "it is filled in by the service",
                with(&least, "created_at", json!("2024-01-01T00:00:00Z")),
            )
            .refuses("it never leaves the service", with(&least, "shelf_mark", json!("A1")))
            .refuses("it is a list", json!([least]))
            .judge();
    }
}

#[test]
fn requests_are_strict_at_every_depth() {
    for description in versions() {
        let least = book_create();
        let measures = |measures: Value| with(&book_create(), "measures", measures);
        Judge::of(&description, "BookCreate")
            .accepts("the record is whole", measures(json!({ "pages": 1, "note": "thin" })))
            .accepts(
                "null is a value of the record's member",
                measures(json!({ "pages": 1, "note": null })),
            )
            .refuses(
                "nobody knows the key of the record",
                measures(json!({ "pages": 1, "weight": 2 })),
            )
            .refuses("the record lacks a member", measures(json!({ "note": "thin" })))
            .refuses("a member of the record is too small", measures(json!({ "pages": 0 })))
            .refuses(
                "a member of the record is too long",
                measures(json!({ "pages": 1, "note": "x".repeat(21) })),
            )
            .refuses("nobody knows the word", with(&least, "genre", json!("drama")))
            .refuses("words have one spelling", with(&least, "genre", json!("Fiction")))
            .accepts("everybody knows the word", with(&least, "genre", json!("poetry")))
            .judge();
        let reminder = json!({ "subject": { "kind": "book", "id": KEY }, "reminder": { "text": "Bring it back." } });
        Judge::of(&description, "LoanCreate")
            .accepts("the record's default applies", reminder.clone())
            .refuses(
                "nobody knows the key of the record",
                with(&reminder, "reminder", json!({ "text": "x", "to": "y" })),
            )
            .refuses(
                "a defaulted member is null",
                with(&reminder, "reminder", json!({ "text": "x", "urgent": null })),
            )
            .judge();
    }
}

#[test]
fn text_is_measured_in_code_points() {
    for description in versions() {
        let least = book_create();
        let title = |title: &str| with(&least, "title", json!(title));
        Judge::of(&description, "BookCreate")
            .accepts("ten code points fit, whatever their bytes", title(&"🦊".repeat(10)))
            .refuses("eleven are one too many", title(&"🦊".repeat(11)))
            .accepts("one is enough", title("x"))
            .refuses("none is not", title(""))
            .accepts("line breaks are text", title("a\nb"))
            .refuses("no database stores NUL", title("a\0b"))
            .refuses("a number is no text", with(&least, "title", json!(5)))
            .accepts(
                "it matches the pattern of its type",
                with(&least, "isbn", json!("9780141439518")),
            )
            .refuses(
                "it does not match the pattern of its type",
                with(&least, "isbn", json!("978-0141439")),
            )
            .refuses("it is shorter than its type allows", with(&least, "isbn", json!("978")))
            .judge();
    }
}

#[test]
fn numbers_that_a_double_cannot_hold_travel_as_strings() {
    for description in versions() {
        let least = book_create();
        let copies = |value: Value| with(&least, "copies", value);
        let price = |value: Value| with(&least, "price", value);
        Judge::of(&description, "BookCreate")
            .accepts("digits are an integer", copies(json!("42")))
            .accepts("all of 64 bits fit", copies(json!("9223372036854775807")))
            .accepts("the least is one of them", copies(json!("0")))
            .refuses("a number is rounded on its way", copies(json!(42)))
            .refuses("it is below the least", copies(json!("-1")))
            .refuses("there is one way to write it", copies(json!("042")))
            .refuses("there is no plus sign", copies(json!("+42")))
            .refuses("blanks are no digits", copies(json!(" 42")))
            .refuses("it is no whole number", copies(json!("4.2")))
            .refuses(
                "twenty digits are more than 64 bits",
                copies(json!("10000000000000000000")),
            )
            .refuses("it is empty", copies(json!("")))
            .accepts("digits are a decimal", price(json!("12.50")))
            .accepts("a fraction may be left out", price(json!("9999")))
            .accepts("it may be negative", price(json!("-0.01")))
            .refuses("a number is rounded on its way", price(json!(12.5)))
            .refuses("it has a digit too many behind the point", price(json!("12.505")))
            .refuses("it has a digit too many before the point", price(json!("10000")))
            .refuses("nothing stands behind the point", price(json!("12.")))
            .refuses("there are no exponents", price(json!("1e3")))
            .refuses("it is no number", price(json!("NaN")))
            .judge();
    }
}

#[test]
fn numbers_keep_within_their_limits() {
    for description in versions() {
        let least = book_create();
        let shelf = |value: Value| with(&least, "shelf", value);
        let rating = |value: Value| with(&least, "rating", value);
        Judge::of(&description, "BookCreate")
            .accepts("16 bits hold it", shelf(json!(32767)))
            .refuses("16 bits do not hold it", shelf(json!(32768)))
            .refuses("16 bits do not hold it", shelf(json!(-32769)))
            .refuses("it is no whole number", shelf(json!(1.5)))
            .refuses("a string is no number", shelf(json!("1")))
            .accepts("the greatest is one of them", rating(json!(5)))
            .refuses("it is above the greatest", rating(json!(5.01)))
            .refuses("it is below the least", rating(json!(-0.01)))
            .judge();
    }
}

#[test]
fn lists_hold_what_they_say() {
    for description in versions() {
        let least = book_create();
        let tags = |value: Value| with(&least, "tags", value);
        let position = |value: Value| with(&least, "position", value);
        Judge::of(&description, "BookCreate")
            .accepts("it may be empty", tags(json!([])))
            .accepts("three fit", tags(json!(["a", "b", "c"])))
            .refuses("four are one too many", tags(json!(["a", "b", "c", "d"])))
            .refuses("null is no element", tags(json!(["a", null])))
            .refuses("the list itself is not null", tags(Value::Null))
            .refuses("an element has another type", tags(json!(["a", 1])))
            .accepts("it has its dimensions", position(json!([1, 2, 3])))
            .refuses("a dimension is missing", position(json!([1, 2])))
            .refuses("there is a dimension too many", position(json!([1, 2, 3, 4])))
            .refuses("a dimension is no number", position(json!([1, 2, "3"])))
            .judge();
    }
}

#[test]
fn texts_with_a_form_have_it() {
    for description in versions() {
        let least = book_create();
        let mut judge = Judge::of(&description, "BookCreate");
        let mut pair = |key: &str, fits: &str, misfits: &[&str]| {
            judge.accepts(
                &format!("{fits:?} has the form of {key}"),
                with(&least, key, json!(fits)),
            );
            for misfit in misfits {
                let what = format!("{misfit:?} has not the form of {key}");
                judge.refuses(&what, with(&least, key, json!(misfit)));
            }
        };
        pair("author_id", KEY, &["01936f7c", "", "not-a-key"]);
        pair("cover", "aGVsbG8=", &["aGVsbG8", "aGVsbG8*", "aGVs bG8=", "aR==", ""]);
        pair(
            "published",
            "2024-02-29",
            &["2023-02-29", "29.02.2024", "2024-02-29T00:00:00Z"],
        );
        pair(
            "reading",
            "PT3600.5S",
            &["PT1H", "P1D", "PTS", "PT007S", "PT1.1234567S", "3600"],
        );
        pair("reading", "-PT0.000001S", &["PT", "--PT1S"]);
        pair(
            "acquired",
            "2024-02-29T23:59:59.123456Z",
            &["2024-02-29T23:59:59", "2024-02-29", "2023-02-29T00:00:00Z"],
        );
        pair(
            "acquired",
            "2024-02-29T23:59:59Z",
            &["2024-02-29T24:00:00Z", "1709251199", "yesterday"],
        );
        pair(
            "shown",
            "2024-02-29T23:59:59.5",
            &["2024-02-29T23:59:59Z", "2024-02-29", "2024-13-01T00:00:00"],
        );
        pair("returned", "23:59:59.5", &["24:00:00", "23:59", "23:59:59Z", "noon"]);
        pair(
            "site",
            "https://example.com/a?b=c#d",
            &["example.com", "1http://example.com", "https://example.com/a b", ""],
        );
        pair("digest", &"0f".repeat(32), &[&"0F".repeat(32), &"0f".repeat(31), "x"]);
        pair("host", "10.0.0.1", &["10.0.0.1/24", "10.0.0.256", "localhost"]);
        pair("host", "2001:db8::1", &["2001:db8::g"]);
        pair("edition", "1.10.0-rc.1+build.7", &["1.10", "01.0.0", "v1.0.0"]);
        judge.judge();
        let mut judge = Judge::of(&description, "AuthorCreate");
        let author = json!({ "name": "Jane" });
        judge.accepts("it is an address", with(&author, "email", json!("jane@example.com")));
        for misfit in [
            "jane at example.com",
            "jane@example",
            "jane doe@example.com",
            "@example.com",
            "jane@a@example.com",
        ] {
            judge.refuses(&format!("{misfit:?} is none"), with(&author, "email", json!(misfit)));
        }
        judge.judge();
    }
}

#[test]
fn bytes_are_counted_as_bytes() {
    for description in versions() {
        let least = book_create();
        Judge::of(&description, "BookCreate")
            .accepts("thirty bytes fit", with(&least, "cover", json!("AAAA".repeat(10))))
            .refuses(
                "more than thirty do not",
                with(&least, "cover", json!("AAAA".repeat(11))),
            )
            .judge();
    }
}

#[test]
fn free_json_is_anything_but_nothing() {
    for description in versions() {
        let least = book_create();
        let mut judge = Judge::of(&description, "BookCreate");
        for value in [
            json!({ "a": [1, null] }),
            json!([1]),
            json!("x"),
            json!(1.5),
            json!(false),
            Value::Null,
        ] {
            judge.accepts("it is JSON, or null where null may be", with(&least, "extra", value));
        }
        judge.judge();
    }
}

#[test]
fn patches_change_at_least_one_member_that_may_change() {
    for description in versions() {
        Judge::of(&description, "BookPatch")
            .accepts("one member is enough", json!({ "title": "Emma" }))
            .accepts("null clears what may be null", json!({ "isbn": null }))
            .accepts("records are replaced whole", json!({ "measures": { "pages": 1 } }))
            .refuses("nothing would change", json!({}))
            .refuses("null is no value of it", json!({ "title": null }))
            .refuses("null is no value of it, default or not", json!({ "copies": null }))
            .refuses("keys do not change", json!({ "id": KEY }))
            .refuses("it never changes", json!({ "series": "novels" }))
            .refuses("secrets are written once", json!({ "lock": "swordfish" }))
            .refuses(
                "it is filled in by the service",
                json!({ "created_at": "2024-01-01T00:00:00Z" }),
            )
            .refuses("nobody knows the key", json!({ "subtitle": "A novel" }))
            .refuses(
                "nobody knows the key of the record",
                json!({ "measures": { "pages": 1, "weight": 2 } }),
            )
            .refuses("limits hold here too", json!({ "title": "x".repeat(11) }))
            .judge();
    }
}

#[test]
fn responses_have_every_key_and_may_have_more() {
    for description in versions() {
        let whole = book();
        let measures = json!({ "pages": 1, "note": null, "weight": 2 });
        let mut judge = Judge::of(&description, "Book");
        judge
            .accepts("it is whole", whole.clone())
            .accepts(
                "keys that came later do not hurt",
                with(&whole, "subtitle", json!("A novel")),
            )
            .accepts("nor do they in a record", with(&whole, "measures", measures))
            .accepts(
                "words that came later do not hurt",
                with(&whole, "genre", json!("drama")),
            )
            .accepts("nor do they where null may be", with(&whole, "mood", json!("gloomy")))
            .refuses("null is no value of it", with(&whole, "title", Value::Null))
            .refuses("null is no value of the enum", with(&whole, "genre", Value::Null))
            .refuses("a number is rounded on its way", with(&whole, "copies", json!(3)))
            .refuses(
                "a record lacks a member",
                with(&whole, "measures", json!({ "note": null })),
            );
        for key in whole.as_object().expect("a book is an object").keys() {
            judge.refuses(&format!("`{key}` is absent"), without(&whole, key));
        }
        judge.judge();
    }
}
