//! Portable expressions as Rust. In: a typed tree. Out: an `Option` of its value, `None` standing for null; nothing where
//! Rust and the databases could disagree.

use driftless_model::{Arithmetic, Comparison, Expr, ExprKind, ExprType, FieldId, Value};
use driftless_shape::Origin;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::names;
use crate::operand::{Operand, literal, wider};
use crate::scope::Scope;

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
