//! Declared conditions over a row in JSON: whether a row that is made up would be accepted. Three-valued, decimals exact. In: a
//! condition and a row. Out: whether it is broken.

use driftless_model::{Arithmetic, Comparison, Entity, Expr, ExprKind, ExprType};
use serde_json::{Map, Value};

use crate::moment::{moment, span};

/// Whether a row breaks a condition; one that cannot be told is not broken.
pub(crate) fn is_broken(entity: &Entity, row: &Map<String, Value>, condition: &Expr) -> bool {
    let row = Row { entity, row };
    row.evaluate(condition) == Some(Known::Bool(false))
}

/// A value that conditions compare.
#[derive(Debug, Clone, PartialEq)]
enum Known {
    Null,
    Bool(bool),
    /// Units, and how many digits of them stand behind the point.
    Exact(i128, u32),
    Float(f64),
    Text(String),
    Json(Value),
}

struct Row<'a> {
    entity: &'a Entity,
    row: &'a Map<String, Value>,
}

impl Row<'_> {
    /// What an expression comes to; nothing where that is beyond this reckoning.
    fn evaluate(&self, expr: &Expr) -> Option<Known> {
        let of = |expr: &Expr| self.evaluate(expr);
        match &expr.kind {
            ExprKind::Literal(value) => literal(value, expr.ty),
            ExprKind::Column(field, at) => {
                let columns = self.entity.field(*field).columns();
                self.value(&columns.get(*at)?.json, expr.ty)
            }
            ExprKind::Arc(field) => self.value(&self.entity.field(*field).arc()?.json, ExprType::Arc),
            ExprKind::And(items) => junction(items.iter().map(of), false),
            ExprKind::Or(items) => junction(items.iter().map(of), true),
            ExprKind::Not(inner) => Some(negated(of(inner)?)),
            ExprKind::Compare(comparison, left, right) => compare(*comparison, &of(left)?, &of(right)?),
            ExprKind::In {
                value,
                list,
                negated: not,
            } => {
                let value = of(value)?;
                let equal = |item| compare(Comparison::Equal, &value, &of(item)?);
                let found = junction(list.iter().map(equal), true)?;
                Some(if *not { negated(found) } else { found })
            }
            ExprKind::IsNull { value, negated } => Some(Known::Bool((of(value)? == Known::Null) != *negated)),
            ExprKind::Arithmetic(operator, left, right) => reckon(*operator, of(left)?, of(right)?),
            ExprKind::Negate(inner) => reckon(Arithmetic::Subtract, Known::Exact(0, 0), of(inner)?),
            ExprKind::Length(inner) => length(of(inner)?, inner.ty),
            ExprKind::Lower(inner) => Some(match of(inner)? {
                Known::Text(text) => Known::Text(text.to_lowercase()),
                other => other,
            }),
            ExprKind::Coalesce(items) => {
                let found = items.iter().map(of).find(|item| *item != Some(Known::Null));
                found.unwrap_or(Some(Known::Null))
            }
        }
    }

    /// A column, as its type compares.
    fn value(&self, key: &str, ty: ExprType) -> Option<Known> {
        let value = self.row.get(key).unwrap_or(&Value::Null);
        let text = || value.as_str();
        Some(match ty {
            _ if value.is_null() => Known::Null,
            ExprType::Bool => Known::Bool(value.as_bool()?),
            ExprType::Int | ExprType::Decimal(_) => exact(&text().map_or_else(|| value.to_string(), str::to_owned))?,
            ExprType::Float => Known::Float(value.as_f64()?),
            ExprType::Array | ExprType::Vector | ExprType::Json | ExprType::Arc | ExprType::Null => {
                Known::Json(value.clone())
            }
            _ => written(text()?, ty)?,
        })
    }
}

fn literal(value: &driftless_model::Value, ty: ExprType) -> Option<Known> {
    use driftless_model::Value;
    Some(match value {
        Value::Null => Known::Null,
        Value::Bool(value) => Known::Bool(*value),
        Value::Int(number) => Known::Exact((*number).into(), 0),
        Value::Decimal(text) => exact(text)?,
        Value::Float(number) => Known::Float(*number),
        Value::Text(text) => written(text, ty)?,
        Value::Array(_) | Value::Object(_) => return None,
    })
}

