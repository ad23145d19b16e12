//! Literals of the schema as they look on the wire. In: a value and its scalar. Out: JSON.

use driftless_model::{Scalar, Value, Wire, WireNumber};
use serde_json::Value as Json;

/// How a value of a scalar travels.
pub(super) fn on_wire(value: &Value, scalar: Option<Scalar>, wire: Wire) -> Json {
    let is_text = match scalar {
        Some(Scalar::Bigint) => wire.int8 == WireNumber::String,
        Some(Scalar::Numeric { .. }) => wire.numeric == WireNumber::String,
        _ => false,
    };
    match value {
        Value::Int(number) if is_text => Json::from(number.to_string()),
        Value::Decimal(digits) if is_text => Json::from(digits.as_str()),
        Value::Array(items) => items.iter().map(|item| on_wire(item, scalar, wire)).collect(),
        other => plain(other),
    }
}

/// A value as it is written.
pub(crate) fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Int(number) => Json::from(*number),
        Value::Decimal(digits) => digits
            .parse::<f64>()
            .map_or_else(|_| Json::from(digits.as_str()), Json::from),
        Value::Float(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
    }
}

/// A limit as people write it.
pub(super) fn limit(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Decimal(text) | Value::Text(text) => text.clone(),
        other => plain(other).to_string(),
    }
}
