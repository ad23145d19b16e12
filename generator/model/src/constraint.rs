//! Names of constraints, indexes and triggers: `<table>_<columns>_<kind>`. They are part of the contract: error
//! mapping reads them, so the same rule carries the same name on every database and never depends on other rules.

use sha2::{Digest, Sha256};

/// PostgreSQL keeps this many bytes of a name and drops the rest.
const LONGEST: usize = 63;
/// What remains of a longer one, before `_` and eight hexadecimal digits.
const HEAD: usize = 54;

/// The parts joined by `_`, shortened where PostgreSQL would cut: 54 bytes, `_`, eight hexadecimal digits of the
/// SHA-256 of the whole.
pub fn constraint_name(parts: &[&str]) -> String {
    let whole = parts.join("_");
    if whole.len() <= LONGEST {
        return whole;
    }
    let mut end = HEAD;
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    let digest = Sha256::digest(whole.as_bytes());
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}_{hash}", &whole[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_fit_stay_whole() {
        assert_eq!(
            constraint_name(&["books", "org_id", "title", "key"]),
            "books_org_id_title_key"
        );
        assert_eq!(constraint_name(&[&"b".repeat(58), "pkey"]).len(), 63);
    }

    #[test]
    fn longer_names_keep_their_head_and_tell_apart() {
        let (a, b) = (
            constraint_name(&[&"b".repeat(60), "key"]),
            constraint_name(&[&"b".repeat(60), "idx"]),
        );
        assert_eq!((a.len(), b.len()), (63, 63));
        assert_ne!(a, b);
        assert!(a.starts_with(&"b".repeat(54)));
        assert!(constraint_name(&[&"é".repeat(40)]).len() <= 63);
    }
}
