//! Questions about expressions: whether two mean the same, and what a condition rules out.

use driftless_model::{Expr, ExprKind, FieldId};

/// Whether two expressions say the same, wherever they were written.
pub(crate) fn same(left: &Expr, right: &Expr) -> bool {
    use ExprKind as Kind;
    match (&left.kind, &right.kind) {
        (Kind::Literal(a), Kind::Literal(b)) => a == b,
        (Kind::Column(a, at), Kind::Column(b, other)) => a == b && at == other,
        (Kind::Arc(a), Kind::Arc(b)) => a == b,
        (Kind::And(a), Kind::And(b)) | (Kind::Or(a), Kind::Or(b)) | (Kind::Coalesce(a), Kind::Coalesce(b)) => {
            all_same(a, b)
        }
        (Kind::Not(a), Kind::Not(b))
        | (Kind::Negate(a), Kind::Negate(b))
        | (Kind::Length(a), Kind::Length(b))
        | (Kind::Lower(a), Kind::Lower(b)) => same(a, b),
        (
            Kind::IsNull {
                value: a,
                negated: not_a,
            },
            Kind::IsNull {
                value: b,
                negated: not_b,
            },
        ) => not_a == not_b && same(a, b),
        (Kind::Compare(a, a1, a2), Kind::Compare(b, b1, b2)) => a == b && same(a1, b1) && same(a2, b2),
        (Kind::Arithmetic(a, a1, a2), Kind::Arithmetic(b, b1, b2)) => a == b && same(a1, b1) && same(a2, b2),
        (
            Kind::In {
                value: a,
                list: in_a,
                negated: not_a,
            },
            Kind::In {
                value: b,
                list: in_b,
                negated: not_b,
            },
        ) => not_a == not_b && same(a, b) && all_same(in_a, in_b),
        _ => false,
    }
}

fn all_same(left: &[Expr], right: &[Expr]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| same(a, b))
}

/// Whether two optional conditions select the same rows, as far as their text tells.
pub(crate) fn same_rows(left: Option<&Expr>, right: Option<&Expr>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => same(left, right),
        _ => false,
    }
}

/// Whether every row that meets a condition has a value in this field.
pub(crate) fn rules_out_null(condition: &Expr, field: FieldId) -> bool {
    let reads = |expr: &Expr| matches!(expr.kind, ExprKind::Column(id, _) | ExprKind::Arc(id) if id == field);
    match &condition.kind {
        ExprKind::And(items) => items.iter().any(|item| rules_out_null(item, field)),
        ExprKind::IsNull { value, negated: true } => reads(value),
        ExprKind::Compare(_, left, right) => reads(left) || reads(right),
        ExprKind::In { value, .. } => reads(value),
        _ => false,
    }
}
