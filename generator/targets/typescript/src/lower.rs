//! Shapes into declarations. In: a module of the Shapes. Out: the view of its file. Read shapes are `readonly`; what
//! clients send is not, and a key they may leave out has a `?` of its own beside a possible null.

use driftless_model::{EntityId, Enum, EnumId, Scalar, Schema, Type, Wire, WireNumber};
use driftless_output::{mark, mark_named};
use driftless_shape::{
    ArcShape, Body, Case, IdShape, Item, ItemType, Member, Module, Origin, Presence, Role, Shape, Shapes, Tagged,
};

use crate::names::Names;
use crate::settings::Brands;
use crate::spell::{Home, Speller};
use crate::{comment, escape, view};

/// Indentation of members.
const INDENT: &str = "  ";

/// The view of a domain's file.
pub(crate) fn module(schema: &Schema, names: &Names, brands: Brands, module: &Module) -> view::Module {
    let mut lower = Lower {
        schema,
        brands,
        speller: Speller::new(schema, names, Home::Domain(module.domain)),
    };
    let enums = module.enums.iter().map(|&id| lower.enumeration(id)).collect();
    let ids = view::Declarations {
        aliases: module.ids.iter().map(|id| lower.id(id)).collect(),
        ..view::Declarations::default()
    };
    let arcs = view::Declarations {
        aliases: module.arcs.iter().map(|arc| lower.arc(arc)).collect(),
        ..view::Declarations::default()
    };
    let mut declarations = vec![ids, arcs];
    let shapes = module.shapes.iter().filter(|shape| shape.role != Role::Row);
    declarations.extend(shapes.map(|shape| lower.shape(shape)));
    view::Module {
        doc: file_doc(&schema.domain(module.domain).doc),
        imports: lower.speller.imports(),
        enums,
        declarations,
    }
}

/// A comment of the file: a blank line keeps it from the first declaration.
fn file_doc(doc: &str) -> String {
    let block = comment::block(&comment::text(doc), "");
    if block.is_empty() { block } else { format!("{block}\n") }
}

/// The named types, which belong to no domain.
pub(crate) fn named_types(schema: &Schema, names: &Names, brands: Brands) -> Vec<view::Alias> {
    let mut speller = Speller::new(schema, names, Home::Common);
    let alias = |item: &driftless_model::NamedType| {
        let name = item.name.pascal();
        let base = speller.scalar(item.ty.scalar);
        let mut doc = comment::text(&item.doc);
        doc.extend(comment::limits(&bare(&item.ty)));
        let brand = brands == Brands::All && is_brandable(item.ty.scalar);
        let ty = if brand { branded("Brand", &base, &name) } else { base };
        view::Alias {
            doc: comment::block(&doc, ""),
            mark: mark_named(item.span, &name),
            ty: format!(" {ty}"),
            name,
        }
    };
    schema.types.iter().map(alias).collect()
}

pub(crate) fn is_brandable(scalar: Scalar) -> bool {
    !matches!(scalar, Scalar::Json | Scalar::Bool | Scalar::Vector(_))
}

/// A declared type as members have it.
fn bare(ty: &Type) -> ItemType {
    ItemType {
        item: Item::Scalar(ty.scalar),
        array: None,
        limits: ty.limits.clone(),
        named: None,
    }
}

fn id_doc(entity: &str, ty: &Type) -> Vec<String> {
    let mut doc = comment::text(&format!("Key of {entity}."));
    if ty.named.is_none() {
        doc.extend(comment::limits(&bare(ty)));
    }
    doc
}

/// A type that only values made for `name` fit; `brand` is how the file calls it.
fn branded(brand: &str, base: &str, name: &str) -> String {
    format!("{brand}<{base}, {}>", escape::string(name))
}

