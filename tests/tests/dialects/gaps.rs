//! What the lint says that a dialect cannot enforce, held against what was seen. In: notes of the compiler, statements that
//! were taken although a rule forbids them. Out: every difference between both lists.

use std::collections::BTreeSet;

use driftless_catalog::Dialect;

use crate::rules::Broken;

/// A dialect, a rule, and whose rule it is.
pub(crate) type Gap = (Dialect, String, String);

/// The gaps that notes list: `SQLite cannot enforce the pattern of `type slug``.
pub(crate) fn listed<'n>(dialect: Dialect, notes: impl Iterator<Item = &'n str>) -> BTreeSet<Gap> {
    let gap = |note: &str| {
        let rest = note.strip_prefix(dialect.title())?.strip_prefix(" cannot enforce ")?;
        let (rule, object) = rest.strip_suffix('`')?.rsplit_once(" of `")?;
        Some((dialect, rule.to_owned(), object.to_owned()))
    };
    notes.filter_map(gap).collect()
}

/// The listed gap that a broken rule shows; what it would be called where none is listed.
pub(crate) fn shown(listed: &BTreeSet<Gap>, dialect: Dialect, broken: &Broken) -> Result<Gap, Gap> {
    let rule = broken.aspect.phrase(broken.element, dialect).to_owned();
    let candidates = broken
        .objects
        .iter()
        .map(|object| (dialect, rule.clone(), object.clone()));
    let mut candidates: Vec<_> = candidates.collect();
    match candidates.iter().position(|gap| listed.contains(gap)) {
        Some(at) => Ok(candidates.swap_remove(at)),
        None => Err(candidates.swap_remove(0)),
    }
}
