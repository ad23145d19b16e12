//! Portable expressions as TypeScript. In: a typed tree. Out: calls of `support/logic.ts`; nothing where TypeScript and the
//! databases could disagree. Decimals are whole numbers of their last places, so every comparison is exact.

use std::fmt;

use driftless_model::{Arithmetic, Comparison, Expr, ExprKind, ExprType, FieldId, Scalar, Value};

use crate::escape;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operand {
    Bool,
    Int,
    Decimal,
    Float,
    Text,
    /// Times, keys, addresses.
    Other,
    /// What can only be counted, or be null.
    Held,
}

/// The values that a condition is given, in order.
pub(crate) struct Parameters<'a>(&'a [(FieldId, Option<usize>)]);

impl<'a> Parameters<'a> {
    /// One for each member that is read.
    pub(crate) fn of(reads: &'a [(FieldId, Option<usize>)]) -> Self {
        Self(reads)
    }

    fn name(&self, field: FieldId, column: Option<usize>) -> Option<String> {
        let at = self.0.iter().position(|read| *read == (field, column))?;
        Some(format!("value{at}"))
    }
}

impl fmt::Display for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = (0..self.0.len()).map(|at| format!("value{at}")).collect();
        f.write_str(&names.join(", "))
    }
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

    /// What two have to become to be compared.
    fn wider(self, other: Self) -> Self {
        match (self, other) {
            (Self::Float, Self::Int | Self::Decimal) | (Self::Int | Self::Decimal, Self::Float) => Self::Float,
            (Self::Decimal, Self::Int) | (Self::Int, Self::Decimal) => Self::Decimal,
            // The literal null is of every type.
            (Self::Other, other) | (other, Self::Other) => other,
            (left, _) => left,
        }
    }
}

/// The value of an expression.
pub(crate) fn emit(parameters: &Parameters<'_>, expr: &Expr) -> Option<String> {
    let part = |expr: &Expr| emit(parameters, expr);
    let parts = |exprs: &[Expr]| Some(exprs.iter().map(part).collect::<Option<Vec<_>>>()?.join(", "));
    Some(match &expr.kind {
        ExprKind::Literal(Value::Null) => "null".to_owned(),
        ExprKind::Literal(value) => literal(Operand::of(expr.ty), places(expr), value)?,
        ExprKind::Column(field, column) => parameters.name(*field, Some(*column))?,
        ExprKind::Arc(field) => parameters.name(*field, None)?,
        ExprKind::And(items) => format!("is.and({})", parts(items)?),
        ExprKind::Or(items) => format!("is.or({})", parts(items)?),
        ExprKind::Not(inner) => format!("is.not({})", part(inner)?),
        ExprKind::Compare(comparison, left, right) => compare(parameters, *comparison, left, right)?,
        ExprKind::In { value, list, negated } => negate(one_of(parameters, value, list)?, *negated),
        ExprKind::IsNull { value, negated } => negate(format!("is.isNull({})", part(value)?), *negated),
        ExprKind::Arithmetic(operator, left, right) => arithmetic(parameters, *operator, left, right)?,
        ExprKind::Negate(inner) => whole(inner.ty, format!("is.negative({})", part(inner)?)),
        ExprKind::Length(inner) if inner.ty == ExprType::Text => format!("is.length({})", part(inner)?),
        ExprKind::Length(inner) => format!("is.count({})", part(inner)?),
        ExprKind::Lower(inner) => format!("is.lower({})", part(inner)?),
        ExprKind::Coalesce(items) => {
            let target = items.iter().map(|item| Operand::of(item.ty)).reduce(Operand::wider)?;
            let items = converted(parameters, items, target, most_places(items))?;
            format!("is.coalesce({items})")
        }
    })
}

/// A literal as it is compared; a decimal in its `places`-th places.
pub(crate) fn literal(operand: Operand, places: u32, value: &Value) -> Option<String> {
    Some(match (operand, value) {
        (Operand::Bool, Value::Bool(value)) => value.to_string(),
        (Operand::Int, Value::Int(number)) => format!("{number}n"),
        (Operand::Float, Value::Float(number)) => serde_json::Value::from(*number).to_string(),
        (Operand::Float, Value::Int(number)) => number.to_string(),
        (Operand::Float, Value::Decimal(text)) => text.clone(),
        (Operand::Decimal, Value::Decimal(text)) => shifted(text, places)?,
        (Operand::Decimal, Value::Int(number)) => shifted(&number.to_string(), places)?,
        (Operand::Text, Value::Text(text)) => escape::string(text),
        _ => return None,
    })
}

/// A decimal as a whole number of its `places`-th places.
fn shifted(text: &str, places: u32) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let width = places as usize;
    let digits: i128 = format!("{whole}{fraction:0<width$}").parse().ok()?;
    Some(format!("{digits}n"))
}

fn negate(condition: String, negated: bool) -> String {
    if negated {
        format!("is.not({condition})")
    } else {
        condition
    }
}

/// 64 bits hold what the databases compute.
fn whole(ty: ExprType, value: String) -> String {
    if ty == ExprType::Int {
        format!("is.whole({value})")
    } else {
        value
    }
}

