//! From the text of a schema to the description on disk, where the validators find it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use driftless_diagnostics::{Diagnostics, Sources};
use driftless_output::OutputSet;
use driftless_resolve::compile_text;
use driftless_shape::Shapes;
use driftless_target::{Context, Target};
use driftless_target_openapi::OpenApi;
use driftless_tests::{node, process, python, repository};
use serde_json::Value;
use tempfile::TempDir;

/// One of everything that has a form on the wire.
pub(crate) const LIBRARY: &str = include_str!("library.toml");

/// The file that holds everything.
pub(crate) const BUNDLE: &str = "openapi.json";

/// The description of a schema, in a folder of its own.
pub(crate) struct Description {
    folder: TempDir,
    /// The text it was made of.
    pub(crate) sources: Sources,
    /// As the target handed it over.
    pub(crate) outputs: OutputSet,
    /// What the target had to say.
    pub(crate) diagnostics: Diagnostics,
}

impl Description {
    /// Of a schema that nothing is wrong with.
    pub(crate) fn of(text: &str) -> Self {
        let description = Self::perhaps(text);
        assert!(!description.diagnostics.has_errors(), "{:?}", description.diagnostics);
        assert!(!description.outputs.is_empty(), "the target emits files");
        description
    }

    /// Of the library.
    pub(crate) fn of_library() -> Self {
        Self::of(LIBRARY)
    }

    /// Of the library with further lines.
    pub(crate) fn of_library_with(lines: &str) -> Self {
        Self::of(&format!("{LIBRARY}\n{lines}\n"))
    }

    /// Of a schema of the repository with further lines.
    pub(crate) fn of_repository(path: &str) -> Self {
        Self::of(&fs::read_to_string(repository().join(path)).expect("the schema is there"))
    }

    /// Of a schema that the target may refuse.
    pub(crate) fn perhaps(text: &str) -> Self {
        let compiled = compile_text("schema.toml", text);
        let said: Vec<String> = compiled.diagnostics.iter().map(|found| found.message.clone()).collect();
        let schema = compiled
            .schema
            .unwrap_or_else(|| panic!("the schema is wrong: {said:#?}"));
        let shapes = Shapes::of(&schema);
        let context = Context {
            schema: &schema,
            shapes: &shapes,
            path: "openapi",
            settings: schema.output("openapi"),
            templates: &BTreeMap::new(),
            version: "0.0.0",
        };
        let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
        OpenApi
            .emit(&context, &mut outputs, &mut diagnostics)
            .unwrap_or_else(|error| panic!("{error}"));
        let folder = TempDir::new().expect("a temporary folder can be made");
        for (path, file) in outputs.iter() {
            write(&folder.path().join(path), &file.text);
        }
        Self {
            folder,
            sources: compiled.sources,
            outputs,
            diagnostics,
        }
    }

    /// Its files by name.
    pub(crate) fn files(&self) -> BTreeMap<String, &str> {
        let name = |path: &str| path.trim_start_matches("openapi/").to_owned();
        self.outputs
            .iter()
            .map(|(path, file)| (name(path), file.text.as_str()))
            .collect()
    }

    /// One of its files.
    pub(crate) fn file(&self, name: &str) -> Value {
        let text = *self.files().get(name).unwrap_or_else(|| panic!("there is no {name}"));
        serde_json::from_str(text).expect("a file is JSON")
    }

    /// The file that holds everything.
    pub(crate) fn bundle(&self) -> Value {
        self.file(BUNDLE)
    }

    /// A part of the bundle.
    pub(crate) fn at(&self, pointer: &str) -> Value {
        self.bundle()
            .pointer(pointer)
            .unwrap_or_else(|| panic!("there is no {pointer}"))
            .clone()
    }

    /// Where the bundle lies.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("openapi").join(BUNDLE)
    }

    /// A folder beside it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Both validators accept every file.
    pub(crate) fn passes(&self) {
        let folder = self.folder.path().join("openapi");
        let names: Vec<String> = self.files().into_keys().collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let validator = ["-m", "openapi_spec_validator"];
        python::run(&folder, &[&validator[..], &names].concat()).passed();
        let cli = repository().join("tests/tools/node_modules/@redocly/cli/bin/cli.js");
        process::require("Redocly", &cli);
        let cli = cli.to_string_lossy();
        node::run(
            &folder,
            &[&[cli.as_ref(), "lint", "--format=stylish"][..], &names].concat(),
        )
        .passed();
    }
}

/// Writes a file, with its folder.
pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}
