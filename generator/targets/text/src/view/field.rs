//! Fields as they are stored, with their columns, references and rules.

use driftless_model::{Action, Entity, EntityId, ExprKind, Field as ModelField, FieldId, FieldKind, Visibility};
use serde::Serialize;

use super::expression::print;
use super::places::Places;
use super::shape::{DefaultValue, Pii};
use super::types::Type;
use super::{Place, literal, place};

/// An entity, and the domain that declares it.
#[derive(Debug, Serialize)]
pub(super) struct Target<'a> {
    name: &'a str,
    domain: String,
}

/// A field.
#[derive(Debug, Serialize)]
pub(super) struct Field<'a> {
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
    targets: Vec<Target<'a>>,
    /// Whether its value alone is unique.
    unique: bool,
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

impl<'a> Target<'a> {
    /// An entity by its name.
    pub(super) fn of(places: &Places<'a>, id: EntityId) -> Self {
        let entity = places.schema.entity(id);
        Self {
            name: entity.name.as_str(),
            domain: places.domain(entity.domain),
        }
    }
}

impl<'a> Field<'a> {
    /// The view of a field.
    pub(super) fn of(places: &Places<'a>, entity: &'a Entity, id: FieldId, field: &'a ModelField) -> Self {
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
            ty: field.value().map(|column| Type::of_column(places, &column.ty)),
            targets: targets(field).into_iter().map(|id| Target::of(places, id)).collect(),
            unique: is_unique(entity, id),
            on_delete: on_delete(field).map(action),
            nullable: field.nullable,
            default: field
                .default
                .as_ref()
                .filter(|_| shown)
                .map(|default| DefaultValue::of(default, scalar, wire)),
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
            digest_of: field
                .digest_of
                .iter()
                .map(|&id| entity.field(id).name.as_str())
                .collect(),
            identity: field.identity,
            touched: field.touched,
            variants: variants(entity, field),
        }
    }
}

/// Whether no two rows of one tenant share its value.
fn is_unique(entity: &Entity, id: FieldId) -> bool {
    let is_only = |part: &driftless_model::Part| match part.expr.kind {
        ExprKind::Column(field, _) | ExprKind::Arc(field) => field == id || entity.field(field).tenant,
        _ => false,
    };
    let names_it = |part: &driftless_model::Part| part.expr.fields() == [id];
    let uniques = entity.uniques.iter().filter(|unique| unique.predicate.is_none());
    let found = uniques
        .map(|unique| &unique.parts)
        .any(|parts| parts.iter().all(is_only) && parts.iter().any(names_it));
    found || entity.key == [id]
}

/// The values of the tag with which a field exists.
fn variants<'a>(entity: &'a Entity, field: &ModelField) -> Vec<&'a str> {
    let cases = entity.variants.as_ref().map_or(&[][..], |variants| &variants.cases);
    field
        .variants
        .iter()
        .filter_map(|&at| cases.get(at))
        .map(|case| case.value.as_str())
        .collect()
}

/// Its keys on the wire.
fn json(field: &ModelField) -> Vec<&str> {
    match &field.kind {
        FieldKind::Value(column) => vec![column.json.as_str()],
        FieldKind::Reference(reference) => reference.columns.iter().map(|column| column.json.as_str()).collect(),
        FieldKind::Arc(arc) => vec![arc.json.as_str()],
    }
}

fn targets(field: &ModelField) -> Vec<EntityId> {
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
