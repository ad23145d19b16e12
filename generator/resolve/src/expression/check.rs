//! The types of an expression. In: a tree whose fields are names, and the fields of an entity. Out: the typed tree of the
//! model, or the first thing in it that does not go together. What two databases would answer differently is refused.

use driftless_diagnostics::{Code, Span};
use driftless_model::{Enum, Expr, ExprKind, ExprType, Field, FieldId, FieldKind, Scalar, Type, Value};

use super::Problem;
use super::call::call;
use super::operator::{arithmetic, compare, contains, numeric};
use super::tree::{Node, Tree};
use crate::field::suggestion;

/// What an expression may speak of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// Name of the entity, for messages.
    pub(crate) entity: &'s str,
    /// Its fields.
    pub(crate) fields: &'s [Field],
    /// Fields of which it is not known what they hold; that was reported.
    pub(crate) broken: &'s [FieldId],
    /// All enums.
    pub(crate) enums: &'s [Enum],
}

/// A typed expression.
pub(super) type Checked = Result<Expr, Problem>;

/// What an expression is made of and what it yields.
pub(super) type Typed = Result<(ExprKind, ExprType), Problem>;

/// Types a tree.
pub(super) fn check(tree: &Tree, scope: &Scope<'_>) -> Checked {
    let span = tree.span;
    let (kind, ty) = match &tree.node {
        Node::Null => (ExprKind::Literal(Value::Null), ExprType::Null),
        Node::Bool(yes) => (ExprKind::Literal(Value::Bool(*yes)), ExprType::Bool),
        Node::Number(digits) => number(digits, span)?,
        Node::Text(text) => (ExprKind::Literal(Value::Text(text.clone())), ExprType::Text),
        Node::Field(name) => return field(name, span, scope),
        Node::And(items) => (ExprKind::And(conditions(items, scope)?), ExprType::Bool),
        Node::Or(items) => (ExprKind::Or(conditions(items, scope)?), ExprType::Bool),
        Node::Not(inner) => (ExprKind::Not(Box::new(condition(inner, scope)?)), ExprType::Bool),
        Node::Compare(operator, left, right) => compare(*operator, check(left, scope)?, check(right, scope)?, scope)?,
        Node::In { value, list, negated } => contains(check(value, scope)?, list, *negated, scope)?,
        Node::IsNull { value, negated } => (
            ExprKind::IsNull {
                value: Box::new(check(value, scope)?),
                negated: *negated,
            },
            ExprType::Bool,
        ),
        Node::Arithmetic(operator, left, right) => {
            arithmetic(*operator, check(left, scope)?, check(right, scope)?, scope)?
        }
        Node::Negate(inner) => {
            let inner = check(inner, scope)?;
            let ty = numeric(&inner)?;
            (ExprKind::Negate(Box::new(inner)), ty)
        }
        Node::Call(name, arguments) => call(name, arguments, span, scope)?,
    };
    Ok(Expr { kind, ty, span })
}

/// Types a column of an index: a composite reference stands for all its columns.
pub(super) fn check_part(tree: &Tree, scope: &Scope<'_>) -> Result<Vec<Expr>, Problem> {
    if let Node::Field(name) = &tree.node
        && let Some((id, found)) = find(name, scope)
        && let FieldKind::Reference(reference) = &found.kind
        && reference.columns.len() > 1
    {
        let column = |(at, column): (usize, &driftless_model::Column)| Expr {
            kind: ExprKind::Column(id, at),
            ty: type_of(&column.ty),
            span: tree.span,
        };
        return Ok(reference.columns.iter().enumerate().map(column).collect());
    }
    Ok(vec![check(tree, scope)?])
}

fn find<'s>(name: &str, scope: &Scope<'s>) -> Option<(FieldId, &'s Field)> {
    scope
        .fields
        .iter()
        .enumerate()
        .find(|(_, field)| field.name.as_str() == name)
        .map(|(at, field)| (FieldId(at), field))
}

/// A field by its name, or a column of a reference by the column's.
fn field(name: &str, span: Span, scope: &Scope<'_>) -> Checked {
    if let Some((id, found)) = find(name, scope) {
        return field_expr(id, found, span, scope);
    }
    for (at, found) in scope.fields.iter().enumerate() {
        if let FieldKind::Reference(reference) = &found.kind
            && let Some(position) = reference
                .columns
                .iter()
                .position(|column| column.words.as_str() == name)
        {
            let ty = type_of(&reference.columns[position].ty);
            return Ok(Expr {
                kind: ExprKind::Column(FieldId(at), position),
                ty,
                span,
            });
        }
    }
    let known = scope.fields.iter().map(|field| field.name.as_str());
    let help = suggestion(name, known, "write texts in `'single quotes'`");
    Err(Problem::own(
        Code::UnknownField,
        format!("`{}` has no field `{name}`", scope.entity),
        span,
        "no field of that name",
        help,
    ))
}

