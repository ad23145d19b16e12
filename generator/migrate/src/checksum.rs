//! What counts as the same file, and its checksum. A checkout that turned line ends into CRLF or added a byte order
//! mark has not changed a migration.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

/// A text without byte order mark and with plain line feeds.
pub(crate) fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// SHA-256 of the normalised text, in hexadecimal.
pub(crate) fn checksum(text: &str) -> String {
    let digest = Sha256::digest(normalise(text).as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_marks_are_no_edits() {
        assert_eq!(checksum("a\nb\n"), checksum("\u{FEFF}a\r\nb\r\n"));
        assert_ne!(checksum("a\nb\n"), checksum("a\nb \n"));
    }
}
