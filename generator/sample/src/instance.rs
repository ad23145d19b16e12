//! Instances of a shape, all of it ordinary. In: a shape. Out: a JSON object; null stands where nobody knows an ordinary value.

use driftless_shape::{Body, Item, Member, Origin, Presence, Shape};
use serde_json::{Map, Value};

use crate::ordinary::{keys_of, ordinary};
use crate::subject::{Subject, words_of};

/// Numbers that look random and are not.
pub struct Chance(u64);

impl Chance {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// Below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }
}

/// Deeper shapes are as small as they can be.
const DEEPEST: usize = 3;

/// How much of an instance there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// What must be there.
    Least,
    /// Anything.
    Any,
    /// Every key, with null wherever it may be.
    Bare,
    /// Every key, and anything may be null that can be.
    Mixed,
    /// Every key with a value.
    Full,
}

impl Size {
    /// Whether a key that may be left out is.
    fn leaves_out(self, chance: &mut Chance, depth: usize) -> bool {
        match self {
            Self::Least => true,
            Self::Any => depth > DEEPEST || chance.below(3) == 0,
            Self::Bare | Self::Mixed | Self::Full => false,
        }
    }

    /// Whether what may be null is.
    fn is_null(self, chance: &mut Chance, depth: usize) -> bool {
        match self {
            Self::Least | Self::Bare => true,
            Self::Any | Self::Mixed => depth > DEEPEST || chance.below(4) == 0,
            // A record may hold another of its kind.
            Self::Full => depth > 1,
        }
    }

    /// How long a list is that has so many elements at least.
    fn length(self, chance: &mut Chance, least: usize, depth: usize) -> usize {
        match self {
            Self::Least | Self::Bare => least,
            _ if depth >= DEEPEST => least,
            Self::Any | Self::Mixed => least + chance.below(3),
            Self::Full => least.max(1),
        }
    }
}

/// An instance of a shape in one of its cases, all of it ordinary.
pub fn instance(
    subject: &Subject,
    shape: &Shape,
    word: Option<&str>,
    size: Size,
    chance: &mut Chance,
    depth: usize,
) -> Map<String, Value> {
    let mut object = Map::new();
    for member in members(shape, word) {
        let is_tag = matches!(&shape.body, Body::Tagged(tagged) if tagged.tag.field == member.field);
        let is_needed = member.presence == Presence::Required;
        if !is_needed && !is_tag && size.leaves_out(chance, depth) {
            continue;
        }
        let value = match word {
            Some(word) if is_tag => Value::from(word),
            _ if member.nullable && size.is_null(chance, depth) => Value::Null,
            _ => value(subject, shape, member, size, chance, depth),
        };
        object.insert(member.json.clone(), value);
    }
    let all = members(shape, word);
    if object.is_empty()
        && depth == 0
        && let Some(member) = chance.pick(&all)
    {
        // A patch has to change something.
        object.insert(member.json.clone(), value(subject, shape, member, size, chance, depth));
    }
    object
}

/// The members of a shape in one of its cases.
pub fn members<'a>(shape: &'a Shape, word: Option<&str>) -> Vec<&'a Member> {
    match &shape.body {
        Body::Struct(members) => members.iter().collect(),
        Body::Tagged(tagged) => {
            let case = tagged.cases.iter().find(|case| Some(case.value.as_str()) == word);
            tagged
                .leading()
                .into_iter()
                .chain(case.into_iter().flat_map(|case| &case.members))
                .collect()
        }
    }
}

/// A value of a member, or a list of them.
pub(crate) fn value(
    subject: &Subject,
    shape: &Shape,
    member: &Member,
    size: Size,
    chance: &mut Chance,
    depth: usize,
) -> Value {
    let known = member
        .column
        .map_or_else(Vec::new, |at| subject.referred(shape.origin, member.field, at));
    // The columns of one reference have to be those of one row.
    let is_alone = subject.field(shape.origin, member.field).columns().len() == 1;
    let known = if is_alone { chance.pick(&known) } else { known.first() };
    if let Some(&known) = known {
        return known.clone();
    }
    let Some(count) = member.ty.array else {
        return item(subject, shape, member, size, chance, depth);
    };
    let wanted = size.length(chance, count.min as usize, depth);
    let most = count.max.map_or(wanted, |max| wanted.min(max as usize));
    (0..most)
        .map(|_| item(subject, shape, member, size, chance, depth))
        .collect()
}

/// One value; null where nobody knows an ordinary one, which judges then refuse.
pub fn item(subject: &Subject, shape: &Shape, member: &Member, size: Size, chance: &mut Chance, depth: usize) -> Value {
    if let Some(inner) = subject.shape_of(&member.ty.item) {
        let words = words_of(inner);
        let word = chance.pick(&words).copied().flatten();
        return Value::Object(instance(subject, inner, word, size, chance, depth + 1));
    }
    let samples = ordinary_of(subject, shape, member);
    let sample = chance.pick(&samples);
    sample
        .and_then(|sample| serde_json::from_str(sample).ok())
        .unwrap_or_default()
}

/// Ordinary values of a member: what its type says. A row that is made has a key of its own.
fn ordinary_of(subject: &Subject, shape: &Shape, member: &Member) -> Vec<String> {
    let own = match (shape.origin, &member.ty.item) {
        (Origin::Entity(owner), Item::Id(entity)) => {
            (owner == *entity && subject.is_key(owner, member.field)).then_some(owner)
        }
        _ => None,
    };
    let Some(entity) = own else {
        return ordinary(subject, &member.ty);
    };
    let known: Vec<String> = subject.keys(entity).into_iter().map(Value::to_string).collect();
    let mut keys = keys_of(subject, entity);
    keys.retain(|key| !known.contains(&key.to_lowercase()));
    keys
}

/// Ordinary values of what is stored beside what a client sends.
pub fn beside(
    subject: &Subject,
    row: &Shape,
    word: Option<&str>,
    sent: &Shape,
    chance: &mut Chance,
) -> Map<String, Value> {
    let known: Vec<&str> = sent.body.members().iter().map(|member| member.json.as_str()).collect();
    let hidden = members(row, word)
        .into_iter()
        .filter(|member| !known.contains(&member.json.as_str()));
    hidden
        .map(|member| (member.json.clone(), value(subject, row, member, Size::Least, chance, 0)))
        .collect()
}
