//! The program that judges values by the emitted crate: what it reads, which rules it finds broken, and what the databases
//! behind its data layer make of it. In: the Schema and its Shapes. Out: the files of a crate that depends on the emitted
//! one under the name `library`, and that `agree` builds and asks. What is the same for every schema lies in
//! `support/judge`.

mod read;
mod store;

use driftless_catalog::Dialect;
use driftless_model::Schema;
use driftless_shape::Shapes;
use driftless_target::EmitError;

use crate::data::{self, Database};
use crate::print::Source;
use crate::view::View;

/// The files of the program, by their paths in its folder, that asks these databases.
///
/// # Errors
/// What was emitted is no Rust: a bug.
pub fn judge(
    schema: &Schema,
    shapes: &Shapes,
    package: &str,
    asked: &[Dialect],
) -> Result<Vec<(String, String)>, EmitError> {
    let view = View::of(schema, shapes);
    let mut databases = data::databases(&view);
    databases.retain(|database| asked.contains(&database.dialect));
    let ask = match databases.is_empty() {
        true => include_str!("../../support/judge/no_data.rs"),
        false => include_str!("../../support/judge/ask.rs"),
    };
    let fixed = [
        ("src/main.rs", include_str!("../../support/judge/main.rs")),
        ("src/described.rs", include_str!("../../support/judge/described.rs")),
    ];
    let mut files: Vec<(String, String)> = fixed.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    files.push(("src/ask.rs".to_owned(), ask.to_owned()));
    files.push(("Cargo.toml".to_owned(), manifest(package, &databases)));
    files.push(("src/judged/mod.rs".to_owned(), printed(read::emit(&view))?));
    for dialect in Dialect::ALL {
        let database = databases.iter().find(|database| database.dialect == dialect);
        let text = match database {
            Some(database) => {
                let head = match dialect {
                    Dialect::Postgres => include_str!("../../support/judge/postgres.rs"),
                    Dialect::Sqlite => include_str!("../../support/judge/sqlite.rs"),
                };
                format!("{head}\n{}", printed(store::emit(&view, database))?)
            }
            None => include_str!("../../support/judge/no_database.rs").to_owned(),
        };
        files.push((format!("src/judged/{}.rs", dialect.as_str()), text));
    }
    Ok(files)
}

fn printed(items: Vec<proc_macro2::TokenStream>) -> Result<String, EmitError> {
    let groups = items.into_iter().map(|item| vec![item]).collect();
    Source::new("judge.rs".to_owned(), proc_macro2::TokenStream::new(), groups).print()
}

/// The runtime and both drivers are those that services use.
fn manifest(package: &str, databases: &[Database]) -> String {
    let features: Vec<String> = databases
        .iter()
        .map(|database| format!("{:?}", database.name()))
        .collect();
    let features = features.join(", ");
    format!(
        r#"[package]
name = "judge-{package}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
library = {{ package = "{package}", path = "../rust", features = [{features}] }}
jsonschema = {{ version = "0.61", default-features = false }}
serde = "1"
serde_json_canonicalizer = "0.4"
serde_json = {{ version = "1", features = ["preserve_order", "float_roundtrip"] }}
sqlx = {{ version = "0.9", default-features = false, features = ["postgres", "sqlite", "runtime-tokio"] }}
tokio = {{ version = "1", features = ["rt"] }}
"#
    )
}
