//! A project in a folder of its own, and the real binary run in it.
//!
//! In: a schema. Out: what `driftless` said and wrote. The folder vanishes with the test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::process::{Ran, command, run};
use crate::repository;

/// A folder with a schema.toml.
#[derive(Debug)]
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// A project whose schema is `schema`.
    pub fn new(schema: &str) -> Self {
        let project = Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        project.write("schema.toml", schema);
        project
    }

    /// A project with a copy of a schema of the repository.
    pub fn of(schema: &str) -> Self {
        Self::new(&fs::read_to_string(repository().join(schema)).expect("the schema is there"))
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes one of its files.
    pub fn write(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(file, text).expect("the file can be written");
    }

    /// Reads one of its files.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below it but the schema, by path.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> = crate::tree::read(self.root())
            .into_iter()
            .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("outputs are text")))
            .collect();
        files.remove("schema.toml");
        files
    }

    /// A run of the binary in this folder, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut run = command(binary());
        run.args(arguments).current_dir(self.root());
        run
    }

    /// Runs the binary in this folder.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(arguments))
    }
}

/// The binary, built once per test run: in the profile and with the features of the tests, whose crates are there already.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let mut build = command(env!("CARGO"));
        build
            .args([
                "build",
                "--quiet",
                "--profile",
                "test",
                "--workspace",
                "--bin",
                "driftless",
            ])
            .current_dir(repository());
        run(&mut build).passed();
        // Tests lie in <target>/<profile>/deps.
        let test = std::env::current_exe().expect("a test knows its own path");
        let profile = test
            .parent()
            .and_then(Path::parent)
            .expect("tests lie two levels below the profile's folder");
        let target = profile.parent().expect("a profile lies in the target folder");
        target.join("debug").join("driftless")
    })
}
