//! From the text of a schema to a target's files on disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use driftless_diagnostics::Diagnostics;
use driftless_output::OutputSet;
use driftless_resolve::compile_text;
use driftless_shape::Shapes;
use driftless_target::{Context, EmitError, Target};
use driftless_target_text::TextTarget;
use driftless_tests::repository;
use tempfile::TempDir;

/// The files that a target makes of a schema, in a folder of their own.
pub(crate) struct Emitted {
    folder: TempDir,
    files: OutputSet,
    /// What the templates had to say about the schema.
    pub(crate) diagnostics: Diagnostics,
}

/// What a target makes of a schema with these templates of the project.
pub(crate) fn emit(
    target: &str,
    text: &str,
    templates: &BTreeMap<String, String>,
) -> Result<(OutputSet, Diagnostics), EmitError> {
    let compiled = compile_text("schema.toml", text);
    let said: Vec<String> = compiled.diagnostics.iter().map(|found| found.message.clone()).collect();
    let schema = compiled
        .schema
        .unwrap_or_else(|| panic!("the schema is wrong: {said:#?}"));
    let shapes = Shapes::of(&schema);
    let settings = schema.output(target);
    let context = Context {
        schema: &schema,
        shapes: &shapes,
        path: "out",
        settings,
        templates,
        version: "0.0.0",
    };
    let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
    let target = TextTarget::builtin(target).unwrap_or_else(|| TextTarget::of_project(target));
    target.emit(&context, &mut outputs, &mut diagnostics)?;
    Ok((outputs, diagnostics))
}

impl Emitted {
    /// From the text of a schema that nothing is wrong with.
    pub(crate) fn of(target: &str, text: &str) -> Self {
        let (files, diagnostics) = emit(target, text, &BTreeMap::new()).unwrap_or_else(|error| panic!("{error}"));
        let folder = TempDir::new().expect("a temporary folder can be made");
        for (path, file) in files.iter() {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(path, &file.text).expect("a file can be written");
        }
        Self {
            folder,
            files,
            diagnostics,
        }
    }

    /// From a schema of the repository.
    pub(crate) fn of_repository(target: &str, path: &str) -> Self {
        Self::of(
            target,
            &fs::read_to_string(repository().join(path)).expect("the schema is there"),
        )
    }

    /// One of its files.
    pub(crate) fn file(&self, name: &str) -> &str {
        let file = self.files.get(&format!("out/{name}"));
        &file.unwrap_or_else(|| panic!("there is no {name}")).text
    }

    /// All of its files.
    pub(crate) fn files(&self) -> &OutputSet {
        &self.files
    }

    /// The folder that holds the files as `out/`.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
