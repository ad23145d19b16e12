//! Fields that fill themselves: generated keys, digests, computed values. They speak of other fields, so they come when
//! all of an entity's fields are there.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Enum, Field, FieldId};

use crate::draft::Draft;
use crate::expression::{self, Scope};
use crate::field::unknown_field;

/// A key that is made anew for every row is nobody's to send.
pub(super) fn mark_keys(draft: &Draft<'_>, fields: &mut [Field]) {
    for id in &draft.key {
        let field = &mut fields[id.0];
        field.immutable = true;
        field.read_only |= field.default == Some(driftless_model::Default::Uuid);
    }
}

/// Finds what digests are computed from.
pub(super) fn resolve_digests(draft: &Draft<'_>, fields: &mut [Field], diagnostics: &mut Diagnostics) {
    for (at, declared) in draft.fields.iter().enumerate() {
        let Some(names) = &declared.digest_of else { continue };
        if names.value.is_empty() {
            diagnostics.push(
                Diagnostic::error(Code::DigestField, format!("`{}` digests nothing", declared.name.value))
                    .label(names.span, "names no field")
                    .help("name the fields, as in `digest_of = [\"title\", \"body\"]`"),
            );
        }
        for name in &names.value {
            match draft.find(name.as_str()) {
                Some(id) if id.0 != at && draft.fields[id.0].digest_of.is_none() && !fields[id.0].transient => {
                    fields[at].digest_of.push(id);
                }
                Some(id) => {
                    let why = if fields[id.0].transient {
                        "is not stored"
                    } else {
                        "is a digest itself"
                    };
                    diagnostics.push(
                        Diagnostic::error(Code::DigestField, format!("`{}` cannot be digested", name.value))
                            .label(name.span, why)
                            .help("name stored fields that are no digests"),
                    );
                }
                None => diagnostics.push(unknown_field(draft.name.as_str(), name, draft.field_names())),
            }
        }
    }
}

/// Types what computed fields are computed with.
pub(super) fn resolve_computed(
    draft: &Draft<'_>,
    fields: &mut [Field],
    broken: &[FieldId],
    enums: &[Enum],
    diagnostics: &mut Diagnostics,
) {
    for (at, declared) in draft.fields.iter().enumerate() {
        let Some(text) = &declared.computed else { continue };
        let expr = {
            let scope = Scope {
                entity: draft.name.as_str(),
                fields,
                broken,
                enums,
            };
            expression::computed(text, FieldId(at), &scope, diagnostics)
        };
        fields[at].computed = expr;
    }
}
