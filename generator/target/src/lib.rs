//! What an output target is: a Schema and its Shapes in, files out.
//!
//! A new target is one folder under `generator/targets/` (or, made of templates alone, one under `templates/`) and one
//! line in the list of the binary. A target never reads or writes a disk, never knows another target, and parses what
//! it wrote before it hands it over.

use std::collections::BTreeMap;

use driftless_diagnostics::Diagnostics;
use driftless_model::{Output, Schema};
use driftless_output::OutputSet;
use driftless_shape::Shapes;

pub use driftless_output::HEADER;

/// An output target.
pub trait Target: Sync {
    /// Its name in `[output.<name>]`.
    fn name(&self) -> &str;

    /// Where its files go unless the schema says otherwise, relative to the schema.
    fn default_path(&self) -> String;

    /// Emits its files into `outputs`, under [`Context::path`]. What the schema's author must know (a name the
    /// language cannot say, a rule it cannot enforce) goes to `diagnostics`.
    ///
    /// # Errors
    /// A bug in the target: what it emitted does not parse, or a template asks for what is not there.
    fn emit(
        &self,
        context: &Context<'_>,
        outputs: &mut OutputSet,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), EmitError>;
}

/// What a target works from.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The meaning.
    pub schema: &'a Schema,
    /// The record types to declare.
    pub shapes: &'a Shapes,
    /// Folder of its files, relative to the schema, without a trailing slash.
    pub path: &'a str,
    /// Its `[output.<name>]` table, where there is one.
    pub settings: Option<&'a Output>,
    /// Templates of the project that replace or add to its own, by file name.
    pub templates: &'a BTreeMap<String, String>,
    /// Version of the compiler.
    pub version: &'a str,
}

impl Context<'_> {
    /// The path of one of its files.
    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }
}

/// A target emitted what it must not: a bug, or a project's template that asks for what is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmitError {
    /// The target.
    pub target: String,
    /// The file it was emitting.
    pub file: String,
    /// What happened.
    pub message: String,
}

impl EmitError {
    /// An error of `target` while emitting `file`.
    pub fn new(target: impl Into<String>, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            file: file.into(),
            message: message.into(),
        }
    }
}

impl std::fmt::Display for EmitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "target `{}` could not emit `{}`: {}",
            self.target, self.file, self.message
        )
    }
}

impl std::error::Error for EmitError {}
