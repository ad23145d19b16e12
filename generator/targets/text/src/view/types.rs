//! Types, enums and named types. A type is a neutral word with its structure; languages choose their own spelling.

use driftless_model::{Scalar, Wire};
use driftless_shape::{Item, ItemType};
use serde::Serialize;

use super::places::Places;
use super::{Place, literal, place};

/// The type of a value, without null.
#[derive(Debug, Serialize)]
pub(super) struct Type {
    /// What a single value is: `text`, `int`, ... or `enum`, `record`, `id`, `arc`, `read`, `create`, `patch`, `words`,
    /// `words_and_id`.
    pub(super) word: &'static str,
    /// How it travels: `string`, `integer`, `number`, `boolean`, `array`, `object` or `any`.
    wire: &'static str,
    /// The declared type it refers to.
    pub(super) name: Option<String>,
    /// The domain that declares it.
    pub(super) domain: Option<String>,
    /// The named type it was declared with.
    named: Option<String>,
    /// The word of an id's own value.
    of: Option<&'static str>,
    /// Where it is a list: how many elements.
    array: Option<Range>,
    length: Option<Range>,
    min: Option<String>,
    max: Option<String>,
    pattern: Option<String>,
    precision: Option<u32>,
    scale: Option<u32>,
    dimensions: Option<u32>,
    words: Vec<String>,
    /// The type as the author would write it.
    text: String,
}

/// A range of lengths.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Range {
    min: u32,
    max: Option<u32>,
}

/// An enum.
#[derive(Debug, Serialize)]
pub(super) struct Enum<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    deprecated: Option<&'a str>,
    values: Vec<EnumValue<'a>>,
}

#[derive(Debug, Serialize)]
struct EnumValue<'a> {
    value: &'a str,
    doc: &'a str,
    span: Place,
    deprecated: Option<&'a str>,
}

/// A named type.
#[derive(Debug, Serialize)]
pub(crate) struct NamedType<'a> {
    name: &'a str,
    doc: &'a str,
    span: Place,
    #[serde(rename = "type")]
    ty: Type,
    examples: Vec<serde_json::Value>,
}

impl Type {
    /// The view of a type.
    pub(super) fn of(places: &Places<'_>, ty: &ItemType) -> Self {
        let mut view = Self::bare(places, &ty.item);
        view.array = ty.array.map(Range::of);
        view.length = ty.limits.length.map(Range::of).or(view.length);
        if let (Item::Scalar(Scalar::Varchar(most)), Some(length)) = (&ty.item, &mut view.length) {
            length.max = Some(length.max.map_or(*most, |max| max.min(*most)));
        }
        view.min = ty.limits.min.as_ref().map(literal::limit);
        view.max = ty.limits.max.as_ref().map(literal::limit);
        view.pattern = ty.limits.pattern.clone();
        view.named = ty
            .named
            .map(|named| places.schema.named_type(named).name.as_str().to_owned());
        view.text = view.named.clone().unwrap_or(view.text);
        if view.array.is_some() {
            view.text.push_str("[]");
        }
        view
    }

    /// The view of a column's type.
    pub(super) fn of_column(places: &Places<'_>, ty: &driftless_model::Type) -> Self {
        let item = match ty.scalar {
            Scalar::Enum(id) => Item::Enum(id),
            Scalar::Record(id) => Item::Record(id),
            Scalar::Entity(id) => Item::Read(id),
            Scalar::Create(id) => Item::Create(id),
            Scalar::Patch(id) => Item::Patch(id),
            scalar => Item::Scalar(scalar),
        };
        Self::of(
            places,
            &ItemType {
                item,
                array: ty.array,
                limits: ty.limits.clone(),
                named: ty.named,
            },
        )
    }

    /// The view of a column's scalar.
    pub(super) fn of_scalar(places: &Places<'_>, scalar: Scalar) -> Self {
        Self::bare(places, &Item::Scalar(scalar))
    }

    fn bare(places: &Places<'_>, item: &Item) -> Self {
        let (word, wire) = words(item, places.schema.wire);
        let named = places.name(item);
        let mut view = Self {
            word,
            wire,
            text: named.as_ref().map_or_else(|| word.to_owned(), |(_, name)| name.clone()),
            domain: named.as_ref().map(|(domain, _)| places.domain(*domain)),
            name: named.map(|(_, name)| name),
            named: None,
            of: None,
            array: None,
            length: None,
            min: None,
            max: None,
            pattern: None,
            precision: None,
            scale: None,
            dimensions: None,
            words: Vec::new(),
        };
        view.structure(places, item);
        view
    }

