//! What is said about rows by their columns: unique sets, indexes, checks.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Check, Expr, ExprKind, Field, FieldId, Index, Name, Part, Unique};
use driftless_syntax::document::{self as written, IndexDecl, IndexMethod, Word};

use crate::draft::Draft;
use crate::expression::{self, Scope};
use crate::field::{doc, renamed_from};

/// Uniqueness of single fields, then declared sets, in order.
pub(super) fn uniques(draft: &Draft<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Unique> {
    let singles = draft
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.unique.is_on());
    let singles = singles.map(|(at, field)| Unique {
        span: field.unique.span,
        name: None,
        parts: field_parts(FieldId(at), &scope.fields[at]),
        predicate: None,
        nulls_not_distinct: false,
        nulls_stated: false,
        renamed_from: None,
    });
    let mut uniques: Vec<Unique> = singles.collect();
    for declared in &draft.uniques {
        uniques.push(Unique {
            span: declared.span,
            name: declared.name.as_ref().map(|name| name.value.clone()),
            parts: parts(declared, scope, diagnostics),
            predicate: predicate(declared, scope, diagnostics),
            nulls_not_distinct: declared
                .nulls
                .is_some_and(|nulls| nulls.value == written::Nulls::NotDistinct),
            nulls_stated: declared.nulls.is_some(),
            renamed_from: renamed_from(&declared.about),
        });
    }
    uniques
}

/// Indexes of single fields, then declared ones, in order.
pub(super) fn indexes(draft: &Draft<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Index> {
    let singles = draft.fields.iter().enumerate().filter(|(_, field)| field.index.is_on());
    let singles = singles.map(|(at, field)| Index {
        span: field.index.span,
        name: None,
        parts: field_parts(FieldId(at), &scope.fields[at]),
        predicate: None,
        method: None,
        renamed_from: None,
    });
    let mut indexes: Vec<Index> = singles.collect();
    for declared in &draft.indexes {
        indexes.push(Index {
            span: declared.span,
            name: declared.name.as_ref().map(|name| name.value.clone()),
            parts: parts(declared, scope, diagnostics),
            predicate: predicate(declared, scope, diagnostics),
            method: declared
                .using
                .map(|using| using.value)
                .filter(|&using| using != IndexMethod::Btree)
                .map(|using| using.as_str().to_owned()),
            renamed_from: renamed_from(&declared.about),
        });
    }
    indexes
}

/// The whole of a field: all its columns, or the arc.
fn field_parts(id: FieldId, field: &Field) -> Vec<Part> {
    let part = |kind, ty| Part {
        expr: Expr {
            kind,
            ty,
            span: field.span,
        },
        descending: false,
        nulls: None,
    };
    if field.arc().is_some() {
        return vec![part(ExprKind::Arc(id), driftless_model::ExprType::Arc)];
    }
    let columns = field.columns().into_iter().enumerate();
    columns
        .map(|(at, column)| part(ExprKind::Column(id, at), expression::type_of(&column.ty)))
        .collect()
}

fn parts(declared: &IndexDecl, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Part> {
    if declared.columns.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                Code::MissingKey,
                format!("a list of columns of `{}` is empty", scope.entity),
            )
            .label(declared.span, "names no column")
            .help("name the columns, as in `[\"shelf\", \"place\"]`"),
        );
    }
    let mut parts: Vec<Part> = Vec::new();
    for text in &declared.columns {
        let found = expression::part(text, scope, diagnostics).unwrap_or_default();
        if found
            .iter()
            .any(|part| parts.iter().any(|known| is_same_column(known, part)))
        {
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateName,
                    format!("`{}` is in one list of columns twice", text.value),
                )
                .label(text.span, "named again here")
                .help("remove it"),
            );
        }
        parts.extend(found);
    }
    parts
}

fn is_same_column(left: &Part, right: &Part) -> bool {
    match (&left.expr.kind, &right.expr.kind) {
        (ExprKind::Column(a, at), ExprKind::Column(b, other)) => a == b && at == other,
        (ExprKind::Arc(a), ExprKind::Arc(b)) => a == b,
        _ => false,
    }
}

fn predicate(declared: &IndexDecl, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Expr> {
    expression::condition(declared.condition.as_ref()?, scope, diagnostics)
}

/// Checks in order.
pub(super) fn checks(draft: &Draft<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for declared in &draft.checks {
        if let Some(first) = checks
            .iter()
            .find(|check| check.name.as_str() == declared.name.as_str())
        {
            diagnostics.push(crate::names::duplicate("check", &declared.name, first.span));
        }
        let Some(text) = &declared.expr else { continue };
        let Some(expr) = expression::condition(text, scope, diagnostics) else {
            continue;
        };
        checks.push(Check {
            name: Name::new(declared.name.as_str()),
            span: declared.name.span,
            doc: doc(&declared.about),
            expr,
            text: text.value.clone(),
            renamed_from: renamed_from(&declared.about),
        });
    }
    checks
}
