//! What the crate emitted from `library.toml` does with values: read, write, validate, print.

use library_model::*;
use serde_json::{Value, json};

const BOOK: &str = "0190f3b2-0000-7000-8000-000000000001";

fn create(changes: Value) -> Value {
    let mut value = json!({ "title": "Verse", "slug": "verse" });
    for (key, member) in changes.as_object().into_iter().flatten() {
        value[key] = member.clone();
    }
    value
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())
}

fn broken(value: Value) -> Vec<(String, &'static str)> {
    let book: BookCreate = read(value).expect("it has the right form");
    let errors = book.validate().err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}

/// Every member of a book, at values that are easy to get wrong.
fn book() -> Value {
    json!({
        "id": BOOK,
        "created_at": "2024-02-29T23:59:59.123456Z",
        "title": "Vérse 🦀",
        "slug": "verse",
        "genre": "science-fiction",
        "genres": ["2nd hand", "poetry"],
        "price": "123456.7890",
        "sold": "9223372036854775807",
        "stars": null,
        "rating": 0.1,
        "first_page": -2147483648,
        "last_page": 2147483647,
        "printed": "9999-12-31",
        "opens": "23:59:59.5",
        "local": "0001-01-01T00:00:00",
        "due": "2024-02-29T00:00:00Z",
        "length": "PT9223372036854.775807S",
        "cover": "AP8=",
        "digest": "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff",
        "meaning": [0.1, -1.5, 3.0],
        "extra": { "b": [1, null, "x"], "a": false },
        "site": "https://example.com/",
        "mail": "a@example.com",
        "version": "1.10.0-rc.1+build.7",
        "address": "2001:db8::1",
        "tags": [],
        "prints": [{ "run": "-9223372036854775808", "place": null, "colours": [], "weight": 2.5, "again": [] }],
        "first": null,
        "before_id": null,
        "origin": "here",
        "spoken": null,
    })
}

#[test]
fn a_value_comes_back_as_it_was() {
    let read: Book = read(book()).expect("a book");
    assert_eq!(serde_json::to_value(&read).expect("a value"), book());
    assert_eq!(read.first_page, Some(i32::MIN));
    assert_eq!(read.sold, i64::MAX);
}

