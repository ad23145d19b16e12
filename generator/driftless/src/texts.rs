//! Texts as they lie on disk. In: paths. Out: texts, or why there are none. Reads no more than a schema may have, follows no
//! link out of a project, and never waits for what is no file.

use std::collections::BTreeMap;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

use driftless_syntax::LARGEST;

/// What cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The text of a schema.
pub(crate) struct SchemaText {
    /// Without a byte order mark; where it is no UTF-8, U+FFFD stands for that.
    pub(crate) text: String,
    /// Where it is no UTF-8.
    pub(crate) broken_at: Option<usize>,
}

/// Reads a file that somebody named, whatever and wherever it is.
pub(crate) fn read_schema(file: &Path) -> Result<SchemaText, Unreadable> {
    let bytes = read_bytes(file).map_err(|error| unreadable(&file.display().to_string(), &error))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let broken_at = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
    Ok(SchemaText {
        text: String::from_utf8_lossy(bytes).into_owned(),
        // What is too long was cut, perhaps within a character.
        broken_at: broken_at.filter(|_| bytes.len() <= LARGEST),
    })
}

/// Reads a file that a schema names: it has to be one of the project.
pub(crate) fn read_included(root: &Path, file: &Path) -> Result<SchemaText, Unreadable> {
    let name = file.strip_prefix(root).unwrap_or(file).display().to_string();
    let metadata = fs::metadata(file).map_err(|error| unreadable(&name, &error))?;
    if !metadata.is_file() {
        return Err(Unreadable {
            message: format!("`{name}` is no file"),
            help: "include files that have a text of their own".to_owned(),
        });
    }
    if is_outside(root, file) {
        return Err(leads_out(&name));
    }
    read_schema(file)
}

/// Whether a symbolic link on the way leads out of a folder.
pub(crate) fn is_outside(root: &Path, path: &Path) -> bool {
    let (root, path) = (root.canonicalize(), path.canonicalize());
    root.is_ok_and(|root| path.is_ok_and(|path| !path.starts_with(root)))
}

/// The texts of a folder of a project, by file name; empty where there is none.
pub(crate) fn read_folder_of(root: &Path, folder: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let place = root.join(folder);
    if is_outside(root, &place) {
        return Err(leads_out(folder));
    }
    read_texts(&place)
}

/// The texts of a folder, by file name; empty where there is none.
pub(crate) fn read_texts(folder: &Path) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut texts = BTreeMap::new();
    read_folder(folder, "", &mut texts)?;
    Ok(texts)
}

/// Reads regular files below a folder. Names that are not UTF-8 are nobody's templates or migrations.
fn read_folder(folder: &Path, prefix: &str, texts: &mut BTreeMap<String, String>) -> Result<(), Unreadable> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(&folder.display().to_string(), &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(&folder.display().to_string(), &error))?;
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(&entry.path().display().to_string(), &error))?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        if kind.is_dir() {
            read_folder(&entry.path(), &format!("{prefix}{name}/"), texts)?;
        } else if is_text(kind, &name, &entry.path())? {
            texts.insert(format!("{prefix}{name}"), read_text(&entry.path())?);
        }
    }
    Ok(())
}

/// Whether an entry of a folder has a text. A link would be left out without a word, or read from anywhere; those that begin
/// with a dot are the locks of editors.
fn is_text(kind: FileType, name: &str, path: &Path) -> Result<bool, Unreadable> {
    if kind.is_symlink() && !name.starts_with('.') {
        return Err(Unreadable {
            message: format!("{} is a symbolic link", path.display()),
            help: "put the file itself there".to_owned(),
        });
    }
    Ok(kind.is_file())
}

fn read_text(file: &Path) -> Result<String, Unreadable> {
    let shown = file.display();
    let bytes = fs::read(file).map_err(|error| unreadable(&shown.to_string(), &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Unreadable {
            message: format!("{shown} is not UTF-8 (line {line})"),
            help: "save it as UTF-8".to_owned(),
        }
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// One byte more than a schema may have, so that it is told that it has too many.
fn read_bytes(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says that a name leads elsewhere.
pub(crate) fn leads_out(name: &str) -> Unreadable {
    Unreadable {
        message: format!("`{name}` is a symbolic link that leads out of the project"),
        help: "put the file itself into the project".to_owned(),
    }
}

/// Says what the system says.
pub(crate) fn unreadable(what: &str, error: &io::Error) -> Unreadable {
    Unreadable {
        message: format!("{what} cannot be read: {error}"),
        help: "check that it exists and that you may read it".to_owned(),
    }
}
