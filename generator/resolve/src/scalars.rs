//! Domains, named types and enums: what can be resolved without looking at any field.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use driftless_model::{
    Domain, DomainId, Enum, EnumValue, Mixin, Name, NamedType, NamedTypeId, Pii, RecordId, Scalar, Type,
};
use driftless_syntax::Document;
use driftless_syntax::document::{EnumDecl, TypeDecl};

use crate::field::{deprecated, doc, renamed_from};
use crate::limits::{Narrowing, narrow};
use crate::literal::{Lookup, RecordField, value};
use crate::names::duplicate;
use crate::type_word::{Base, parse_type_word};
use crate::usage;
use crate::world::World;

/// Domains in order.
pub(crate) fn domains(document: &Document) -> Vec<Domain> {
    let domain = |declared: &driftless_syntax::document::DomainDecl| Domain {
        name: Name::new(declared.name.as_str()),
        span: declared.name.span,
        doc: doc(&declared.about),
        namespace: declared.namespace.as_ref().map(|text| text.value.clone()),
    };
    document.domains.iter().map(domain).collect()
}

/// The types that named types stand for. They build on the words of the language only, so nothing has to be known.
pub(crate) fn base_types(document: &Document, diagnostics: &mut Diagnostics) -> Vec<Type> {
    let types = document.types.iter().enumerate();
    types
        .map(|(at, declared)| base_type(document, NamedTypeId(at), declared, diagnostics))
        .collect()
}

fn base_type(document: &Document, id: NamedTypeId, declared: &TypeDecl, diagnostics: &mut Diagnostics) -> Type {
    let scalar = declared.base.as_ref().and_then(|word| {
        let parsed = parse_type_word(word, diagnostics)?;
        match parsed.base {
            Base::BuiltIn(scalar) if !parsed.array && !parsed.nullable => Some(scalar),
            _ => {
                diagnostics.push(
                    Diagnostic::error(
                        Code::TypeWord,
                        format!("`{}` cannot be the base of a named type", word.value),
                    )
                    .label(word.span, "is not a single built-in value")
                    .help("name a built-in type word; `?` and `[]` belong where the type is used"),
                );
                None
            }
        }
    });
    let by = Narrowing {
        name: declared.name.as_str(),
        min: declared.min.as_ref(),
        max: declared.max.as_ref(),
        length: declared.length,
        pattern: declared.pattern.as_ref(),
        storage: declared.storage.as_ref(),
    };
    let ty = narrow(
        &Plain(document),
        Type::plain(scalar.unwrap_or(Scalar::Text)),
        by,
        diagnostics,
    );
    for literal in &declared.examples {
        value(
            &Plain(document),
            literal,
            &ty,
            &format!("example of `{}`", declared.name.value),
            diagnostics,
        );
    }
    Type { named: Some(id), ..ty }
}

/// Looks nothing up: built-in scalars need no other declaration.
struct Plain<'d>(&'d Document);

impl Lookup for Plain<'_> {
    fn document(&self) -> &Document {
        self.0
    }

    fn record_fields(&self, _: RecordId) -> Vec<RecordField> {
        Vec::new()
    }
}

/// PII of named types, by position.
pub(crate) fn pii(document: &Document) -> Vec<Option<Pii>> {
    let pii = |declared: &TypeDecl| {
        let kind = declared.pii.as_ref()?;
        Some(Pii {
            kind: kind.value.clone(),
            purpose: declared.purpose.as_ref().map(|text| text.value.clone()),
        })
    };
    document.types.iter().map(pii).collect()
}

/// Named types in order.
pub(crate) fn named_types(document: &Document, world: &World<'_>) -> Vec<NamedType> {
    let mut silent = Diagnostics::default();
    let used = usage::type_names(document);
    let types = document.types.iter().zip(world.types.iter().zip(&world.pii));
    types
        .map(|(declared, (ty, pii))| NamedType {
            name: Name::new(declared.name.as_str()),
            span: declared.name.span,
            doc: doc(&declared.about),
            ty: ty.clone(),
            examples: declared
                .examples
                .iter()
                .filter_map(|literal| value(world, literal, ty, "example", &mut silent))
                .collect(),
            pii: pii.clone(),
            used: used.contains(declared.name.as_str()),
        })
        .collect()
}

/// Mixins in order, as far as anybody asks for them once their fields are elsewhere.
pub(crate) fn mixins(document: &Document) -> Vec<Mixin> {
    let used = usage::mixin_names(document);
    let mixins = document.mixins.iter();
    mixins
        .map(|declared| Mixin {
            name: Name::new(declared.name.as_str()),
            span: declared.name.span,
            doc: doc(&declared.about),
            used: used.contains(declared.name.as_str()),
        })
        .collect()
}

/// Enums in order. Those without a stated domain get theirs later, from whoever uses them.
pub(crate) fn enums(document: &Document, world: &World<'_>, diagnostics: &mut Diagnostics) -> Vec<Enum> {
    document
        .enums
        .iter()
        .map(|declared| enumeration(declared, world, diagnostics))
        .collect()
}

fn enumeration(declared: &EnumDecl, world: &World<'_>, diagnostics: &mut Diagnostics) -> Enum {
    let mut values: Vec<EnumValue> = Vec::new();
    if declared.values.is_empty() {
        diagnostics.push(no_values(declared));
    }
    for value in &declared.values {
        match values.iter().find(|known| known.value == value.name.value) {
            Some(first) => diagnostics.push(duplicate("value", &value.name, first.span)),
            None => values.push(EnumValue {
                value: value.name.value.clone(),
                span: value.name.span,
                doc: doc(&value.about),
                deprecated: deprecated(&value.about),
                renamed_from: renamed_from(&value.about),
            }),
        }
    }
    let texts = |list: &[driftless_syntax::document::Text]| list.iter().map(|text| text.value.clone()).collect();
    Enum {
        name: Name::new(declared.name.as_str()),
        span: declared.name.span,
        doc: doc(&declared.about),
        domain: declared
            .domain
            .as_ref()
            .and_then(|word| world.names.domain(word, diagnostics))
            .unwrap_or(DomainId(0)),
        values,
        native: declared.native.is_on(),
        deprecated: deprecated(&declared.about),
        renamed_from: renamed_from(&declared.about),
        derives: texts(&declared.derives),
        attributes: texts(&declared.attributes),
    }
}

/// Where the grammar missed `values`, that was reported.
fn no_values(declared: &EnumDecl) -> Diagnostic {
    Diagnostic::error(
        Code::MissingKey,
        format!("the enum `{}` has no value", declared.name.value),
    )
    .label(declared.name.span, "nothing can ever be one of it")
    .help("give it values, as in `values = { open = \"Lent to somebody.\" }`")
}

/// The severity a level word stands for; none for what is switched off.
pub(crate) fn severity(level: driftless_syntax::document::LintLevel) -> Option<Severity> {
    use driftless_syntax::document::LintLevel;
    match level {
        LintLevel::Error => Some(Severity::Error),
        LintLevel::Warning => Some(Severity::Warning),
        LintLevel::Note => Some(Severity::Note),
        LintLevel::Off => None,
    }
}