#[test]
fn members_keep_the_order_of_the_schema() {
    let read: Book = read(book()).expect("a book");
    let text = serde_json::to_string(&read).expect("a text");
    assert!(
        text.starts_with(r#"{"id":"0190f3b2"#) && text.ends_with(r#""origin":"here","spoken":null}"#),
        "{text}"
    );
}

#[test]
fn unknown_keys_are_refused_in_requests_at_every_depth_and_nowhere_else() {
    assert!(read::<BookCreate>(create(json!({}))).is_ok());
    let error = read::<BookCreate>(create(json!({ "colour": 1 }))).expect_err("nobody knows it");
    assert!(error.starts_with("/colour: "), "{error}");
    let print = json!({ "run": "1", "again": [{ "run": "2", "ink": 1 }] });
    let error = read::<BookCreate>(create(json!({ "prints": [print] }))).expect_err("nobody knows it");
    assert!(error.starts_with("/prints/0/again/0/ink: "), "{error}");
    assert!(
        read::<Print>(print.clone()).is_ok(),
        "what is stored may hold keys that came later"
    );
    assert!(read::<wire::Strict<Print>>(print).is_err());
    let mut later = book();
    later["colour"] = json!(1);
    assert!(read::<Book>(later).is_ok(), "so may what a service answers");
    assert!(
        read::<BookPatch>(json!({ "slug": "x" })).is_err(),
        "what never changes is unknown to a patch"
    );
}

#[test]
fn what_is_no_value_of_its_type_is_refused() {
    let wrong = [
        ("sold", json!(1)),
        ("sold", json!("01")),
        ("sold", json!("+1")),
        ("sold", json!("9223372036854775808")),
        ("price", json!(1.5)),
        ("price", json!("1.")),
        ("price", json!("1_0")),
        ("price", json!("1e2")),
        ("genre", json!("Poetry")),
        ("genre", json!(null)),
        ("stars", json!(1.5)),
        ("stars", json!(32768)),
        ("printed", json!("2023-02-29")),
        ("printed", json!("+2023-01-01")),
        ("opens", json!("24:00:00")),
        ("opens", json!("23:59")),
        ("local", json!("2024-01-01T00:00:00Z")),
        ("due", json!("2024-01-01 00:00:00Z")),
        ("due", json!("2024-01-01T00:00:00")),
        ("length", json!("P1D")),
        ("length", json!("PT9223372036854.775808S")),
        ("length", json!("PT-1S")),
        ("cover", json!("AP8")),
        ("digest", json!("00FF")),
        ("meaning", json!([1, "x", 2])),
        ("address", json!("10.0.0.0/8")),
        ("before_id", json!("0190f3b200007000800000000000000 1")),
        ("before_id", json!("{0190f3b2-0000-7000-8000-000000000001}")),
        ("tags", json!("x")),
        ("tags", json!([null])),
    ];
    for (key, value) in wrong {
        let error = read::<BookCreate>(create(json!({ key: value }))).expect_err(&format!("{key}: {value}"));
        assert!(error.starts_with(&format!("/{key}")), "{error}");
    }
    assert!(
        read::<BookCreate>(create(json!({ "stars": 3.0 }))).is_ok(),
        "3.0 is a whole number"
    );
    let twice = r#"{ "title": "a", "title": "b", "slug": "c" }"#;
    assert!(
        serde_json::from_str::<BookCreate>(twice).is_err(),
        "of two values nobody knows which one counts"
    );
}

#[test]
fn absent_null_and_there_are_three_things() {
    let left: BookCreate = read(create(json!({}))).expect("a book");
    assert_eq!((left.genre, left.rating, left.stars), (None, None, None));
    let null: BookCreate = read(create(json!({ "rating": null, "stars": null }))).expect("a book");
    assert_eq!((null.rating, null.stars), (Some(None), None));
    let patch: BookPatch = read(json!({ "stars": null, "title": "New" })).expect("a patch");
    let expected = BookPatch {
        stars: Some(None),
        title: Some("New".to_owned()),
        ..BookPatch::default()
    };
    assert_eq!(patch, expected);
    assert_eq!(
        serde_json::to_value(&patch).expect("a value"),
        json!({ "stars": null, "title": "New" })
    );
    assert!(read::<BookPatch>(json!({ "title": null })).is_err());
    assert!(read::<Book>(json!({ "id": BOOK })).is_err(), "a book has every key");
}

#[test]
fn records_fill_in_what_was_left_out() {
    let print: Print = read(json!({ "run": "7" })).expect("a print");
    assert_eq!(
        (print.colours, print.weight, print.place),
        (vec!["black".to_owned()], 1.0, None)
    );
    assert!(read::<Print>(json!({ "run": "7", "colours": null })).is_err());
}

#[test]
fn times_are_cut_to_microseconds_and_moved_to_utc() {
    let due = |text: &str| {
        let book: BookCreate = read(create(json!({ "due": text }))).expect("a book");
        serde_json::to_value(&book).expect("a value")["due"].clone()
    };
    assert_eq!(
        due("2024-01-01T01:30:00.1234567+01:30"),
        json!("2024-01-01T00:00:00.123456Z")
    );
    assert_eq!(due("2024-01-01T00:00:00.000Z"), json!("2024-01-01T00:00:00Z"));
}

#[test]
fn each_broken_rule_is_named_like_its_constraint() {
    let cases = [
        (
            json!({ "title": "" }),
            vec![("/title", "books_title_length_check"), ("", "books_two_check")],
        ),
        (
            json!({ "title": "é".repeat(41) }),
            vec![("/title", "books_title_length_check")],
        ),
        (json!({ "title": "a\0b" }), vec![("/title", "books_title_check")]),
        (json!({ "slug": "a--b" }), vec![("/slug", "books_slug_pattern_check")]),
        (json!({ "slug": "a\n" }), vec![("/slug", "books_slug_pattern_check")]),
        (json!({ "price": "1.23456" }), vec![("/price", "books_price_check")]),
        (json!({ "price": "1234567" }), vec![("/price", "books_price_check")]),
        (
            json!({ "price": "-0.0001" }),
            vec![("/price", "books_price_range_check")],
        ),
        (json!({ "stars": 6 }), vec![("/stars", "books_stars_range_check")]),
        (json!({ "rating": 1.5 }), vec![("/rating", "books_rating_range_check")]),
        (
            json!({ "printed": "1449-12-31" }),
            vec![("/printed", "books_printed_range_check")],
        ),
        (
            json!({ "printed": "0000-12-31" }),
            vec![
                ("/printed", "books_printed_check"),
                ("/printed", "books_printed_range_check"),
            ],
        ),
        (
            json!({ "length": "PT0.999999S" }),
            vec![("/length", "books_length_range_check")],
        ),
        (
            json!({ "cover": "AAAAAAAAAAAA" }),
            vec![("/cover", "books_cover_length_check")],
        ),
        (json!({ "meaning": [1, 2] }), vec![("/meaning", "books_meaning_check")]),
        (json!({ "extra": { "a\0": 1 } }), vec![("/extra", "books_extra_check")]),
        (json!({ "site": "nowhere" }), vec![("/site", "books_site_check")]),
        (json!({ "mail": "nobody" }), vec![("/mail", "books_mail_check")]),
        (json!({ "version": "1.2" }), vec![("/version", "books_version_check")]),
        (
            json!({ "tags": ["a", "b", "c", "d"] }),
            vec![("/tags", "books_tags_length_check")],
        ),
        (
            json!({ "tags": ["a", "B"] }),
            vec![("/tags/1", "books_tags_pattern_check")],
        ),
        (
            json!({ "origin": "seventh" }),
            vec![("/origin", "books_origin_length_check")],
        ),
        (
            json!({ "prints": [{ "run": "1" }, { "run": "1", "again": [{ "run": "0" }] }] }),
            vec![("/prints/1/again/0/run", "print_run_range_check")],
        ),
    ];
    for (changes, expected) in cases {
        let found = broken(create(changes.clone()));
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(field, code)| (field.to_owned(), code))
            .collect();
        assert_eq!(found, expected, "{changes}");
    }
    assert_eq!(
        broken(create(
            json!({ "title": "🦀".repeat(40), "stars": 5, "rating": 1, "printed": "1450-01-01" })
        )),
        []
    );
}

