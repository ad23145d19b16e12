//! Objects of the author's own: their SQL passes through as it was written, between two comments that tell where it
//! begins and ends, so that reading the file again gives the same object.

use super::Statement;
use crate::Native;

/// What stands before the text of a native object, followed by its kind and name.
pub const NATIVE_BEGIN: &str = "-- native ";
/// What stands behind it.
pub const NATIVE_END: &str = "-- end of native ";

/// Makes a native object.
pub fn native_up(native: &Native) -> Statement {
    let text = format!(
        "{NATIVE_BEGIN}{0}\n{1}\n{NATIVE_END}{0}",
        native.name,
        closed(&native.up)
    );
    Statement::of(&native.origin, &native.name, text).verbatim()
}

/// Removes a native object.
pub fn native_down(native: &Native) -> Statement {
    Statement::plain(closed(&native.down)).verbatim()
}

/// The text with a semicolon at its end.
fn closed(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(';') {
        text.to_owned()
    } else {
        format!("{text};")
    }
}
