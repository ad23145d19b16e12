//! Indexes: too wide, or there already.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Entity, ExprKind, Part, Schema};

use crate::access::{Access, Origin, accesses, columns, leads};
use crate::expression::same_rows;
use crate::rule::rule;

/// Beyond these, columns of an index seldom narrow anything down.
const MOST_COLUMNS: usize = 3;

rule! {
    /// **What it finds.** An index that a key, unique set or longer index begins with, over the same rows; and a unique
    /// set that contains the key or another unique set.
    ///
    /// **Why.** It answers no question that the other does not, and every insert and update pays for it.
    ///
    /// **What to do.** Remove it; a unique set that rows are looked up by may become an index.
    REDUNDANT_INDEX = RedundantIndex, Warning, check_redundance;

    /// **What it finds.** An index of more than three columns, the tenant's not counted. Unique sets are exempt: they are
    /// as wide as what they say.
    ///
    /// **Why.** A query has to name the leading columns to use it, and the first two or three usually leave few rows. The
    /// rest makes every write dearer.
    ///
    /// **What to do.** Keep the columns that narrow most, in the order in which queries fix them.
    WIDE_INDEX = WideIndex, Warning, check_width;
}

fn check_redundance(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        let accesses = accesses(entity);
        // What is to go replaces nothing: unique sets are judged first, then indexes by what remains.
        let implied: Vec<usize> = (0..accesses.len())
            .filter(|&at| is_unique(&accesses[at]) && better(&accesses, at, &[], entity).is_some())
            .collect();
        for (at, access) in accesses.iter().enumerate() {
            let gone = if is_unique(access) { &[] } else { implied.as_slice() };
            if let (Some(span), Some(better)) = (access.span(), better(&accesses, at, gone, entity)) {
                found.push(redundant(entity, access, better, span));
            }
        }
    }
}

fn is_unique(access: &Access<'_>) -> bool {
    matches!(access.origin, Origin::Unique(_))
}

/// Another way in that makes this one superfluous and is not gone itself.
fn better<'a, 'e>(accesses: &'a [Access<'e>], at: usize, gone: &[usize], entity: &Entity) -> Option<&'a Access<'e>> {
    let others = accesses
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at && !gone.contains(other));
    others
        .into_iter()
        .find(|(other, candidate)| replaces(candidate, &accesses[at], *other < at, entity))
        .map(|(_, found)| found)
}

fn replaces(candidate: &Access<'_>, access: &Access<'_>, is_earlier: bool, entity: &Entity) -> bool {
    match (access.origin, candidate.origin) {
        (Origin::Index(_), origin) => {
            let twins = candidate.parts.len() == access.parts.len() && matches!(origin, Origin::Index(_));
            // A unique set holds an arc as one stored key; an index finds rows by each of its targets.
            let is_arc = |part: &Part| matches!(part.expr.kind, ExprKind::Arc(_));
            (matches!(origin, Origin::Index(_)) || !access.parts.iter().any(is_arc))
                && same_rows(access.predicate, candidate.predicate)
                && leads(&access.parts, &candidate.parts)
                && (is_earlier || !twins)
        }
        (Origin::Unique(_), Origin::Key | Origin::TenantKey | Origin::Unique(_)) => {
            implies(candidate, access, is_earlier, entity)
        }
        _ => false,
    }
}

/// Whether no two rows agreeing on the one follows from no two agreeing on the other.
fn implies(candidate: &Access<'_>, access: &Access<'_>, is_earlier: bool, entity: &Entity) -> bool {
    let contained = candidate.parts.iter().all(|part| {
        access
            .parts
            .iter()
            .any(|other| crate::expression::same(&part.expr, &other.expr))
    });
    let twins = candidate.parts.len() == access.parts.len();
    let never_null = candidate
        .parts
        .iter()
        .all(|part| matches!(part.expr.kind, ExprKind::Column(id, _) if !entity.field(id).is_nullable_in_storage()));
    contained && candidate.predicate.is_none() && never_null && (is_earlier || !twins)
}

fn redundant(entity: &Entity, access: &Access<'_>, better: &Access<'_>, span: Span) -> Diagnostic {
    let (does, costs, help) = match access.origin {
        Origin::Unique(_) => (
            "follows from",
            "costs every write and says nothing new",
            "remove it, or make it an index if rows are looked up that way",
        ),
        _ => (
            "finds nothing faster than",
            "costs every write and helps no query",
            "remove it",
        ),
    };
    let message = format!(
        "{} of `{}` {does} {}",
        access.words(entity),
        entity.name,
        better.words(entity)
    );
    let diagnostic = Diagnostic::warning(Code::RedundantIndex, message)
        .label(span, costs)
        .help(help)
        .object(entity.name.to_string());
    match better.span() {
        Some(place) if place != span => diagnostic.related(place, "this one stays"),
        _ => diagnostic,
    }
}

fn check_width(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        for index in entity.indexes.iter().filter(|index| index.method.is_none()) {
            let mut fields: Vec<_> = index.parts.iter().flat_map(|part| part.expr.fields()).collect();
            fields.dedup();
            fields.retain(|&id| !entity.field(id).tenant);
            if fields.len() > MOST_COLUMNS {
                let columns = columns(entity, &index.parts);
                found.push(
                    Diagnostic::warning(
                        Code::WideIndex,
                        format!(
                            "the index ({columns}) of `{}` has {} columns",
                            entity.name,
                            fields.len()
                        ),
                    )
                    .label(index.span, format!("queries seldom fix more than {MOST_COLUMNS}"))
                    .help("keep the columns that narrow most, in the order in which queries fix them")
                    .object(entity.name.to_string()),
                );
            }
        }
    }
}