fn field_expr(id: FieldId, field: &Field, span: Span, scope: &Scope<'_>) -> Checked {
    if scope.broken.contains(&id) {
        return Err(Problem::told(span));
    }
    if field.transient {
        return Err(Problem::mismatch(
            span,
            format!("`{}` is not stored", field.name),
            "use stored fields only",
        ));
    }
    match &field.kind {
        FieldKind::Value(column) => Ok(Expr {
            kind: ExprKind::Column(id, 0),
            ty: type_of(&column.ty),
            span,
        }),
        FieldKind::Arc(_) => Ok(Expr {
            kind: ExprKind::Arc(id),
            ty: ExprType::Arc,
            span,
        }),
        FieldKind::Reference(reference) => match reference.columns.as_slice() {
            [column] => Ok(Expr {
                kind: ExprKind::Column(id, 0),
                ty: type_of(&column.ty),
                span,
            }),
            columns => {
                let names: Vec<String> = columns.iter().map(|column| format!("`{}`", column.words)).collect();
                Err(Problem::mismatch(
                    span,
                    format!("`{}` has several columns", field.name),
                    format!("name one of {}", names.join(", ")),
                ))
            }
        },
    }
}

/// Whether a value of one type can be stored as another without change.
pub(super) fn fits(given: ExprType, wanted: ExprType) -> bool {
    match (given, wanted) {
        (ExprType::Int, ExprType::Decimal(_)) => true,
        (ExprType::Decimal(given), ExprType::Decimal(wanted)) => given <= wanted,
        (given, wanted) => given == wanted,
    }
}

/// What values of a type are to an expression.
pub(crate) fn type_of(ty: &Type) -> ExprType {
    if ty.array.is_some() {
        return ExprType::Array;
    }
    match ty.scalar {
        Scalar::Text | Scalar::Varchar(_) | Scalar::Email | Scalar::Url | Scalar::Semver => ExprType::Text,
        Scalar::Smallint | Scalar::Int | Scalar::Bigint => ExprType::Int,
        Scalar::Numeric { scale, .. } => ExprType::Decimal(scale),
        Scalar::Float => ExprType::Float,
        Scalar::Bool => ExprType::Bool,
        Scalar::Uuid => ExprType::Uuid,
        Scalar::Timestamp => ExprType::Timestamp,
        Scalar::TimestampLocal => ExprType::TimestampLocal,
        Scalar::Date => ExprType::Date,
        Scalar::Time => ExprType::Time,
        Scalar::Duration => ExprType::Duration,
        Scalar::Bytes | Scalar::Sha256 => ExprType::Bytes,
        Scalar::Inet => ExprType::Inet,
        Scalar::Vector(_) => ExprType::Vector,
        Scalar::Enum(id) => ExprType::Enum(id),
        Scalar::Json | Scalar::Record(_) | Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => ExprType::Json,
    }
}

fn number(digits: &str, span: Span) -> Typed {
    if let Ok(number) = digits.parse::<i64>() {
        return Ok((ExprKind::Literal(Value::Int(number)), ExprType::Int));
    }
    match digits.split_once('.') {
        Some((whole, fraction))
            if !whole.is_empty() && !fraction.is_empty() && !fraction.contains('.') && digits.len() <= 29 =>
        {
            let scale = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
            Ok((
                ExprKind::Literal(Value::Decimal(digits.to_owned())),
                ExprType::Decimal(scale),
            ))
        }
        _ => Err(Problem::mismatch(
            span,
            "is not a number every output can hold",
            "write digits, as in `12` or `1.5`",
        )),
    }
}

fn conditions(items: &[Tree], scope: &Scope<'_>) -> Result<Vec<Expr>, Problem> {
    items.iter().map(|item| condition(item, scope)).collect()
}

fn condition(tree: &Tree, scope: &Scope<'_>) -> Checked {
    let expr = check(tree, scope)?;
    if matches!(expr.ty, ExprType::Bool | ExprType::Null) {
        Ok(expr)
    } else {
        Err(Problem::mismatch(
            expr.span,
            "is neither true nor false",
            "compare it with something, as in `pages > 0`",
        ))
    }
}
