//! Operators. In: typed operands. Out: what the operation yields, or why databases would not agree on it.

use driftless_diagnostics::{Code, Span, closest};
use driftless_model::{Arithmetic, Comparison, Expr, ExprKind, ExprType, Value};

use super::Problem;
use super::check::{Checked, Scope, Typed, check};
use super::tree::Tree;
use super::words::{example, noun};
use crate::moment;

/// Types a comparison.
pub(super) fn compare(operator: Comparison, left: Expr, right: Expr, scope: &Scope<'_>) -> Typed {
    let (left, right) = agree(left, right, scope)?;
    if matches!((left.ty, right.ty), (ExprType::Null, _) | (_, ExprType::Null)) {
        return Err(Problem::mismatch(
            right.span,
            "nothing equals null, not even null",
            "write `is null` or `is not null`",
        ));
    }
    let ordered = !matches!(operator, Comparison::Equal | Comparison::NotEqual);
    if ordered && !has_order(left.ty) {
        let label = "has no order that every database agrees on";
        return Err(Problem::mismatch(
            left.span,
            label,
            "compare with `=` or `<>`, or compare lengths, numbers or times",
        ));
    }
    if !ordered && !has_equality(left.ty) {
        return Err(Problem::mismatch(
            left.span,
            "cannot be compared",
            "compare a part of it that is a scalar",
        ));
    }
    Ok((
        ExprKind::Compare(operator, Box::new(left), Box::new(right)),
        ExprType::Bool,
    ))
}

fn has_order(ty: ExprType) -> bool {
    matches!(
        ty,
        ExprType::Int
            | ExprType::Decimal(_)
            | ExprType::Float
            | ExprType::Timestamp
            | ExprType::TimestampLocal
            | ExprType::Date
            | ExprType::Time
            | ExprType::Duration
    )
}

fn has_equality(ty: ExprType) -> bool {
    !matches!(ty, ExprType::Json | ExprType::Array | ExprType::Vector)
}

/// Brings two sides to one type: a literal takes the type of what it is compared with.
pub(super) fn agree(left: Expr, right: Expr, scope: &Scope<'_>) -> Result<(Expr, Expr), Problem> {
    let right = adapt(right, left.ty, scope)?;
    let left = adapt(left, right.ty, scope)?;
    let same = left.ty == right.ty
        || matches!((left.ty, right.ty), (ExprType::Null, _) | (_, ExprType::Null))
        || (is_exact(left.ty) && is_exact(right.ty));
    if same {
        return Ok((left, right));
    }
    let label = format!("is {}, the other side is {}", noun(right.ty), noun(left.ty));
    Err(Problem::mismatch(
        right.span,
        label,
        "compare values of one type; there are no casts",
    ))
}

fn is_exact(ty: ExprType) -> bool {
    matches!(ty, ExprType::Int | ExprType::Decimal(_))
}

fn adapt(expr: Expr, wanted: ExprType, scope: &Scope<'_>) -> Checked {
    let canonical = match (&expr.kind, wanted) {
        (ExprKind::Literal(Value::Text(text)), ExprType::Enum(id)) => {
            let declared = &scope.enums[id.0];
            let words = declared.values.iter().map(|value| value.value.as_str());
            if words.clone().any(|word| word == text) {
                Some(Value::Text(text.clone()))
            } else {
                return Err(unknown_value(text, declared.name.as_str(), words, expr.span));
            }
        }
        (ExprKind::Literal(Value::Text(text)), wanted) => match text_form(text, wanted) {
            Some(Some(text)) => Some(Value::Text(text)),
            Some(None) => {
                return Err(Problem::mismatch(
                    expr.span,
                    format!("is not {}", noun(wanted)),
                    format!("write {}", example(wanted)),
                ));
            }
            None => None,
        },
        (ExprKind::Literal(Value::Int(number)), ExprType::Float) => number.to_string().parse().ok().map(Value::Float),
        (ExprKind::Literal(Value::Decimal(digits)), ExprType::Float) => digits.parse().ok().map(Value::Float),
        _ => None,
    };
    let span = expr.span;
    Ok(canonical.map_or(expr, |value| Expr {
        kind: ExprKind::Literal(value),
        ty: wanted,
        span,
    }))
}

