//! Cargo over crates that were emitted: workspaces under `target/generated`, which share what their crates depend on.
//!
//! In: files of crates, arguments. Out: what cargo said, the programs it built. All packages, the same flags and the same
//! profile each time: with any other choice cargo builds the dependencies once more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{process, repository, tree};

/// Thrown away once it was tested: nobody debugs it or changes a little of it.
const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = [<<members>>]

[profile.dev]
debug = false
incremental = false
"#;

/// A workspace of emitted crates.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Writes a workspace: by folder, the files of each crate by path.
    pub fn written(name: &str, crates: &BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let root = repository().join("target/generated").join(name);
        let members: Vec<String> = crates.keys().map(|folder| format!("{folder:?}")).collect();
        write(
            &root.join("Cargo.toml"),
            &MANIFEST.replace("<<members>>", &members.join(", ")),
        );
        for (folder, files) in crates {
            let folder = root.join(folder);
            // Left over from a run before: a module that is no longer declared would go unnoticed.
            let left_over = tree::read(&folder).into_keys().filter(|path| !files.contains_key(path));
            left_over.for_each(|path| fs::remove_file(folder.join(path)).expect("a file of ours can be removed"));
            files.iter().for_each(|(path, text)| write(&folder.join(path), text));
        }
        Self { root }
    }

    /// Runs cargo over all packages; what it said. A warning is an error.
    #[track_caller]
    pub fn cargo(&self, arguments: &[&str]) -> String {
        process::run(&mut self.command(arguments)).passed()
    }

    /// Builds the programs that `arguments` select; where each lies, by its folder and its own name.
    #[track_caller]
    pub fn build(&self, arguments: &[&str]) -> BTreeMap<(String, String), PathBuf> {
        let said = self.cargo(&[arguments, &["--message-format=json-render-diagnostics"]].concat());
        said.lines()
            .filter_map(|line| program(&serde_json::from_str(line).ok()?))
            .collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = process::command(env!("CARGO"));
        command
            .args(arguments)
            .args(["--quiet", "--workspace"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", repository().join("target/generated"))
            .env("RUSTFLAGS", "-D warnings")
            .env("RUSTDOCFLAGS", "-D warnings");
        command
    }
}

/// A program that cargo says it built.
fn program(message: &Value) -> Option<((String, String), PathBuf)> {
    let path = message["executable"].as_str()?;
    let manifest = Path::new(message["manifest_path"].as_str()?);
    let folder = manifest.parent()?.file_name()?.to_str()?;
    let name = message["target"]["name"].as_str()?;
    Some(((folder.to_owned(), name.to_owned()), path.into()))
}

/// Writes what differs: cargo builds again whatever is newer.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}
