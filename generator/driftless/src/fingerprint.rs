//! The fingerprint of a finished run: by it a run that would change nothing is known for the cost of reading, and not of
//! compiling. In: what was read, and how the outputs were left. Out: whether both are as they were. It is kept in the
//! cache of the user and never in the project, where a change that somebody proposes could bring one along that lies.
//! `--check` does not ask it. Whatever is wrong with it means that the run computes.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use driftless_output::{are_unchanged, cache, digest};
use serde::{Deserialize, Serialize};

use crate::arguments::Gen;
use crate::inputs::Inputs;
use crate::{MANIFEST, VERSION};

/// How a run left a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fingerprint {
    maker: Maker,
    /// What it read, and what of that it wrote itself.
    inputs: Inputs,
    /// The digest of the manifest that it left, which lists what it generated.
    manifest: String,
    said: Said,
}

/// What a run says that changes nothing and has no findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// Files that agree.
    pub(crate) files: usize,
    /// Rules that some output does not enforce.
    pub(crate) gaps: usize,
}

/// The build of the program, and what it was told. One that was built anew may have the same version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Maker {
    version: String,
    program: PathBuf,
    bytes: u64,
    built: SystemTime,
    allowed: Vec<String>,
}

impl Maker {
    fn of(options: &Gen) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let metadata = program.metadata().ok()?;
        Some(Self {
            version: VERSION.to_owned(),
            program,
            bytes: metadata.len(),
            built: metadata.modified().ok()?,
            allowed: options.allow.iter().map(ToString::to_string).collect(),
        })
    }
}

/// What the last run over a schema said, where it had the same program and arguments, and nothing that it read or left has
/// changed since.
pub(crate) fn recall(root: &Path, schema: &Path, options: &Gen) -> Option<Said> {
    let known: Fingerprint = serde_json::from_slice(&cache::recall(&name(schema)?)?).ok()?;
    let same = known.maker == Maker::of(options)?
        && known.inputs.read_again(root, schema).ok()? == known.inputs
        && are_unchanged(root, MANIFEST, &known.manifest);
    same.then_some(known.said)
}

/// Keeps how a run left a project. Where that fails, the next run computes.
pub(crate) fn keep(schema: &Path, options: &Gen, inputs: Inputs, manifest: String, said: Said) {
    let known = Maker::of(options).map(|maker| Fingerprint {
        maker,
        inputs,
        manifest,
        said,
    });
    let _ = known.and_then(|known| cache::keep(&name(schema)?, &serde_json::to_vec(&known).ok()?));
}

/// The name under which the fingerprint of a schema is kept: of a file, for a pipe cannot be read again.
fn name(schema: &Path) -> Option<String> {
    let schema = schema.canonicalize().ok().filter(|schema| schema.is_file())?;
    Some(format!("{}.json", digest(schema.as_os_str().as_encoded_bytes())))
}
