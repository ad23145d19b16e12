//! Unique sets and nulls.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, ExprKind, FieldId, Schema, Unique};

use crate::access::columns;
use crate::expression::rules_out_null;
use crate::rule::rule;

rule! {
    /// **What it finds.** A unique set of several columns, the tenant's not counted, one of which may be null, where
    /// nothing says how nulls count. One nullable column alone is taken at its word: unique where there is a value.
    ///
    /// **Why.** Two nulls count as different. `unique = [["parent", "name"]]` lets any number of shelves without a parent
    /// have the same name, which is seldom what was meant.
    ///
    /// **What to do.** Say it: `{ fields = ["parent", "name"], nulls = "not distinct" }` if nulls are equal,
    /// `nulls = "distinct"` or `where = "parent is not null"` if rows without a value are free.
    NULLABLE_UNIQUE = NullableUnique, Warning, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        for unique in entity.uniques.iter().filter(|unique| !unique.nulls_stated) {
            check_unique(entity, unique, found);
        }
    }
}

fn check_unique(entity: &Entity, unique: &Unique, found: &mut Diagnostics) {
    let mut fields: Vec<FieldId> = unique.parts.iter().flat_map(|part| part.expr.fields()).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.retain(|&id| !entity.field(id).tenant);
    if fields.len() < 2 {
        return;
    }
    let decided = |id| unique.predicate.as_ref().is_some_and(|rows| rules_out_null(rows, id));
    let replaced = |id| {
        let parts = unique.parts.iter().filter(|part| part.expr.fields().contains(&id));
        parts
            .into_iter()
            .all(|part| matches!(part.expr.kind, ExprKind::Coalesce(_)))
    };
    let nullable = fields
        .into_iter()
        .filter(|&id| entity.field(id).nullable && !decided(id) && !replaced(id));
    for id in nullable {
        let field = entity.field(id);
        let columns = columns(entity, &unique.parts);
        found.push(
            Diagnostic::warning(
                Code::NullableUnique,
                format!(
                    "rows of `{}` without `{}` are not unique by ({columns})",
                    entity.name, field.name
                ),
            )
            .label(
                unique.span,
                format!("`{}` may be null, and two nulls count as different", field.name),
            )
            .related(field.span, "may be null")
            .help("say how nulls count: `{ fields = […], nulls = \"not distinct\" }` or `nulls = \"distinct\"`")
            .object(format!("{}.{}", entity.name, field.name)),
        );
    }
}