    /// What belongs to some words only.
    fn structure(&mut self, places: &Places<'_>, item: &Item) {
        match item {
            Item::Scalar(Scalar::Varchar(most)) => {
                self.length = Some(Range {
                    min: 0,
                    max: Some(*most),
                });
                self.text = format!("varchar({most})");
            }
            Item::Scalar(Scalar::Numeric { precision, scale }) => {
                (self.precision, self.scale) = (Some(*precision), Some(*scale));
                self.text = format!("numeric({precision},{scale})");
            }
            Item::Scalar(Scalar::Vector(dimensions)) => {
                self.dimensions = Some(*dimensions);
                self.text = format!("vector({dimensions})");
            }
            Item::Id(entity) => {
                let key = places
                    .id(*entity)
                    .map(|id| words(&Item::Scalar(id.ty.scalar), places.schema.wire));
                self.of = key.map(|(word, _)| word);
                self.wire = key.map_or("string", |(_, wire)| wire);
            }
            Item::Words(words) | Item::WordsAndId(words) => self.words.clone_from(words),
            Item::Arc(origin, field) => self.words = places.kinds(*origin, *field),
            _ => {}
        }
    }

    /// What it refers to: domains by name.
    pub(super) fn domains(&self) -> impl Iterator<Item = String> {
        self.domain.clone().into_iter()
    }
}

impl Range {
    fn of(length: driftless_model::Length) -> Self {
        Self {
            min: length.min,
            max: length.max,
        }
    }
}

impl<'a> Enum<'a> {
    /// The view of an enum.
    pub(super) fn of(item: &'a driftless_model::Enum) -> Self {
        let values = item.values.iter().map(|value| EnumValue {
            value: &value.value,
            doc: &value.doc,
            span: place(value.span),
            deprecated: value.deprecated.as_deref(),
        });
        Self {
            name: item.name.as_str(),
            doc: &item.doc,
            span: place(item.span),
            deprecated: item.deprecated.as_deref(),
            values: values.collect(),
        }
    }
}

impl<'a> NamedType<'a> {
    /// The view of a named type.
    pub(super) fn of(places: &Places<'a>, item: &'a driftless_model::NamedType) -> Self {
        let (scalar, wire) = (item.ty.scalar, places.schema.wire);
        let ty = ItemType {
            item: Item::Scalar(scalar),
            array: item.ty.array,
            limits: item.ty.limits.clone(),
            named: None,
        };
        Self {
            name: item.name.as_str(),
            doc: &item.doc,
            span: place(item.span),
            ty: Type::of(places, &ty),
            examples: item
                .examples
                .iter()
                .map(|value| literal::on_wire(value, Some(scalar), wire))
                .collect(),
        }
    }
}

/// The word of an item, and how it travels.
fn words(item: &Item, wire: Wire) -> (&'static str, &'static str) {
    use driftless_model::WireNumber::Number;
    match item {
        Item::Scalar(scalar) => match scalar {
            Scalar::Text => ("text", "string"),
            Scalar::Varchar(_) => ("varchar", "string"),
            Scalar::Smallint => ("smallint", "integer"),
            Scalar::Int => ("int", "integer"),
            Scalar::Bigint => ("bigint", if wire.int8 == Number { "integer" } else { "string" }),
            Scalar::Numeric { .. } => ("numeric", if wire.numeric == Number { "number" } else { "string" }),
            Scalar::Float => ("float", "number"),
            Scalar::Bool => ("bool", "boolean"),
            Scalar::Uuid => ("uuid", "string"),
            Scalar::Timestamp => ("timestamp", "string"),
            Scalar::TimestampLocal => ("timestamp_local", "string"),
            Scalar::Date => ("date", "string"),
            Scalar::Time => ("time", "string"),
            Scalar::Duration => ("duration", "string"),
            Scalar::Json => ("json", "any"),
            Scalar::Bytes => ("bytes", "string"),
            Scalar::Vector(_) => ("vector", "array"),
            Scalar::Email => ("email", "string"),
            Scalar::Url => ("url", "string"),
            Scalar::Sha256 => ("sha256", "string"),
            Scalar::Semver => ("semver", "string"),
            Scalar::Inet => ("inet", "string"),
            Scalar::Enum(_) => ("enum", "string"),
            Scalar::Record(_) => ("record", "object"),
            Scalar::Entity(_) => ("read", "object"),
            Scalar::Create(_) => ("create", "object"),
            Scalar::Patch(_) => ("patch", "object"),
        },
        Item::Id(_) => ("id", "string"),
        Item::Enum(_) => ("enum", "string"),
        Item::Record(_) => ("record", "object"),
        Item::Arc(..) => ("arc", "object"),
        Item::Read(_) => ("read", "object"),
        Item::Create(_) => ("create", "object"),
        Item::Patch(_) => ("patch", "object"),
        Item::Words(_) => ("words", "string"),
        Item::WordsAndId(_) => ("words_and_id", "string"),
    }
}
