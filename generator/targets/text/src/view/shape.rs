//! Shapes, ids, arcs and members: the record types that a language declares. Values of secret and internal members are
//! left out here, so that no template can show them.

use driftless_model::{Default, Scalar};
use driftless_shape::{ArcShape, Body, IdShape, Item, Origin, Presence, Role, Tagged};
use serde::Serialize;

use super::places::Places;
use super::types::Type;
use super::{Place, literal, place};

/// The key of an entity as a type.
#[derive(Debug, Serialize)]
pub(super) struct Id<'a> {
    name: &'a str,
    entity: &'a str,
    span: Place,
    #[serde(rename = "type")]
    ty: Type,
}

/// The value of an arc.
#[derive(Debug, Serialize)]
pub(super) struct Arc<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    targets: Vec<ArcTarget<'a>>,
}

#[derive(Debug, Serialize)]
struct ArcTarget<'a> {
    kind: &'a str,
    entity: &'a str,
    /// Type name for languages that need one: arc and entity.
    name: String,
    id: Type,
}

/// A record type.
#[derive(Debug, Serialize)]
pub(super) struct Shape<'a> {
    name: &'a str,
    /// `read`, `create`, `patch`, `row` or `record`.
    role: &'static str,
    /// The entity or record it comes from.
    origin: &'a str,
    doc: &'a str,
    span: Place,
    deprecated: Option<&'a str>,
    usage: Usage,
    /// All members in wire order; of a tagged shape those of every case.
    members: Vec<Member<'a>>,
    tagged: Option<Cases<'a>>,
}

/// In which direction a shape travels.
#[derive(Debug, Serialize)]
struct Usage {
    request: bool,
    response: bool,
    stored: bool,
}

/// The cases of a tagged shape.
#[derive(Debug, Serialize)]
struct Cases<'a> {
    tag: Member<'a>,
    cases: Vec<Case<'a>>,
}

/// One case.
#[derive(Debug, Serialize)]
struct Case<'a> {
    value: &'a str,
    name: &'a str,
    doc: &'a str,
    span: Place,
    /// Members before the tag, and behind it.
    before: Vec<Member<'a>>,
    after: Vec<Member<'a>>,
}

/// One key of a shape.
#[derive(Debug, Serialize)]
pub(super) struct Member<'a> {
    name: &'a str,
    json: &'a str,
    object: &'a str,
    doc: &'a str,
    span: Place,
    #[serde(rename = "type")]
    pub(super) ty: Type,
    nullable: bool,
    optional: bool,
    default: Option<DefaultValue>,
    read_only: bool,
    write_only: bool,
    redacted: bool,
    pii: Option<Pii<'a>>,
    deprecated: Option<&'a str>,
    examples: Vec<serde_json::Value>,
}

/// A default.
#[derive(Debug, Serialize)]
pub(super) struct DefaultValue {
    /// `now`, `uuid` or `value`.
    kind: &'static str,
    value: Option<serde_json::Value>,
}

/// Personal data.
#[derive(Debug, Serialize)]
pub(super) struct Pii<'a> {
    kind: &'a str,
    purpose: Option<&'a str>,
}

impl<'a> Id<'a> {
    /// The view of an id.
    pub(super) fn of(places: &Places<'a>, id: &'a IdShape) -> Self {
        Self {
            name: &id.name,
            entity: places.schema.entity(id.entity).name.as_str(),
            span: place(id.span),
            ty: Type::of_column(places, &id.ty),
        }
    }
}

impl<'a> Arc<'a> {
    /// The view of an arc.
    pub(super) fn of(places: &Places<'a>, arc: &'a ArcShape) -> Self {
        let fields = match arc.origin {
            Origin::Entity(id) => &places.schema.entity(id).fields,
            Origin::Record(id) => &places.schema.record(id).fields,
        };
        let columns = fields[arc.field.0]
            .arc()
            .into_iter()
            .flat_map(|arc| &arc.targets)
            .map(|target| target.column.ty.scalar);
        let target = |((kind, entity), scalar): (&'a (String, _), Scalar)| {
            let name = places.schema.entity(*entity).name.as_str();
            let id = match places.id(*entity) {
                Some(_) => Type::of(places, &bare(Item::Id(*entity))),
                None => Type::of_scalar(places, scalar),
            };
            ArcTarget {
                kind,
                entity: name,
                name: format!("{}{name}", arc.name),
                id,
            }
        };
        Self {
            name: &arc.name,
            doc: &arc.doc,
            span: place(arc.span),
            targets: arc.targets.iter().zip(columns).map(target).collect(),
        }
    }