/// What is written as text.
fn written(text: &str, ty: ExprType) -> Option<Known> {
    Some(match ty {
        ExprType::Timestamp | ExprType::TimestampLocal | ExprType::Date | ExprType::Time => {
            Known::Exact(moment(text)?, 0)
        }
        ExprType::Duration => Known::Exact(span(text)?, 0),
        ExprType::Uuid | ExprType::Inet => Known::Text(text.to_lowercase()),
        _ => Known::Text(text.to_owned()),
    })
}

fn exact(text: &str) -> Option<Known> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let units = format!("{whole}{places}").parse().ok()?;
    Some(Known::Exact(units, u32::try_from(places.len()).ok()?))
}

fn negated(value: Known) -> Known {
    match value {
        Known::Bool(value) => Known::Bool(!value),
        other => other,
    }
}

/// `or` where `decisive` is true, `and` where it is false.
fn junction(items: impl Iterator<Item = Option<Known>>, decisive: bool) -> Option<Known> {
    let items: Vec<Option<Known>> = items.collect();
    if items.contains(&Some(Known::Bool(decisive))) {
        return Some(Known::Bool(decisive));
    }
    let items: Vec<Known> = items.into_iter().collect::<Option<_>>()?;
    Some(match items.contains(&Known::Null) {
        true => Known::Null,
        false => Known::Bool(!decisive),
    })
}

fn compare(comparison: Comparison, left: &Known, right: &Known) -> Option<Known> {
    if [left, right].contains(&&Known::Null) {
        return Some(Known::Null);
    }
    if let (Known::Json(left), Known::Json(right)) = (left, right) {
        let is_met = match comparison {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            _ => return None,
        };
        return Some(Known::Bool(is_met));
    }
    let order = match (left, right) {
        (Known::Bool(left), Known::Bool(right)) => left.cmp(right),
        (Known::Text(left), Known::Text(right)) => left.cmp(right),
        (Known::Exact(..), Known::Exact(..)) => {
            let (left, right, _) = aligned(left, right)?;
            left.cmp(&right)
        }
        _ => float(left)?.partial_cmp(&float(right)?)?,
    };
    Some(Known::Bool(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }))
}

fn float(value: &Known) -> Option<f64> {
    match value {
        Known::Float(number) => Some(*number),
        Known::Exact(units, places) => Some(*units as f64 / 10_f64.powi(i32::try_from(*places).ok()?)),
        _ => None,
    }
}

/// Two exact numbers with as many digits behind the point.
fn aligned(left: &Known, right: &Known) -> Option<(i128, i128, u32)> {
    let (Known::Exact(a, few), Known::Exact(b, many)) = (left, right) else {
        return None;
    };
    let places = *few.max(many);
    let raised = |units: i128, own: u32| units.checked_mul(10_i128.checked_pow(places - own)?);
    Some((raised(*a, *few)?, raised(*b, *many)?, places))
}

fn reckon(operator: Arithmetic, left: Known, right: Known) -> Option<Known> {
    match (&left, &right) {
        (Known::Null, _) | (_, Known::Null) => Some(Known::Null),
        (Known::Exact(a, few), Known::Exact(b, many)) if operator == Arithmetic::Multiply => {
            Some(Known::Exact(a.checked_mul(*b)?, few + many))
        }
        (Known::Exact(..), Known::Exact(..)) => {
            let (a, b, places) = aligned(&left, &right)?;
            let units = match operator {
                Arithmetic::Add => a.checked_add(b)?,
                _ => a.checked_sub(b)?,
            };
            Some(Known::Exact(units, places))
        }
        _ => {
            let (a, b) = (float(&left)?, float(&right)?);
            Some(Known::Float(match operator {
                Arithmetic::Add => a + b,
                Arithmetic::Subtract => a - b,
                Arithmetic::Multiply => a * b,
            }))
        }
    }
}

fn length(value: Known, ty: ExprType) -> Option<Known> {
    let count = match &value {
        Known::Null => return Some(value),
        Known::Text(text) if ty == ExprType::Bytes => text.len() / 4 * 3 - text.matches('=').count(),
        Known::Text(text) => text.chars().count(),
        Known::Json(Value::Array(items)) => items.len(),
        _ => return None,
    };
    Some(Known::Exact(i128::try_from(count).ok()?, 0))
}
