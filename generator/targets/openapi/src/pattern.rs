//! Regular expressions that every reader of JSON Schema takes alike: forms that JSON Schema has no format for, and the
//! author's own, spelled so that ECMA-262 with the flag `u` reads them too.

pub(crate) use driftless_shape::pattern::portable;

/// Text without the character that no database keeps.
pub(crate) const PLAIN: &str = r"^[^\x00]*$";
/// A duration: JSON Schema's own `duration` has no fractions.
pub(crate) const DURATION: &str = r"^-?PT(0|[1-9][0-9]*)(\.[0-9]{1,6})?S$";
/// A time of day: JSON Schema's own `time` has a zone.
pub(crate) const TIME: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$";
/// A date and time without zone, for which JSON Schema has nothing.
pub(crate) const LOCAL: &str =
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$";
/// 32 bytes in lower-case hexadecimal.
pub(crate) const SHA256: &str = "^[0-9a-f]{64}$";
/// Bytes in base64 with padding; the bits that padding leaves over are zero, so that bytes have one form.
pub(crate) const BASE64: &str = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$";
/// An e-mail address. Formats of this kind are often not checked, and where they are, each checker has its own idea.
pub(crate) const EMAIL: &str = r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$";
/// A URL: a scheme, a colon, no blanks.
pub(crate) const URL: &str = r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00]+$";
/// A semantic version.
pub(crate) const SEMVER: &str = concat!(
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)",
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
);

/// Whether a pattern might let the character NUL through: only what names characters by what they are not does.
pub(crate) fn may_match_nul(pattern: &str) -> bool {
    let pattern = pattern.replace(r"\.", "");
    pattern.contains('.') || pattern.contains("[^")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_one_form() {
        let base64 = regex::Regex::new(BASE64).unwrap();
        for text in ["", "aA==", "aGVs", "aGU=", "+/+/"] {
            assert!(base64.is_match(text), "{text}");
        }
        for text in ["a", "aA", "aA=", "aR==", "aGV=", "a===", "aGVs=", "aGV-", "aGVs\n"] {
            assert!(!base64.is_match(text), "{text}");
        }
    }

    #[test]
    fn only_what_excludes_characters_may_let_nul_through() {
        assert!(may_match_nul("^.*$"));
        assert!(may_match_nul("^[^ ]+$"));
        assert!(!may_match_nul(r"^[a-z]\.[a-z]$"));
    }
}
