//! Parts of expressions as Rust values: what a member, a literal or a column of an arc is when it is compared.

use driftless_model::{ExprType, Scalar, Value};
use driftless_shape::{Item, ItemType};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::arcs;
use crate::rules::{self, Place};
use crate::scope::Scope;
use crate::types;

/// What a part of an expression is in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operand {
    /// `bool`
    Bool,
    /// `i64`
    Int,
    /// `Decimal`
    Decimal,
    /// `f64`
    Float,
    /// `&str`
    Text,
    /// Anything else that can be copied and compared.
    Other,
    /// A reference to something that can only be counted, or be null.
    Held,
}

impl Operand {
    /// What a scalar is.
    pub(crate) fn of_scalar(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Bool => Self::Bool,
            Scalar::Smallint | Scalar::Int | Scalar::Bigint => Self::Int,
            Scalar::Numeric { .. } => Self::Decimal,
            Scalar::Float => Self::Float,
            Scalar::Bytes | Scalar::Vector(_) | Scalar::Json => Self::Held,
            other if other.is_text() => Self::Text,
            _ => Self::Other,
        }
    }

    /// What a part of this type is.
    pub(crate) fn of(ty: ExprType) -> Self {
        match ty {
            ExprType::Bool => Self::Bool,
            ExprType::Int => Self::Int,
            ExprType::Decimal(_) => Self::Decimal,
            ExprType::Float => Self::Float,
            ExprType::Text | ExprType::Enum(_) | ExprType::Arc => Self::Text,
            ExprType::Bytes | ExprType::Json | ExprType::Array | ExprType::Vector => Self::Held,
            _ => Self::Other,
        }
    }
}

/// The value at a place, as an operand.
pub(crate) fn value(scope: &Scope<'_>, ty: &ItemType, place: &Place) -> Option<TokenStream> {
    let (reference, copy, receiver) = (place.by_ref(), place.by_copy(), place.receiver());
    if ty.array.is_some() {
        return Some(quote!(#receiver.as_slice()));
    }
    let scalar = match &ty.item {
        Item::Scalar(scalar) => *scalar,
        Item::Enum(_) => return Some(quote!(#receiver.as_str())),
        Item::Id(entity) => {
            let (_, id) = scope.view.id(*entity)?;
            let inner = ItemType {
                item: Item::Scalar(id.ty.scalar),
                array: None,
                ..ty.clone()
            };
            return value(scope, &inner, &place.inner(quote!(.0)));
        }
        Item::Arc(origin, field) => {
            let (_, arc) = scope.view.arc(*origin, *field)?;
            return arcs::is_textual(scope, arc).then(|| quote!(#receiver.to_string()));
        }
        _ => return Some(reference),
    };
    Some(match scalar {
        Scalar::Smallint | Scalar::Int => quote!(i64::from(#copy)),
        Scalar::Bytes | Scalar::Vector(_) => quote!(#receiver.as_slice()),
        Scalar::Json => reference,
        scalar if scalar.is_text() => quote!(#receiver.as_str()),
        scalar if types::is_copy(scalar) => copy,
        _ => return None,
    })
}

/// The operand, or null, in an option at a place.
pub(crate) fn optional(scope: &Scope<'_>, ty: &ItemType, option: &Place) -> Option<TokenStream> {
    let (copy, receiver) = (option.by_copy(), option.receiver());
    Some(match &ty.item {
        _ if ty.array.is_some() => quote!(#receiver.as_deref()),
        Item::Scalar(Scalar::Bytes | Scalar::Vector(_)) => quote!(#receiver.as_deref()),
        Item::Scalar(Scalar::Json) => quote!(#receiver.as_ref()),
        Item::Scalar(scalar) if scalar.is_text() => quote!(#receiver.as_deref()),
        Item::Scalar(Scalar::Smallint | Scalar::Int) => quote!(#receiver.map(i64::from)),
        Item::Scalar(scalar) if types::is_copy(*scalar) => copy,
        _ if types::is_copied(scope, ty) => {
            let value = value(scope, ty, &Place::Value(quote!(value)))?;
            quote!(#receiver.map(|value| #value))
        }
        _ => {
            let value = value(scope, ty, &Place::Reference(quote!(value)))?;
            quote!(#receiver.as_ref().map(|value| #value))
        }
    })
}

/// A literal as an operand, without the `Some` around it.
pub(crate) fn literal(scope: &Scope<'_>, operand: Operand, value: &Value) -> Option<TokenStream> {
    Some(match (operand, value) {
        (Operand::Bool, Value::Bool(value)) => quote!(#value),
        (Operand::Int, Value::Int(number)) => {
            let number = Literal::i64_suffixed(*number);
            quote!(#number)
        }
        (Operand::Float, Value::Float(number)) => {
            let number = Literal::f64_unsuffixed(*number);
            quote!(#number)
        }
        (Operand::Float, Value::Int(number)) => {
            let number = Literal::f64_unsuffixed(*number as f64);
            quote!(#number)
        }
        (Operand::Float, Value::Decimal(text)) => {
            let number = Literal::f64_unsuffixed(text.parse().ok()?);
            quote!(#number)
        }
        (Operand::Decimal, Value::Decimal(text)) => rules::decimal(scope, text)?,
        (Operand::Decimal, Value::Int(number)) => rules::decimal(scope, &number.to_string())?,
        (Operand::Text, Value::Text(text)) => quote!(#text),
        _ => return None,
    })
}

/// What two operands have to become to be compared.
pub(crate) fn wider(left: Operand, right: Operand) -> Operand {
    match (left, right) {
        (Operand::Float, Operand::Int | Operand::Decimal) | (Operand::Int | Operand::Decimal, Operand::Float) => {
            Operand::Float
        }
        (Operand::Decimal, Operand::Int) | (Operand::Int, Operand::Decimal) => Operand::Decimal,
        // The literal null is of every type.
        (Operand::Other, other) | (other, Operand::Other) => other,
        (left, _) => left,
    }
}
