//! Instances of a shape: ordinary ones, and what becomes of one when a single value in it changes. In: shapes. Out: JSON texts.

use std::collections::BTreeSet;

use driftless_shape::{Body, Item, Member, Origin, Presence, Role, Shape};
use serde_json::{Map, Value};

use crate::cases::{About, Case, Reading};
use crate::edges::edges;
use crate::ordinary::{keys_of, nonsense, ordinary};
use crate::sample::{Gap, Sample};
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

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
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
        if !is_needed && !is_tag && (size == Size::Least || depth > DEEPEST || chance.below(3) == 0) {
            continue;
        }
        let value = match word {
            Some(word) if is_tag => Value::from(word),
            _ if member.nullable && (size == Size::Least || depth > DEEPEST || chance.below(4) == 0) => Value::Null,
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
fn members<'a>(shape: &'a Shape, word: Option<&str>) -> Vec<&'a Member> {
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

fn value(subject: &Subject, shape: &Shape, member: &Member, size: Size, chance: &mut Chance, depth: usize) -> Value {
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
    let least = count.min as usize;
    let wanted = if size == Size::Least || depth >= DEEPEST {
        least
    } else {
        least + chance.below(3)
    };
    let most = count.max.map_or(wanted, |max| wanted.min(max as usize));
    (0..most)
        .map(|_| item(subject, shape, member, size, chance, depth))
        .collect()
}

/// One value; null where nobody knows an ordinary one, which judges then refuse.
fn item(subject: &Subject, shape: &Shape, member: &Member, size: Size, chance: &mut Chance, depth: usize) -> Value {
    if let Some(inner) = subject.shape_of(&member.ty.item) {
        let words = words_of(inner);
        let word = chance.pick(&words).copied().flatten();
        return Value::Object(instance(subject, inner, word, size, chance, depth + 1));
    }
    let samples = ordinary_of(subject, shape, member);
    let sample = chance.pick(&samples);
    sample
        .and_then(|sample| serde_json::from_str(&sample.json).ok())
        .unwrap_or_default()
}

/// Ordinary values of a member: what its author wrote as examples, and what its type says. A row that is made has a key of its own.
fn ordinary_of(subject: &Subject, shape: &Shape, member: &Member) -> Vec<Sample> {
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
    keys.retain(|key| !known.contains(&key.json.to_lowercase()));
    keys
}

/// What one change does to an instance: every member absent, null, and at each edge of its type.
pub fn changes(subject: &Subject, reading: &Reading<'_>, word: Option<&str>, base: &Map<String, Value>) -> Vec<Case> {
    let mut found: Vec<Case> = nonsense()
        .iter()
        .map(|sample| reading.case("something else", sample.json.clone(), None))
        .collect();
    found.extend(
        inner_changes(subject, reading.shape, word, base, 0)
            .into_iter()
            .map(|change| reading.case(&change.what, change.json, change.gap).about(change.about)),
    );
    found
}

/// An instance with a single change.
struct Change {
    what: String,
    json: String,
    gap: Option<Gap>,
    /// The member that changed.
    about: Option<About>,
}

impl Change {
    /// A key that the shape does not have.
    fn of_key(what: &str, base: &Map<String, Value>, key: &str, value: &str) -> Self {
        Self {
            what: what.to_owned(),
            json: render(base, key, Some(value)),
            gap: None,
            about: None,
        }
    }
}

fn inner_changes(
    subject: &Subject,
    shape: &Shape,
    word: Option<&str>,
    base: &Map<String, Value>,
    depth: usize,
) -> Vec<Change> {
    let mut found = vec![
        Change::of_key("an unknown key", base, "no such key", "1"),
        Change::of_key("an inherited key", base, "constructor", "{}"),
        Change::of_key("a hidden key", base, "__proto__", "{}"),
    ];
    for member in members(shape, word) {
        let (key, secret, about) = (member.json.as_str(), secret(shape, member), Some(About::of(member)));
        found.push(Change {
            what: format!("no {key}"),
            json: render(base, key, None),
            gap: secret,
            about: about.clone(),
        });
        let samples = changed_values(subject, shape, member, base.get(key), depth);
        found.extend(samples.into_iter().map(|(what, sample)| Change {
            what: format!("{key}{what}: {}", short(&sample.json)),
            json: render(base, key, Some(&sample.json)),
            gap: sample.gap.or(secret),
            about: about.clone(),
        }));
    }
    for (key, other) in keys_of_other_cases(shape, word) {
        found.push(Change::of_key(&format!("{key} of {other}"), base, &key, "null"));
    }
    found
}

/// A secret of a record is described in requests alone.
fn secret(shape: &Shape, member: &Member) -> Option<Gap> {
    Some(Gap::Secret).filter(|_| member.write_only && shape.role == Role::Record)
}

