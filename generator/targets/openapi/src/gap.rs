//! Rules that a specification cannot state. In: Schema and Shapes. Out: a note for each, on its declaration, so that
//! nobody takes a document for the whole contract.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span};
use driftless_model::{Field, Limits, Scalar, Schema, Visibility, WireNumber};
use driftless_shape::{Origin, Role, Shapes};

use crate::lower::Version;
use crate::scalar::is_exact;

/// Notes on everything that is left to the service.
pub(crate) fn find(schema: &Schema, shapes: &Shapes, version: Version) -> Diagnostics {
    let mut notes = Notes {
        schema,
        version,
        found: Vec::new(),
    };
    for ty in &schema.types {
        notes.limits(ty.span, &format!("type {}", ty.name), ty.ty.scalar, &ty.ty.limits);
    }
    for record in &schema.records {
        record
            .fields
            .iter()
            .for_each(|field| notes.field(record.name.as_str(), field));
    }
    for entity in &schema.entities {
        entity
            .fields
            .iter()
            .for_each(|field| notes.field(entity.name.as_str(), field));
        for check in &entity.checks {
            notes.add(check.span, format!("{}.{}", entity.name, check.name), "the check of");
        }
    }
    // A patch may change the tag, so its members stand side by side.
    for (_, shape) in shapes.shapes().filter(|(_, shape)| shape.role == Role::Patch) {
        let Origin::Entity(id) = shape.origin else { continue };
        if schema.entity(id).variants.is_some() {
            notes.add(shape.span, shape.name.clone(), "which members go together in");
        }
    }
    notes.found.into_iter().collect()
}

struct Notes<'a> {
    schema: &'a Schema,
    version: Version,
    found: Vec<Diagnostic>,
}

impl Notes<'_> {
    fn field(&mut self, owner: &str, field: &Field) {
        let Some(column) = field.value() else { return };
        if field.visibility == Visibility::Internal || field.read_only {
            return;
        }
        let inherited = column.ty.named.map(|id| &self.schema.named_type(id).ty.limits);
        if inherited != Some(&column.ty.limits) {
            self.limits(
                field.span,
                &format!("{owner}.{}", field.name),
                column.ty.scalar,
                &column.ty.limits,
            );
        }
        if column.ty.scalar == Scalar::Json && !field.nullable && self.version == Version::V30 {
            self.add(field.span, format!("{owner}.{}", field.name), "the refusal of null of");
        }
    }

    fn limits(&mut self, span: Span, object: &str, scalar: Scalar, limits: &Limits) {
        let is_stated = match scalar {
            Scalar::Numeric { .. } if self.schema.wire.numeric == WireNumber::Number => true,
            Scalar::Numeric { .. } => is_exact(&limits.min) && is_exact(&limits.max),
            scalar => !scalar.is_time() || (limits.min.is_none() && limits.max.is_none()),
        };
        if !is_stated {
            self.add(span, object.to_owned(), "the limits of");
        }
        // Base64 has four letters for up to three bytes.
        let length = limits.length.filter(|_| scalar == Scalar::Bytes);
        if length.is_some_and(|length| length.max.is_some_and(|max| max % 3 != 0) || length.min % 3 > 1) {
            self.add(span, object.to_owned(), "the exact length of");
        }
    }

    fn add(&mut self, span: Span, object: String, rule: &str) {
        let message = format!("an OpenAPI document cannot state {rule} `{object}`");
        let note = Diagnostic::new(Code::Gap, Severity::Note, message)
            .label(span, "declared here")
            .object(object)
            .help("the service refuses what breaks it, with 422");
        // A mixin brings one declaration to many entities.
        if !self.found.contains(&note) {
            self.found.push(note);
        }
    }
}
