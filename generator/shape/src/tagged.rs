//! Variants as members that depend on a tag: the same for entities and records.

use driftless_model::{EnumId, Field, FieldId, Name, Scalar, Schema, Variants};

use crate::{Case, Member, Tagged};

/// The members of the fields that a question picks.
pub(crate) type MembersOf<'m> = dyn Fn(&dyn Fn(FieldId) -> bool) -> Vec<Member> + 'm;

/// The tagged members of a shape called `name`. `members` yields those of the fields it is asked for.
pub(crate) fn tagged(
    schema: &Schema,
    name: &str,
    fields: &[Field],
    variants: &Variants,
    members: &MembersOf<'_>,
) -> Tagged {
    let is_common = |field: FieldId| fields[field.0].variants.is_empty();
    let tag = &fields[variants.tag.0];
    let case = |case: &driftless_model::Variant| Case {
        value: case.value.clone(),
        name: format!("{name}{}", Name::new(case.value.as_str()).pascal()),
        span: case.span,
        doc: meaning(schema, tag, &case.value),
        members: members(&|field| case.fields.contains(&field)),
    };
    Tagged {
        // A tag is public and sent by clients: `resolve` lets no other through, so every shape has it.
        tag: members(&|field| field == variants.tag).remove(0),
        tag_position: members(&|field| is_common(field) && field < variants.tag).len(),
        common: members(&|field| is_common(field) && field != variants.tag),
        cases: variants.cases.iter().map(case).collect(),
    }
}

/// What a case means: the doc of the tag's word.
fn meaning(schema: &Schema, tag: &Field, value: &str) -> String {
    match tag.value().map(|column| column.ty.scalar) {
        Some(Scalar::Enum(id)) => word_meaning(schema, id, value),
        _ => String::new(),
    }
}

fn word_meaning(schema: &Schema, id: EnumId, value: &str) -> String {
    let words = &schema.enumeration(id).values;
    words
        .iter()
        .find(|word| word.value == value)
        .map(|word| word.doc.clone())
        .unwrap_or_default()
}
