//! A project folder that vanishes with its test, and the shortest way to bring outputs into it.

use driftless_output::{HEADER, Kind, Lock, Mode, Options, OutputSet, Report, State, SyncError, sync};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

pub const MANIFEST: &str = "generated/manifest.json";
pub const OPTIONS: Options = Options {
    manifest: Some(MANIFEST),
    tool_version: "1.0.0",
};

pub struct Project(tempfile::TempDir);

impl Project {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    /// A project in memory, where the system has such a folder: thousands of runs then need not wait for a disk.
    pub fn in_memory() -> Self {
        tempfile::tempdir_in("/dev/shm").map_or_else(|_| Self::new(), Self)
    }

    /// A project in which these generated files have just been written.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let project = Self::new();
        project.write(&outputs(files));
        project
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn plant(&self, path: &str, text: impl AsRef<[u8]>) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.path(path)).is_ok()
    }

    /// Makes a file look old, so that any later write shows in its time.
    pub fn age(&self, path: &str) -> SystemTime {
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        fs::File::options()
            .append(true)
            .open(self.path(path))
            .unwrap()
            .set_modified(old)
            .unwrap();
        old
    }

    pub fn modified(&self, path: &str) -> SystemTime {
        fs::metadata(self.path(path)).unwrap().modified().unwrap()
    }

    /// Every file with its content and every folder, in order.
    pub fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path("")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
                let is_folder = entry.file_type().unwrap().is_dir();
                let text = if is_folder {
                    Vec::new()
                } else {
                    fs::read(entry.path()).unwrap_or_default()
                };
                found.push((entry.path(), text));
                folders.extend(is_folder.then(|| entry.path()));
            }
        }
        found.sort();
        found
    }

    pub fn write(&self, outputs: &OutputSet) -> Report {
        self.write_with(outputs, &OPTIONS)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn write_with(&self, outputs: &OutputSet, options: &Options) -> Result<Report, SyncError> {
        let lock = Lock::take(self.0.path(), |_| panic!("nobody else writes here"))?;
        sync(self.0.path(), outputs, options, Mode::Write(&lock))
    }

    /// Compares without writing.
    pub fn compare(&self, outputs: &OutputSet, mode: Mode<'_>) -> Result<Report, SyncError> {
        sync(self.0.path(), outputs, &OPTIONS, mode)
    }

    /// Checks first, requires that this changed nothing, then writes, and requires the same report.
    pub fn check_then_write(&self, outputs: &OutputSet) -> Report {
        let before = self.snapshot();
        let checked = self
            .compare(outputs, Mode::Check)
            .unwrap_or_else(|error| panic!("{error}"));
        let tried = self
            .compare(outputs, Mode::DryRun)
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(self.snapshot(), before, "checking writes nothing");
        let written = self.write(outputs);
        assert_eq!((&checked, &tried), (&written, &written), "every mode reports the same");
        written
    }

    /// Requires an error, a snapshot that did not change, and returns what is said.
    pub fn refuses(&self, outputs: &OutputSet) -> (SyncError, String) {
        let before = self.snapshot();
        let error = self
            .write_with(outputs, &OPTIONS)
            .expect_err("the outputs cannot be written");
        assert_eq!(self.snapshot(), before, "a refused run changes nothing");
        assert!(error.help().starts_with("nothing was changed"), "{}", error.help());
        let said = error.to_string();
        (error, said)
    }
}

/// Generated files with the header of their language left out.
pub fn outputs(files: &[(&str, &str)]) -> OutputSet {
    let mut outputs = OutputSet::default();
    for (path, text) in files {
        outputs
            .insert_marked(path, text, Kind::Generated)
            .unwrap_or_else(|error| panic!("{error}"));
    }
    outputs
}

/// A text that says whose it is.
pub fn ours(text: &str) -> String {
    format!("// {HEADER}\n{text}\n")
}

pub fn state(report: &Report, path: &str) -> Option<State> {
    report
        .entries
        .iter()
        .find(|entry| entry.path == path)
        .map(|entry| entry.state)
}
