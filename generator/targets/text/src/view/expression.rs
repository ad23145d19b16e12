//! Expressions as the author writes them. In: a typed expression. Out: its text, with parentheses where needed.

use driftless_model::{Entity, Expr, ExprKind, Value};

use super::literal;

/// The text of an expression over the fields of an entity.
pub(super) fn print(entity: &Entity, expr: &Expr) -> String {
    let inner = |expr: &Expr| grouped(entity, expr);
    let list = |items: &[Expr]| {
        items
            .iter()
            .map(|item| print(entity, item))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match &expr.kind {
        ExprKind::Literal(value) => value_text(value),
        ExprKind::Column(field, _) | ExprKind::Arc(field) => entity.field(*field).name.to_string(),
        ExprKind::And(items) => items.iter().map(inner).collect::<Vec<_>>().join(" and "),
        ExprKind::Or(items) => items.iter().map(inner).collect::<Vec<_>>().join(" or "),
        ExprKind::Not(item) => format!("not {}", inner(item)),
        ExprKind::Compare(comparison, left, right) => {
            format!("{} {} {}", inner(left), comparison.as_str(), inner(right))
        }
        ExprKind::In {
            value,
            list: items,
            negated,
        } => {
            format!(
                "{} {}in ({})",
                inner(value),
                if *negated { "not " } else { "" },
                list(items)
            )
        }
        ExprKind::IsNull { value, negated } => {
            format!("{} is {}null", inner(value), if *negated { "not " } else { "" })
        }
        ExprKind::Arithmetic(operator, left, right) => {
            format!("{} {} {}", inner(left), operator.as_str(), inner(right))
        }
        ExprKind::Negate(item) => format!("-{}", inner(item)),
        ExprKind::Length(item) => format!("length({})", print(entity, item)),
        ExprKind::Lower(item) => format!("lower({})", print(entity, item)),
        ExprKind::Coalesce(items) => format!("coalesce({})", list(items)),
    }
}

/// A part of a larger expression.
fn grouped(entity: &Entity, expr: &Expr) -> String {
    let text = print(entity, expr);
    let stands_alone = matches!(
        expr.kind,
        ExprKind::Literal(_)
            | ExprKind::Column(..)
            | ExprKind::Arc(_)
            | ExprKind::Length(_)
            | ExprKind::Lower(_)
            | ExprKind::Coalesce(_)
    );
    if stands_alone { text } else { format!("({text})") }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Null => "null".to_owned(),
        other => literal::limit(other),
    }
}