/// The scalars that have a name in every package.
pub(crate) fn scalars(wire: Wire, brands: Brands) -> Vec<view::Alias> {
    let number = |wire| if wire == WireNumber::Number { "number" } else { "string" };
    let (int8, numeric) = (number(wire.int8), number(wire.numeric));
    let scalars = [
        ("Uuid", "string", "A UUID: lower case, with hyphens."),
        (
            "Int64",
            int8,
            "A 64-bit integer. As a string it keeps digits that a JavaScript number would lose.",
        ),
        (
            "Decimal",
            numeric,
            "An exact decimal. As a string it keeps digits that a JavaScript number would lose.",
        ),
        (
            "Timestamp",
            "string",
            "An instant: RFC 3339 in UTC, `2024-01-01T00:00:00.123456Z`.",
        ),
        (
            "LocalDateTime",
            "string",
            "A date and time without a zone: `2024-01-01T10:00:00`.",
        ),
        ("LocalDate", "string", "A calendar date: `2024-02-29`."),
        ("LocalTime", "string", "A time of day: `23:59:59.5`."),
        (
            "Duration",
            "string",
            "A span of time in seconds, ISO 8601: `PT3600.5S`.",
        ),
        ("Base64", "string", "Bytes in standard base64 with padding."),
        ("Sha256Hex", "string", "A SHA-256: 64 lower-case hexadecimal digits."),
        ("SemVer", "string", "A semantic version: `1.10.0`."),
        ("IpAddress", "string", "An IPv4 or IPv6 address."),
    ];
    scalars
        .into_iter()
        .map(|(name, base, doc)| scalar_alias(name, base, doc, brands))
        .collect()
}

fn scalar_alias(name: &str, base: &str, doc: &str, brands: Brands) -> view::Alias {
    let ty = if brands == Brands::All {
        branded("Brand", base, name)
    } else {
        base.to_owned()
    };
    let doc = comment::block(&[doc.to_owned()], "");
    view::Alias {
        doc,
        mark: String::new(),
        name: name.to_owned(),
        ty: format!(" {ty}"),
    }
}

struct Lower<'a> {
    schema: &'a Schema,
    brands: Brands,
    speller: Speller<'a>,
}

impl Lower<'_> {
    fn enumeration(&mut self, id: EnumId) -> view::Enum {
        let item = self.schema.enumeration(id);
        let name = item.name.pascal();
        let values = item.values.iter().map(|value| view::EnumValue {
            doc: comment::block(&comment::declaration(&value.doc, value.deprecated.as_deref()), INDENT),
            mark: mark(value.span),
            literal: escape::string(&value.value),
        });
        view::Enum {
            doc: comment::block(&enum_doc(item), ""),
            mark: mark_named(item.span, &name),
            constant: item.name.shouting(),
            values: values.collect(),
            name,
        }
    }

    fn id(&mut self, id: &IdShape) -> view::Alias {
        let entity = self.schema.entity(id.entity);
        let base = self.speller.column(&id.ty);
        let ty = match self.brands {
            Brands::None => base,
            Brands::Ids | Brands::All => branded(&self.speller.common("Brand"), &base, &id.name),
        };
        view::Alias {
            doc: comment::block(&id_doc(entity.name.as_str(), &id.ty), ""),
            mark: mark_named(id.span, &id.name),
            ty: format!(" {ty}"),
            name: id.name.clone(),
        }
    }

    fn arc(&mut self, arc: &ArcShape) -> view::Alias {
        let cases: String = arc
            .targets
            .iter()
            .map(|(kind, entity)| self.arc_case(arc, kind, *entity))
            .collect();
        view::Alias {
            doc: comment::block(&comment::text(&arc.doc), ""),
            mark: mark_named(arc.span, &arc.name),
            name: arc.name.clone(),
            ty: cases,
        }
    }

    fn arc_case(&mut self, arc: &ArcShape, kind: &str, entity: EntityId) -> String {
        let scalar = arc_key(self.schema, arc, entity);
        let key = self.speller.key(entity, scalar);
        format!(
            "\n  | {{ readonly kind: {}; readonly id: {key} }}",
            escape::string(kind)
        )
    }

    fn shape(&mut self, shape: &Shape) -> view::Declarations {
        let doc = comment::declaration(&shape_doc(self.schema, shape), shape.deprecated.as_deref());
        match &shape.body {
            Body::Struct(members) => view::Declarations {
                interfaces: vec![view::Interface {
                    doc: comment::block(&doc, ""),
                    mark: mark_named(shape.span, &shape.name),
                    name: shape.name.clone(),
                    members: members.iter().map(|member| self.member(shape, member)).collect(),
                }],
                aliases: Vec::new(),
            },
            Body::Tagged(tagged) => view::Declarations {
                interfaces: tagged.cases.iter().map(|case| self.case(shape, tagged, case)).collect(),
                aliases: vec![view::Alias {
                    doc: comment::block(&doc, ""),
                    mark: mark_named(shape.span, &shape.name),
                    name: shape.name.clone(),
                    ty: tagged.cases.iter().map(|case| format!("\n  | {}", case.name)).collect(),
                }],
            },
        }
    }

    fn case(&mut self, shape: &Shape, tagged: &Tagged, case: &Case) -> view::Interface {
        let mut members: Vec<view::Member> = tagged.common.iter().map(|member| self.member(shape, member)).collect();
        members.insert(
            tagged.tag_position.min(members.len()),
            tag(self.schema, shape, &tagged.tag, &case.value),
        );
        members.extend(case.members.iter().map(|member| self.member(shape, member)));
        view::Interface {
            doc: comment::block(&comment::declaration(&case.doc, shape.deprecated.as_deref()), ""),
            mark: mark_named(case.span, &case.name),
            name: case.name.clone(),
            members,
        }
    }

    fn member(&mut self, shape: &Shape, member: &Member) -> view::Member {
        view::Member {
            doc: comment::block(&comment::member(self.schema, member), INDENT),
            mark: mark_named(member.span, &format!("{}.{}", shape.name, member.json)),
            key: key(shape, &member.json, member.presence),
            ty: self.speller.nullable(&member.ty, member.nullable),
        }
    }
}

