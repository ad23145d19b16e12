//! What a document must become, computed without SQL.

use driftless_catalog::{Document, Kind, Meaning, Member, Word};
use serde_json::Value;

use crate::random::is_tag;

/// A document, or a list of them.
pub(crate) fn document(before: &[Document], after: &[Document], name: &str, old: &Value) -> Value {
    match old {
        Value::Array(items) => items.iter().map(|item| document(before, after, name, item)).collect(),
        Value::Object(_) => record(before, after, (name, name), old),
        other => other.clone(),
    }
}

fn find<'d>(documents: &'d [Document], name: &str) -> &'d Document {
    documents.iter().find(|document| document.name == name).unwrap()
}

fn record(before: &[Document], after: &[Document], names: (&str, &str), old: &Value) -> Value {
    let (was, is) = (find(before, names.0), find(after, names.1));
    let Value::Object(members) = old else {
        return old.clone();
    };
    let mut new = members.clone();
    for member in &was.members {
        new.remove(&member.name);
    }
    let variant = variant(is, was, old);
    for member in &is.members {
        let source = source(was, is, member);
        let value = source.and_then(|source| {
            let value = members.get(&source.name)?;
            carried(before, after, (&source.meaning, &member.meaning), value)
        });
        let everywhere = source.is_some_and(|source| source.variants.is_empty() && member.variants.is_empty());
        let has_it = everywhere
            || member.variants.is_empty()
            || variant
                .as_ref()
                .is_some_and(|variant| member.variants.contains(variant));
        if !has_it {
            continue;
        }
        let empty = value.as_ref().is_none_or(Value::is_null);
        let filled = member.default.as_ref().filter(|_| empty && member.required);
        if let Some(value) = filled.map(|json| serde_json::from_str(json).unwrap()).or(value) {
            new.insert(member.name.clone(), value);
        }
    }
    Value::Object(new)
}

fn source<'d>(was: &'d Document, is: &Document, member: &Member) -> Option<&'d Member> {
    let by = |name: &str| was.members.iter().find(|old| old.name == name);
    by(&member.name).or_else(|| {
        let formerly = member.formerly.as_deref()?;
        if is.members.iter().any(|other| other.name == formerly) {
            None
        } else {
            by(formerly)
        }
    })
}

/// The variant of a document, in the word of today.
fn variant(is: &Document, was: &Document, old: &Value) -> Option<String> {
    let tag = is.members.iter().find(|member| is_tag(member))?;
    let key = &source(was, is, tag)?.name;
    let Kind::Enum(words) = &tag.meaning.kind else {
        return None;
    };
    renamed(words, old.get(key)?.as_str()?)
}

fn renamed(words: &[Word], text: &str) -> Option<String> {
    let now = words.iter().find(|word| word.word == text);
    let now = now.or_else(|| words.iter().find(|word| word.formerly.as_deref() == Some(text)));
    now.map(|word| word.word.clone())
}

fn carried(before: &[Document], after: &[Document], meanings: (&Meaning, &Meaning), value: &Value) -> Option<Value> {
    let (old, new) = meanings;
    if new.kind == Kind::Json && !new.array {
        return Some(value.clone());
    }
    if old.array != new.array {
        return None;
    }
    match value {
        Value::Array(items) if old.array => {
            // A list whose elements have no place has none itself.
            let possible = is_possible(&old.kind, &new.kind);
            let items = items
                .iter()
                .filter_map(|item| single(before, after, (&old.kind, &new.kind), item));
            possible.then(|| items.collect())
        }
        Value::Null => is_possible(&old.kind, &new.kind).then_some(Value::Null),
        value => single(before, after, (&old.kind, &new.kind), value),
    }
}

fn is_possible(old: &Kind, new: &Kind) -> bool {
    match (old, new) {
        (_, Kind::Json) | (Kind::Enum(_) | Kind::Text, Kind::Enum(_) | Kind::Text) => true,
        (Kind::Record(_), Kind::Record(_)) => true,
        (Kind::Integer(_) | Kind::Numeric { .. }, Kind::Text | Kind::Float) => true,
        (Kind::Integer(_), Kind::Integer(_) | Kind::Numeric { .. }) | (Kind::Numeric { .. }, Kind::Numeric { .. }) => {
            true
        }
        (old, new) => old == new,
    }
}

fn single(before: &[Document], after: &[Document], kinds: (&Kind, &Kind), value: &Value) -> Option<Value> {
    if !is_possible(kinds.0, kinds.1) {
        return None;
    }
    match (kinds, value) {
        ((Kind::Record(old), Kind::Record(new)), value) => Some(record(before, after, (old, new), value)),
        ((_, Kind::Enum(words)), Value::String(text)) => renamed(words, text).map(Value::from),
        ((Kind::Integer(_), Kind::Integer(bits)), value) => integer(number(value)?, *bits),
        ((Kind::Integer(_), Kind::Numeric { precision, scale }), value) => {
            let number = number(value)?;
            let fits = number.unsigned_abs() < 10u128.pow(precision - scale);
            let digits = if *scale == 0 {
                number.to_string()
            } else {
                format!("{number}.{}", "0".repeat(*scale as usize))
            };
            fits.then(|| Value::from(digits))
        }
        ((Kind::Numeric { .. }, Kind::Numeric { precision, scale }), Value::String(text)) => {
            let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
            let whole = whole.trim_start_matches(['-', '0']).len();
            let fits = whole <= (precision - scale) as usize && behind.trim_end_matches('0').len() <= *scale as usize;
            fits.then(|| value.clone())
        }
        ((Kind::Integer(_) | Kind::Numeric { .. }, Kind::Float), Value::String(text)) => {
            Some(serde_json::from_str(text).unwrap())
        }
        ((Kind::Integer(16 | 32), Kind::Text), value) => Some(Value::from(number(value)?.to_string())),
        _ => Some(value.clone()),
    }
}

fn number(value: &Value) -> Option<i128> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64().map(i128::from),
    }
}

fn integer(number: i128, bits: u32) -> Option<Value> {
    let most = (1i128 << (bits - 1)) - 1;
    let fits = (-most - 1..=most).contains(&number);
    let value = if bits == 64 {
        Value::from(number.to_string())
    } else {
        Value::from(i64::try_from(number).ok()?)
    };
    fits.then_some(value)
}