/// Digits behind the point.
fn places(expr: &Expr) -> u32 {
    match (&expr.kind, expr.ty) {
        (ExprKind::Literal(Value::Decimal(text)), _) => {
            text.split_once('.').map_or(0, |(_, fraction)| fraction.len() as u32)
        }
        (ExprKind::Arithmetic(Arithmetic::Multiply, left, right), ExprType::Decimal(_)) => places(left) + places(right),
        (ExprKind::Arithmetic(_, left, right), ExprType::Decimal(_)) => places(left).max(places(right)),
        (ExprKind::Negate(inner), _) => places(inner),
        (ExprKind::Coalesce(items), _) => most_places(items),
        (_, ExprType::Decimal(scale)) => scale,
        _ => 0,
    }
}

fn most_places(items: &[Expr]) -> u32 {
    items.iter().map(places).max().unwrap_or_default()
}

fn compare(parameters: &Parameters<'_>, comparison: Comparison, left: &Expr, right: &Expr) -> Option<String> {
    let common = Operand::of(left.ty).wider(Operand::of(right.ty));
    let is_literal = |side: &Expr| matches!(side.kind, ExprKind::Literal(_));
    let (left, right) = if common == Operand::Other && (is_literal(left) || is_literal(right)) {
        (time(parameters, left, right.ty)?, time(parameters, right, left.ty)?)
    } else {
        let places = places(left).max(places(right));
        let side = |expr| as_operand(parameters, expr, common, places);
        (side(left)?, side(right)?)
    };
    Some(match comparison {
        Comparison::Equal => format!("is.eq({left}, {right})"),
        Comparison::NotEqual => format!("is.not(is.eq({left}, {right}))"),
        Comparison::Less => format!("is.lt({left}, {right})"),
        Comparison::LessOrEqual => format!("is.le({left}, {right})"),
        Comparison::Greater => format!("is.lt({right}, {left})"),
        Comparison::GreaterOrEqual => format!("is.le({right}, {left})"),
    })
}

/// A time, key or address; a literal is read as what it is compared with.
fn time(parameters: &Parameters<'_>, expr: &Expr, other: ExprType) -> Option<String> {
    let text = match &expr.kind {
        ExprKind::Literal(Value::Null) => return None,
        ExprKind::Literal(Value::Text(text)) if expr.ty != ExprType::Duration => text,
        ExprKind::Literal(_) => return None,
        _ => return emit(parameters, expr),
    };
    let read = match other {
        ExprType::Uuid => "asUuid",
        ExprType::Timestamp => "asTimestamp",
        ExprType::TimestampLocal => "asLocal",
        ExprType::Date => "asDate",
        ExprType::Time => "asTime",
        ExprType::Inet => "asInet",
        _ => return None,
    };
    Some(format!("is.{read}({})", escape::string(text)))
}

fn one_of(parameters: &Parameters<'_>, value: &Expr, list: &[Expr]) -> Option<String> {
    let target = list
        .iter()
        .map(|item| Operand::of(item.ty))
        .fold(Operand::of(value.ty), Operand::wider);
    if matches!(target, Operand::Other | Operand::Held) {
        return None;
    }
    let places = most_places(list).max(places(value));
    let value = as_operand(parameters, value, target, places)?;
    Some(format!(
        "is.oneOf({value}, [{}])",
        converted(parameters, list, target, places)?
    ))
}

fn converted(parameters: &Parameters<'_>, exprs: &[Expr], target: Operand, places: u32) -> Option<String> {
    let converted = exprs.iter().map(|expr| as_operand(parameters, expr, target, places));
    Some(converted.collect::<Option<Vec<_>>>()?.join(", "))
}

/// The value of an expression, converted.
fn as_operand(parameters: &Parameters<'_>, expr: &Expr, target: Operand, digits: u32) -> Option<String> {
    if let ExprKind::Literal(value) = &expr.kind
        && *value != Value::Null
    {
        return literal(target, digits, value);
    }
    let (value, own) = (emit(parameters, expr)?, places(expr));
    Some(match (Operand::of(expr.ty), target) {
        (Operand::Int | Operand::Decimal, Operand::Decimal) if digits > own => {
            format!("is.finer({value}, {})", digits - own)
        }
        (Operand::Int | Operand::Decimal, Operand::Float) => format!("is.asFloat({value}, {own})"),
        _ => value,
    })
}

fn arithmetic(parameters: &Parameters<'_>, operator: Arithmetic, left: &Expr, right: &Expr) -> Option<String> {
    let common = Operand::of(left.ty).wider(Operand::of(right.ty));
    if !matches!(common, Operand::Int | Operand::Decimal | Operand::Float) {
        return None;
    }
    let (name, wanted) = match operator {
        Arithmetic::Add => ("add", places(left).max(places(right))),
        Arithmetic::Subtract => ("subtract", places(left).max(places(right))),
        Arithmetic::Multiply => ("multiply", 0),
    };
    let side = |expr: &Expr| as_operand(parameters, expr, common, wanted.max(places(expr)));
    let value = format!("is.{name}({}, {})", side(left)?, side(right)?);
    Some(if common == Operand::Int {
        format!("is.whole({value})")
    } else {
        value
    })
}