#[test]
fn checks_follow_the_logic_of_sql() {
    let code = |changes: Value| {
        broken(create(changes))
            .into_iter()
            .map(|(_, code)| code)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        code(json!({ "price": "100.0001", "genre": "science-fiction" })),
        ["books_cheap_check"]
    );
    assert_eq!(
        code(json!({ "price": "100.0001" })),
        [""; 0],
        "the genre left out is poetry"
    );
    assert_eq!(code(json!({ "first_page": 9, "last_page": 8 })), ["books_pages_check"]);
    assert_eq!(code(json!({ "first_page": 9 })), [""; 0], "unknown passes");
    assert_eq!(code(json!({ "first_page": 6, "last_page": 7 })), ["books_two_check"]);
    assert_eq!(
        code(json!({ "title": "x" })),
        ["books_two_check"],
        "one of them fails, the other is unknown"
    );
    let patch: BookPatch = read(json!({ "first_page": 9, "last_page": 8 })).expect("a patch");
    assert_eq!(
        patch.validate().expect_err("it ends before it begins")[0].code,
        "books_pages_check"
    );
    let patch: BookPatch = read(json!({ "last_page": 8 })).expect("a patch");
    assert_eq!(patch.validate(), Ok(()), "what is not sent is not known");
    let arc = json!({ "kind": "book", "id": BOOK });
    let loan: LoanCreate = read(json!({ "reader_id": "abcd", "subject": arc, "other": arc })).expect("a loan");
    assert_eq!(
        loan.validate().expect_err("twice the same")[0].code,
        "loans_apart_check"
    );
}

#[test]
fn a_case_has_its_own_members_and_no_others() {
    let paper = json!({ "book_id": BOOK, "kind": "paper", "pages": 12 });
    let read_paper: MediumCreate = read(paper.clone()).expect("a medium");
    assert_eq!(read_paper.kind, MediumCreateVariant::Paper { pages: 12 });
    assert_eq!(read_paper.kind.tag(), MediumKind::Paper);
    assert_eq!(serde_json::to_value(&read_paper).expect("a value"), paper);
    let with = |changes: Value| {
        let mut value = paper.clone();
        changes
            .as_object()
            .into_iter()
            .flatten()
            .for_each(|(key, member)| value[key] = member.clone());
        read::<MediumCreate>(value)
    };
    assert!(with(json!({ "voice": "x" })).is_err(), "paper has no voice");
    assert!(with(json!({ "kind": "audio" })).is_err(), "audio has no pages");
    assert!(with(json!({ "kind": "none" })).is_err());
    assert!(read::<MediumCreate>(json!({ "book_id": BOOK, "kind": "none" })).is_ok());
    assert!(
        read::<MediumCreate>(json!({ "book_id": BOOK, "kind": "paper" })).is_err(),
        "paper has pages"
    );
    assert!(
        read::<MediumCreate>(json!({ "book_id": BOOK, "pages": 1 })).is_err(),
        "the tag must be there"
    );
    let stored = json!({ "kind": "move", "at": "2024-01-01", "shelf": "a", "glue": "later", "ink": 1 });
    assert!(read::<Step>(stored).is_ok());
    let zero = with(json!({ "pages": 0 }))
        .expect("a medium")
        .validate()
        .expect_err("no pages");
    assert_eq!(
        (zero[0].field.as_str(), zero[0].code),
        ("/pages", "mediums_pages_range_check")
    );
}

