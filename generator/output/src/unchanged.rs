//! Whether the files of a project are still those that a run left. In: the digest of its manifest, which has those of the
//! others. Out: yes or no. It reads and never writes, and looks at files as comparing with outputs does.

use crate::manifest::Manifest;
use crate::project::{Found, Project};
use crate::text::digest;
use std::path::Path;
use std::thread;

/// Whether the manifest at `manifest` has this digest, and every file that it lists the one that it lists. What cannot be
/// read is not as it was.
pub fn are_unchanged(root: &Path, manifest: &str, expected: &str) -> bool {
    listed(root, manifest, expected).is_some_and(|files| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let share = files.len().div_ceil(threads).max(1);
        thread::scope(|scope| {
            let parts: Vec<_> = files
                .chunks(share)
                .map(|part| scope.spawn(move || agree(root, part)))
                .collect();
            parts.into_iter().all(|part| part.join().unwrap_or(false))
        })
    })
}

/// Paths and digests of what a manifest lists, if it is the expected one.
fn listed(root: &Path, manifest: &str, expected: &str) -> Option<Vec<(String, String)>> {
    let Found::File(bytes) = Project::open(root).ok()?.look(manifest).ok()? else {
        return None;
    };
    let list = (digest(&bytes) == expected).then(|| Manifest::parse(manifest, &bytes).ok())??;
    Some(list.files.into_iter().collect())
}

fn agree(root: &Path, files: &[(String, String)]) -> bool {
    let Ok(mut project) = Project::open(root) else {
        return false;
    };
    files
        .iter()
        .all(|(path, expected)| matches!(project.look(path), Ok(Found::File(bytes)) if digest(&bytes) == *expected))
}