/// The canonical text of a literal for types that are written as text; `None` for every other type.
fn text_form(text: &str, wanted: ExprType) -> Option<Option<String>> {
    Some(match wanted {
        ExprType::Uuid => moment::uuid(text),
        ExprType::Timestamp => moment::timestamp(text),
        ExprType::TimestampLocal => moment::timestamp_local(text),
        ExprType::Date => moment::date(text),
        ExprType::Time => moment::time(text),
        ExprType::Duration => moment::duration(text),
        _ => return None,
    })
}

/// Types a search in a list.
pub(super) fn contains(value: Expr, list: &[Tree], negated: bool, scope: &Scope<'_>) -> Typed {
    let mut items = Vec::new();
    for item in list {
        let item = check(item, scope)?;
        if !matches!(item.kind, ExprKind::Literal(ref literal) if *literal != Value::Null) {
            return Err(not_listed(&item));
        }
        let (_, item) = agree(value.clone(), item, scope)?;
        items.push(item);
    }
    if !has_equality(value.ty) {
        return Err(Problem::mismatch(
            value.span,
            "cannot be compared",
            "compare a part of it that is a scalar",
        ));
    }
    Ok((
        ExprKind::In {
            value: Box::new(value),
            list: items,
            negated,
        },
        ExprType::Bool,
    ))
}

fn not_listed(item: &Expr) -> Problem {
    match item.kind {
        ExprKind::Literal(Value::Null) => Problem::mismatch(
            item.span,
            "nothing equals null, not even null",
            "take it out, and add `or … is null`",
        ),
        _ => Problem::mismatch(item.span, "is not a literal", "list literals only, or compare with `=`"),
    }
}

/// The type of a number; a duration is one too.
pub(super) fn numeric(expr: &Expr) -> Result<ExprType, Problem> {
    match expr.ty {
        ExprType::Int | ExprType::Decimal(_) | ExprType::Float | ExprType::Duration => Ok(expr.ty),
        _ => Err(Problem::mismatch(
            expr.span,
            format!("is {}", noun(expr.ty)),
            "calculate with numbers only",
        )),
    }
}

/// Types a calculation; a literal takes the type of the other side.
pub(super) fn arithmetic(operator: Arithmetic, left: Expr, right: Expr, scope: &Scope<'_>) -> Typed {
    let right = adapt(right, left.ty, scope)?;
    let left = adapt(left, right.ty, scope)?;
    let ty = arithmetic_type(operator, &left, &right)?;
    Ok((ExprKind::Arithmetic(operator, Box::new(left), Box::new(right)), ty))
}

/// The scale of a decimal result is what exact arithmetic makes it, the same on every database.
fn arithmetic_type(operator: Arithmetic, left: &Expr, right: &Expr) -> Result<ExprType, Problem> {
    let scale = |ty| if let ExprType::Decimal(scale) = ty { scale } else { 0 };
    match (numeric(left)?, numeric(right)?) {
        (ExprType::Int, ExprType::Int) => Ok(ExprType::Int),
        (ExprType::Float, ExprType::Float) => Ok(ExprType::Float),
        (ExprType::Duration, ExprType::Duration) if operator != Arithmetic::Multiply => Ok(ExprType::Duration),
        (left, right) if is_exact(left) && is_exact(right) => {
            let multiplied = operator == Arithmetic::Multiply;
            let (left, right) = (scale(left), scale(right));
            Ok(ExprType::Decimal(if multiplied {
                left + right
            } else {
                left.max(right)
            }))
        }
        (left_ty, right_ty) => {
            let label = format!("is {}, the other side is {}", noun(right_ty), noun(left_ty));
            Err(Problem::mismatch(
                right.span,
                label,
                "calculate with numbers of one type; there are no casts",
            ))
        }
    }
}

fn unknown_value<'a>(text: &str, name: &str, words: impl Iterator<Item = &'a str> + Clone, span: Span) -> Problem {
    let help = closest(text, words.clone()).map_or_else(
        || {
            format!(
                "write one of {}",
                words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
            )
        },
        |near| format!("did you mean `{near}`?"),
    );
    Problem::own(
        Code::UnknownValue,
        format!("`{name}` has no value `{text}`"),
        span,
        "no such value",
        help,
    )
}
