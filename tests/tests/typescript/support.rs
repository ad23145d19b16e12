//! What every package is made of is kept built: `templates/typescript/support` holds each file as written and as TypeScript 5.9
//! builds it. `UPDATE_GOLDEN=1` builds it again.

use std::collections::BTreeMap;

use driftless_tests::{node, repository, tree};

use crate::emitted::Package;

#[test]
fn shared_files_are_built() {
    let folder = repository().join("templates/typescript/support");
    let package = Package::of(include_str!("library.toml"));
    let mut files = texts(&folder);
    files.retain(|name, _| name.ends_with(".ts") && !name.ends_with(".d.ts"));
    let root = package.folder().join("package");
    for (name, text) in &files {
        package.add(&format!("package/src/support/{name}"), text);
    }
    node::tsc5(&root, &["-p", ".", "--noEmit", "false", "--outDir", "../built"]).passed();
    let built = texts(&package.folder().join("built/support"));
    files.extend(
        built
            .into_iter()
            .map(|(name, text)| (name, text.replace(".ts\"", ".js\""))),
    );
    tree::compare(&folder, files);
}

fn texts(folder: &std::path::Path) -> BTreeMap<String, String> {
    let read = tree::read(folder).into_iter();
    read.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("it is text")))
        .collect()
}