#[test]
fn keys_words_and_arcs_go_to_text_and_back() {
    let id: BookId = BOOK.parse().expect("a key");
    assert_eq!(id.to_string(), BOOK);
    assert!(BookId::generate() < BookId::generate());
    for genre in Genre::ALL {
        assert_eq!(genre.as_str().parse(), Ok(*genre));
    }
    assert_eq!(Genre::WORDS, ["poetry", "science-fiction", "2nd hand"]);
    assert!("Poetry".parse::<Genre>().is_err());
    let subject: LoanSubject = "medium:7".parse().expect("an arc");
    assert_eq!(
        (subject, subject.to_string()),
        (LoanSubject::Medium(MediumId(7)), "medium:7".to_owned())
    );
    assert!("reader:abcd".parse::<LoanSubject>().is_err());
    assert_eq!(
        serde_json::to_value(subject).expect("a value"),
        json!({ "kind": "medium", "id": 7 })
    );
    assert!(read::<LoanSubject>(json!({ "kind": "reader", "id": "abcd" })).is_err());
}

#[test]
fn nothing_secret_is_printed_or_told() {
    let reader: ReaderCreate =
        read(json!({ "id": "abcd", "name": "Planted Person", "pin": "Planted Pin" })).expect("a reader");
    let login: Login = read(json!({ "card": "PLANTED", "password": "Planted" })).expect("a login");
    let book: BookCreate = read(create(json!({ "mail": "Planted" }))).expect("a book");
    let audio = json!({ "book_id": BOOK, "kind": "audio", "voice": "Planted", "length": 3 });
    let audio: MediumCreate = read(audio).expect("a medium");
    let printed = format!("{reader:?} {login:?} {book:?} {audio:?}");
    assert!(!printed.contains("lanted"), "{printed}");
    assert!(
        printed.contains("Audio { voice: [redacted], length: Some(3) }"),
        "{printed}"
    );
    assert!(printed.contains("pin: [redacted]"), "{printed}");
    let told = format!(
        "{:?} {:?} {:?}",
        login.validate(),
        book.validate(),
        read::<Login>(json!({ "card": "Planted" }))
    );
    assert!(!told.contains("lanted"), "{told}");
    assert_eq!(reader.pin.expose(), "Planted Pin");
}

#[test]
fn tables_are_known_by_name() {
    assert_eq!(
        (Book::TABLE, Reader::COLUMNS),
        ("books", ["id", "name", "pin", "history"].as_slice())
    );
    assert!(Loan::COLUMNS.contains(&"subject_medium_id"));
    assert!(!Book::COLUMNS.contains(&"spoken"));
}

#[test]
fn digests_cover_canonical_json_without_the_nulls_of_records() {
    let digest = |text: &str| Sha256(<sha2::Sha256 as sha2::Digest>::digest(text).into());
    let edition = |extra: Value| -> EditionCreate {
        let print = json!({ "weight": 1e21, "run": "7", "colours": ["\u{20ac}\u{1f}"] });
        read(json!({ "print": print, "extra": extra })).expect("an edition")
    };
    let print = r#"{"again":[],"colours":["€\u001f"],"run":"7","weight":1e+21}"#;
    assert_eq!(edition(json!(null)).mark().expect("a digest"), digest(print));
    assert_eq!(
        edition(json!(null)).whole().expect("a digest"),
        digest(&format!(r#"{{"print":{print}}}"#))
    );
    let extra =
        json!({ "\u{1f600}": null, "\u{fb33}": [1.5e-7, -0.0, 333333333.3333333, 0.000001, 1e20], "a": { "b": 1.0 } });
    let free =
        "{\"a\":{\"b\":1},\"\u{1f600}\":null,\"\u{fb33}\":[1.5e-7,0,333333333.3333333,0.000001,100000000000000000000]}";
    assert_eq!(
        edition(extra).whole().expect("a digest"),
        digest(&format!(r#"{{"extra":{free},"print":{print}}}"#))
    );
}
