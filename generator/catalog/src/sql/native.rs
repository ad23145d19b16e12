//! Objects of the author's own: their SQL passes through as it was written, between two comments that tell where it
//! begins and ends, so that reading the file again gives the same object.

use super::Statement;
use crate::Native;

/// What stands before the text of a native object, followed by its name.
pub const NATIVE_BEGIN: &str = "-- native ";
/// What stands behind it, followed by its name.
pub const NATIVE_END: &str = "-- end of native ";

/// Makes a native object.
pub fn native_up(native: &Native) -> Statement {
    Statement::of(&native.origin, &native.name, enclosed(&native.name, &native.up)).verbatim()
}

/// Removes a native object.
pub fn native_down(native: &Native) -> Statement {
    Statement::plain(enclosed(&native.name, &native.down)).verbatim()
}

fn enclosed(name: &str, text: &str) -> String {
    let text = text.trim();
    let end = if text.ends_with(';') { "" } else { ";" };
    format!("{NATIVE_BEGIN}{name}\n{text}{end}\n{NATIVE_END}{name}")
}

/// The native objects of a text by name, and the text with blanks in their place, so that offsets stay.
pub(crate) fn split_natives(text: &str) -> (Vec<(String, String)>, String) {
    let (mut natives, mut rest) = (Vec::new(), String::with_capacity(text.len()));
    let mut open: Option<(String, String)> = None;
    for line in text.split_inclusive('\n') {
        let begins = line.strip_prefix(NATIVE_BEGIN).filter(|_| open.is_none());
        let kept = open.is_none() && begins.is_none();
        match (&mut open, begins) {
            (None, Some(name)) => open = Some((name.trim_end().to_owned(), String::new())),
            (Some((name, body)), _) => {
                if line.strip_prefix(NATIVE_END).map(str::trim_end) == Some(name) {
                    natives.extend(open.take());
                } else {
                    body.push_str(line);
                }
            }
            (None, None) => {}
        }
        rest.push_str(&if kept { line.to_owned() } else { blanks(line) });
    }
    (natives, rest)
}

fn blanks(line: &str) -> String {
    line.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}
