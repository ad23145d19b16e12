//! The types of an expression. In: a tree whose fields are names, and the fields of an entity. Out: the typed tree of the
//! model, or the first thing in it that does not go together. What two databases would answer differently is refused.

use driftless_diagnostics::{Code, Diagnostic, Span, closest};
use driftless_model::{Comparison, Enum, Expr, ExprKind, ExprType, Field, FieldId, FieldKind, Scalar, Type, Value};

use super::parser::{Node, Tree};
use crate::moment;

/// What an expression may speak of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// Name of the entity, for messages.
    pub(crate) entity: &'s str,
    /// Its fields.
    pub(crate) fields: &'s [Field],
    /// All enums.
    pub(crate) enums: &'s [Enum],
}

type Checked = Result<Expr, Diagnostic>;

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
            let (left, right) = (check(left, scope)?, check(right, scope)?);
            let ty = arithmetic_type(*operator, &left, &right)?;
            (ExprKind::Arithmetic(*operator, Box::new(left), Box::new(right)), ty)
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
pub(super) fn check_part(tree: &Tree, scope: &Scope<'_>) -> Result<Vec<Expr>, Diagnostic> {
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
        return field_expr(id, found, span);
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
    let near = closest(name, scope.fields.iter().map(|field| field.name.as_str()));
    let help = near.map_or_else(
        || "use a field of the entity; texts stand in `'single quotes'`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(
        Diagnostic::error(Code::UnknownField, format!("`{}` has no field `{name}`", scope.entity))
            .label(span, "no field of that name")
            .help(help),
    )
}

