//! Tenants: what one can tell about another, and who is bound by the policies.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Entity, Field, FieldId, FieldKind, Scalar, Schema, Tenancy};

use crate::rule::rule;

rule! {
    /// **What it finds.** A key or unique set of a tenant's rows that has neither the tenant, nor a reference to something
    /// of the tenant's, nor a uuid, nor a `read_only` field. Fields of `lookup` are exempt: finding rows across tenants is
    /// their purpose.
    ///
    /// **Why.** Uniqueness is literal: it holds across tenants. Whoever is told that a name is taken, though they have no
    /// such row, has learned what another tenant has; and the first tenant to take `news` has it for all of them.
    ///
    /// **What to do.** Begin the set with the tenant, as in `unique = [["library", "slug"]]`. If the name really is one
    /// for everybody, list the field in `lookup`, or switch the rule off.
    UNIQUE_ACROSS_TENANTS = UniqueAcrossTenants, Warning, check_uniques;

    /// **What it finds.** A schema with tenants that emits PostgreSQL without an `app_role`.
    ///
    /// **Why.** Row-level security does not bind the owner of the tables. Without a role of its own the application
    /// connects as that owner, and every query sees every tenant's rows.
    ///
    /// **What to do.** Name the role that the application connects as: `[output.postgres]` `app_role = "library_app"`.
    UNBOUND_ROLE = UnboundRole, Warning, check_role;

    /// **What it finds.** An entity whose only references to the tenant may be null.
    ///
    /// **Why.** Only a required reference makes rows a tenant's own. With a `?` too many no policy guards them, no key
    /// carries the tenant, and every tenant sees every row.
    ///
    /// **What to do.** Remove the `?`. If the rows really are everybody's, say `tenant = false` with a `reason`.
    OPTIONAL_TENANT = OptionalTenant, Warning, check_optional;
}

fn check_uniques(schema: &Schema, found: &mut Diagnostics) {
    let scoped = schema
        .entities
        .iter()
        .filter(|entity| matches!(entity.tenancy, Tenancy::Scoped { .. }));
    for entity in scoped {
        if !is_private(schema, entity, &entity.key) {
            let span = entity.key.first().map_or(entity.span, |&id| entity.field(id).span);
            found.push(across(entity, &entity.key, span));
        }
        for unique in &entity.uniques {
            let fields: Vec<FieldId> = unique.parts.iter().flat_map(|part| part.expr.fields()).collect();
            if !is_private(schema, entity, &fields) {
                found.push(across(entity, &fields, unique.span));
            }
        }
    }
}

fn check_optional(schema: &Schema, found: &mut Diagnostics) {
    let Some(tenant) = &schema.tenant else { return };
    for entity in &schema.entities {
        let undecided = matches!(entity.tenancy, Tenancy::Global { reason: None }) && entity.ends().is_none();
        let names = |field: &&Field| {
            field
                .reference()
                .is_some_and(|reference| reference.target == tenant.entity)
        };
        if let Some(field) = entity.fields.iter().find(names).filter(|_| undecided) {
            found.push(optional(entity, field));
        }
    }
}

fn optional(entity: &Entity, field: &Field) -> Diagnostic {
    Diagnostic::warning(
        Code::OptionalTenant,
        format!(
            "rows of `{}` are everybody's, although they may name a tenant",
            entity.name
        ),
    )
    .label(field.span, "may be null, so it guards nothing")
    .help("remove the `?`, or say `tenant = false` with `reason = \"…\"`")
    .object(format!("{}.{}", entity.name, field.name))
}

/// Whether one of the fields keeps other tenants from ever having the same values, or from guessing them.
fn is_private(schema: &Schema, entity: &Entity, fields: &[FieldId]) -> bool {
    let scoped = |id: driftless_model::EntityId| schema.entity(id).tenant_field().is_some();
    fields.iter().any(|id| {
        let field = entity.field(*id);
        let own = match &field.kind {
            FieldKind::Value(column) => column.ty.scalar == Scalar::Uuid || field.identity,
            FieldKind::Reference(reference) => scoped(reference.target),
            FieldKind::Arc(arc) => arc.targets.iter().all(|target| scoped(target.entity)),
        };
        own || field.tenant || field.read_only || entity.lookup.contains(id)
    })
}

fn across(entity: &Entity, fields: &[FieldId], span: Span) -> Diagnostic {
    let tenant = entity.tenant_field().map_or("tenant", |field| field.name.as_str());
    let names: Vec<&str> = fields.iter().map(|&id| entity.field(id).name.as_str()).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    Diagnostic::warning(
        Code::UniqueAcrossTenants,
        format!(
            "`{}` is unique by ({}) across all tenants",
            entity.name,
            names.join(", ")
        ),
    )
    .label(span, "tells one tenant what another one has")
    .help(format!(
        "begin with the tenant: `[\"{tenant}\", {}]`",
        quoted.join(", ")
    ))
    .object(entity.name.to_string())
}

fn check_role(schema: &Schema, found: &mut Diagnostics) {
    let Some(tenant) = &schema.tenant else { return };
    let output = schema.output("postgres");
    let emitted = output.is_none_or(|output| output.enabled);
    let named = output.is_some_and(|output| output.text("app_role").is_some());
    let scoped = schema
        .entities
        .iter()
        .any(|entity| matches!(entity.tenancy, Tenancy::Scoped { .. }));
    if named || !emitted || !scoped {
        return;
    }
    found.push(
        Diagnostic::warning(Code::UnboundRole, "row-level security binds nobody")
            .label(
                output.map_or(schema.span, |output| output.span),
                format!(
                    "no role is kept to the rows of its `{}`",
                    schema.entity(tenant.entity).name
                ),
            )
            .help(format!(
                "add `app_role = \"{}_app\"` under `[output.postgres]`",
                schema.name.snake()
            )),
    );
}
