//! Literals as they travel: defaults and examples. In: a value and the type it is for. Out: JSON of the wire's form.

use driftless_model::{RecordId, Scalar, Type, Value as Literal, WireNumber};
use driftless_shape::{Item, ItemType};
use serde_json::{Map, Value, json};

use crate::item::declared;
use crate::scope::Scope;

/// A value of a type.
pub(crate) fn literal(scope: &Scope<'_>, ty: &ItemType, value: &Literal) -> Value {
    match (ty.array, value) {
        (Some(_), Literal::Array(items)) => items.iter().map(|item| single(scope, &ty.item, item)).collect(),
        _ => single(scope, &ty.item, value),
    }
}

fn single(scope: &Scope<'_>, item: &Item, value: &Literal) -> Value {
    let wire = scope.schema.wire;
    match (item, value) {
        (Item::Scalar(Scalar::Bigint), Literal::Int(number)) if wire.int8 == WireNumber::String => {
            json!(number.to_string())
        }
        (Item::Scalar(Scalar::Numeric { .. }), Literal::Decimal(text)) if wire.numeric == WireNumber::String => {
            json!(text)
        }
        (Item::Id(entity), _) => match scope.components.index.id(*entity) {
            Some(id) => single(scope, &declared(&id.ty).item, value),
            None => plain(value),
        },
        (Item::Record(id), Literal::Object(members)) => record(scope, *id, members),
        _ => plain(value),
    }
}

/// Keys are those of the schema; on the wire they may be called otherwise.
fn record(scope: &Scope<'_>, id: RecordId, members: &[(String, Literal)]) -> Value {
    let fields = &scope.schema.record(id).fields;
    let entry = |(key, value): &(String, Literal)| {
        let column = fields
            .iter()
            .find(|field| field.name.as_str() == key)
            .and_then(|field| field.value());
        match column {
            Some(column) => (column.json.clone(), literal(scope, &typed(&column.ty), value)),
            None => (key.clone(), plain(value)),
        }
    };
    Value::Object(members.iter().map(entry).collect::<Map<_, _>>())
}

fn typed(ty: &Type) -> ItemType {
    match ty.scalar {
        Scalar::Record(id) => ItemType {
            item: Item::Record(id),
            ..declared(ty)
        },
        _ => declared(ty),
    }
}

fn plain(value: &Literal) -> Value {
    match value {
        Literal::Null => Value::Null,
        Literal::Bool(yes) => json!(yes),
        Literal::Int(number) => json!(number),
        Literal::Float(number) => json!(number),
        Literal::Decimal(text) => text.parse().unwrap_or_else(|_| json!(text)),
        Literal::Text(text) => json!(text),
        Literal::Array(items) => items.iter().map(plain).collect(),
        Literal::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), plain(value))).collect())
        }
    }
}
