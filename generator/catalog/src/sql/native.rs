//! Objects of the author's own: their SQL passes through as it was written, between two comments that tell where it
//! begins and ends, so that reading the file again gives the same object.

use super::Statement;
use crate::Native;
use crate::parse::Mistake;

/// Stands before what makes a native object, followed by its name.
const UP: &str = "-- native ";
/// Stands before what removes one.
const DOWN: &str = "-- removal of native ";
/// Stands behind either.
const END: &str = "-- end of native ";

/// The SQL of a native object as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NativeText {
    /// Its name in the schema.
    pub(crate) name: String,
    /// The author's SQL.
    pub(crate) body: String,
    /// Whether it removes the object.
    pub(crate) removal: bool,
    /// Where both comments and what is between them stand, in bytes.
    pub(crate) range: std::ops::Range<usize>,
}

/// Makes a native object.
pub fn native_up(native: &Native) -> Statement {
    Statement::of(&native.origin, &native.name, enclosed(UP, &native.name, &native.up)).verbatim()
}

/// Removes a native object.
pub fn native_down(native: &Native) -> Statement {
    Statement::plain(enclosed(DOWN, &native.name, &native.down)).verbatim()
}

fn enclosed(begin: &str, name: &str, text: &str) -> String {
    format!("{begin}{name}\n{text}\n{END}{name}")
}

/// The native objects of a text, and the text with blanks in their place, so that offsets stay.
pub(crate) fn split_natives(text: &str) -> Result<(Vec<NativeText>, String), Mistake> {
    let (mut natives, mut rest) = (Vec::new(), String::with_capacity(text.len()));
    let (mut open, mut at): (Option<NativeText>, usize) = (None, 0);
    for line in text.split_inclusive('\n') {
        let begins = if open.is_none() { beginning(line, at) } else { None };
        at += line.len();
        let kept = open.is_none() && begins.is_none();
        if let Some(native) = &mut open {
            native.range.end = at - (line.len() - line.trim_end().len());
            if line.strip_prefix(END).map(str::trim_end) == Some(&native.name) {
                natives.extend(open.take());
            } else {
                native.body.push_str(line);
            }
        } else {
            open = begins;
        }
        rest.push_str(&if kept { line.to_owned() } else { blanks(line) });
    }
    if let Some(native) = open {
        let message = format!(
            "the native object `{}` has no end: write `{END}{}` behind it",
            native.name, native.name
        );
        return Err(Mistake {
            offset: native.range.start,
            message,
        });
    }
    for native in &mut natives {
        native.body.truncate(native.body.trim_end().len());
    }
    Ok((natives, rest))
}

fn beginning(line: &str, at: usize) -> Option<NativeText> {
    let up = line.strip_prefix(UP).map(|name| (name, false));
    let (name, removal) = up.or_else(|| line.strip_prefix(DOWN).map(|name| (name, true)))?;
    Some(NativeText {
        name: name.trim_end().to_owned(),
        body: String::new(),
        removal,
        range: at..at + line.len(),
    })
}

fn blanks(line: &str) -> String {
    line.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}
