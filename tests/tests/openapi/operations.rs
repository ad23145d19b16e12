//! What the service answers: methods, parameters, bodies, responses, refusals.

use serde_json::Value;

use crate::description::Description;

/// The names of an operation's parameters, those of shared ones by the last word of their reference.
fn parameters(operation: &Value) -> Vec<String> {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let name = |parameter: &Value| {
        let shared = parameter["$ref"]
            .as_str()
            .and_then(|pointer| pointer.rsplit('/').next());
        shared
            .or(parameter["name"].as_str())
            .expect("a parameter has a name")
            .to_owned()
    };
    parameters.iter().map(name).collect()
}

fn schema_of(body: &Value, media: &str) -> Value {
    body["content"][media]["schema"].clone()
}

fn reference(name: &str) -> Value {
    serde_json::json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn rows_are_created_read_listed_changed_and_deleted() {
    let paths = Description::of_library().at("/paths");
    let (many, one) = (&paths["/books"], &paths["/books/{id}"]);
    for (operation, id) in [
        (&many["post"], "create_book"),
        (&many["get"], "list_books"),
        (&one["get"], "get_book"),
        (&one["patch"], "update_book"),
        (&one["delete"], "delete_book"),
    ] {
        assert_eq!(operation["operationId"], id);
        assert_eq!(operation["tags"], serde_json::json!(["catalog"]));
    }
    assert_eq!(
        schema_of(&many["post"]["requestBody"], "application/json"),
        reference("BookCreate")
    );
    assert_eq!(
        schema_of(&many["post"]["responses"]["201"], "application/json"),
        reference("Book")
    );
    assert_eq!(
        schema_of(&many["get"]["responses"]["200"], "application/json"),
        reference("BookPage")
    );
    assert_eq!(
        schema_of(&one["get"]["responses"]["200"], "application/json"),
        reference("Book")
    );
    assert!(
        one["delete"]["responses"]["204"].get("content").is_none(),
        "there is nothing to say"
    );
}

#[test]
fn patches_travel_as_merge_patches_and_as_json() {
    let body = Description::of_library().at("/paths/~1books~1{id}/patch/requestBody");
    for media in ["application/merge-patch+json", "application/json"] {
        assert_eq!(schema_of(&body, media), reference("BookPatch"));
    }
    assert_eq!(body["required"], true);
}

#[test]
fn lists_are_paged_and_narrowed() {
    let list = Description::of_library().at("/paths/~1books/get");
    let names = parameters(&list);
    for name in ["author_id", "Limit", "Cursor"] {
        assert!(names.iter().any(|known| known == name), "{names:?}");
    }
    let author = &list["parameters"].as_array().expect("there are parameters")[0];
    assert_eq!(
        (&author["in"], &author["schema"]),
        (&Value::from("query"), &reference("AuthorId"))
    );
    assert_ne!(author["required"], true);
}

#[test]
fn changes_are_conditional_and_creations_happen_once() {
    let description = Description::of_library();
    let paths = description.at("/paths");
    assert!(parameters(&paths["/books/{id}"]["patch"]).contains(&"IfMatch".to_owned()));
    assert!(parameters(&paths["/books/{id}"]["delete"]).contains(&"IfMatch".to_owned()));
    assert!(parameters(&paths["/books"]["post"]).contains(&"IdempotencyKey".to_owned()));
    assert!(
        paths["/books/{id}"]["get"]["responses"]["200"]["headers"]
            .get("ETag")
            .is_some()
    );
    let shared = description.at("/components/parameters");
    assert_eq!(shared["IfMatch"]["name"], "If-Match");
    assert_eq!(shared["IdempotencyKey"]["name"], "Idempotency-Key");
}

#[test]
fn refusals_are_problems() {
    let description = Description::of_library();
    let responses = description.at("/paths/~1books~1{id}/patch/responses");
    for status in ["400", "404", "409", "412", "422"] {
        let pointer = responses[status]["$ref"]
            .as_str()
            .unwrap_or_else(|| panic!("{status} is shared"));
        let response = description.at(&pointer[1..]);
        assert_eq!(schema_of(&response, "application/problem+json"), reference("Problem"));
    }
}

#[test]
fn path_parameters_are_the_typed_key() {
    let one = Description::of_library().at("/paths/~1books~1{id}/get/parameters/0");
    assert_eq!(
        (&one["name"], &one["in"], &one["required"]),
        (&"id".into(), &"path".into(), &true.into())
    );
    assert_eq!(one["schema"], reference("BookId"));
}

#[test]
fn links_are_rows_below_their_owner() {
    let paths = Description::of_library().at("/paths");
    let link = &paths["/books/{id}/shelves"];
    assert_eq!(
        schema_of(&link["get"]["responses"]["200"], "application/json"),
        reference("BookShelfPage")
    );
    assert_eq!(
        parameters(&paths["/books/{id}/shelves/{shelf_id}"]["delete"])[..2],
        ["id", "shelf_id"]
    );
}

#[test]
fn declared_operations_say_what_they_take() {
    let paths = Description::of_library().at("/paths");
    let remind = &paths["/reminders"]["post"];
    assert_eq!(parameters(remind)[..2], ["about", "copies"]);
    let about = &remind["parameters"][0];
    assert!(
        about["schema"]["pattern"]
            .as_str()
            .is_some_and(|pattern| pattern.contains("book|item")),
        "{about}"
    );
    assert!(remind["responses"].get("409").is_some());
    assert_eq!(
        schema_of(&remind["responses"]["201"], "application/json"),
        reference("Reminder")
    );
}

#[test]
fn bodies_travel_as_forms_and_as_bytes() {
    let paths = Description::of_library().at("/paths");
    let scan = schema_of(
        &paths["/books/{id}/scans"]["post"]["requestBody"],
        "multipart/form-data",
    );
    assert!(scan.is_object(), "{scan}");
    let cover = &paths["/books/{id}/cover"]["put"];
    assert!(
        cover["requestBody"]["content"]
            .get("application/octet-stream")
            .is_some()
    );
    assert!(cover["responses"].get("204").is_some());
}

#[test]
fn a_declared_list_is_a_page_of_its_items() {
    let search = Description::of_library().at("/paths/~1search/get");
    assert_eq!(
        schema_of(&search["responses"]["200"], "application/json"),
        reference("BookPage")
    );
    assert_eq!(parameters(&search), ["word", "kind", "Limit", "Cursor"]);
    let word = &search["parameters"][0];
    assert_eq!(
        (&word["required"], &word["schema"]["maxLength"]),
        (&true.into(), &50.into())
    );
}

#[test]
fn an_operation_may_be_open_to_everybody() {
    let paths = Description::of_library().at("/paths");
    assert_eq!(paths["/search"]["get"]["security"], serde_json::json!([]));
    assert!(paths["/books"]["get"].get("security").is_none());
}

#[test]
fn graphs_are_walked_both_ways() {
    let text = r#"
[schema]
name = "citations"
doc = "Who cites whom."
[domain.papers]
doc = "Papers."
[entity.Paper]
domain = "papers"
doc = "A paper."
fields.id = { type = "uuid", default = "uuid", doc = "Key." }
[entity.Memo]
domain = "papers"
doc = "A memo."
fields.id = { type = "uuid", default = "uuid", doc = "Key." }
[entity.Citation]
domain = "papers"
doc = "One cites the other."
append_only = true
fields.id = { type = "uuid", default = "uuid", doc = "Key." }
fields.source = { one_of = ["Paper", "Memo"], doc = "Who cites." }
fields.target = { one_of = ["Paper", "Memo"], doc = "Who is cited." }
[graph.sources]
doc = "Where things come from."
edge = "Citation"
from = "source"
to = "target"
depth = 7
"#;
    let description = Description::of(text);
    let paths = description.at("/paths");
    for way in ["upstream", "downstream"] {
        let walk = &paths[format!("/sources/{{kind}}/{{id}}/{way}")]["get"];
        assert_eq!(parameters(walk), ["kind", "id", "depth"]);
        assert_eq!(
            walk["parameters"][0]["schema"]["enum"],
            serde_json::json!(["paper", "memo"])
        );
        assert_eq!(walk["parameters"][2]["schema"]["maximum"], 7);
        let answer = schema_of(&walk["responses"]["200"], "application/json");
        assert_eq!(answer["items"], reference("Citation"));
    }
    description.passes();
}

#[test]
fn what_cannot_change_has_no_patch() {
    let description = Description::of_library_with(
        "[entity.Stamp]\ndomain = \"catalog\"\ndoc = \"x\"\nfields.id = { type = \"uuid\", default = \"uuid\", doc = \"x\" }\n",
    );
    let one = description.at("/paths/~1stamps~1{id}");
    assert!(one.get("patch").is_none() && one.get("delete").is_some(), "{one}");
    description.passes();
}

#[test]
fn a_description_may_have_no_operations() {
    let description = Description::of(
        "[schema]\nname = \"quiet\"\ndoc = \"x\"\n[domain.words]\ndoc = \"x\"\n[enum.Word]\ndomain = \"words\"\ndoc = \"x\"\nvalues = [\"a\", \"b\"]\n",
    );
    description.passes();
    let composite = Description::of(
        r#"
[schema]
name = "pairs"
doc = "x"
[domain.pairs]
doc = "x"
[entity.Seat]
domain = "pairs"
doc = "x"
key = ["row", "number"]
fields.row = { type = "text", length = "1..2", doc = "x" }
fields.number = { type = "smallint", doc = "x" }
fields.note = { type = "text?", doc = "x" }
"#,
    );
    composite.passes();
    let one = composite.at("/paths/~1seats~1{row}~1{number}/get");
    assert_eq!(parameters(&one), ["row", "number"]);
}
