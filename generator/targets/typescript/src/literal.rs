//! Defaults, limits and examples as they look on the wire. In: a literal of the schema and the type it belongs to.
//! Out: JSON on one line.

use driftless_model::{Scalar, Schema, Value, Wire, WireNumber};
use driftless_shape::{Item, ItemType};

use crate::escape;
use crate::item::entry;

/// How a value of a scalar is written in JSON.
pub(crate) fn json(value: &Value, scalar: Option<Scalar>, wire: Wire) -> String {
    let quoted = match scalar {
        Some(Scalar::Bigint) => wire.int8 == WireNumber::String,
        Some(Scalar::Numeric { .. }) => wire.numeric == WireNumber::String,
        _ => false,
    };
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(_) | Value::Decimal(_) if quoted => format!("\"{}\"", plain(value)),
        Value::Int(_) | Value::Decimal(_) | Value::Float(_) => plain(value),
        Value::Text(text) => escape::string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| json(item, scalar, wire)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member =
                |(key, value): &(String, Value)| format!("{}: {}", escape::string(key), json(value, None, wire));
            let members: Vec<String> = members.iter().map(member).collect();
            if members.is_empty() {
                "{}".to_owned()
            } else {
                format!("{{ {} }}", members.join(", "))
            }
        }
    }
}

/// A default in the form of the wire: a record is keyed by field as it was written, by member as it is sent.
pub(crate) fn default(schema: &Schema, ty: &ItemType, value: &Value) -> String {
    let scalar = match ty.item {
        Item::Scalar(scalar) => Some(scalar),
        _ => None,
    };
    match (&ty.item, value) {
        (_, Value::Array(items)) if ty.array.is_some() => {
            let items: Vec<String> = items.iter().map(|item| default(schema, ty, item)).collect();
            format!("[{}]", items.join(", "))
        }
        (Item::Record(id), Value::Object(members)) => {
            let fields = &schema.record(*id).fields;
            let member = |(name, value): &(String, Value)| {
                let field = fields.iter().find(|field| field.name.as_str() == name);
                let column = field.and_then(|field| field.value());
                let (key, ty) = column.map_or((name, None), |column| (&column.json, Some(ItemType::of(&column.ty))));
                let value = ty.map_or_else(|| json(value, None, schema.wire), |ty| default(schema, &ty, value));
                format!("{}: {value}", entry(key))
            };
            let members: Vec<String> = members.iter().map(member).collect();
            format!("{{ {} }}", members.join(", "))
        }
        _ => json(value, scalar, schema.wire),
    }
}

/// A limit: numbers and dates as people write them.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Int(value) => value.to_string(),
        Value::Decimal(text) | Value::Text(text) => text.clone(),
        Value::Float(value) => serde_json::Value::from(*value).to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    }
}
