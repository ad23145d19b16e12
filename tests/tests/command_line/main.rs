//! The command line as users and CI meet it: the real binary, in folders of its own.

mod agree;
mod bad_files;
mod by_hand;
mod check;
mod costs;
mod determinism;
mod diff;
mod explain;
mod generality;
mod generate;
mod hazards;
mod migrate;
mod repository;
mod starting;
mod unchanged;
mod views;

/// A schema of one entity.
const SHELF: &str = r#"
[schema]
name = "library"
doc  = "Where books stand."

[domain.shelves]
doc = "Where books stand."

[entity.Shelf]
domain       = "shelves"
doc          = "A shelf that holds books."
fields.id    = { type = "uuid", default = "uuid", doc = "Its key." }
fields.label = { type = "text", length = "1..40", unique = true, doc = "What is written on it." }
"#;

/// The same schema with one more field.
fn shelf_with_height() -> String {
    format!("{SHELF}fields.height = {{ type = \"int\", min = 1, doc = \"Height in centimetres.\" }}\n")
}
