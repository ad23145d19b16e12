//! In which members records differ, for people. In: the records before and after. Out: each member that came, went, is called
//! otherwise or means something else. What becomes of stored documents is decided elsewhere.

use std::collections::BTreeSet;

use driftless_catalog::{Document, Kind, Meaning, Member, Origin};
use serde_json::json;

use super::record::{is_gone, source};
use crate::change::Verb;
use crate::facts::Fact;

/// A member that differs.
pub(crate) struct MemberChange {
    /// What becomes of it.
    pub(crate) verb: Verb,
    /// Its record and its key, as they are afterwards.
    pub(crate) name: String,
    /// What there is to say about it before.
    pub(crate) before: Vec<Fact>,
    /// The same afterwards.
    pub(crate) after: Vec<Fact>,
    /// Where it is declared, or was.
    pub(crate) origin: Origin,
}

/// Members that differ, of records that are there before and after.
pub(crate) fn member_changes(before: &[Document], after: &[Document]) -> Vec<MemberChange> {
    let named = |name: &str| before.iter().find(|old| old.name == name);
    let is_there = |name: &str| after.iter().any(|new| new.name == name);
    let former = |new: &Document| named(new.formerly.as_deref().filter(|name| !is_there(name))?);
    let pairs = after
        .iter()
        .filter_map(|new| Some((named(&new.name).or_else(|| former(new))?, new)));
    pairs.flat_map(|(old, new)| of_record(old, new)).collect()
}

fn of_record(before: &Document, after: &Document) -> Vec<MemberChange> {
    let there = after.members.iter();
    let there = there.filter_map(|new| of_member(&after.name, source(before, after, new), Some(new)));
    let gone = before.members.iter().filter(|old| is_gone(before, after, old));
    there
        .chain(gone.filter_map(|old| of_member(&after.name, Some(old), None)))
        .collect()
}

fn of_member(record: &str, before: Option<&Member>, after: Option<&Member>) -> Option<MemberChange> {
    let verb = match (before, after) {
        (None, _) => Verb::Create,
        (_, None) => Verb::Drop,
        (Some(before), Some(after)) if before.name != after.name => Verb::Rename,
        _ => Verb::Alter,
    };
    let told = |member: Option<&Member>| member.map(facts).unwrap_or_default();
    let (told_before, told_after) = (told(before), told(after));
    let member = after.or(before)?;
    (told_before != told_after).then(|| MemberChange {
        verb,
        name: format!("{record}.{}", member.name),
        origin: member.origin.clone(),
        before: told_before,
        after: told_after,
    })
}

fn facts(member: &Member) -> Vec<Fact> {
    // Their order means nothing.
    let variants: BTreeSet<&str> = member.variants.iter().map(String::as_str).collect();
    let variants = (!variants.is_empty()).then(|| Vec::from_iter(variants).join(", "));
    let required = member.required.then(|| "yes".to_owned());
    let facts = [
        ("key", Some(member.name.clone())),
        ("type", Some(type_of(&member.meaning))),
        ("required", required),
        ("default", member.default.clone()),
        ("variants", variants),
    ];
    facts
        .into_iter()
        .filter_map(|(what, value)| Some((what, value?)))
        .collect()
}

/// As the schema says it, without what narrows it.
fn type_of(meaning: &Meaning) -> String {
    let kind = match &meaning.kind {
        Kind::Integer(bits) => match bits {
            16 => "smallint".to_owned(),
            32 => "int".to_owned(),
            _ => "bigint".to_owned(),
        },
        Kind::Numeric { precision, scale } => format!("numeric({precision},{scale})"),
        Kind::Vector(length) => format!("vector({length})"),
        Kind::Enum(words) => {
            let words: BTreeSet<&str> = words.iter().map(|word| word.word.as_str()).collect();
            format!("one of {}", Vec::from_iter(words).join(", "))
        }
        Kind::Record(name) => name.clone(),
        simple => json!(simple).as_str().unwrap_or_default().to_owned(),
    };
    if meaning.array { format!("{kind}[]") } else { kind }
}
