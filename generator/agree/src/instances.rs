//! What becomes of an instance when a single value in it changes. In: shapes. Out: JSON texts.

use std::collections::BTreeSet;

use driftless_sample::{Chance, Size, Subject, instance, item, members, ordinary, words_of};
use driftless_shape::{Body, Member, Role, Shape};
use serde_json::{Map, Value};

use crate::cases::{About, Case, Reading};
use crate::edges::edges;
use crate::sample::{Gap, Sample, nonsense, plain};

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
        .chain(ordinary(subject, &member.ty).into_iter().map(plain))
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
