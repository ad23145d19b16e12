//! A folder to write a whole project into, where there may be none yet.

use std::io;
use std::path::Path;

/// Makes a folder and those above it.
///
/// # Errors
/// Something stands in its place, or it may not be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}
