//! Cases: `<folder>/<code>/<words>.toml` and beside it `<words>.txt`, the report as a person reads it. A root file that
//! includes another one has that as `<words>.included.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use driftless_diagnostics::{Colour, Diagnostics, Format, Sources, render};
use driftless_model::Schema;
use driftless_tests::tree;

/// What became of a schema.
pub(crate) struct Compiled {
    pub(crate) sources: Sources,
    pub(crate) schema: Option<Schema>,
    pub(crate) diagnostics: Diagnostics,
}

impl Compiled {
    /// The report as on a terminal.
    pub(crate) fn report(&self) -> String {
        render(&self.diagnostics, &self.sources, Format::Human, Colour::Never, "0.0.0")
    }

    /// The words of the codes in it.
    pub(crate) fn codes(&self) -> BTreeSet<&'static str> {
        self.diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect()
    }
}

/// Parses, resolves and, where nothing is wrong, lints a schema of one file, and perhaps one that it includes.
pub(crate) fn compile(text: &str, included: Option<&str>) -> Compiled {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("schema.toml", text);
    let mut document = driftless_syntax::parse(file, text, &mut diagnostics);
    if let Some(text) = included {
        let file = sources.add("schema/lending.toml", text);
        document.merge(driftless_syntax::parse_included(file, text, &mut diagnostics));
    }
    let schema = driftless_resolve::resolve(&document, &mut diagnostics);
    diagnostics.extend(schema.iter().flat_map(driftless_lint::lint));
    diagnostics.sort();
    Compiled {
        sources,
        schema,
        diagnostics,
    }
}

/// A case on disk.
pub(crate) struct Case {
    pub(crate) code: String,
    pub(crate) words: String,
    pub(crate) compiled: Compiled,
}

/// Every case under `tests/<folder>`, by code and words.
pub(crate) fn cases(folder: &str) -> Vec<Case> {
    let files = tree::read(&root(folder));
    let text = |path: &str| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let schemas = files
        .keys()
        .filter(|path| path.ends_with(".toml") && !path.ends_with(".included.toml"));
    let case = |path: &String| {
        let stem = path.strip_suffix(".toml")?;
        let (code, words) = stem.split_once('/')?;
        let compiled = compile(&text(path)?, text(&format!("{stem}.included.toml")).as_deref());
        Some(Case {
            code: code.to_owned(),
            words: words.to_owned(),
            compiled,
        })
    };
    schemas.filter_map(case).collect()
}

/// The folders under `tests/<folder>`.
pub(crate) fn folders(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root(folder)).expect("the folder of cases is there");
    entries
        .map(|entry| {
            entry
                .expect("a folder can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

/// Holds reports against the `.txt` files beside the cases, in both directions.
#[track_caller]
pub(crate) fn compare_reports(folder: &str, cases: &[Case]) {
    let mut expected: BTreeMap<String, Vec<u8>> = tree::read(&root(folder));
    expected.retain(|path, _| path.ends_with(".toml"));
    expected.extend(cases.iter().filter(|case| case.words != "clean").map(|case| {
        let path = format!("{}/{}.txt", case.code, case.words);
        (path, case.compiled.report().into_bytes())
    }));
    tree::compare(&root(folder), expected);
}

fn root(folder: &str) -> PathBuf {
    driftless_tests::repository().join("tests").join(folder)
}