    /// The domains of its targets.
    pub(super) fn domains(&self) -> Vec<String> {
        self.targets.iter().flat_map(|target| target.id.domains()).collect()
    }
}

fn bare(item: Item) -> driftless_shape::ItemType {
    driftless_shape::ItemType {
        item,
        array: None,
        limits: driftless_model::Limits::default(),
        named: None,
    }
}

impl<'a> Shape<'a> {
    /// The view of a shape.
    pub(super) fn of(places: &Places<'a>, shape: &'a driftless_shape::Shape) -> Self {
        let tagged = match &shape.body {
            Body::Struct(_) => None,
            Body::Tagged(tagged) => Some(Cases::of(places, tagged)),
        };
        Self {
            name: &shape.name,
            role: role(shape.role),
            origin: match shape.origin {
                Origin::Entity(id) => places.schema.entity(id).name.as_str(),
                Origin::Record(id) => places.schema.record(id).name.as_str(),
            },
            doc: &shape.doc,
            span: place(shape.span),
            deprecated: shape.deprecated.as_deref(),
            usage: Usage {
                request: shape.usage.request,
                response: shape.usage.response,
                stored: shape.usage.stored,
            },
            members: shape
                .body
                .members()
                .into_iter()
                .map(|member| Member::of(places, member))
                .collect(),
            tagged,
        }
    }

    /// The domains of what its members hold.
    pub(super) fn domains(&self) -> Vec<String> {
        self.members.iter().flat_map(|member| member.ty.domains()).collect()
    }
}

impl<'a> Cases<'a> {
    fn of(places: &Places<'a>, tagged: &'a Tagged) -> Self {
        let members =
            |members: &'a [driftless_shape::Member]| members.iter().map(|member| Member::of(places, member)).collect();
        let (before, behind) = tagged.common.split_at(tagged.tag_position.min(tagged.common.len()));
        let cases = tagged.cases.iter().map(|case| {
            let mut after: Vec<Member<'a>> = members(behind);
            after.extend(case.members.iter().map(|member| Member::of(places, member)));
            Case {
                value: &case.value,
                name: &case.name,
                doc: &case.doc,
                span: place(case.span),
                before: members(before),
                after,
            }
        });
        Self {
            tag: Member::of(places, &tagged.tag),
            cases: cases.collect(),
        }
    }
}

impl<'a> Member<'a> {
    /// The view of a member.
    pub(super) fn of(places: &Places<'a>, member: &'a driftless_shape::Member) -> Self {
        let scalar = match member.ty.item {
            Item::Scalar(scalar) => Some(scalar),
            _ => None,
        };
        // Redacted and not personal is internal or secret.
        let shown = !member.write_only && (!member.redacted || member.pii.is_some());
        let wire = places.schema.wire;
        let examples = member.examples.iter().filter(|_| shown);
        Self {
            name: member.name.as_str(),
            json: &member.json,
            object: &member.object,
            doc: &member.doc,
            span: place(member.span),
            ty: Type::of(places, &member.ty),
            nullable: member.nullable,
            optional: member.presence == Presence::Optional,
            default: member
                .default
                .as_ref()
                .filter(|_| shown)
                .map(|default| DefaultValue::of(default, scalar, wire)),
            read_only: member.read_only,
            write_only: member.write_only,
            redacted: member.redacted,
            pii: member.pii.as_ref().map(Pii::of),
            deprecated: member.deprecated.as_deref(),
            examples: examples.map(|value| literal::on_wire(value, scalar, wire)).collect(),
        }
    }
}

impl DefaultValue {
    /// The view of a default.
    pub(super) fn of(default: &Default, scalar: Option<Scalar>, wire: driftless_model::Wire) -> Self {
        match default {
            Default::Now => Self {
                kind: "now",
                value: None,
            },
            Default::Uuid => Self {
                kind: "uuid",
                value: None,
            },
            Default::Value(value) => Self {
                kind: "value",
                value: Some(literal::on_wire(value, scalar, wire)),
            },
        }
    }
}

impl<'a> Pii<'a> {
    /// The view of a mark for personal data.
    pub(super) fn of(pii: &'a driftless_model::Pii) -> Self {
        Self {
            kind: &pii.kind,
            purpose: pii.purpose.as_deref(),
        }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Read => "read",
        Role::Create => "create",
        Role::Patch => "patch",
        Role::Row => "row",
        Role::Record => "record",
    }
}
