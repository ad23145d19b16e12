//! The type of a value as a schema: a reference to whatever has a name, the constraints themselves where nothing has.

use driftless_model::{EnumId, Length, NamedTypeId, Scalar, Type};
use driftless_shape::{Body, Item, ItemType};
use serde_json::Value;

use crate::components::{arc_name, shape_name};
use crate::draft::Draft;
use crate::lower::Version;
use crate::reading::Reading;
use crate::sample::sample;
use crate::scalar::scalar;
use crate::scope::Scope;

/// A type, null apart.
pub(crate) fn item_type(scope: &Scope<'_>, ty: &ItemType, reading: Reading) -> Draft {
    let single = single(scope, ty, reading);
    let Some(length) = ty.array else { return single };
    let sample = sample_of(scope, ty, &single);
    list(single.with_some("examples", sample), length, scope.version)
}

/// A list of so many of these.
fn list(items: Draft, length: Length, version: Version) -> Draft {
    Draft::of("array")
        .with("items", items.finish(version))
        .with_some("minItems", (length.min > 0).then_some(length.min))
        .with_some("maxItems", length.max)
}

/// Examples of a value whose form nobody could guess; none where the schema of a name has them.
pub(crate) fn sample_of(scope: &Scope<'_>, ty: &ItemType, draft: &Draft) -> Option<Vec<Value>> {
    match &ty.item {
        Item::Scalar(scalar) if !draft.has("$ref") => Some(vec![sample(scope.schema.wire, *scalar, &ty.limits)?]),
        _ => None,
    }
}

fn single(scope: &Scope<'_>, ty: &ItemType, reading: Reading) -> Draft {
    match &ty.item {
        Item::Scalar(word) => match named(scope, ty) {
            Some(id) => scope.reference(&scope.schema.named_type(id).name.pascal()),
            None => scalar(scope, *word, &ty.limits, reading),
        },
        Item::Id(entity) => scope.reference(
            &scope
                .components
                .index
                .id(*entity)
                .map_or_else(String::new, |id| id.name.clone()),
        ),
        Item::Enum(id) => words_of(scope, *id, reading),
        Item::Arc(origin, field) => {
            let index = &scope.components.index;
            let name = index.arc(*origin, *field).map(|arc| arc_name(index, arc, reading));
            choice(scope, &name.unwrap_or_default())
        }
        Item::Record(_) | Item::Read(_) | Item::Create(_) | Item::Patch(_) => {
            match scope.components.index.shape_of(&ty.item) {
                Some(shape) if matches!(shape.body, Body::Tagged(_)) => choice(scope, &shape_name(shape, reading)),
                shape => scope.reference(&shape.map_or_else(String::new, |shape| shape_name(shape, reading))),
            }
        }
        Item::Words(words) => Draft::of("string").with("enum", words.clone()),
        Item::WordsAndId(kinds) => Draft::of("string").with("pattern", format!("^({}):.+$", kinds.join("|"))),
    }
}

/// A reference to a choice that a member tells apart. In 3.0, where what stands beside a reference needs `allOf`,
/// generators would take that member away from each part of an `allOf`.
fn choice(scope: &Scope<'_>, name: &str) -> Draft {
    let reference = scope.reference(name);
    match scope.version {
        Version::V31 => reference,
        Version::V30 => Draft::any().with("oneOf", vec![reference.finish(scope.version)]),
    }
}

/// The named type that says all there is to say.
fn named(scope: &Scope<'_>, ty: &ItemType) -> Option<NamedTypeId> {
    ty.named
        .filter(|&id| scope.schema.named_type(id).ty.limits == ty.limits)
}

/// Words that came later must not break an older client, so what comes back may be any string.
fn words_of(scope: &Scope<'_>, id: EnumId, reading: Reading) -> Draft {
    let item = scope.schema.enumeration(id);
    let known = scope.reference(&item.name.pascal());
    if reading == Reading::Closed {
        return known;
    }
    // Generators for 3.0 make broken unions of choices that overlap.
    if scope.version == Version::V30 {
        let words: Vec<&str> = item.values.iter().map(|value| value.value.as_str()).collect();
        return Draft::of("string").with("x-extensible-enum", words);
    }
    let any = Draft::of("string").finish(scope.version);
    Draft::any().with("anyOf", vec![known.finish(scope.version), any])
}

/// The item type of a declared type of one value.
pub(crate) fn declared(ty: &Type) -> ItemType {
    let item = match ty.scalar {
        Scalar::Enum(id) => Item::Enum(id),
        scalar => Item::Scalar(scalar),
    };
    ItemType {
        item,
        array: ty.array,
        limits: ty.limits.clone(),
        named: ty.named,
    }
}
