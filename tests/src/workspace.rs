//! Cargo over crates that were emitted: workspaces under `target/generated`, which share what their crates depend on.
//!
//! In: files of crates, arguments. Out: what cargo said, the programs it built. The same profile and no flags each time: with
//! any other choice, or other features of what they share, cargo builds the dependencies once more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::process::Ran;
use crate::{process, repository, tree};

/// Thrown away once it was tested: nobody debugs it or changes a little of it.
const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = [<<members>>]

[profile.dev]
debug = false
incremental = false
"#;

/// What the crates of any test ask for of what they share.
const UNIFIED: &str = r#"[package]
name = "unified"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["std", "now", "serde"] }
indexmap = { version = "2", features = ["serde"] }
jsonschema = { version = "0.61", default-features = false }
rust_decimal = { version = "1", default-features = false, features = ["std", "serde-with-str"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["preserve_order", "float_roundtrip"] }
sha2 = "0.11"
sqlx = { version = "0.9", default-features = false, features = ["postgres", "sqlite", "runtime-tokio", "json", "chrono", "uuid", "ipnetwork", "rust_decimal"] }
tokio = { version = "1", features = ["rt", "macros"] }
uuid = { version = "1", features = ["v7", "serde"] }
"#;

/// A member that asks for all features that the crates of any test ask for: without it each test would have a build of sqlx of
/// its own, which takes longer than the crates. Where features are tested it must be left out.
pub fn unified() -> BTreeMap<String, String> {
    let files = [("Cargo.toml", UNIFIED), ("src/lib.rs", "")];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

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
        said(process::run(&mut self.command(arguments)))
    }

    /// Builds the programs that `arguments` select, which clippy looks at on the way: where each lies, by its folder and its
    /// own name.
    #[track_caller]
    pub fn build(&self, arguments: &[&str]) -> BTreeMap<(String, String), PathBuf> {
        let mut command = self.command(arguments);
        // As `cargo clippy` does. Its own pass would be a second one over crates that take minutes.
        command
            .arg("--message-format=json-render-diagnostics")
            .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
        let said = said(process::run(&mut command));
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
            .env("CARGO_TERM_COLOR", "never")
            // The caller's could silence what is looked for.
            .env_remove("RUSTFLAGS")
            .env("RUSTDOCFLAGS", "-D warnings");
        command
    }
}

/// What cargo said, when it succeeded and no compiler warned. Flags that deny warnings would have everything that the crates
/// depend on built once more.
#[track_caller]
fn said(ran: Ran) -> String {
    let is_warning = |line: &str| line.starts_with("warning: ") || line.starts_with("warning[");
    assert!(!ran.stderr.lines().any(is_warning), "{}: {}", ran.command, ran.stderr);
    ran.passed()
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
