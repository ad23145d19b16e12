//! Entities as they are stored: fields with their columns, references, rules, owners. What travels is in the shapes.

use driftless_model::{
    Action, Api, Field as ModelField, FieldId, FieldKind, Index as ModelIndex, Mutability, Part, Scalar, Tenancy, Type as ModelType,
    Unique as ModelUnique, Visibility,
};
use driftless_shape::{Item, ItemType};
use serde::Serialize;

use super::expression::print;
use super::places::Places;
use super::shape::{DefaultValue, Pii};
use super::types::Type;
use super::{Place, literal, place};

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
    /// Names of the entities that are its links.
    links: Vec<&'a str>,
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

/// The two ends of a link.
#[derive(Debug, Serialize)]
struct Link<'a> {
    name: &'a str,
    owner: &'a str,
    target: &'a str,
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
    expr: &'a str,
}

#[derive(Debug, Serialize)]
struct Owner<'a> {
    /// `global`, `root` or `scoped`.
    kind: &'static str,
    field: Option<&'a str>,
    reason: Option<&'a str>,
}

/// A field.
#[derive(Debug, Serialize)]
struct Field<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    /// `value`, `reference` or `arc`.
    kind: &'static str,
    columns: Vec<&'a str>,
    json: Vec<&'a str>,
    /// Of a value.
    #[serde(rename = "type")]
    ty: Option<Type>,
    /// Of a reference or arc: the entities it may point at.
    targets: Vec<&'a str>,
    on_delete: Option<&'static str>,
    nullable: bool,
    default: Option<DefaultValue>,
    /// `public`, `internal` or `secret`.
    visibility: &'static str,
    transient: bool,
    read_only: bool,
    immutable: bool,
    tenant: bool,
    key: bool,
    pii: Option<Pii<'a>>,
    deprecated: Option<&'a str>,
    examples: Vec<serde_json::Value>,
    computed: Option<String>,
    digest_of: Vec<&'a str>,
    identity: bool,
    touched: bool,
    /// Values of the tag with which it exists; empty for a common field.
    variants: Vec<&'a str>,
}

