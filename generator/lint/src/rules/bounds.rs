//! Indexes over values that do not fit into one.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, Expr, ExprKind, FieldId, Part, Scalar, Schema, Type};

use crate::access::{Access, Origin, accesses};
use crate::rule::rule;

/// PostgreSQL refuses rows whose index entry is longer than a third of a page, about 2,700 bytes.
const LONGEST_ENTRY: u32 = 2048;

rule! {
    /// **What it finds.** A key, unique set or index over text or bytes without a length, or one above 2048, and over
    /// lists, records and free JSON. Indexes with `using` are made for such values and exempt.
    ///
    /// **Why.** PostgreSQL refuses a row whose index entry is longer than about 2,700 bytes. The schema accepts a long
    /// title, and one day the insert fails.
    ///
    /// **What to do.** Bound the value, as in `length = "1..200"`; index a digest of it; or name an index method that
    /// fits, as in `{ fields = ["tags"], using = "gin" }`.
    UNBOUNDED_INDEX = UnboundedIndex, Warning, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        for access in accesses(entity)
            .iter()
            .filter(|access| !matches!(access.origin, Origin::TenantKey))
        {
            for part in &access.parts {
                found.extend(unbounded(entity, access, part));
            }
        }
    }
}

fn unbounded(entity: &Entity, access: &Access<'_>, part: &Part) -> Option<Diagnostic> {
    let field = entity.field(stored_whole(&part.expr)?);
    let (why, help) = too_long(&field.value()?.ty)?;
    let name = format!("{}.{}", entity.name, field.name);
    let span = access.span().unwrap_or(field.span);
    let message = format!("`{name}` may be too long for {}", access.words(entity));
    let diagnostic = Diagnostic::warning(Code::UnboundedIndex, message)
        .label(span, why)
        .help(help)
        .object(name);
    Some(if span == field.span {
        diagnostic
    } else {
        diagnostic.related(field.span, "declared here")
    })
}

/// The field whose value an index entry holds in full.
fn stored_whole(expr: &Expr) -> Option<FieldId> {
    match &expr.kind {
        ExprKind::Column(id, _) => Some(*id),
        ExprKind::Lower(inner) => stored_whole(inner),
        ExprKind::Coalesce(items) => items.iter().find_map(stored_whole),
        _ => None,
    }
}

const BOUND: &str = "bound it, as in `length = \"1..200\"`";
const METHOD: &str = "name a method made for it, as in `{ fields = […], using = \"gin\" }`";

/// Why a value may not fit into an index entry, and what helps.
fn too_long(ty: &Type) -> Option<(&'static str, &'static str)> {
    if ty.array.is_some() {
        return Some(("a list has any number of elements", METHOD));
    }
    let most = ty.limits.length.and_then(|length| length.max);
    match ty.scalar {
        Scalar::Text | Scalar::Bytes if most.is_none() => Some(("has no length", BOUND)),
        Scalar::Text | Scalar::Bytes if most > Some(LONGEST_ENTRY) => {
            Some(("is longer than an index entry may be", BOUND))
        }
        Scalar::Varchar(most) if most > LONGEST_ENTRY => Some(("is longer than an index entry may be", BOUND)),
        Scalar::Json | Scalar::Record(_) => Some(("JSON is of any size", METHOD)),
        Scalar::Vector(_) => Some(("a vector is larger than an index entry may be", METHOD)),
        _ => None,
    }
}
