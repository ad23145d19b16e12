//! The list of what a run wrote: path and SHA-256 of each generated file, and the version that made it. It decides what
//! may be overwritten or removed later. It never holds a time, an absolute path or anything else that differs between
//! two machines.

use crate::error::SyncError;
use crate::set::path_fault;
use crate::text::{HEADER, canonical};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What `generated/manifest.json` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Version of the tool that wrote it.
    pub(crate) version: String,
    /// Digest by project-relative path.
    pub(crate) files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the text back; `path` is what an error names.
    pub(crate) fn parse(path: &str, bytes: &[u8]) -> Result<Self, SyncError> {
        let fault = |reason: String| SyncError::Manifest {
            path: path.to_owned(),
            reason,
        };
        let value: Value = serde_json::from_slice(&canonical(bytes)).map_err(|error| fault(error.to_string()))?;
        let version = value["version"]
            .as_str()
            .ok_or_else(|| fault("`version` is no text".to_owned()))?;
        let files = value["files"]
            .as_object()
            .ok_or_else(|| fault("`files` is no object".to_owned()))?;
        let digests = files.iter().map(|(file, digest)| {
            let digest = digest
                .as_str()
                .ok_or_else(|| fault(format!("the hash of `{file}` is no text")))?;
            path_fault(file).map_or(Ok(()), |reason| Err(fault(format!("`{file}` {reason}"))))?;
            Ok((file.clone(), digest.to_owned()))
        });
        Ok(Self {
            version: version.to_owned(),
            files: digests.collect::<Result<_, SyncError>>()?,
        })
    }

    /// The text as it is written.
    pub(crate) fn to_text(&self) -> String {
        let note = HEADER.trim_start_matches("@generated ");
        let value = json!({ "@generated": note, "version": self.version, "files": self.files });
        format!("{value:#}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_sorted_and_reads_back() {
        let files = [("b.ts", "2"), ("a/c.rs", "1")].map(|(path, digest)| (path.to_owned(), digest.to_owned()));
        let manifest = Manifest {
            version: "1.2.3".into(),
            files: files.into(),
        };
        let text = manifest.to_text();
        assert_eq!(
            text,
            "{\n  \"@generated\": \"by driftless from schema.toml; do not edit\",\n  \"version\": \"1.2.3\",\n  \
             \"files\": {\n    \"a/c.rs\": \"1\",\n    \"b.ts\": \"2\"\n  }\n}\n"
        );
        let checked_out = text.replace('\n', "\r\n");
        assert_eq!(Manifest::parse("m.json", checked_out.as_bytes()).unwrap(), manifest);
    }

    #[test]
    fn paths_that_leave_the_project_are_refused() {
        let error = Manifest::parse("m.json", br#"{"version":"1","files":{"../x":"0"}}"#).unwrap_err();
        assert!(error.to_string().contains("`../x`"), "{error}");
    }

    #[test]
    fn conflict_markers_are_an_error_that_names_the_file() {
        let error = Manifest::parse("m.json", b"<<<<<<< HEAD\n{}").unwrap_err();
        assert!(error.to_string().contains("`m.json`"), "{error}");
    }
}
