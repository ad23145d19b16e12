//! References: the index that follows them backwards, and circles that no first row can enter.

use std::collections::VecDeque;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Action, Entity, EntityId, ExprKind, Field, FieldId, FieldKind, Schema, Tenancy};

use crate::access::{Access, accesses};
use crate::expression::rules_out_null;
use crate::rule::rule;

rule! {
    /// **What it finds.** A reference or choice of references that no key, unique set or index leads with. Inside a tenant
    /// the tenant's column may stand before it, since the foreign key carries it too; but not where `on_delete` is
    /// `set null`, which looks for the reference alone. The tenant itself needs no index of a link, which goes with its
    /// owner, nor where `tenant_keys = false` declines one.
    ///
    /// **Why.** No database makes such an index by itself. Whenever a row that is referred to goes or changes its key, the
    /// whole table is read, under a lock; so is it to list what belongs to that row.
    ///
    /// **What to do.** Add `index = true` to the field, or let an index or a unique set begin with it.
    UNINDEXED_REFERENCE = UnindexedReference, Warning, check_indexes;

    /// **What it finds.** Entities whose required references lead in a circle, an entity that requires another row of
    /// itself among them.
    ///
    /// **Why.** A reference has to exist when a row is inserted. In a circle each row needs the other one first, so there
    /// can never be any.
    ///
    /// **What to do.** Make one reference of the circle nullable with `?`, and set it in a second step.
    REQUIRED_CYCLE = RequiredCycle, Warning, check_cycles;
}

fn check_indexes(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        let accesses = accesses(entity);
        for (id, field) in entity.fields() {
            let declined = field.tenant && (entity.ends().is_some() || !is_composite(entity));
            if field.value().is_none() && !field.transient && !declined && !is_found(schema, entity, id, &accesses) {
                found.push(unindexed(schema, entity, field));
            }
        }
    }
}

fn is_composite(entity: &Entity) -> bool {
    matches!(entity.tenancy, Tenancy::Scoped { composite: true, .. })
}

fn is_found(schema: &Schema, entity: &Entity, id: FieldId, accesses: &[Access<'_>]) -> bool {
    let field = entity.field(id);
    let tenant = skipped_tenant(schema, entity, field);
    let usable = accesses
        .iter()
        .filter(|access| access.predicate.is_none_or(|rows| rules_out_null(rows, id)));
    usable.into_iter().any(|access| {
        let mut left = columns_to_find(field);
        for part in &access.parts {
            match part.expr.kind {
                ExprKind::Column(found, _) | ExprKind::Arc(found) if found == id => left -= 1,
                ExprKind::Column(found, _) if Some(found) == tenant => {}
                _ => return false,
            }
            if left == 0 {
                return true;
            }
        }
        false
    })
}

fn columns_to_find(field: &Field) -> usize {
    match &field.kind {
        FieldKind::Reference(reference) => reference.columns.len(),
        FieldKind::Arc(_) | FieldKind::Value(_) => 1,
    }
}

/// The tenant's field, where the foreign key carries it and an index may begin with it.
fn skipped_tenant(schema: &Schema, entity: &Entity, field: &Field) -> Option<FieldId> {
    let Tenancy::Scoped {
        field: tenant,
        composite: true,
    } = entity.tenancy
    else {
        return None;
    };
    let scoped = |target: EntityId| schema.entity(target).tenant_field().is_some();
    match &field.kind {
        FieldKind::Value(_) => None,
        FieldKind::Reference(reference) => {
            (reference.on_delete != Action::SetNull && scoped(reference.target)).then_some(tenant)
        }
        FieldKind::Arc(arc) => {
            let all = arc.targets.iter().all(|target| scoped(target.entity));
            (arc.on_delete != Action::SetNull && all).then_some(tenant)
        }
    }
}

fn unindexed(schema: &Schema, entity: &Entity, field: &Field) -> Diagnostic {
    let name = format!("{}.{}", entity.name, field.name);
    let deleting = match &field.kind {
        FieldKind::Reference(reference) => format!("deleting from `{}`", schema.entity(reference.target).table.name),
        FieldKind::Arc(_) | FieldKind::Value(_) => "deleting what it points at".to_owned(),
    };
    let diagnostic = Diagnostic::warning(Code::UnindexedReference, format!("no index finds rows by `{name}`"))
        .label(field.span, format!("{deleting} reads all of `{}`", entity.table.name))
        .object(name);
    match entity.ends() {
        Some(_) => diagnostic.help(format!("add `index = [[\"{}\"]]` to the link", field.name)),
        None => diagnostic.help("add `index = true`, or begin an index or a unique set with it"),
    }
}

/// A step from an entity to one it requires.
type Step = (EntityId, Span);

fn check_cycles(schema: &Schema, found: &mut Diagnostics) {
    let steps: Vec<Vec<Step>> = schema.entities.iter().map(required).collect();
    for (start, entity) in schema.entities() {
        let Some(circle) = shortest_circle(&steps, start) else {
            continue;
        };
        found.push(circular(schema, entity, &circle));
    }
}

/// Entities without which a row cannot be. A choice of references may choose another one; a field of some variants
/// leaves the other variants.
fn required(entity: &Entity) -> Vec<Step> {
    let fields = entity
        .fields
        .iter()
        .filter(|field| !field.nullable && field.variants.is_empty() && !field.transient);
    fields
        .filter_map(|field| Some((field.reference()?.target, field.span)))
        .collect()
}

/// The shortest way back to `start` through entities declared after it, so that each circle is told once.
fn shortest_circle(steps: &[Vec<Step>], start: EntityId) -> Option<Vec<Step>> {
    let mut reached_by: Vec<Option<(EntityId, Span)>> = vec![None; steps.len()];
    let mut waiting = VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for &(to, span) in &steps[at.0] {
            if to == start {
                let mut circle = vec![(to, span)];
                let mut at = at;
                while let Some((from, span)) = reached_by[at.0] {
                    circle.push((at, span));
                    at = from;
                }
                circle.reverse();
                return Some(circle);
            }
            if to > start && reached_by[to.0].is_none() {
                reached_by[to.0] = Some((at, span));
                waiting.push_back(to);
            }
        }
    }
    None
}

fn circular(schema: &Schema, entity: &Entity, circle: &[Step]) -> Diagnostic {
    let mut names = vec![format!("`{}`", entity.name)];
    names.extend(
        circle
            .iter()
            .map(|(target, _)| format!("`{}`", schema.entity(*target).name)),
    );
    let (message, help) = match circle {
        [_] => (
            format!("the first row of `{}` would need another one", entity.name),
            "add `?` to the reference, and leave it out where there is nothing to refer to",
        ),
        _ => (
            format!("no row can be the first of {}", names.join(" → ")),
            "add `?` to one of these references, and set it once both rows exist",
        ),
    };
    let mut spans = circle.iter().map(|(_, span)| *span);
    let first = spans.next().unwrap_or(entity.span);
    let diagnostic = Diagnostic::warning(Code::RequiredCycle, message).label(first, "has to be there before the row");
    spans
        .fold(diagnostic, |diagnostic, span| {
            diagnostic.related(span, "and this before that")
        })
        .help(help)
}
