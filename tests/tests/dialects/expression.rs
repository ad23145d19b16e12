//! Declared expressions over a row, as the language defines them: exact decimals, null that spreads, three-valued
//! conditions. In: an expression, a table, a row. Out: what it comes to, or that nobody can tell.

use driftless_model::{Arithmetic, Comparison, Expr, ExprKind, ExprType, FieldId, Scalar, Type};

use crate::layout::Table;
use crate::value::{Exact, Value};

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Come {
    Null,
    /// It hangs on what the database chose, or on what is beyond this reckoning.
    Unknown,
    Bool(bool),
    Exact(Exact),
    Float(f64),
    Other(Value),
    Arc(usize, Value),
}

use Come as R;

/// What an expression comes to in a row; `ascii` knows no other letters, as some databases do.
pub(crate) fn evaluate(table: &Table<'_>, row: &[Value], expr: &Expr, ascii: bool) -> R {
    let of = |expr: &Expr| evaluate(table, row, expr, ascii);
    match &expr.kind {
        ExprKind::Literal(value) => of_value(&Value::of(&Type::plain(scalar_of(expr.ty)), value)),
        ExprKind::Column(field, part) => column(table, row, *field, *part),
        ExprKind::Arc(field) => arc(table, row, *field),
        ExprKind::And(items) => junction(items.iter().map(of), false),
        ExprKind::Or(items) => junction(items.iter().map(of), true),
        ExprKind::Not(inner) => match of(inner) {
            R::Bool(value) => R::Bool(!value),
            other => other,
        },
        ExprKind::Compare(op, left, right) => compare(*op, &of(left), &of(right)),
        ExprKind::In { value, list, negated } => {
            let value = of(value);
            let found = junction(
                list.iter().map(|item| compare(Comparison::Equal, &value, &of(item))),
                true,
            );
            match found {
                R::Bool(found) => R::Bool(found != *negated),
                other => other,
            }
        }
        ExprKind::IsNull { value, negated } => match of(value) {
            R::Unknown => R::Unknown,
            value => R::Bool((value == R::Null) != *negated),
        },
        ExprKind::Arithmetic(op, left, right) => reckon(*op, of(left), of(right)),
        ExprKind::Negate(inner) => reckon(Arithmetic::Subtract, of_value(&Value::number(0)), of(inner)),
        ExprKind::Length(inner) => length(of(inner)),
        ExprKind::Lower(inner) => match of(inner) {
            R::Other(Value::Text(text)) if ascii => R::Other(Value::Text(text.to_ascii_lowercase())),
            R::Other(Value::Text(text)) => R::Other(Value::Text(text.to_lowercase())),
            other => other,
        },
        ExprKind::Coalesce(items) => {
            let mut items = items.iter().map(of);
            items.find(|item| *item != R::Null).unwrap_or(R::Null)
        }
    }
}

fn scalar_of(ty: ExprType) -> Scalar {
    match ty {
        ExprType::Uuid => Scalar::Uuid,
        ExprType::Timestamp => Scalar::Timestamp,
        ExprType::TimestampLocal => Scalar::TimestampLocal,
        ExprType::Duration => Scalar::Duration,
        ExprType::Bytes => Scalar::Bytes,
        _ => Scalar::Text,
    }
}

fn column(table: &Table<'_>, row: &[Value], field: FieldId, part: usize) -> R {
    let Some(&at) = table.of_field(field).get(part) else {
        return R::Null;
    };
    match (&row[at], table.columns[at].ty().scalar) {
        (Value::Number(number), Scalar::Float) => number.parse().map_or(R::Unknown, R::Float),
        (value, _) => of_value(value),
    }
}

fn of_value(value: &Value) -> R {
    match value {
        Value::Null | Value::Missing => R::Null,
        Value::Any => R::Unknown,
        Value::Bool(value) => R::Bool(*value),
        Value::Number(number) => match (Exact::parse(number), number.parse()) {
            (Some(exact), _) => R::Exact(exact),
            (None, Ok(number)) => R::Float(number),
            (None, Err(_)) => R::Unknown,
        },
        other => R::Other(other.clone()),
    }
}

