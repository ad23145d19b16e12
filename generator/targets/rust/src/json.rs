//! Defaults as JSON. In: the default of a member of a record. Out: an expression that yields it in the form of the wire,
//! to be read like any other value.

use driftless_model::{Default, RecordId, Scalar, Value, WireNumber};
use driftless_shape::{Item, ItemType, Member};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::scope::Scope;

/// The default of a member, where it has one.
pub(crate) fn default(scope: &Scope<'_>, member: &Member) -> Option<TokenStream> {
    let default = member.default.as_ref()?;
    let json = scope.name("serde_json", "json");
    Some(match default {
        Default::Value(value) => {
            let value = typed(scope, &member.ty, value);
            quote!(#json!(#value))
        }
        Default::Now => {
            let utc = scope.name("chrono", "Utc");
            let form = now_form(&member.ty.item);
            quote!(#json!(#utc::now().format(#form).to_string()))
        }
        Default::Uuid => {
            let uuid = scope.name("uuid", "Uuid");
            quote!(#json!(#uuid::now_v7().to_string()))
        }
    })
}

fn now_form(item: &Item) -> &'static str {
    match item {
        Item::Scalar(Scalar::Date) => "%Y-%m-%d",
        Item::Scalar(Scalar::Time) => "%H:%M:%S%.6f",
        Item::Scalar(Scalar::TimestampLocal) => "%Y-%m-%dT%H:%M:%S%.6f",
        _ => "%Y-%m-%dT%H:%M:%S%.6fZ",
    }
}

fn typed(scope: &Scope<'_>, ty: &ItemType, value: &Value) -> TokenStream {
    match (value, ty.array) {
        (Value::Array(items), Some(_)) => {
            let items = items.iter().map(|item| single(scope, &ty.item, item));
            quote!([#(#items),*])
        }
        _ => single(scope, &ty.item, value),
    }
}

/// Numbers that travel as strings are written as strings.
fn single(scope: &Scope<'_>, item: &Item, value: &Value) -> TokenStream {
    let wire = scope.view.schema.wire;
    match (item, value) {
        (Item::Scalar(Scalar::Bigint), Value::Int(number)) if wire.int8 == WireNumber::String => {
            let text = number.to_string();
            quote!(#text)
        }
        (Item::Scalar(Scalar::Numeric { .. }), Value::Decimal(text)) if wire.numeric == WireNumber::String => {
            quote!(#text)
        }
        (Item::Scalar(Scalar::Numeric { .. }), Value::Decimal(text)) => {
            plain(&Value::Float(text.parse().unwrap_or(0.0)))
        }
        (Item::Record(id), Value::Object(members)) => object(scope, *id, members),
        _ => plain(value),
    }
}

/// A record: keyed by field as it was written, by member as it is read.
fn object(scope: &Scope<'_>, id: RecordId, members: &[(String, Value)]) -> TokenStream {
    let key = (driftless_shape::Origin::Record(id), driftless_shape::Role::Record);
    let shape = scope
        .view
        .shape(key)
        .map(|(_, shape)| shape.body.members())
        .unwrap_or_default();
    let record = scope.view.schema.record(id);
    let entries = members.iter().map(|(name, value)| {
        let found = shape
            .iter()
            .find(|member| record.fields[member.field.0].name.as_str() == name);
        let key = found.map_or(name, |member| &member.json);
        let value = found.map_or_else(|| plain(value), |member| typed(scope, &member.ty, value));
        quote!(#key: #value)
    });
    quote!({ #(#entries),* })
}

/// Free JSON.
fn plain(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::Int(number) => number_literal(Literal::i64_unsuffixed(*number)),
        Value::Float(number) => number_literal(Literal::f64_unsuffixed(*number)),
        Value::Decimal(text) | Value::Text(text) => quote!(#text),
        Value::Array(items) => {
            let items = items.iter().map(plain);
            quote!([#(#items),*])
        }
        Value::Object(members) => {
            let entries = members.iter().map(|(key, value)| {
                let value = plain(value);
                quote!(#key: #value)
            });
            quote!({ #(#entries),* })
        }
    }
}

fn number_literal(literal: Literal) -> TokenStream {
    quote!(#literal)
}
