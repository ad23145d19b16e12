//! Records before and after, member by member. Out: how an object becomes another, and every finding on the way. A
//! record that is the same all the way down is left alone, however often it contains itself.

use std::collections::BTreeSet;

use driftless_catalog::{Document, Kind, Meaning, Member};

use super::value::{Carried, Fit, Form, scalar};
use super::{DocumentCode, DocumentLoss, Wire};

/// How many lists of records lie in each other at most: SQLite 3.40 parses no expression that goes deeper.
const MOST_LISTS: usize = 4;

/// How an object becomes another. Members that are not named stay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Object {
    /// Keys that go.
    pub(super) removed: Vec<String>,
    /// Members that come or change.
    pub(super) members: Vec<Moved>,
    /// What tells variants apart.
    pub(super) tag: Option<Tag>,
}

/// A member that comes or changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    /// The key it was under.
    pub(super) from: Option<String>,
    /// The key it is under.
    pub(super) to: String,
    /// How its value is carried over.
    pub(super) value: Carried,
    /// The value where there is none, or null, as JSON.
    pub(super) fill: Option<String>,
    /// The variants that carry it; empty where all do. Others have no such member.
    pub(super) variants: Vec<String>,
}

/// The member that names the variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its old key.
    pub(super) from: String,
    /// What its words become.
    pub(super) value: Carried,
}

/// Something that somebody may have to know.
pub(super) struct Finding {
    pub(super) loss: DocumentLoss,
    pub(super) lossy: bool,
    pub(super) refused: bool,
}

/// The records of both sides.
pub(super) struct Records<'d> {
    wire: Wire,
    before: &'d [Document],
    after: &'d [Document],
    within: Vec<(String, String)>,
    lists: usize,
    pub(super) findings: Vec<Finding>,
}

impl<'d> Records<'d> {
    pub(super) fn new(wire: Wire, before: &'d [Document], after: &'d [Document]) -> Self {
        Self {
            wire,
            before,
            after,
            within: Vec::new(),
            lists: 0,
            findings: Vec::new(),
        }
    }

    /// How the documents of a column are carried over; `None` where it does not hold any on both sides.
    pub(super) fn column(&mut self, before: &Meaning, after: &Meaning) -> Option<Carried> {
        let records = matches!((&before.kind, &after.kind), (Kind::Record(_), Kind::Record(_)));
        if records && before.array == after.array {
            self.value(before, after)
        } else {
            None
        }
    }

    fn value(&mut self, before: &Meaning, after: &Meaning) -> Option<Carried> {
        if after.kind == Kind::Json && !after.array {
            return Some(Carried::KEPT);
        }
        if before.array != after.array {
            return None;
        }
        let single = match (&before.kind, &after.kind) {
            (Kind::Record(old), Kind::Record(new)) => {
                self.lists += usize::from(before.array);
                let single = self.record(old, new);
                self.lists -= usize::from(before.array);
                single
            }
            (old, new) => scalar(self.wire, old, new)?,
        };
        if !before.array || single.is_kept() {
            return Some(single);
        }
        Some(Carried {
            form: Form::List(Box::new(single)),
            fit: None,
        })
    }

    fn record(&mut self, old: &str, new: &str) -> Carried {
        let pair = (old.to_owned(), new.to_owned());
        if !self.differs(old, new, &mut BTreeSet::new()) {
            return Carried::KEPT;
        }
        if self.within.contains(&pair) {
            let why = "it contains itself, and its documents would have to change at every depth";
            self.find(DocumentCode::Recursive, new.to_owned(), why, (true, true));
            return Carried::KEPT;
        }
        if self.lists > MOST_LISTS {
            let why = "it lies too deep in lists inside lists for one expression";
            self.find(DocumentCode::Deep, new.to_owned(), why, (true, true));
            return Carried::KEPT;
        }
        let (Some(before), Some(after)) = (document(self.before, old), document(self.after, new)) else {
            return Carried::KEPT;
        };
        self.within.push(pair);
        let object = self.object(before, after);
        self.within.pop();
        let unchanged = object.removed.is_empty() && object.members.is_empty();
        Carried {
            form: if unchanged {
                Form::Keep
            } else {
                Form::Record(Box::new(object))
            },
            fit: None,
        }
    }

