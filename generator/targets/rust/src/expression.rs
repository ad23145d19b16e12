//! Portable expressions as Rust. In: a typed tree. Out: an `Option` of its value, `None` standing for null; nothing where
//! Rust and the databases could disagree.

use driftless_model::{Arithmetic, Comparison, Expr, ExprKind, ExprType, FieldId, Scalar, Value};
use driftless_shape::{Item, ItemType, Origin};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::arcs;
use crate::names;
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

    fn of(ty: ExprType) -> Self {
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

/// What an expression reads, if it is a field.
pub(crate) fn read(expr: &Expr) -> Option<(FieldId, Option<usize>)> {
    match expr.kind {
        ExprKind::Column(field, column) => Some((field, Some(column))),
        ExprKind::Arc(field) => Some((field, None)),
        _ => None,
    }
}

/// The variable that holds what a field holds.
pub(crate) fn variable(scope: &Scope<'_>, origin: Origin, field: FieldId, column: Option<usize>) -> Ident {
    let declared = scope.view.field(origin, field);
    let word = match (declared.reference(), column) {
        (Some(reference), Some(at)) => reference.columns[at].words.snake(),
        _ => declared.name.snake(),
    };
    names::binding(&word, &["value"]).1
}

/// The value at a place, as an operand.
pub(crate) fn operand(scope: &Scope<'_>, ty: &ItemType, place: &Place) -> Option<TokenStream> {
    let (value, copy, receiver) = (place.by_ref(), place.by_copy(), place.receiver());
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
            return operand(scope, &inner, &place.inner(quote!(.0)));
        }
        Item::Arc(origin, field) => {
            let (_, arc) = scope.view.arc(*origin, *field)?;
            return arcs::is_textual(scope, arc).then(|| quote!(#receiver.to_string()));
        }
        _ => return Some(value),
    };
    Some(match scalar {
        Scalar::Smallint | Scalar::Int => quote!(i64::from(#copy)),
        Scalar::Bytes | Scalar::Vector(_) => quote!(#receiver.as_slice()),
        Scalar::Json => value,
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
            let value = operand(scope, ty, &Place::Value(quote!(value)))?;
            quote!(#receiver.map(|value| #value))
        }
        _ => {
            let value = operand(scope, ty, &Place::Reference(quote!(value)))?;
            quote!(#receiver.as_ref().map(|value| #value))
        }
    })
}

/// The value of an expression.
pub(crate) fn emit(scope: &Scope<'_>, origin: Origin, expr: &Expr) -> Option<TokenStream> {
    let part = |expr: &Expr| emit(scope, origin, expr);
    let parts = |exprs: &[Expr]| exprs.iter().map(part).collect::<Option<Vec<_>>>();
    Some(match &expr.kind {
        ExprKind::Literal(Value::Null) => {
            quote!(None)
        }
        ExprKind::Literal(value) => {
            let value = literal(scope, Operand::of(expr.ty), value)?;
            quote!(Some(#value))
        }
        ExprKind::Column(field, column) => {
            let variable = variable(scope, origin, *field, Some(*column));
            quote!(#variable)
        }
        ExprKind::Arc(field) => {
            let variable = variable(scope, origin, *field, None);
            quote!(#variable.as_deref())
        }
        ExprKind::And(items) => {
            let items = parts(items)?;
            quote!(logic::and([#(#items),*]))
        }
        ExprKind::Or(items) => {
            let items = parts(items)?;
            quote!(logic::or([#(#items),*]))
        }
        ExprKind::Not(inner) => {
            let inner = part(inner)?;
            quote!(logic::not(#inner))
        }
        ExprKind::Compare(comparison, left, right) => compare(scope, origin, *comparison, left, right)?,
        ExprKind::In { value, list, negated } => one_of(scope, origin, value, list, *negated)?,
        ExprKind::IsNull { value, negated } => {
            let value = part(value)?;
            if *negated {
                quote!(Some(#value.is_some()))
            } else {
                quote!(Some(#value.is_none()))
            }
        }
        ExprKind::Arithmetic(operator, left, right) => {
            let common = common(left, right);
            let (left, right) = (
                as_operand(scope, origin, left, common)?,
                as_operand(scope, origin, right, common)?,
            );
            let with = arithmetic(*operator, common)?;
            quote!(logic::combine(#left, #right, #with))
        }
        ExprKind::Negate(inner) => {
            let value = part(inner)?;
            match Operand::of(inner.ty) {
                Operand::Int => quote!(#value.and_then(i64::checked_neg)),
                _ => quote!(#value.map(|number| -number)),
            }
        }
        ExprKind::Length(inner) => {
            let value = part(inner)?;
            let count = if inner.ty == ExprType::Text {
                quote!(length)
            } else {
                quote!(count)
            };
            quote!(logic::#count(#value))
        }
        ExprKind::Lower(inner) => {
            let value = part(inner)?;
            quote!(logic::lower(#value).as_deref())
        }
        ExprKind::Coalesce(items) => {
            let target = items.iter().map(|item| Operand::of(item.ty)).reduce(wider)?;
            let items: Option<Vec<_>> = items
                .iter()
                .map(|item| as_operand(scope, origin, item, target))
                .collect();
            let mut items = items?.into_iter();
            let first = items.next()?;
            quote!(#first #(.or(#items))*)
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

fn compare(
    scope: &Scope<'_>,
    origin: Origin,
    comparison: Comparison,
    left: &Expr,
    right: &Expr,
) -> Option<TokenStream> {
    let common = common(left, right);
    if common == Operand::Other
        && [left, right]
            .iter()
            .any(|side| matches!(side.kind, ExprKind::Literal(_)))
    {
        return times(scope, origin, comparison, left, right);
    }
    let (left, right) = (
        as_operand(scope, origin, left, common)?,
        as_operand(scope, origin, right, common)?,
    );
    Some(compared(scope, comparison, &left, &right))
}

fn compared(scope: &Scope<'_>, comparison: Comparison, left: &TokenStream, right: &TokenStream) -> TokenStream {
    let holds = match comparison {
        Comparison::Equal => return quote!(logic::equal(#left, #right)),
        Comparison::NotEqual => return quote!(logic::not(logic::equal(#left, #right))),
        Comparison::Less => quote!(is_lt),
        Comparison::LessOrEqual => quote!(is_le),
        Comparison::Greater => quote!(is_gt),
        Comparison::GreaterOrEqual => quote!(is_ge),
    };
    let ordering = scope.name("std::cmp", "Ordering");
    quote!(logic::compare(#left, #right, #ordering::#holds))
}

/// A time, key or address compared with a literal, which is parsed into the type of the other side.
fn times(scope: &Scope<'_>, origin: Origin, comparison: Comparison, left: &Expr, right: &Expr) -> Option<TokenStream> {
    let side = |expr: &Expr| match &expr.kind {
        ExprKind::Literal(Value::Text(text)) if expr.ty != ExprType::Duration => Some(quote!(#text.parse().ok())),
        ExprKind::Literal(_) => None,
        _ => emit(scope, origin, expr),
    };
    Some(compared(scope, comparison, &side(left)?, &side(right)?))
}

fn one_of(scope: &Scope<'_>, origin: Origin, value: &Expr, list: &[Expr], negated: bool) -> Option<TokenStream> {
    let target = list
        .iter()
        .map(|item| Operand::of(item.ty))
        .fold(Operand::of(value.ty), wider);
    if matches!(target, Operand::Other | Operand::Held) {
        return None;
    }
    let items: Option<Vec<_>> = list
        .iter()
        .map(|item| as_operand(scope, origin, item, target))
        .collect();
    let (value, items) = (as_operand(scope, origin, value, target)?, items?);
    let found = quote!(logic::one_of(#value, [#(#items),*]));
    Some(if negated { quote!(logic::not(#found)) } else { found })
}

fn common(left: &Expr, right: &Expr) -> Operand {
    wider(Operand::of(left.ty), Operand::of(right.ty))
}

/// What two operands have to become to be compared.
fn wider(left: Operand, right: Operand) -> Operand {
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

/// The value of an expression, converted.
fn as_operand(scope: &Scope<'_>, origin: Origin, expr: &Expr, target: Operand) -> Option<TokenStream> {
    if let ExprKind::Literal(value) = &expr.kind
        && *value != Value::Null
    {
        let value = literal(scope, target, value)?;
        return Some(quote!(Some(#value)));
    }
    let value = emit(scope, origin, expr)?;
    Some(match (Operand::of(expr.ty), target) {
        (Operand::Int, Operand::Decimal) => {
            let decimal = scope.name("rust_decimal", "Decimal");
            quote!(#value.map(#decimal::from))
        }
        (Operand::Int, Operand::Float) => quote!(#value.map(|number| number as f64)),
        (Operand::Decimal, Operand::Float) => quote!(#value.and_then(|number| f64::try_from(number).ok())),
        _ => value,
    })
}

fn arithmetic(operator: Arithmetic, operand: Operand) -> Option<TokenStream> {
    let name = match operator {
        Arithmetic::Add => ("checked_add", quote!(+)),
        Arithmetic::Subtract => ("checked_sub", quote!(-)),
        Arithmetic::Multiply => ("checked_mul", quote!(*)),
    };
    let (checked, sign) = (names::ident(name.0), name.1);
    match operand {
        Operand::Int => Some(quote!(i64::#checked)),
        Operand::Decimal => Some(quote!(|left, right| left.#checked(right))),
        Operand::Float => Some(quote!(|left, right| Some(left #sign right))),
        _ => None,
    }
}
