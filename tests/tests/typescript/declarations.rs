//! `dist/` is written by the emitter; it must be what a compiler would have made of `src/`.

use std::collections::BTreeMap;
use std::fs;

use driftless_tests::{node, tree};

use crate::emitted::Package;

#[test]
fn a_compiler_would_have_built_the_same() {
    for schema in [
        "tests/tests/typescript/library.toml",
        "schema.toml",
        "tests/schemas/deliberation.toml",
    ] {
        let package = Package::of_repository(schema);
        let folder = package.folder().join("package");
        let options = ["-p", ".", "--noEmit", "false", "--outDir", "../built"];
        node::tsc5(&folder, &options).passed();
        let built = files(&package.folder().join("built"));
        let emitted = files(&folder.join("dist"));
        assert_eq!(
            built.keys().collect::<Vec<_>>(),
            emitted.keys().collect::<Vec<_>>(),
            "{schema}"
        );
        for (name, text) in &built {
            assert_eq!(essence(text), essence(&emitted[name]), "{schema}: dist/{name}");
        }
    }
}

#[test]
fn arrays_are_there_at_run_time() {
    let package = Package::of_repository("tests/tests/typescript/library.toml");
    package.link("@example/library");
    package.add(
        "use/run.mjs",
        "import { GENRE } from \"@example/library/catalog\";\nimport \"@example/library\";\nconsole.log(GENRE.join());\n",
    );
    assert_eq!(
        node::run(&package.folder().join("use"), &["run.mjs"]).passed(),
        "novel,non fiction,x-ray\n"
    );
}

fn files(folder: &std::path::Path) -> BTreeMap<String, String> {
    let read = tree::read(folder).into_iter();
    read.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("it is text")))
        .collect()
}

/// What a text says without comments, blanks and the freedom that printers have: a leading `|`, a trailing comma, how
/// imports name a file.
fn essence(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            let end = string_end(rest);
            out.push_str(&rest[..end].replace(".ts\"", "\"").replace(".js\"", "\""));
            end
        } else {
            if !c.is_whitespace() {
                out.push(c);
            }
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    out.replace("=|", "=")
        .replace(",]", "]")
        .replace(",}", "}")
        .replace(";}", "}")
}

fn string_end(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

#[test]
fn sources_of_every_line_are_known() {
    let package = Package::of_repository("tests/tests/typescript/library.toml");
    let text = fs::read_to_string(package.folder().join("package/src/catalog.ts")).expect("it is there");
    let line = text
        .lines()
        .position(|line| line.contains("readonly title"))
        .expect("a book has a title")
        + 1;
    let anchors = package.anchors_at("src/catalog.ts", line);
    assert_eq!(
        anchors.first().and_then(|anchor| anchor.name.as_deref()),
        Some("Book.title")
    );
}