    /// Whether documents of a record, or any that lie in them, may have to change.
    fn differs(&self, old: &str, new: &str, seen: &mut BTreeSet<(String, String)>) -> bool {
        if !seen.insert((old.to_owned(), new.to_owned())) {
            return false;
        }
        let (Some(before), Some(after)) = (document(self.before, old), document(self.after, new)) else {
            return false;
        };
        before.members.iter().any(|old| is_gone(before, after, old))
            || after.members.iter().any(|new| match source(before, after, new) {
                None => new.required,
                Some(old) => {
                    let (scoped, wider) = scopes(before, after, old, new);
                    let newly = new.required && (wider || !old.required);
                    old.name != new.name || scoped || newly || self.value_differs(&old.meaning, &new.meaning, seen)
                }
            })
    }

    fn value_differs(&self, before: &Meaning, after: &Meaning, seen: &mut BTreeSet<(String, String)>) -> bool {
        match (&before.kind, &after.kind) {
            (_, Kind::Json) if !after.array => false,
            _ if before.array != after.array => true,
            (Kind::Record(old), Kind::Record(new)) => self.differs(old, new, seen),
            (old, new) => {
                let kept = scalar(self.wire, old, new).is_some_and(|value| value.is_kept());
                !kept || is_inexact(old, new)
            }
        }
    }

    fn object(&mut self, before: &'d Document, after: &'d Document) -> Object {
        let mut object = Object::default();
        for old in &before.members {
            if is_gone(before, after, old) {
                self.find(
                    DocumentCode::Drop,
                    path(after, old),
                    "its values are removed",
                    (true, false),
                );
                object.removed.push(old.name.clone());
            }
        }
        object.tag = self.tag(before, after);
        for new in &after.members {
            let old = source(before, after, new);
            object.members.extend(match old {
                Some(old) => self.moved(before, after, old, new),
                None => self.added(after, new),
            });
            let renamed = old.filter(|old| old.name != new.name);
            object.removed.extend(renamed.map(|old| old.name.clone()));
        }
        object
    }

    fn added(&mut self, after: &Document, new: &Member) -> Option<Moved> {
        if !new.required {
            return None;
        }
        let why = "documents that are there do not have it";
        self.find(
            DocumentCode::Require,
            path(after, new),
            why,
            (new.default.is_none(), false),
        );
        new.default.as_ref()?;
        Some(Moved {
            from: None,
            to: new.name.clone(),
            value: Carried::KEPT,
            fill: new.default.clone(),
            variants: new.variants.clone(),
        })
    }

    fn moved(&mut self, before: &Document, after: &Document, old: &Member, new: &Member) -> Option<Moved> {
        if old.name != new.name {
            let why = format!("documents call it `{}`, and whoever reads them must follow", old.name);
            self.find(DocumentCode::Rename, path(after, new), &why, (true, false));
        }
        let carried = self.value(&old.meaning, &new.meaning);
        let value = self.judged(&path(after, new), old, new, carried);
        let (scoped, wider) = scopes(before, after, old, new);
        if scoped {
            let why = "variants that carry it no longer lose its values";
            self.find(DocumentCode::Drop, path(after, new), why, (true, false));
        }
        let may_lack = !old.required || wider || scoped || value.as_ref().is_none_or(|value| value.fit.is_some());
        let newly = new.required && may_lack;
        if newly {
            let why = "documents may lack it";
            self.find(
                DocumentCode::Require,
                path(after, new),
                why,
                (new.default.is_none(), false),
            );
        }
        let fill = new.default.clone().filter(|_| newly);
        let by_variant = scoped || wider || fill.is_some();
        let same_place = old.name == new.name && !scoped && fill.is_none();
        if same_place && value.as_ref().is_some_and(Carried::is_kept) {
            return None;
        }
        Some(Moved {
            from: value.is_some().then(|| old.name.clone()),
            to: new.name.clone(),
            value: value.unwrap_or(Carried::KEPT),
            fill,
            variants: if by_variant { new.variants.clone() } else { Vec::new() },
        })
    }

    /// Reports what happens to a member's values.
    fn judged(&mut self, path: &str, old: &Member, new: &Member, carried: Option<Carried>) -> Option<Carried> {
        let found = match &carried {
            None => Some((
                DocumentCode::Convert,
                "its values have no place in the new type and are removed",
                true,
            )),
            Some(carried) if loses(carried) => {
                Some((DocumentCode::Convert, "values that do not fit are removed", true))
            }
            Some(_) if is_inexact(&old.meaning.kind, &new.meaning.kind) => {
                Some((DocumentCode::Convert, "a float keeps 15 digits", true))
            }
            Some(carried) => match carried.form {
                Form::Words(_) => Some((DocumentCode::Rename, "some of its words are called otherwise", false)),
                Form::Spelled(_) | Form::Extended(_) | Form::Number => {
                    Some((DocumentCode::Convert, "its values are spelled otherwise", false))
                }
                _ => None,
            },
        };
        if let Some((code, why, lossy)) = found {
            self.find(code, path.to_owned(), why, (lossy, false));
        }
        carried
    }

