//! What is worth keeping of a run and can be made again: files in the cache of the user. In: a name, bytes. Out: the bytes
//! that were kept last. It never lies in a project, where a change that somebody proposes could bring one along, and
//! what cannot be kept is no error.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files that are kept; the one that was written the longest time ago goes first.
const KEPT: usize = 100;

/// What was kept under a name.
pub fn recall(name: &str) -> Option<Vec<u8>> {
    fs::read(folder()?.join(name)).ok()
}

/// Keeps bytes under a name, in one step: whoever reads sees what was there before, or this. Nothing where that fails.
pub fn keep(name: &str, bytes: &[u8]) -> Option<()> {
    let folder = folder()?;
    fs::create_dir_all(&folder).ok()?;
    let mut file = tempfile::NamedTempFile::new_in(&folder).ok()?;
    file.write_all(bytes).ok()?;
    file.persist(folder.join(name)).ok()?;
    forget(&folder)
}

/// Removes what was not written for the longest time.
fn forget(folder: &Path) -> Option<()> {
    let files = fs::read_dir(folder).ok()?.flatten();
    let mut kept: Vec<_> = files
        .filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())))
        .collect();
    kept.sort();
    let surplus = kept.len().saturating_sub(KEPT);
    kept.iter()
        .take(surplus)
        .for_each(|(_, path)| drop(fs::remove_file(path)));
    Some(())
}

fn folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("driftless"))
}
