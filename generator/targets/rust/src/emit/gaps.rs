//! What the emitted crate leaves to the database. In: the schema. Out: a note for each rule, never silence.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span};
use driftless_model::{Entity, EntityId};
use driftless_shape::{Origin, Role};

use crate::emit::{checks, digests};
use crate::scope::Scope;
use crate::view::View;

/// Notes every rule that no type of the crate evaluates.
pub(crate) fn report(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let scope = Scope::new(view, "crate");
    for (id, entity) in view.schema.entities() {
        of_checks(&scope, id, entity, diagnostics);
        let digests = entity.fields.iter().filter(|field| !field.digest_of.is_empty());
        for field in digests.filter(|field| !digests::is_emitted(entity, field)) {
            let object = format!("{}.{}", entity.name, field.name);
            diagnostics.push(note(
                field.span,
                &object,
                "the digest",
                "the service computes it by itself",
            ));
        }
    }
    for (pattern, object, span) in view.patterns.unusable() {
        let rule = format!("the pattern `{pattern}`");
        diagnostics.push(note(
            span,
            &object,
            &rule,
            "the database still refuses what does not match, if it can",
        ));
    }
}

fn of_checks(scope: &Scope<'_>, id: EntityId, entity: &Entity, diagnostics: &mut Diagnostics) {
    let sent = [Role::Create, Role::Patch].map(|role| scope.view.shape((Origin::Entity(id), role)));
    for check in &entity.checks {
        let evaluated = sent
            .iter()
            .flatten()
            .any(|(_, shape)| checks::is_evaluated(scope, shape, check));
        if !evaluated {
            let object = format!("{}.{}", entity.name, check.name);
            let help = "no client sends every field that it reads; the database checks it";
            diagnostics.push(note(check.span, &object, "the check", help));
        }
    }
}

fn note(span: Span, object: &str, rule: &str, help: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Gap,
        Severity::Note,
        format!("Rust cannot enforce {rule} of `{object}`"),
    )
    .label(span, "declared here")
    .object(object)
    .help(help)
}