/// What the key of one of its targets is stored as.
pub(crate) fn arc_key(schema: &Schema, arc: &ArcShape, entity: EntityId) -> Scalar {
    let fields = match arc.origin {
        Origin::Entity(id) => &schema.entity(id).fields,
        Origin::Record(id) => &schema.record(id).fields,
    };
    let mut targets = fields[arc.field.0].arc().into_iter().flat_map(|arc| &arc.targets);
    targets
        .find(|target| target.entity == entity)
        .map_or(Scalar::Text, |target| target.column.ty.scalar)
}

/// The tag of one case holds one value. It can be left out where that value is its default.
fn tag(schema: &Schema, shape: &Shape, member: &Member, value: &str) -> view::Member {
    let is_default = matches!(&member.default, Some(driftless_model::Default::Value(driftless_model::Value::Text(text))) if text == value);
    let presence = if is_default {
        member.presence
    } else {
        Presence::Required
    };
    let mut described = member.clone();
    described.default = None;
    view::Member {
        doc: comment::block(&comment::member(schema, &described), INDENT),
        mark: mark_named(member.span, &format!("{}.{}", shape.name, member.json)),
        key: key(shape, &member.json, presence),
        ty: escape::string(value),
    }
}

fn key(shape: &Shape, json: &str, presence: Presence) -> String {
    let is_received = shape.role == Role::Read || (shape.role == Role::Record && !shape.usage.request);
    let readonly = if is_received { "readonly " } else { "" };
    let optional = if presence == Presence::Optional { "?" } else { "" };
    format!("{readonly}{}{optional}", escape::key(json))
}

/// What a shape is: the entity's own words, and what is done with it.
fn shape_doc(schema: &Schema, shape: &Shape) -> String {
    let Origin::Entity(id) = shape.origin else {
        return shape.doc.clone();
    };
    let name = schema.entity(id).name.as_str();
    match shape.role {
        Role::Create => format!("What is sent to make one {name}: {}", shape.doc),
        Role::Patch => format!(
            "What is sent to change one {name}; a key that is left out stays as it is: {}",
            shape.doc
        ),
        Role::Read | Role::Record | Role::Row => shape.doc.clone(),
    }
}

/// An enum and what its words mean, where a reader of the type sees it.
fn enum_doc(item: &Enum) -> Vec<String> {
    let mut lines = comment::text(&item.doc);
    let described = item.values.iter().filter(|value| !value.doc.is_empty());
    lines.extend(described.flat_map(|value| comment::text(&format!("- `{}`: {}", value.value, value.doc))));
    lines.extend(comment::declaration("", item.deprecated.as_deref()));
    lines
}

/// The domains' files, and those of the package, without endings.
pub(crate) fn files(schema: &Schema, shapes: &Shapes) -> Vec<String> {
    shapes
        .modules
        .iter()
        .map(|module| schema.domain(module.domain).name.snake())
        .collect()
}
