//! What becomes of rows between two schemas that were read from files. In: both Worlds, which agree in their ids, and the rows
//! of the first. Out: the rows of the second, as far as they can be said.

use serde_json::Value as Json;

use crate::rows::{Row, Rows};
use crate::table::Table;
use crate::world::{Field, Id, Kind, Value, World};

/// The rows of `after`.
pub(crate) fn carry(before: &World, after: &World, rows: &Rows) -> Rows {
    let old_tables = before.tables();
    let mut carried = Rows::new();
    for table in after.tables() {
        let Some(old) = old_tables.iter().find(|old| old.id == table.id) else {
            continue;
        };
        let own = rows.get(&old.id).into_iter().flatten();
        carried.insert(
            table.id,
            own.map(|row| carry_row(before, after, old, &table, row)).collect(),
        );
    }
    carried
}

fn carry_row(before: &World, after: &World, old: &Table, table: &Table, row: &Row) -> Row {
    let mut next = Row {
        key: row.key,
        firm: if table.scoped { row.firm } else { 0 },
        ..Row::default()
    };
    for field in table.fields.iter().filter(|field| !field.is_computed()) {
        let value = match old.field(field.id) {
            Some(known) => convert(before, after, known, field, row.cell(field.id)),
            None if field.kind == Kind::Touched => Value::Any,
            None => field.default.clone().unwrap_or(Value::Null),
        };
        next.cells.insert(field.id, value);
    }
    next
}

fn convert(before: &World, after: &World, old: &Field, new: &Field, value: &Value) -> Value {
    match (&old.kind, &new.kind, value) {
        (_, _, Value::List(items)) => Value::List(
            items
                .iter()
                .map(|item| convert(before, after, old, new, item))
                .collect(),
        ),
        (Kind::Numeric(_, from), Kind::Numeric(_, to), Value::Int(n)) if from < to => {
            Value::Int(n * 10_i64.pow(to - from))
        }
        (Kind::Numeric(_, from), Kind::Numeric(_, to), Value::Int(n)) if from > to => {
            let unit = 10_i64.pow(from - to);
            if n % unit == 0 {
                Value::Int(n / unit)
            } else {
                Value::Any
            }
        }
        (Kind::Enum(_), Kind::Enum(id), Value::Text(word)) => {
            Value::Text(word_now(before, after, *id, word).to_owned())
        }
        (Kind::Record(from), Kind::Record(to), Value::Json(document)) => {
            Value::Json(reshape(before, after, (*from, *to), document))
        }
        // The row it pointed at has no place any more.
        (Kind::Arc(..), Kind::Arc(targets, _), Value::Key(of, _)) if !targets.contains(of) && new.nullable => {
            Value::Null
        }
        _ => value.clone(),
    }
}

/// A document with the members that the record has now.
fn reshape(before: &World, after: &World, (from, to): (Id, Id), document: &Json) -> Json {
    match document {
        Json::Array(items) => items
            .iter()
            .map(|item| reshape(before, after, (from, to), item))
            .collect(),
        Json::Object(members) => {
            let mut next = serde_json::Map::new();
            for member in &after.record(to).fields {
                let old = before.record(from).fields.iter().find(|old| old.id == member.id);
                let value = old.and_then(|old| {
                    let value = members.get(&old.name)?;
                    Some(match (&old.kind, &member.kind) {
                        (Kind::Record(from), Kind::Record(to)) => reshape(before, after, (*from, *to), value),
                        (Kind::Enum(_), Kind::Enum(id)) => reworded(before, after, *id, value),
                        _ => value.clone(),
                    })
                });
                let default = || {
                    member
                        .default
                        .as_ref()
                        .filter(|_| old.is_none())
                        .map(|value| literal(&member.kind, value))
                };
                next.extend(value.or_else(default).map(|value| (member.name.clone(), value)));
            }
            Json::Object(next)
        }
        other => other.clone(),
    }
}

/// What a word is called now.
fn word_now<'w>(before: &World, after: &'w World, id: Id, word: &'w str) -> &'w str {
    let mut words = before.enums.iter().flat_map(|of| &of.values);
    let known = words.find(|of| of.word == word);
    let next = known.and_then(|known| after.enumeration(id).values.iter().find(|of| of.id == known.id));
    next.map_or(word, |next| &next.word)
}

/// A word of a document, or each of a list.
fn reworded(before: &World, after: &World, id: Id, value: &Json) -> Json {
    match value {
        Json::String(word) => Json::from(word_now(before, after, id, word)),
        Json::Array(words) => words.iter().map(|word| reworded(before, after, id, word)).collect(),
        other => other.clone(),
    }
}

fn literal(kind: &Kind, value: &Value) -> Json {
    match (kind, value) {
        (Kind::Bigint, Value::Int(n)) => Json::from(n.to_string()),
        (_, Value::Int(n)) => Json::from(*n),
        (_, Value::Bool(b)) => Json::from(*b),
        (_, Value::Text(text)) => Json::from(text.as_str()),
        (_, Value::List(items)) => items.iter().map(|item| literal(kind, item)).collect(),
        _ => Json::Null,
    }
}
