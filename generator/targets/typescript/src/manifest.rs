//! `package.json`. In: the schema's name and version, and the files. Out: JSON that says where each file's types are.

use driftless_model::Schema;
use driftless_target::HEADER;
use serde_json::{Map, Value, json};

/// The manifest of the package.
pub(crate) fn package_json(schema: &Schema, package: &str, files: &[String]) -> String {
    let manifest = json!({
        "//": HEADER,
        "name": package,
        "version": schema.version,
        "description": schema.doc,
        "type": "module",
        "sideEffects": false,
        "types": "./dist/index.d.ts",
        "exports": exports(files),
        "files": ["dist", "src"],
    });
    format!("{manifest:#}\n")
}

/// One entry per file; the barrel is the package itself.
fn exports(files: &[String]) -> Value {
    let mut exports = Map::new();
    exports.insert(".".to_owned(), export("index"));
    for file in files {
        let entry = file.trim_end_matches("/index");
        exports.insert(format!("./{entry}"), export(file));
    }
    exports.insert("./package.json".to_owned(), json!("./package.json"));
    Value::Object(exports)
}

fn export(file: &str) -> Value {
    json!({ "types": format!("./dist/{file}.d.ts"), "default": format!("./dist/{file}.js") })
}