fn keys_of_other_cases(shape: &Shape, word: Option<&str>) -> Vec<(String, String)> {
    let Body::Tagged(tagged) = &shape.body else {
        return Vec::new();
    };
    let own: BTreeSet<&str> = members(shape, word).iter().map(|member| member.json.as_str()).collect();
    let others = tagged
        .cases
        .iter()
        .flat_map(|case| case.members.iter().map(move |member| (member, case)));
    others
        .filter(|(member, _)| !own.contains(member.json.as_str()))
        .map(|(member, case)| (member.json.clone(), case.value.clone()))
        .collect()
}

fn short(json: &str) -> String {
    json.chars().take(60).collect()
}

/// The values that a member may be changed to.
fn changed_values(
    subject: &Subject,
    shape: &Shape,
    member: &Member,
    now: Option<&Value>,
    depth: usize,
) -> Vec<(String, Sample)> {
    let mut items: Vec<(String, Sample)> = edges(subject, &member.ty)
        .into_iter()
        .chain(ordinary(subject, &member.ty))
        .map(|sample| (String::new(), sample))
        .collect();
    if let Some(inner) = subject.shape_of(&member.ty.item).filter(|_| depth < 2) {
        items.extend(nested(subject, inner, depth));
    }
    let Some(count) = member.ty.array else { return items };
    let one = now
        .and_then(|now| now.get(0))
        .map(Value::to_string)
        .or_else(|| first(subject, shape, member, depth));
    let of = |sample: &Sample| Sample {
        json: format!("[{}]", sample.json),
        gap: sample.gap,
    };
    let mut found: Vec<(String, Sample)> = nonsense().into_iter().map(|sample| (String::new(), sample)).collect();
    found.extend(items.iter().map(|(what, sample)| (format!("[0]{what}"), of(sample))));
    let ends = [Some(count.min), count.max].into_iter().flatten();
    for count in ends.flat_map(|end| [end.saturating_sub(1), end, end + 1]) {
        let list = vec![one.clone().unwrap_or_default(); count as usize].join(",");
        found.push((
            String::new(),
            Sample {
                json: format!("[{list}]"),
                gap: None,
            },
        ));
    }
    found
}

fn first(subject: &Subject, shape: &Shape, member: &Member, depth: usize) -> Option<String> {
    Some(item(subject, shape, member, Size::Least, &mut Chance::new(7), depth + 1).to_string())
}

/// The changes inside a shape that a member holds.
fn nested(subject: &Subject, shape: &Shape, depth: usize) -> Vec<(String, Sample)> {
    let mut found = Vec::new();
    for word in words_of(shape) {
        let base = instance(subject, shape, word, Size::Least, &mut Chance::new(11), depth + 1);
        let changes = inner_changes(subject, shape, word, &base, depth + 1);
        found.extend(changes.into_iter().map(|change| {
            (
                format!(" with {}", change.what),
                Sample {
                    json: change.json,
                    gap: change.gap,
                },
            )
        }));
    }
    found
}

/// An object with one member in place of what it had, or without it.
fn render(base: &Map<String, Value>, key: &str, value: Option<&str>) -> String {
    let kept = base.iter().filter(|(name, _)| *name != key);
    let kept = kept.map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
    let added = value.map(|value| format!("{}:{value}", Value::from(key)));
    format!("{{{}}}", kept.chain(added).collect::<Vec<_>>().join(","))
}

/// Instances in which anything may be anything, most of it ordinary; every other one has a single edge.
pub fn mixtures(
    subject: &Subject,
    reading: &Reading<'_>,
    word: Option<&str>,
    count: usize,
    chance: &mut Chance,
) -> Vec<Case> {
    let shape = reading.shape;
    let simple: Vec<&Member> = members(shape, word)
        .into_iter()
        .filter(|member| member.ty.array.is_none() && subject.shape_of(&member.ty.item).is_none())
        .collect();
    let mixture = |at: usize| {
        let base = instance(subject, shape, word, Size::Any, chance, 0);
        let member = chance.pick(&simple).filter(|_| at.is_multiple_of(2));
        let changed = member.and_then(|member| Some((member, chance.pick(&edges(subject, &member.ty))?.clone())));
        match changed {
            Some((member, sample)) => {
                let json = render(&base, &member.json, Some(&sample.json));
                reading
                    .case("a mixture", json, sample.gap.or(secret(shape, member)))
                    .about(Some(About::of(member)))
            }
            None => reading.case("a mixture", Value::Object(base).to_string(), None),
        }
    };
    (0..count).map(mixture).collect()
}

/// Ordinary values of what is stored beside what a client sends.
pub(crate) fn beside(
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
