//! Digests are computed once.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, Field, Mutability, Schema};

use crate::rule::rule;

rule! {
    /// **What it finds.** A `digest_of` over a field that may change, in an entity that is not immutable.
    ///
    /// **Why.** The digest is computed when the row is made and never again. After the first update it belongs to contents
    /// that are gone, and whoever compares it is told that the row was tampered with.
    ///
    /// **What to do.** Make the entity or the digested fields `immutable = true`.
    STALE_DIGEST = StaleDigest, Warning, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for entity in schema
        .entities
        .iter()
        .filter(|entity| entity.mutability == Mutability::Mutable)
    {
        for digest in &entity.fields {
            let changing = digest
                .digest_of
                .iter()
                .map(|&id| entity.field(id))
                .filter(|field| !field.immutable);
            changing.for_each(|field| found.push(stale(entity, digest, field)));
        }
    }
}

fn stale(entity: &Entity, digest: &Field, field: &Field) -> Diagnostic {
    let name = format!("{}.{}", entity.name, digest.name);
    Diagnostic::warning(
        Code::StaleDigest,
        format!("`{name}` digests `{}`, which may change", field.name),
    )
    .label(digest.span, "is computed once, when the row is made")
    .related(field.span, "may change afterwards")
    .help(format!("add `immutable = true` to `{}`, or to the entity", field.name))
    .object(name)
}
