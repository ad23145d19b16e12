//! Keys that run out.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, FieldId, Scalar, Schema};

use crate::rule::rule;

rule! {
    /// **What it finds.** A `smallint` or `int` that is the whole key of an entity and has no `max`.
    ///
    /// **Why.** After 32,767 or 2,147,483,647 rows, deleted ones counted, every insert fails. Widening a key later rewrites
    /// its table and every table that refers to it.
    ///
    /// **What to do.** Use `bigint` or `uuid`. If the numbers are given by somebody else and bounded, say so with `max`.
    SMALL_KEY = SmallKey, Warning, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        let own: Vec<FieldId> = entity
            .key
            .iter()
            .copied()
            .filter(|&id| !entity.field(id).tenant)
            .collect();
        let [key] = own.as_slice() else { continue };
        check_key(entity, *key, found);
    }
}

fn check_key(entity: &Entity, key: FieldId, found: &mut Diagnostics) {
    let field = entity.field(key);
    let Some(ty) = field
        .value()
        .map(|column| &column.ty)
        .filter(|ty| ty.limits.max.is_none())
    else {
        return;
    };
    let most = match ty.scalar {
        Scalar::Smallint => "32,767",
        Scalar::Int => "2,147,483,647",
        _ => return,
    };
    let name = format!("{}.{}", entity.name, field.name);
    found.push(
        Diagnostic::warning(Code::SmallKey, format!("`{name}` runs out of numbers"))
            .label(field.span, format!("ends at {most}"))
            .help("use `bigint`, or bound it with `max` where that is all there will ever be")
            .object(name),
    );
}
