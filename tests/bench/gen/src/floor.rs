//! The least that a program has to do that reads this schema and writes these outputs with care. In: a project whose outputs
//! are there. Out: the same bytes, written elsewhere.

use std::fs;
use std::path::{Path, PathBuf};

use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

/// Reads and parses the schema, parses and prints the Rust, parses the SQL, and writes every file.
pub fn work(project: &Path) {
    let schema = fs::read_to_string(project.join("schema.toml")).expect("the schema");
    let schema: toml::Table = toml::from_str(&schema).expect("TOML");
    assert!(schema.contains_key("schema"));
    let elsewhere = tempfile::tempdir_in(project).expect("a folder");
    for file in ["generated", "migrations"].iter().flat_map(|folder| files(&project.join(folder))) {
        let text = fs::read_to_string(&file).expect("an output");
        parse(&file, &text);
        let place = elsewhere.path().join(file.strip_prefix(project).expect("a file of the project"));
        fs::create_dir_all(place.parent().expect("a file has a folder")).expect("a folder");
        fs::write(place, text).expect("it is written");
    }
}

fn parse(file: &Path, text: &str) {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => {
            let tree = syn::parse_file(text).expect("Rust");
            assert!(!prettyplease::unparse(&tree).is_empty());
        }
        Some("sql") => {
            let sqlite = file.components().any(|part| part.as_os_str() == "sqlite");
            let dialect: &dyn Dialect = if sqlite { &SQLiteDialect {} } else { &PostgreSqlDialect {} };
            // What it does not know costs it nothing.
            for statement in text.split(";\n") {
                drop(Parser::parse_sql(dialect, statement));
            }
        }
        _ => {}
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut next = vec![folder.to_owned()];
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { next.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
