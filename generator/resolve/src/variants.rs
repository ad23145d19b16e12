//! Variants of entities and records. In: the tag, the lists of fields per value, the fields already built. Out: which
//! variant carries which field, and a diagnostic for every value or field that does not fit.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Field, FieldId, Scalar, Variant, Variants};
use driftless_syntax::Document;
use driftless_syntax::document::{EnumDecl, Text, VariantDecl};

use crate::field::unknown_field;

/// What variants are read from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'d> {
    /// Name of the entity or record, with its place.
    pub(crate) owner: (&'d str, Span),
    /// `tag`
    pub(crate) tag: Option<&'d Text>,
    /// `variants.*`
    pub(crate) variants: &'d [VariantDecl],
    /// Key fields: they are common by nature, as is the tenant.
    pub(crate) key: &'d [FieldId],
    /// Fields that were reported already.
    pub(crate) broken: &'d [FieldId],
}

/// Resolves variants and marks their fields.
pub(crate) fn resolve(
    written: Written<'_>,
    document: &Document,
    fields: &mut [Field],
    diagnostics: &mut Diagnostics,
) -> Option<Variants> {
    let (owner, span) = written.owner;
    let Some(tag_word) = written.tag else {
        if let Some(first) = written.variants.first() {
            diagnostics.push(
                Diagnostic::error(Code::VariantMismatch, format!("`{owner}` has variants but no tag"))
                    .label(first.value.span, "nothing tells which one a row is")
                    .related(span, "declared here")
                    .help("name the enum field that tells, as in `tag = \"kind\"`"),
            );
        }
        return None;
    };
    let tag = find(fields, tag_word, owner, diagnostics)?;
    if written.broken.contains(&tag) {
        return None;
    }
    let declared = tag_enum(document, &fields[tag.0], tag_word, diagnostics)?;
    check_values(owner, tag_word, declared, written.variants, diagnostics);
    let mut cases = Vec::new();
    for (position, value) in declared.values.iter().enumerate() {
        let Some(case) = written
            .variants
            .iter()
            .find(|case| case.value.value == value.name.value)
        else {
            continue;
        };
        let members = members(case, owner, fields, tag, written.key, diagnostics);
        members
            .iter()
            .for_each(|member| fields[member.0].variants.push(position));
        cases.push(Variant {
            value: value.name.value.clone(),
            span: case.value.span,
            fields: members,
        });
    }
    Some(Variants { tag, cases })
}

fn find(fields: &[Field], word: &Text, owner: &str, diagnostics: &mut Diagnostics) -> Option<FieldId> {
    let found = fields
        .iter()
        .position(|field| field.name.as_str() == word.as_str())
        .map(FieldId);
    if found.is_none() {
        diagnostics.push(unknown_field(
            owner,
            word,
            fields.iter().map(|field| field.name.as_str()),
        ));
    }
    found
}

fn tag_enum<'d>(
    document: &'d Document,
    tag: &Field,
    word: &Text,
    diagnostics: &mut Diagnostics,
) -> Option<&'d EnumDecl> {
    let scalar = tag
        .value()
        .filter(|column| column.ty.array.is_none())
        .map(|column| column.ty.scalar);
    let sent = !tag.read_only && !tag.transient && tag.visibility == driftless_model::Visibility::Public;
    // With a default the tag could be left out, and nothing would tell which members come with it.
    let fits = sent && !tag.nullable && tag.default.is_none();
    match scalar {
        Some(Scalar::Enum(id)) if fits => document.enums.get(id.0),
        _ => {
            diagnostics.push(
                Diagnostic::error(Code::VariantMismatch, format!("`{}` cannot be a tag", tag.name))
                    .label(
                        word.span,
                        "a tag is a required, public, stored enum field without default, sent by clients",
                    )
                    .related(tag.span, "declared here")
                    .help("declare an enum with a value per variant and use it, without `?`"),
            );
            None
        }
    }
}

fn check_values(owner: &str, tag: &Text, declared: &EnumDecl, cases: &[VariantDecl], diagnostics: &mut Diagnostics) {
    let words = || declared.values.iter().map(|value| value.name.as_str());
    for case in cases
        .iter()
        .filter(|case| !words().any(|word| word == case.value.value))
    {
        let near = driftless_diagnostics::closest(case.value.as_str(), words());
        let help = near.map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
        let headline = format!("`{}` is no value of `{}`", case.value.value, declared.name.value);
        diagnostics.push(
            Diagnostic::error(Code::UnknownValue, headline)
                .label(case.value.span, "no such value")
                .related(declared.name.span, "the tag's enum")
                .help(help),
        );
    }
    let missing: Vec<&str> = words()
        .filter(|word| !cases.iter().any(|case| case.value.value == *word))
        .collect();
    if !missing.is_empty() {
        let list = missing
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", ");
        diagnostics.push(
            Diagnostic::error(
                Code::VariantMismatch,
                format!("the variants of `{owner}` leave out {list}"),
            )
            .label(tag.span, "every value of the tag has a variant")
            .related(declared.name.span, "the tag's enum")
            .help(format!("add `variants.{} = []`, or name its fields", missing[0])),
        );
    }
}

fn members(
    case: &VariantDecl,
    owner: &str,
    fields: &[Field],
    tag: FieldId,
    key: &[FieldId],
    diagnostics: &mut Diagnostics,
) -> Vec<FieldId> {
    let mut members = Vec::new();
    for word in &case.fields {
        let Some(id) = find(fields, word, owner, diagnostics) else {
            continue;
        };
        let field = &fields[id.0];
        let why = if members.contains(&id) {
            "is listed twice"
        } else if id == tag {
            "is the tag"
        } else if key.contains(&id) {
            "is part of the key"
        } else if field.tenant {
            "names the tenant"
        } else if field.identity || field.computed.is_some() {
            "is filled by the database in every row"
        } else {
            members.push(id);
            continue;
        };
        diagnostics.push(
            Diagnostic::error(
                Code::VariantMismatch,
                format!("`{}` cannot be listed under `{}`", word.value, case.value.value),
            )
            .label(word.span, why)
            .help("remove it from the list"),
        );
    }
    members
}