    /// The common member whose words are the variants.
    fn tag(&mut self, before: &'d Document, after: &'d Document) -> Option<Tag> {
        let named = after.members.iter().flat_map(|member| &member.variants);
        let named: BTreeSet<_> = named.collect();
        let is_tag = |member: &&Member| match &member.meaning.kind {
            Kind::Enum(words) => {
                member.required
                    && member.variants.is_empty()
                    && !member.meaning.array
                    && named.iter().all(|name| words.iter().any(|word| word.word == **name))
            }
            _ => false,
        };
        let new = after.members.iter().find(is_tag).filter(|_| !named.is_empty())?;
        let old = source(before, after, new)?;
        let value = scalar(self.wire, &old.meaning.kind, &new.meaning.kind)?;
        Some(Tag {
            from: old.name.clone(),
            value,
        })
    }

    fn find(&mut self, code: DocumentCode, path: String, why: &str, (lossy, refused): (bool, bool)) {
        let why = why.to_owned();
        self.findings.push(Finding {
            loss: DocumentLoss { code, path, why },
            lossy,
            refused,
        });
    }
}

fn document<'d>(documents: &'d [Document], name: &str) -> Option<&'d Document> {
    documents.iter().find(|document| document.name == name)
}

fn path(document: &Document, member: &Member) -> String {
    format!("{}.{}", document.name, member.name)
}

/// What a member was before: the one of its name, or the one it is renamed from if that is gone.
pub(super) fn source<'d>(before: &'d Document, after: &Document, new: &Member) -> Option<&'d Member> {
    let named = |name: &str| before.members.iter().find(|old| old.name == name);
    let is_there = |name: &str| after.members.iter().any(|member| member.name == name);
    named(&new.name).or_else(|| named(new.formerly.as_deref().filter(|name| !is_there(name))?))
}

/// Whether no member comes from this one.
pub(super) fn is_gone(before: &Document, after: &Document, old: &Member) -> bool {
    let mut sources = after.members.iter().filter_map(|new| source(before, after, new));
    !sources.any(|source| source.name == old.name)
}

/// Whether some variants carry a member no longer, and whether some do only now.
fn scopes(before: &Document, after: &Document, old: &Member, new: &Member) -> (bool, bool) {
    let variants = |document: &Document, member: &Member| -> Option<BTreeSet<String>> {
        let all = document.members.iter().flat_map(|member| &member.variants);
        let all: BTreeSet<_> = all.cloned().collect();
        let own = member.variants.iter().cloned().collect();
        (!all.is_empty() && !member.variants.is_empty()).then_some(own)
    };
    match (variants(before, old), variants(after, new)) {
        (_, None) => (false, !old.variants.is_empty()),
        (None, Some(_)) => (true, false),
        (Some(old), Some(new)) => {
            let old: BTreeSet<_> = old.iter().map(|word| renamed_word(after, word)).collect();
            (!old.is_subset(&new), !new.is_subset(&old))
        }
    }
}

/// What an enum of a record calls a word now.
fn renamed_word(after: &Document, word: &str) -> String {
    let words = after.members.iter().filter_map(|member| match &member.meaning.kind {
        Kind::Enum(words) => Some(words),
        _ => None,
    });
    let all: Vec<_> = words.flatten().collect();
    let still = all.iter().any(|new| new.word == word);
    let renamed = all
        .iter()
        .find(|new| new.formerly.as_deref() == Some(word))
        .filter(|_| !still);
    renamed.map_or(word, |new| &new.word).to_owned()
}

/// Whether some values, or elements, are left out.
fn loses(carried: &Carried) -> bool {
    carried.fit.is_some() || matches!(&carried.form, Form::List(each) if each.fit.is_some())
}

fn is_inexact(before: &Kind, after: &Kind) -> bool {
    let long = match before {
        Kind::Integer(bits) => *bits > 32,
        Kind::Numeric { precision, .. } => *precision > 15,
        _ => false,
    };
    long && *after == Kind::Float
}

impl Fit {
    /// The bounds of an integer.
    pub(super) fn bounds(bits: u32) -> (i64, i64) {
        match bits {
            16 => (i64::from(i16::MIN), i64::from(i16::MAX)),
            _ => (i64::from(i32::MIN), i64::from(i32::MAX)),
        }
    }
}
