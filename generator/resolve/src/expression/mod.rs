//! Portable expressions. In: text inside a string of the schema. Out: a typed tree over the fields of one entity, or a
//! diagnostic on the very characters that are wrong. Three steps: words, tree, types.

mod call;
mod check;
mod lexer;
mod operator;
mod parser;
mod problem;
mod tree;
mod words;

pub(crate) use check::{Scope, type_of};
use problem::Problem;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Expr, ExprType, FieldId, Nulls, Part};
use driftless_syntax::document::Text;

/// A condition: an expression that is true, false or null.
pub(crate) fn condition(text: &Text, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Expr> {
    let expr = expression(text, scope, diagnostics)?;
    if matches!(expr.ty, ExprType::Bool | ExprType::Null) {
        return Some(expr);
    }
    diagnostics.push(
        Diagnostic::error(
            Code::ExpressionType,
            format!("`{}` is not a condition", problem::brief(text)),
        )
        .label(expr.span, "is neither true nor false")
        .help("compare it with something, as in `pages > 0`"),
    );
    None
}

/// The value of a computed field: of its type, and not from other computed fields, which no database orders.
pub(crate) fn computed(text: &Text, id: FieldId, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Expr> {
    let expr = expression(text, scope, diagnostics)?;
    let field = &scope.fields[id.0];
    let wanted = field.value().map(|column| type_of(&column.ty))?;
    let mut wrong = |label: String, help: &str| {
        diagnostics.push(
            Diagnostic::error(
                Code::ExpressionType,
                format!("`{}` cannot be computed like this", field.name),
            )
            .label(expr.span, label)
            .help(help),
        );
    };
    if !check::fits(expr.ty, wanted) {
        wrong(
            format!("is {}, the field is {}", words::noun(expr.ty), words::noun(wanted)),
            "give the field the type of the expression",
        );
    }
    let reads_computed = |other: &FieldId| {
        let declared = &scope.fields[other.0];
        *other == id || declared.computed.is_some() || declared.identity
    };
    if expr.fields().iter().any(reads_computed) {
        wrong(
            "reads a field that the database fills in itself".to_owned(),
            "compute from plain fields only",
        );
    }
    Some(expr)
}

/// Any expression.
pub(crate) fn expression(text: &Text, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Expr> {
    let tree = parser::parse_expression(text)
        .map_err(|problem| problem.report(text, diagnostics))
        .ok()?;
    check::check(&tree, scope)
        .map_err(|problem| problem.report(text, diagnostics))
        .ok()
}

/// A column of an index: `expression [asc|desc] [nulls first|last]`.
pub(crate) fn part(text: &Text, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Part>> {
    let parsed = parser::parse_part(text)
        .map_err(|problem| problem.report(text, diagnostics))
        .ok()?;
    let exprs = check::check_part(&parsed.tree, scope)
        .map_err(|problem| problem.report(text, diagnostics))
        .ok()?;
    let part = |expr| Part {
        expr,
        descending: parsed.descending,
        nulls: parsed.nulls,
    };
    Some(exprs.into_iter().map(part).collect())
}

/// The parsed form of a column of an index.
#[derive(Debug)]
pub(crate) struct ParsedPart {
    tree: tree::Tree,
    descending: bool,
    nulls: Option<Nulls>,
}
