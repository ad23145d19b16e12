//! Tenancy is inherited, never forgotten. In: drafts with kinds. Out: which reference names the tenant of each, and a
//! diagnostic where a row would belong to a tenant without saying to which.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, EntityId, Field, FieldId, Schema, Tenancy, Tenant};

use crate::draft::{Draft, DraftOrigin, tenant_field};
use crate::kind::{DraftKind, Place};
use crate::world::World;

/// Who owns rows, as `[schema]` says.
pub(crate) fn tenant(world: &World<'_>, diagnostics: &mut Diagnostics) -> Option<Tenant> {
    let declared = world.document.schema.as_ref()?.tenant.as_ref()?;
    let word = declared.entity.as_ref()?;
    let at = world.names.entity(word.as_str(), word.span, diagnostics)?;
    let setting = declared
        .setting
        .as_ref()
        .map_or("app.tenant_id".to_owned(), |text| text.value.clone());
    Some(Tenant {
        entity: world.entities[at],
        setting,
    })
}

/// Finds the reference that names the tenant of each entity; links take theirs over from their owner.
pub(crate) fn find_tenants(world: &mut World<'_>, diagnostics: &mut Diagnostics) {
    let Some(root) = world.tenant.as_ref().map(|tenant| tenant.entity) else {
        return;
    };
    for at in 0..world.drafts.len() {
        let tenant = match world.drafts[at].origin {
            DraftOrigin::Entity(_) if EntityId(at) != root => own_tenant(&world.drafts[at], root, diagnostics),
            DraftOrigin::Entity(_) => None,
            DraftOrigin::Link(_, owner) => inherited_tenant(world, at, owner, diagnostics),
        };
        world.drafts[at].tenant = tenant;
    }
}

/// The one required reference to the tenant entity's key.
fn own_tenant(draft: &Draft<'_>, root: EntityId, diagnostics: &mut Diagnostics) -> Option<FieldId> {
    if is_declared_global(draft) {
        return None;
    }
    let mut found: Option<FieldId> = None;
    for (at, kind) in draft.kinds.iter().enumerate() {
        let names_tenant = matches!(kind, DraftKind::Reference(target, None) if *target == root);
        if !names_tenant || draft.nullable[at] {
            continue;
        }
        match found {
            None => found = Some(FieldId(at)),
            Some(first) => diagnostics.push(
                Diagnostic::error(
                    Code::TenantAmbiguous,
                    format!("`{}` names its tenant twice", draft.name),
                )
                .label(draft.fields[at].name.span, "a second required reference to the tenant")
                .related(draft.fields[first.0].name.span, "the first one")
                .help("make one of them nullable with `?`, or say `tenant = false` with a reason"),
            ),
        }
    }
    found
}

fn inherited_tenant(
    world: &mut World<'_>,
    link: usize,
    owner: EntityId,
    diagnostics: &mut Diagnostics,
) -> Option<FieldId> {
    let tenant = world.drafts[owner.0].tenant?;
    let declared = tenant_field(&world.drafts[owner.0].fields[tenant.0], world.drafts[link].span);
    let (kind, nullable) = world.known().kind(&declared, Place::Stored, diagnostics);
    let draft = &mut world.drafts[link];
    // Behind the two ends, before the link's own fields.
    let at = 2.min(draft.fields.len());
    draft.fields.insert(at, declared);
    draft.kinds.insert(at, kind);
    draft.nullable.insert(at, nullable);
    Some(FieldId(at))
}

/// Whether its author said that rows belong to nobody.
fn is_declared_global(draft: &Draft<'_>) -> bool {
    matches!(draft.origin, DraftOrigin::Entity(entity) if entity.tenant.written == Some(false))
}

/// The tenancy of an entity.
pub(crate) fn tenancy(world: &World<'_>, id: EntityId, diagnostics: &mut Diagnostics) -> Tenancy {
    let draft = &world.drafts[id.0];
    if world.tenant.as_ref().is_some_and(|tenant| tenant.entity == id) {
        return Tenancy::Root;
    }
    let composite = match draft.origin {
        DraftOrigin::Entity(entity) => entity.tenant_keys.or(true),
        DraftOrigin::Link(_, owner) => match world.drafts[owner.0].origin {
            DraftOrigin::Entity(entity) => entity.tenant_keys.or(true),
            DraftOrigin::Link(..) => true,
        },
    };
    match draft.tenant {
        Some(field) => Tenancy::Scoped { field, composite },
        None => Tenancy::Global {
            reason: reason(draft, diagnostics),
        },
    }
}

fn reason(draft: &Draft<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let DraftOrigin::Entity(entity) = draft.origin else {
        return None;
    };
    if is_declared_global(draft) && entity.reason.is_none() {
        diagnostics.push(
            Diagnostic::error(
                Code::MissingKey,
                format!("`{}` gives no reason for `tenant = false`", draft.name),
            )
            .label(entity.tenant.span, "its rows are shown to every tenant")
            .help("add `reason = \"…\"`: why they belong to nobody"),
        );
    }
    entity.reason.as_ref().map(|reason| reason.value.clone())
}

/// References that let rows of one tenant be reached from rows of another, or of nobody.
pub(crate) fn check_crossings(schema: &Schema, diagnostics: &mut Diagnostics) {
    if schema.tenant.is_none() {
        return;
    }
    for (_, entity) in schema.entities() {
        if matches!(
            entity.tenancy,
            Tenancy::Scoped { .. } | Tenancy::Global { reason: Some(_) }
        ) {
            continue;
        }
        for field in &entity.fields {
            let targets = crate::rules::targets(field)
                .into_iter()
                .map(|target| schema.entity(target));
            for target in targets.filter(|target| target.tenant_field().is_some()) {
                diagnostics.push(match entity.tenancy {
                    Tenancy::Root => root_crossing(entity, field, target),
                    _ => crossing(schema, entity, field, target),
                });
            }
        }
    }
}

fn root_crossing(entity: &Entity, field: &Field, target: &Entity) -> Diagnostic {
    let headline = format!(
        "the tenant entity `{}` refers to `{}`, whose rows are a tenant's",
        entity.name, target.name
    );
    Diagnostic::error(Code::TenantCrossing, headline)
        .label(field.span, "tenants come before what belongs to them")
        .related(target.span, "belongs to a tenant")
        .help(format!(
            "let `{}` refer to `{}` only, and mark the row in question there",
            target.name, entity.name
        ))
}

fn crossing(schema: &Schema, entity: &Entity, field: &Field, target: &Entity) -> Diagnostic {
    let code = if field.nullable {
        Code::TenantCrossing
    } else {
        Code::TenantMissing
    };
    let tenant = target.tenant_field();
    let root = tenant
        .and_then(Field::reference)
        .map(|reference| &schema.entity(reference.target).name);
    let example = match (tenant, root) {
        (Some(tenant), Some(root)) => format!("`fields.{} = {{ ref = \"{root}\" }}`", tenant.name),
        _ => "a required reference to the tenant".to_owned(),
    };
    Diagnostic::error(
        code,
        format!("`{}` refers to `{}`, but not to its tenant", entity.name, target.name),
    )
    .label(field.span, format!("rows of `{}` belong to a tenant", target.name))
    .related(entity.span, "does not say whose its rows are")
    .help(format!("add {example}, or say `tenant = false` with `reason = \"…\"`"))
}
