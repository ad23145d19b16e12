//! Documents of records. In: a record. Out: a document that has all its members, one with a member that nobody knows, and
//! which records of a document have such members.

use driftless_model::{RecordId, Scalar, Schema, Type};
use serde_json::Value as Json;

use crate::codec::{Codec, json_text};
use crate::draw::fresh;
use crate::value::Value;
use driftless_tests::random_schemas::random::Random;

/// No record of any schema has it.
const STRANGER: &str = "?";

/// The text of a document; the record `with` gets a member that it does not have.
pub(crate) fn document(
    schema: &Schema,
    codec: Codec,
    id: RecordId,
    with: Option<RecordId>,
    random: &mut Random,
) -> String {
    let record = schema.record(id);
    let mut members = Vec::new();
    for (at, field) in record.fields.iter().enumerate().filter(|(_, field)| !field.transient) {
        let is_own = field.variants.is_empty() || field.variants.contains(&0);
        let Some(column) = field.value().filter(|_| is_own) else {
            continue;
        };
        let tag = record.variants.as_ref().filter(|variants| variants.tag.0 == at);
        let text = match tag {
            Some(variants) => json_text(&variants.cases[0].value),
            None => member(schema, codec, &column.ty, with, random),
        };
        members.push(format!("{}:{text}", json_text(&column.json)));
    }
    members.extend((with == Some(id)).then(|| format!("{}:1", json_text(STRANGER))));
    format!("{{{}}}", members.join(","))
}

fn member(schema: &Schema, codec: Codec, ty: &Type, with: Option<RecordId>, random: &mut Random) -> String {
    match (ty.scalar, ty.array) {
        (Scalar::Record(id), None) => document(schema, codec, id, with, random),
        (Scalar::Record(id), Some(count)) => {
            let items: Vec<_> = (0..count.min.max(1))
                .map(|_| document(schema, codec, id, with, random))
                .collect();
            format!("[{}]", items.join(","))
        }
        _ => codec.json(ty.scalar, &fresh(schema, codec, ty, random)),
    }
}

/// A record and those within it.
pub(crate) fn reachable(schema: &Schema, id: RecordId) -> Vec<RecordId> {
    let mut found = vec![id];
    let mut at = 0;
    while at < found.len() {
        let fields = schema.record(found[at]).fields.iter().filter(|field| !field.transient);
        for column in fields.filter_map(|field| field.value()) {
            if let Scalar::Record(inner) = column.ty.scalar
                && !found.contains(&inner)
            {
                found.push(inner);
            }
        }
        at += 1;
    }
    found
}

/// The records with members that they do not have.
pub(crate) fn strangers(schema: &Schema, ty: &Type, value: &Value) -> Vec<RecordId> {
    let mut found = Vec::new();
    if let Scalar::Record(id) = ty.scalar {
        let texts = match value {
            Value::Json(text) => vec![text],
            Value::List(items) => items
                .iter()
                .filter_map(|item| if let Value::Json(text) = item { Some(text) } else { None })
                .collect(),
            _ => Vec::new(),
        };
        for json in texts.into_iter().filter_map(|text| serde_json::from_str(text).ok()) {
            walk(schema, id, &json, &mut found);
        }
    }
    found
}

fn walk(schema: &Schema, id: RecordId, json: &Json, found: &mut Vec<RecordId>) {
    if json.get(STRANGER).is_some() && !found.contains(&id) {
        found.push(id);
    }
    for column in schema.record(id).fields.iter().filter_map(|field| field.value()) {
        if let (Scalar::Record(inner), Some(member)) = (column.ty.scalar, json.get(&column.json)) {
            let items = member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice);
            items.iter().for_each(|item| walk(schema, inner, item, found));
        }
    }
}
