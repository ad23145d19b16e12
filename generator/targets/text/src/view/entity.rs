//! Entities as they are stored: what is unique, checked and owned. What travels is in the shapes.

use driftless_model::{Api, EntityId, FieldId, Index as ModelIndex, Mutability, Part, Tenancy, Unique as ModelUnique};
use serde::Serialize;

use super::expression::print;
use super::field::{Field, Target};
use super::places::Places;
use super::{Place, place};

/// An entity, or a link of one.
#[derive(Debug, Serialize)]
pub(super) struct Entity<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    table: &'a str,
    namespace: Option<&'a str>,
    path: &'a str,
    /// Names of the key's fields.
    key: Vec<&'a str>,
    fields: Vec<Field<'a>>,
    links: Vec<OwnLink<'a>>,
    /// Fields of other entities that may point at it.
    referrers: Vec<Referrer<'a>>,
    link: Option<Link<'a>>,
    variants: Option<Variants<'a>>,
    uniques: Vec<Rule<'a>>,
    indexes: Vec<Rule<'a>>,
    checks: Vec<Check<'a>>,
    /// `mutable`, `immutable` or `append_only`.
    mutability: &'static str,
    tenancy: Owner<'a>,
    /// `create`, `read`, `list`, `update`, `delete`.
    api: Vec<&'static str>,
    lookup: Vec<&'a str>,
    deprecated: Option<&'a str>,
}

/// A link that an entity owns.
#[derive(Debug, Serialize)]
struct OwnLink<'a> {
    name: &'a str,
    doc: &'a str,
    /// The entity whose rows are the links.
    entity: &'a str,
    target: Target<'a>,
}

/// A field that points here.
#[derive(Debug, Serialize)]
struct Referrer<'a> {
    entity: Target<'a>,
    field: &'a str,
}

/// The two ends of a link.
#[derive(Debug, Serialize)]
struct Link<'a> {
    name: &'a str,
    owner: Target<'a>,
    target: Target<'a>,
    owner_field: &'a str,
    target_field: &'a str,
}

#[derive(Debug, Serialize)]
struct Variants<'a> {
    tag: &'a str,
    cases: Vec<Variant<'a>>,
}

#[derive(Debug, Serialize)]
struct Variant<'a> {
    value: &'a str,
    fields: Vec<&'a str>,
}

/// Something unique, or an index.
#[derive(Debug, Serialize)]
struct Rule<'a> {
    name: Option<&'a str>,
    parts: Vec<String>,
    predicate: Option<String>,
}

#[derive(Debug, Serialize)]
struct Check<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    expr: &'a str,
}

#[derive(Debug, Serialize)]
struct Owner<'a> {
    /// `global`, `root` or `scoped`.
    kind: &'static str,
    field: Option<&'a str>,
    reason: Option<&'a str>,
}

impl<'a> Entity<'a> {
    /// The view of an entity.
    pub(super) fn of(places: &Places<'a>, id: EntityId, entity: &'a driftless_model::Entity) -> Self {
        let name = |id: FieldId| entity.field(id).name.as_str();
        Self {
            name: entity.name.as_str(),
            doc: &entity.doc,
            span: place(entity.span),
            table: &entity.table.name,
            namespace: entity.table.namespace.as_deref(),
            path: &entity.path,
            key: entity.key.iter().map(|&id| name(id)).collect(),
            fields: entity
                .fields()
                .map(|(at, field)| Field::of(places, entity, at, field))
                .collect(),
            links: entity.links.iter().filter_map(|&id| OwnLink::of(places, id)).collect(),
            referrers: places
                .referrers(id)
                .iter()
                .map(|&(from, field)| Referrer::of(places, from, field))
                .collect(),
            link: entity.ends().map(|ends| Link {
                name: ends.name.as_str(),
                owner: Target::of(places, ends.owner),
                target: Target::of(places, ends.target),
                owner_field: name(ends.owner_field),
                target_field: name(ends.target_field),
            }),
            variants: entity.variants.as_ref().map(|variants| Variants {
                tag: name(variants.tag),
                cases: variants
                    .cases
                    .iter()
                    .map(|case| Variant {
                        value: &case.value,
                        fields: case.fields.iter().map(|&id| name(id)).collect(),
                    })
                    .collect(),
            }),
            uniques: entity
                .uniques
                .iter()
                .map(|unique| Rule::of_unique(entity, unique))
                .collect(),
            indexes: entity
                .indexes
                .iter()
                .map(|index| Rule::of_index(entity, index))
                .collect(),
            checks: entity
                .checks
                .iter()
                .map(|check| Check {
                    name: check.name.as_str(),
                    doc: &check.doc,
                    span: place(check.span),
                    expr: &check.text,
                })
                .collect(),
            mutability: match entity.mutability {
                Mutability::Mutable => "mutable",
                Mutability::Immutable => "immutable",
                Mutability::AppendOnly => "append_only",
            },
            tenancy: Owner::of(entity),
            api: entity.api.iter().map(|&item| api(item)).collect(),
            lookup: entity.lookup.iter().map(|&id| name(id)).collect(),
            deprecated: entity.deprecated.as_deref(),
        }
    }
}

impl<'a> OwnLink<'a> {
    fn of(places: &Places<'a>, id: EntityId) -> Option<Self> {
        let entity = places.schema.entity(id);
        let ends = entity.ends()?;
        let target = Target::of(places, ends.target);
        Some(Self {
            name: ends.name.as_str(),
            doc: &entity.doc,
            entity: entity.name.as_str(),
            target,
        })
    }
}

impl<'a> Referrer<'a> {
    fn of(places: &Places<'a>, from: EntityId, field: FieldId) -> Self {
        Self {
            entity: Target::of(places, from),
            field: places.schema.entity(from).field(field).name.as_str(),
        }
    }
}

impl<'a> Rule<'a> {
    fn of_unique(entity: &'a driftless_model::Entity, unique: &'a ModelUnique) -> Self {
        Self {
            name: unique.name.as_deref(),
            parts: parts(entity, &unique.parts),
            predicate: unique.predicate.as_ref().map(|expr| print(entity, expr)),
        }
    }

    fn of_index(entity: &'a driftless_model::Entity, index: &'a ModelIndex) -> Self {
        Self {
            name: index.name.as_deref(),
            parts: parts(entity, &index.parts),
            predicate: index.predicate.as_ref().map(|expr| print(entity, expr)),
        }
    }
}

fn parts(entity: &driftless_model::Entity, parts: &[Part]) -> Vec<String> {
    let mut printed: Vec<String> = parts
        .iter()
        .map(|part| {
            format!(
                "{}{}",
                print(entity, &part.expr),
                if part.descending { " desc" } else { "" }
            )
        })
        .collect();
    // A reference with several columns is one part to its reader.
    printed.dedup();
    printed
}

impl<'a> Owner<'a> {
    fn of(entity: &'a driftless_model::Entity) -> Self {
        match &entity.tenancy {
            Tenancy::Global { reason } => Self {
                kind: "global",
                field: None,
                reason: reason.as_deref(),
            },
            Tenancy::Root => Self {
                kind: "root",
                field: None,
                reason: None,
            },
            Tenancy::Scoped { field, .. } => Self {
                kind: "scoped",
                field: Some(entity.field(*field).name.as_str()),
                reason: None,
            },
        }
    }
}

fn api(api: Api) -> &'static str {
    match api {
        Api::Create => "create",
        Api::Read => "read",
        Api::List => "list",
        Api::Update => "update",
        Api::Delete => "delete",
    }
}
