//! The three functions there are.

use driftless_diagnostics::{Span, closest};
use driftless_model::{ExprKind, ExprType};

use super::Problem;
use super::check::{Scope, Typed, check};
use super::operator::agree;
use super::tree::Tree;
use super::words::noun;

/// Types a call.
pub(super) fn call(name: &str, arguments: &[Tree], span: Span, scope: &Scope<'_>) -> Typed {
    let mut checked = arguments
        .iter()
        .map(|argument| check(argument, scope))
        .collect::<Result<Vec<_>, _>>()?;
    match (name, checked.as_slice()) {
        ("length", [value]) => {
            if !matches!(value.ty, ExprType::Text | ExprType::Bytes | ExprType::Array) {
                return Err(Problem::mismatch(
                    value.span,
                    format!("is {}", noun(value.ty)),
                    "take the length of text, bytes or an array",
                ));
            }
            Ok((ExprKind::Length(Box::new(checked.remove(0))), ExprType::Int))
        }
        ("lower", [value]) => {
            if value.ty != ExprType::Text {
                return Err(Problem::mismatch(
                    value.span,
                    format!("is {}", noun(value.ty)),
                    "take the lower case of text",
                ));
            }
            Ok((ExprKind::Lower(Box::new(checked.remove(0))), ExprType::Text))
        }
        ("coalesce", [first, _, ..]) => {
            let ty = first.ty;
            let first = first.clone();
            let mut items = vec![first.clone()];
            for item in checked.drain(1..) {
                let (_, item) = agree(first.clone(), item, scope)?;
                items.push(item);
            }
            Ok((ExprKind::Coalesce(items), ty))
        }
        ("length" | "lower", _) => Err(Problem::mismatch(
            span,
            format!("`{name}` takes one argument"),
            format!("write `{name}(field)`"),
        )),
        ("coalesce", _) => Err(Problem::mismatch(
            span,
            "`coalesce` takes two arguments or more",
            "write `coalesce(field, 0)`",
        )),
        _ => {
            let near = closest(name, ["length", "lower", "coalesce"]);
            let help = near.map_or("use `length`, `lower` or `coalesce`".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            Err(Problem::mismatch(span, format!("there is no function `{name}`"), help))
        }
    }
}