/// Which column of an arc is set, and what it holds.
fn arc(table: &Table<'_>, row: &[Value], field: FieldId) -> R {
    let columns = table.of_field(field).into_iter().enumerate();
    let mut set = columns.filter(|(_, at)| !matches!(row[*at], Value::Null | Value::Missing));
    set.next().map_or(R::Null, |(kind, at)| R::Arc(kind, row[at].clone()))
}

/// `or` where `decisive` is true, `and` where it is false.
fn junction(items: impl Iterator<Item = R>, decisive: bool) -> R {
    let items: Vec<_> = items.collect();
    if items.contains(&R::Bool(decisive)) {
        return R::Bool(decisive);
    }
    let is = |of: &R| items.contains(of);
    match (is(&R::Unknown), is(&R::Null)) {
        (true, _) => R::Unknown,
        (false, true) => R::Null,
        (false, false) => R::Bool(!decisive),
    }
}

fn compare(op: Comparison, left: &R, right: &R) -> R {
    match (left, right) {
        (R::Unknown, _) | (_, R::Unknown) => R::Unknown,
        (R::Null, _) | (_, R::Null) => R::Null,
        (left, right) => order(left, right).map_or(R::Unknown, |order| {
            R::Bool(match op {
                Comparison::Equal => order.is_eq(),
                Comparison::NotEqual => order.is_ne(),
                Comparison::Less => order.is_lt(),
                Comparison::LessOrEqual => order.is_le(),
                Comparison::Greater => order.is_gt(),
                Comparison::GreaterOrEqual => order.is_ge(),
            })
        }),
    }
}

fn order(left: &R, right: &R) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (R::Exact(a), R::Exact(b)) => {
            let places = a.places.max(b.places);
            Some(a.raised(places)?.units.cmp(&b.raised(places)?.units))
        }
        (R::Bool(a), R::Bool(b)) => Some(a.cmp(b)),
        (R::Other(a), R::Other(b)) => Some(a.cmp(b)),
        (R::Arc(a, x), R::Arc(b, y)) => Some((a, x).cmp(&(b, y))),
        (left, right) => float(left)?.partial_cmp(&float(right)?),
    }
}

fn float(of: &R) -> Option<f64> {
    match of {
        R::Float(number) => Some(*number),
        R::Exact(exact) => exact.plain().parse().ok(),
        _ => None,
    }
}

fn reckon(op: Arithmetic, left: R, right: R) -> R {
    match (left, right) {
        (R::Unknown, _) | (_, R::Unknown) => R::Unknown,
        (R::Null, _) | (_, R::Null) => R::Null,
        (R::Exact(a), R::Exact(b)) => exactly(op, a, b).map_or(R::Unknown, R::Exact),
        (left, right) => match (float(&left), float(&right)) {
            (Some(a), Some(b)) => R::Float(match op {
                Arithmetic::Add => a + b,
                Arithmetic::Subtract => a - b,
                Arithmetic::Multiply => a * b,
            }),
            _ => R::Unknown,
        },
    }
}

fn exactly(op: Arithmetic, a: Exact, b: Exact) -> Option<Exact> {
    if op == Arithmetic::Multiply {
        let places = a.places + b.places;
        return Some(Exact {
            units: a.units.checked_mul(b.units)?,
            places,
        });
    }
    let places = a.places.max(b.places);
    let (a, b) = (a.raised(places)?.units, b.raised(places)?.units);
    let units = if op == Arithmetic::Add {
        a.checked_add(b)
    } else {
        a.checked_sub(b)
    };
    Some(Exact { units: units?, places })
}

fn length(of: R) -> R {
    let count = match &of {
        R::Other(Value::Text(text)) => text.chars().count(),
        R::Other(Value::Bytes(bytes)) => bytes.len(),
        R::Other(Value::List(items)) => items.len(),
        _ => return of,
    };
    of_value(&Value::number(count))
}