fn field_expr(id: FieldId, field: &Field, span: Span) -> Checked {
    if field.transient {
        return Err(wrong(
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
                Err(wrong(
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

fn number(digits: &str, span: Span) -> Result<(ExprKind, ExprType), Diagnostic> {
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
        _ => Err(wrong(
            span,
            "is not a number every output can hold",
            "write digits, as in `12` or `1.5`",
        )),
    }
}

fn conditions(items: &[Tree], scope: &Scope<'_>) -> Result<Vec<Expr>, Diagnostic> {
    items.iter().map(|item| condition(item, scope)).collect()
}

fn condition(tree: &Tree, scope: &Scope<'_>) -> Checked {
    let expr = check(tree, scope)?;
    if matches!(expr.ty, ExprType::Bool | ExprType::Null) {
        Ok(expr)
    } else {
        Err(wrong(
            expr.span,
            "is neither true nor false",
            "compare it with something, as in `pages > 0`",
        ))
    }
}

fn compare(
    operator: Comparison,
    left: Expr,
    right: Expr,
    scope: &Scope<'_>,
) -> Result<(ExprKind, ExprType), Diagnostic> {
    let (left, right) = agree(left, right, scope)?;
    if matches!((left.ty, right.ty), (ExprType::Null, _) | (_, ExprType::Null)) {
        return Err(wrong(
            right.span,
            "nothing equals null, not even null",
            "write `is null` or `is not null`",
        ));
    }
    let ordered = !matches!(operator, Comparison::Equal | Comparison::NotEqual);
    if ordered && !has_order(left.ty) {
        let label = "has no order that every database agrees on";
        return Err(wrong(
            left.span,
            label,
            "compare with `=` or `<>`, or compare lengths, numbers or times",
        ));
    }
    if !ordered && !has_equality(left.ty) {
        return Err(wrong(
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
fn agree(left: Expr, right: Expr, scope: &Scope<'_>) -> Result<(Expr, Expr), Diagnostic> {
    let right = adapt(right, left.ty, scope)?;
    let left = adapt(left, right.ty, scope)?;
    let same = left.ty == right.ty
        || matches!((left.ty, right.ty), (ExprType::Null, _) | (_, ExprType::Null))
        || (is_exact(left.ty) && is_exact(right.ty));
    if same {
        return Ok((left, right));
    }
    let label = format!("is {}, the other side is {}", noun(right.ty), noun(left.ty));
    Err(wrong(
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
                return Err(wrong(
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

fn contains(value: Expr, list: &[Tree], negated: bool, scope: &Scope<'_>) -> Result<(ExprKind, ExprType), Diagnostic> {
    let mut items = Vec::new();
    for item in list {
        let item = check(item, scope)?;
        if !matches!(item.kind, ExprKind::Literal(ref literal) if *literal != Value::Null) {
            return Err(wrong(item.span, "is not a literal", "list literals only, without null"));
        }
        let (_, item) = agree(value.clone(), item, scope)?;
        items.push(item);
    }
    if !has_equality(value.ty) {
        return Err(wrong(
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

fn numeric(expr: &Expr) -> Result<ExprType, Diagnostic> {
    match expr.ty {
        ExprType::Int | ExprType::Decimal(_) | ExprType::Float | ExprType::Duration => Ok(expr.ty),
        _ => Err(wrong(
            expr.span,
            format!("is {}", noun(expr.ty)),
            "calculate with numbers only",
        )),
    }
}

/// The scale of a decimal result is what exact arithmetic makes it, the same on every database.
fn arithmetic_type(operator: driftless_model::Arithmetic, left: &Expr, right: &Expr) -> Result<ExprType, Diagnostic> {
    let scale = |ty| if let ExprType::Decimal(scale) = ty { scale } else { 0 };
    match (numeric(left)?, numeric(right)?) {
        (ExprType::Int, ExprType::Int) => Ok(ExprType::Int),
        (ExprType::Float, ExprType::Float) => Ok(ExprType::Float),
        (ExprType::Duration, ExprType::Duration) if operator != driftless_model::Arithmetic::Multiply => {
            Ok(ExprType::Duration)
        }
        (left, right) if is_exact(left) && is_exact(right) => {
            let multiplied = operator == driftless_model::Arithmetic::Multiply;
            let (left, right) = (scale(left), scale(right));
            Ok(ExprType::Decimal(if multiplied {
                left + right
            } else {
                left.max(right)
            }))
        }
        (left_ty, right_ty) => {
            let label = format!("is {}, the other side is {}", noun(right_ty), noun(left_ty));
            Err(wrong(
                right.span,
                label,
                "calculate with numbers of one type; there are no casts",
            ))
        }
    }
}

fn call(name: &str, arguments: &[Tree], span: Span, scope: &Scope<'_>) -> Result<(ExprKind, ExprType), Diagnostic> {
    let mut checked = arguments
        .iter()
        .map(|argument| check(argument, scope))
        .collect::<Result<Vec<_>, _>>()?;
    match (name, checked.as_slice()) {
        ("length", [value]) => {
            if !matches!(value.ty, ExprType::Text | ExprType::Bytes | ExprType::Array) {
                return Err(wrong(
                    value.span,
                    format!("is {}", noun(value.ty)),
                    "take the length of text, bytes or an array",
                ));
            }
            Ok((ExprKind::Length(Box::new(checked.remove(0))), ExprType::Int))
        }
        ("lower", [value]) => {
            if value.ty != ExprType::Text {
                return Err(wrong(
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
        ("length" | "lower", _) => Err(wrong(
            span,
            format!("`{name}` takes one argument"),
            format!("write `{name}(field)`"),
        )),
        ("coalesce", _) => Err(wrong(
            span,
            "`coalesce` takes two arguments or more",
            "write `coalesce(field, 0)`",
        )),
        _ => {
            let near = closest(name, ["length", "lower", "coalesce"]);
            let help = near.map_or("use `length`, `lower` or `coalesce`".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            Err(wrong(span, format!("there is no function `{name}`"), help))
        }
    }
}

fn wrong(span: Span, label: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::ExpressionType, "the parts of the expression do not go together")
        .label(span, label)
        .help(help)
}

fn unknown_value<'a>(text: &str, name: &str, words: impl Iterator<Item = &'a str> + Clone, span: Span) -> Diagnostic {
    let help = closest(text, words.clone()).map_or_else(
        || {
            format!(
                "write one of {}",
                words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
            )
        },
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::error(Code::UnknownValue, format!("`{name}` has no value `{text}`"))
        .label(span, "no such value")
        .help(help)
}

fn noun(ty: ExprType) -> &'static str {
    match ty {
        ExprType::Bool => "a condition",
        ExprType::Int => "a whole number",
        ExprType::Decimal(_) => "a decimal",
        ExprType::Float => "a float",
        ExprType::Text => "text",
        ExprType::Enum(_) => "an enum",
        ExprType::Uuid => "a uuid",
        ExprType::Timestamp => "a timestamp",
        ExprType::TimestampLocal => "a timestamp without zone",
        ExprType::Date => "a date",
        ExprType::Time => "a time of day",
        ExprType::Duration => "a duration",
        ExprType::Bytes => "bytes",
        ExprType::Json => "JSON",
        ExprType::Inet => "an IP address",
        ExprType::Array => "an array",
        ExprType::Vector => "a vector",
        ExprType::Arc => "a choice of references",
        ExprType::Null => "null",
    }
}

fn example(ty: ExprType) -> &'static str {
    match ty {
        ExprType::Uuid => "`'018f3c1e-0000-7000-8000-000000000000'`",
        ExprType::Timestamp => "`'2026-01-31T12:00:00Z'`",
        ExprType::TimestampLocal => "`'2026-01-31T12:00:00'`",
        ExprType::Date => "`'2026-01-31'`",
        ExprType::Time => "`'12:00:00'`",
        ExprType::Duration => "`'PT90S'`",
        _ => "a literal of that type",
    }
}