impl<'a> Entity<'a> {
    /// The view of an entity.
    pub(super) fn of(places: &Places<'a>, entity: &'a driftless_model::Entity) -> Self {
        let schema = places.schema;
        let name = |id: FieldId| entity.field(id).name.as_str();
        let entity_name = |id| schema.entity(id).name.as_str();
        Self {
            name: entity.name.as_str(),
            doc: &entity.doc,
            span: place(entity.span),
            table: &entity.table.name,
            namespace: entity.table.namespace.as_deref(),
            path: &entity.path,
            key: entity.key.iter().map(|&id| name(id)).collect(),
            fields: entity.fields().map(|(id, field)| Field::of(places, entity, id, field)).collect(),
            links: entity.links.iter().map(|&id| entity_name(id)).collect(),
            link: entity.ends().map(|ends| Link {
                name: ends.name.as_str(),
                owner: entity_name(ends.owner),
                target: entity_name(ends.target),
                owner_field: name(ends.owner_field),
                target_field: name(ends.target_field),
            }),
            variants: entity.variants.as_ref().map(|variants| Variants {
                tag: name(variants.tag),
                cases: variants.cases.iter().map(|case| Variant {
                    value: &case.value,
                    fields: case.fields.iter().map(|&id| name(id)).collect(),
                }).collect(),
            }),
            uniques: entity.uniques.iter().map(|unique| Rule::of_unique(places, entity, unique)).collect(),
            indexes: entity.indexes.iter().map(|index| Rule::of_index(places, entity, index)).collect(),
            checks: entity.checks.iter().map(|check| Check { name: check.name.as_str(), doc: &check.doc, expr: &check.text }).collect(),
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

impl<'a> Rule<'a> {
    fn of_unique(places: &Places<'a>, entity: &'a driftless_model::Entity, unique: &'a ModelUnique) -> Self {
        Self {
            name: unique.name.as_deref(),
            parts: parts(places, entity, &unique.parts),
            predicate: unique.predicate.as_ref().map(|expr| print(entity, expr)),
        }
    }

    fn of_index(places: &Places<'a>, entity: &'a driftless_model::Entity, index: &'a ModelIndex) -> Self {
        Self {
            name: index.name.as_deref(),
            parts: parts(places, entity, &index.parts),
            predicate: index.predicate.as_ref().map(|expr| print(entity, expr)),
        }
    }
}

fn parts(_: &Places<'_>, entity: &driftless_model::Entity, parts: &[Part]) -> Vec<String> {
    let mut printed: Vec<String> = parts
        .iter()
        .map(|part| format!("{}{}", print(entity, &part.expr), if part.descending { " desc" } else { "" }))
        .collect();
    // A reference with several columns is one part to its reader.
    printed.dedup();
    printed
}

impl<'a> Owner<'a> {
    fn of(entity: &'a driftless_model::Entity) -> Self {
        match &entity.tenancy {
            Tenancy::Global { reason } => Self { kind: "global", field: None, reason: reason.as_deref() },
            Tenancy::Root => Self { kind: "root", field: None, reason: None },
            Tenancy::Scoped { field, .. } => {
                Self { kind: "scoped", field: Some(entity.field(*field).name.as_str()), reason: None }
            }
        }
    }
}

impl<'a> Field<'a> {
    fn of(places: &Places<'a>, entity: &'a driftless_model::Entity, id: FieldId, field: &'a ModelField) -> Self {
        let shown = field.visibility == Visibility::Public;
        let scalar = field.value().map(|column| column.ty.scalar);
        let wire = places.schema.wire;
        let examples = field.examples.iter().filter(|_| shown);
        Self {
            name: field.name.as_str(),
            doc: &field.doc,
            span: place(field.span),
            kind: match field.kind {
                FieldKind::Value(_) => "value",
                FieldKind::Reference(_) => "reference",
                FieldKind::Arc(_) => "arc",
            },
            columns: field.columns().into_iter().map(|column| column.name.as_str()).collect(),
            json: json(field),
            ty: field.value().map(|column| Type::of(places, &item_type(&column.ty))),
            targets: targets(field).into_iter().map(|id| places.schema.entity(id).name.as_str()).collect(),
            on_delete: on_delete(field).map(action),
            nullable: field.nullable,
            default: field.default.as_ref().filter(|_| shown).map(|default| DefaultValue::of(default, scalar, wire)),
            visibility: match field.visibility {
                Visibility::Public => "public",
                Visibility::Internal => "internal",
                Visibility::Secret => "secret",
            },
            transient: field.transient,
            read_only: field.read_only,
            immutable: field.immutable,
            tenant: field.tenant,
            key: entity.key.contains(&id),
            pii: field.pii.as_ref().map(Pii::of),
            deprecated: field.deprecated.as_deref(),
            examples: examples.map(|value| literal::on_wire(value, scalar, wire)).collect(),
            computed: field.computed.as_ref().map(|expr| print(entity, expr)),
            digest_of: field.digest_of.iter().map(|&id| entity.field(id).name.as_str()).collect(),
            identity: field.identity,
            touched: field.touched,
            variants: variants(entity, field),
        }
    }
}

/// The values of the tag with which a field exists.
fn variants<'a>(entity: &'a driftless_model::Entity, field: &ModelField) -> Vec<&'a str> {
    let cases = entity.variants.as_ref().map_or(&[][..], |variants| &variants.cases);
    field.variants.iter().filter_map(|&at| cases.get(at)).map(|case| case.value.as_str()).collect()
}

/// Its keys on the wire.
fn json(field: &ModelField) -> Vec<&str> {
    match &field.kind {
        FieldKind::Value(column) => vec![column.json.as_str()],
        FieldKind::Reference(reference) => reference.columns.iter().map(|column| column.json.as_str()).collect(),
        FieldKind::Arc(arc) => vec![arc.json.as_str()],
    }
}

fn targets(field: &ModelField) -> Vec<driftless_model::EntityId> {
    match &field.kind {
        FieldKind::Value(_) => Vec::new(),
        FieldKind::Reference(reference) => vec![reference.target],
        FieldKind::Arc(arc) => arc.targets.iter().map(|target| target.entity).collect(),
    }
}

fn on_delete(field: &ModelField) -> Option<Action> {
    match &field.kind {
        FieldKind::Value(_) => None,
        FieldKind::Reference(reference) => Some(reference.on_delete),
        FieldKind::Arc(arc) => Some(arc.on_delete),
    }
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "no action",
        Action::Restrict => "restrict",
        Action::Cascade => "cascade",
        Action::SetNull => "set null",
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

/// A column's type as members have it.
fn item_type(ty: &ModelType) -> ItemType {
    let item = match ty.scalar {
        Scalar::Enum(id) => Item::Enum(id),
        Scalar::Record(id) => Item::Record(id),
        Scalar::Entity(id) => Item::Read(id),
        Scalar::Create(id) => Item::Create(id),
        Scalar::Patch(id) => Item::Patch(id),
        scalar => Item::Scalar(scalar),
    };
    ItemType { item, array: ty.array, limits: ty.limits.clone(), named: ty.named }
}
