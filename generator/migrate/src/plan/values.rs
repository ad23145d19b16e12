//! What becomes of the values of a column that stays. In: the column as it was and as it shall be, with the records in
//! its documents. Out: an expression over the old row, and the way back where there is one.

use std::collections::BTreeMap;

use driftless_catalog::sql::identifier;
use driftless_catalog::{Catalog, Column, Document, Kind, Meaning, Member, Unseen, Word};

use crate::convert::{Conversion, convert};
use crate::documents::document_change;

/// New values for a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The new value, over the old column.
    pub(crate) value: String,
    /// Whether doing it twice is the same as doing it once.
    pub(crate) repeatable: bool,
}

impl Moved {
    /// The new values of a column; `None` where every value stays as it lies there.
    pub(crate) fn of(from: (&Catalog, &Column), to: (&Catalog, &Column)) -> Option<Self> {
        let dialect = to.0.dialect;
        // The old values lie under the new name already, or are looked for there by the caller.
        let converted = match convert(dialect, from.1, to.1) {
            Conversion::Converted(converted) => converted.expr,
            Conversion::Same | Conversion::Impossible => None,
        };
        if let Some(value) = converted {
            return Some(Self {
                value,
                repeatable: is_repeatable(to.1),
            });
        }
        let (before, after) = (from.1.meaning.0.as_ref()?, to.1.meaning.0.as_ref()?);
        let change = document_change(to.0.wire.0, (&from.0.documents.0, before), (&to.0.documents.0, after));
        let value = change.rewrite?.sql(dialect, &identifier(&from.1.name));
        Some(Self {
            value,
            repeatable: false,
        })
    }

    /// The way back.
    pub(crate) fn back(&self, from: (&Catalog, &Column), to: (&Catalog, &Column)) -> Option<Self> {
        let (old, new) = reversed(to.1, from.1);
        let documents = reversed_documents((&from.0.documents.0, from.1), (&to.0.documents.0, to.1));
        let target = Catalog {
            documents: Unseen(documents),
            wire: from.0.wire,
            ..Catalog::empty(from.0.dialect)
        };
        let mut source = Catalog::empty(from.0.dialect);
        source.documents = to.0.documents.clone();
        Self::of((&source, &old), (&target, &new))
    }
}

/// Words are only renamed where the old one is a word no longer.
fn is_repeatable(after: &Column) -> bool {
    matches!(
        &after.meaning.0,
        Some(Meaning {
            kind: Kind::Enum(_),
            ..
        })
    )
}

/// A column that goes back to what it was: the words it was renamed from are the new ones. First the column that is
/// left, then the one that is reached, which lies under the name of the first.
pub(crate) fn reversed(left: &Column, reached: &Column) -> (Column, Column) {
    let mut goal = reached.clone();
    goal.name.clone_from(&left.name);
    if let (
        Some(Meaning {
            kind: Kind::Enum(new), ..
        }),
        Some(Meaning {
            kind: Kind::Enum(old), ..
        }),
    ) = (&left.meaning.0, &mut goal.meaning.0)
    {
        reverse_words(new, old);
    }
    let mut source = left.clone();
    if let Some(meaning) = &mut source.meaning.0 {
        // What never changes from then on was turned before that, and turns back after it.
        meaning.frozen = false;
        if let Kind::Enum(words) = &mut meaning.kind {
            words.iter_mut().for_each(|word| word.formerly = None);
        }
    }
    (source, goal)
}

fn reverse_words(new: &[Word], old: &mut [Word]) {
    for word in old {
        let later = new.iter().find(|later| later.formerly.as_ref() == Some(&word.word));
        word.formerly = later.map(|later| later.word.clone());
    }
}

/// Records that go back to what they were. Members that the way forth did not put there stay: they may have come long
/// before, since an optional one needs no migration, and whoever reads documents passes over what he does not know.
pub(crate) fn reversed_documents(
    (old, before): (&[Document], &Column),
    (new, after): (&[Document], &Column),
) -> Vec<Document> {
    let mut followed = BTreeMap::new();
    if let (Some(before), Some(after)) = (&before.meaning.0, &after.meaning.0) {
        follow(&mut followed, (old, &before.kind), (new, &after.kind));
    }
    let reversed = old.iter().map(|document| {
        let name = followed.get(document.name.as_str()).copied();
        let later = new.iter().find(|later| match name {
            Some(name) => later.name == name,
            None => later.name == document.name || later.formerly.as_ref() == Some(&document.name),
        });
        let members = later.map_or(&[][..], |later| &later.members);
        let came = members
            .iter()
            .filter(|member| !is_filled(member) && !was_there(document, member));
        Document {
            name: document.name.clone(),
            formerly: later
                .map(|later| later.name.clone())
                .filter(|name| *name != document.name),
            members: document
                .members
                .iter()
                .map(|member| reversed_member(member, members))
                .chain(came.map(passed_over))
                .collect(),
        }
    });
    reversed.collect()
}

/// Which record became which, as a column and its members hold them: a name that was forgotten says nothing of it.
fn follow<'d>(
    followed: &mut BTreeMap<&'d str, &'d str>,
    (old, before): (&'d [Document], &'d Kind),
    (new, after): (&'d [Document], &'d Kind),
) {
    let (Kind::Record(before), Kind::Record(after)) = (before, after) else {
        return;
    };
    if followed.insert(before, after).is_some() {
        return;
    }
    let named = |documents: &'d [Document], name: &str| documents.iter().find(|document| document.name == *name);
    let (Some(earlier), Some(later)) = (named(old, before), named(new, after)) else {
        return;
    };
    for member in &later.members {
        let same = |name: &String| earlier.members.iter().find(|old| old.name == *name);
        if let Some(was) = same(&member.name).or_else(|| same(member.formerly.as_ref()?)) {
            follow(followed, (old, &was.meaning.kind), (new, &member.meaning.kind));
        }
    }
}

/// Whether documents that lack a new member are given it.
fn is_filled(member: &Member) -> bool {
    member.required && member.default.is_some()
}

fn was_there(before: &Document, member: &Member) -> bool {
    let names = [Some(&member.name), member.formerly.as_ref()];
    before.members.iter().any(|old| names.contains(&Some(&old.name)))
}

/// A member that nobody asks for and nobody takes away.
fn passed_over(member: &Member) -> Member {
    let mut back = member.clone();
    (back.formerly, back.required) = (None, false);
    back.variants.clear();
    if let Kind::Enum(words) = &mut back.meaning.kind {
        words.iter_mut().for_each(|word| word.formerly = None);
    }
    back
}

fn reversed_member(member: &Member, new: &[Member]) -> Member {
    let later = new.iter().find(|later| later.formerly.as_ref() == Some(&member.name));
    let mut back = member.clone();
    back.formerly = later.map(|later| later.name.clone());
    let same = later.or_else(|| new.iter().find(|later| later.name == member.name));
    if let (
        Some(Member {
            meaning: Meaning {
                kind: Kind::Enum(new), ..
            },
            ..
        }),
        Kind::Enum(old),
    ) = (same, &mut back.meaning.kind)
    {
        // No check keeps words out of documents, so these may have come long before, too.
        let came = |word: &&Word| {
            ![Some(&word.word), word.formerly.as_ref()]
                .iter()
                .flatten()
                .any(|name| has(old, name))
        };
        let came: Vec<Word> = new.iter().filter(came).cloned().collect();
        reverse_words(new, old);
        old.extend(came.into_iter().map(|word| Word { formerly: None, ..word }));
    }
    back
}

fn has(words: &[Word], text: &str) -> bool {
    words.iter().any(|word| word.word == text)
}
