//! Indexes: too long, too wide, or there already.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Entity, Expr, ExprKind, Part, Scalar, Schema, Type};

use crate::access::{Access, Origin, accesses, columns, leads};
use crate::expression::same_rows;
use crate::rule::rule;

/// PostgreSQL refuses rows whose index entry is longer than a third of a page, about 2,700 bytes.
const LONGEST_ENTRY: u32 = 2048;
/// Beyond these, columns of an index seldom narrow anything down.
const MOST_COLUMNS: usize = 3;

rule! {
    /// **What it finds.** A key, unique set or index over text or bytes without a length, or one above 2048, and over
    /// lists, records and free JSON. Indexes with `using` are made for such values and exempt.
    ///
    /// **Why.** PostgreSQL refuses a row whose index entry is longer than about 2,700 bytes. The schema accepts a long
    /// title, and one day the insert fails.
    ///
    /// **What to do.** Bound the value, as in `length = "1..200"`; index a digest of it; or name an index method that
    /// fits, as in `{ fields = ["tags"], using = "gin" }`.
    UNBOUNDED_INDEX = UnboundedIndex, Warning, check_bounds;

    /// **What it finds.** An index that a key, unique set or longer index begins with, over the same rows; and a unique
    /// set that contains the key or another unique set.
    ///
    /// **Why.** It answers no question that the other does not, and every insert and update pays for it.
    ///
    /// **What to do.** Remove it.
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

fn check_bounds(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        for access in accesses(entity)
            .iter()
            .filter(|access| !matches!(access.origin, Origin::TenantKey))
        {
            for part in &access.parts {
                check_part(entity, access, part, found);
            }
        }
    }
}

fn check_part(entity: &Entity, access: &Access<'_>, part: &Part, found: &mut Diagnostics) {
    let Some((id, why)) = stored_whole(&part.expr).and_then(|id| Some((id, too_long(&entity.field(id).value()?.ty)?)))
    else {
        return;
    };
    let field = entity.field(id);
    let name = format!("{}.{}", entity.name, field.name);
    let span = access.span().unwrap_or(field.span);
    let help = match too_long_kind(&field.value().map(|column| column.ty.clone())) {
        Long::Text => "bound it, as in `length = \"1..200\"`",
        Long::Collection => "name a method made for it, as in `{ fields = […], using = \"gin\" }`",
    };
    let diagnostic = Diagnostic::warning(
        Code::UnboundedIndex,
        format!("`{name}` may be too long for {}", access.words(entity)),
    )
    .label(span, why)
    .help(help)
    .object(name);
    found.push(if span == field.span {
        diagnostic
    } else {
        diagnostic.related(field.span, "declared here")
    });
}

/// The field whose value an index entry holds in full.
fn stored_whole(expr: &Expr) -> Option<driftless_model::FieldId> {
    match &expr.kind {
        ExprKind::Column(id, _) => Some(*id),
        ExprKind::Lower(inner) => stored_whole(inner),
        ExprKind::Coalesce(items) => items.iter().find_map(stored_whole),
        _ => None,
    }
}

enum Long {
    Text,
    Collection,
}

fn too_long_kind(ty: &Option<Type>) -> Long {
    match ty {
        Some(ty) if ty.array.is_none() && (ty.scalar.is_text() || ty.scalar == Scalar::Bytes) => Long::Text,
        _ => Long::Collection,
    }
}

/// Why a value may not fit into an index entry.
fn too_long(ty: &Type) -> Option<&'static str> {
    if ty.array.is_some() {
        return Some("a list has any number of elements");
    }
    let most = ty.limits.length.and_then(|length| length.max);
    match ty.scalar {
        Scalar::Text | Scalar::Bytes if most.is_none() => Some("has no length"),
        Scalar::Text | Scalar::Bytes if most > Some(LONGEST_ENTRY) => Some("is longer than an index entry may be"),
        Scalar::Varchar(most) if most > LONGEST_ENTRY => Some("is longer than an index entry may be"),
        Scalar::Json | Scalar::Record(_) => Some("JSON is of any size"),
        Scalar::Vector(_) => Some("a vector is larger than an index entry may be"),
        _ => None,
    }
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
