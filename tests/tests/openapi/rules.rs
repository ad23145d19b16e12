//! What the settings of a schema change about the wire.

use serde_json::{Value, json};

use crate::description::{Description, LIBRARY};
use crate::instances::book_create;
use crate::judge::{Judge, with};

#[test]
fn numbers_travel_as_numbers_where_the_schema_says_so() {
    let description = Description::of_library_with("[wire]\nint8 = \"number\"\nnumeric = \"number\"");
    let least = book_create();
    Judge::of(&description, "BookCreate")
        .accepts("a number is a number", with(&least, "copies", json!(42)))
        .accepts(
            "a double holds it",
            with(&least, "copies", json!(9_007_199_254_740_991_i64)),
        )
        .refuses(
            "a double does not hold it",
            with(&least, "copies", json!(9_007_199_254_740_992_i64)),
        )
        .refuses("it is below the least", with(&least, "copies", json!(-1)))
        .refuses("a string is no number", with(&least, "copies", json!("42")))
        .accepts("a number is a number", with(&least, "price", json!(12.5)))
        .refuses("a string is no number", with(&least, "price", json!("12.50")))
        .refuses(
            "it has a digit too many before the point",
            with(&least, "price", json!(10000)),
        )
        .judge();
}

#[test]
fn names_are_spelled_as_the_schema_says() {
    let description = Description::of_library_with("[wire]\ncase = \"camelCase\"");
    let least =
        json!({ "authorId": "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e", "title": "Emma", "measures": { "pages": 1 } });
    Judge::of(&description, "BookCreate")
        .accepts("keys are in camel case", least.clone())
        .refuses(
            "keys are in camel case alone",
            with(&least, "author_id", least["authorId"].clone()),
        )
        .judge();
    Judge::of(&description, "BookPage")
        .accepts("so are ours", json!({ "items": [], "nextCursor": null }))
        .judge();
    description.passes();
}

#[test]
fn limits_of_numbers_in_strings_hold_exactly() {
    let description = Description::of(
        r#"
[schema]
name = "limits"
doc = "Numbers."
[domain.numbers]
doc = "Numbers."
[entity.Measure]
domain = "numbers"
doc = "A measure."
fields.id = { type = "uuid", default = "uuid", doc = "Key." }
fields.count = { type = "bigint", min = -12, max = 1300, doc = "How many." }
fields.share = { type = "numeric(5,2)", min = "0", max = "100", doc = "How much." }
"#,
    );
    let least = json!({ "count": "0", "share": "0" });
    let mut judge = Judge::of(&description, "MeasureCreate");
    for (value, fits) in [
        (-13, false),
        (-12, true),
        (-1, true),
        (0, true),
        (999, true),
        (1300, true),
        (1301, false),
        (-1300, false),
    ] {
        let instance = with(&least, "count", json!(value.to_string()));
        let what = format!("{value} is compared with the limits");
        if fits {
            judge.accepts(&what, instance)
        } else {
            judge.refuses(&what, instance)
        };
    }
    for (value, fits) in [
        ("0.01", true),
        ("-0.01", false),
        ("99.99", true),
        ("100", true),
        ("100.00", true),
        ("100.01", false),
    ] {
        let instance = with(&least, "share", json!(value));
        let what = format!("{value} is compared with the limits");
        if fits {
            judge.accepts(&what, instance)
        } else {
            judge.refuses(&what, instance)
        };
    }
    judge.judge();
}

#[test]
fn what_a_validator_cannot_compare_is_noted() {
    let description = Description::of(
        r#"
[schema]
name = "limits"
doc = "Times."
[domain.times]
doc = "Times."
[entity.Event]
domain = "times"
doc = "An event."
fields.id = { type = "uuid", default = "uuid", doc = "Key." }
fields.day = { type = "date", min = "2000-01-01", doc = "When." }
"#,
    );
    let said: Vec<&str> = description
        .diagnostics
        .iter()
        .map(|found| found.message.as_str())
        .collect();
    assert!(said.iter().any(|said| said.contains("Event.day")), "{said:?}");
    let day = description.at("/components/schemas/EventCreate/properties/day");
    assert!(day.to_string().contains("2000-01-01"), "readers are told: {day}");
}

#[test]
fn names_that_would_fall_together_are_reported() {
    let described = Description::of_library().bundle();
    let taken: Vec<&String> = described["components"]["schemas"]
        .as_object()
        .expect("there are components")
        .keys()
        .collect();
    // Names that no declaration of the schema makes: the closed readings of records, pages, ...
    let ours = taken
        .iter()
        .filter(|name| name.starts_with("Measures") || name.ends_with("Page"))
        .filter(|name| ***name != "Measures");
    for name in ours {
        let refused = Description::perhaps(&format!("{LIBRARY}\n{}", answering(name)));
        assert!(refused.diagnostics.has_errors(), "`{name}` is declared twice");
        assert!(refused.outputs.is_empty(), "nothing is written then");
        let said: Vec<&str> = refused.diagnostics.iter().map(|found| found.message.as_str()).collect();
        assert!(said.iter().any(|said| said.contains(name.as_str())), "{said:?}");
    }
}

/// An operation that answers with a record of this name.
fn answering(name: &str) -> String {
    format!(
        r#"
[record.{name}]
domain = "catalog"
doc = "x"
fields.a = {{ type = "int", doc = "x" }}
[operation.answer]
domain = "catalog"
doc = "x"
method = "GET"
path = "/answer"
response = "{name}"
"#
    )
}

#[test]
fn a_schema_may_have_problems_and_a_common_domain_of_its_own() {
    let description = Description::of(
        r#"
[schema]
name = "tracker"
doc = "Problems."
[domain.common]
doc = "Everything."
[entity.Problem]
domain = "common"
doc = "Something that is wrong."
fields.id = { type = "uuid", default = "uuid", doc = "Key." }
fields.title = { type = "text", doc = "What is wrong." }
"#,
    );
    description.passes();
    let created = json!({ "title": "It rains." });
    Judge::of(&description, "ProblemCreate")
        .accepts("it is the schema's own", created.clone())
        .judge();
    let read = with(&created, "id", json!("01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e"));
    Judge::of(&description, "Problem")
        .accepts("the name is the schema's", read)
        .refuses("it is whole", Value::Null)
        .judge();
}
