//! The validator of one value. In: its type. Out: a call of what the package ships in `support/`, and what the file has to
//! import for it.

use std::collections::BTreeMap;

use driftless_model::{EntityId, EnumId, FieldId, Length, Limits, NamedType, Scalar, Schema, Value, WireNumber};
use driftless_shape::pattern::portable;
use driftless_shape::{ArcShape, IdShape, Item, ItemType, Origin, Role};

use crate::code::{Code, arguments};
use crate::escape;
use crate::lower::{arc_key, is_brandable};
use crate::names::Names;
use crate::settings::Brands;
use crate::spell::Speller;

/// Writes the validators of one file.
pub(crate) struct Items<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) names: &'a Names,
    pub(crate) ids: &'a BTreeMap<EntityId, &'a IdShape>,
    pub(crate) brands: Brands,
    pub(crate) speller: Speller<'a>,
    pub(crate) arcs: &'a BTreeMap<(Origin, FieldId), &'a ArcShape>,
    /// What stands before the name of a declared validator.
    pub(crate) home: &'static str,
}

impl Items<'_> {
    /// A value that may be null.
    pub(crate) fn nullable(&mut self, ty: &ItemType, nullable: bool) -> Code {
        let item = self.item_type(ty);
        if nullable {
            Code::call("nullable", None, &[item])
        } else {
            item
        }
    }

    /// A value, or a list of values.
    pub(crate) fn item_type(&mut self, ty: &ItemType) -> Code {
        let item = match ty.named {
            Some(named) => self.declared(&self.schema.named_type(named).name.pascal()),
            None => self.item(&ty.item, &ty.limits),
        };
        let Some(count) = ty.array else { return item };
        let (min, max) = counts(Some(count));
        Code::call("list", None, &arguments([Some(item), min, max]))
    }

    /// What a named type allows.
    pub(crate) fn named(&mut self, item: &NamedType) -> Code {
        let is_branded = self.brands == Brands::All && is_brandable(item.ty.scalar);
        let ty = is_branded.then(|| self.speller.common(&item.name.pascal()));
        self.scalar(item.ty.scalar, &item.ty.limits, ty)
    }

    /// `{ kind, id }`
    pub(crate) fn arc(&mut self, arc: &ArcShape, ty: &str) -> Code {
        let mut ids = Code::of("{ ");
        for (at, (kind, entity)) in arc.targets.iter().enumerate() {
            let separator = if at > 0 { ", " } else { "" };
            ids.push(format!("{separator}{}: ", entry(kind)));
            let id = match self.ids.get(entity) {
                Some(id) => self.id(id),
                None => {
                    let scalar = arc_key(self.schema, arc, *entity);
                    self.scalar(scalar, &Limits::default(), None)
                }
            };
            ids.add(&id);
        }
        ids.push(" }");
        Code::call("arc", Some(ty), &[ids])
    }

    fn item(&mut self, item: &Item, limits: &Limits) -> Code {
        let names = self.names;
        match item {
            Item::Scalar(scalar) => self.scalar(*scalar, limits, None),
            Item::Enum(id) => self.words(*id),
            Item::Id(entity) => match self.ids.get(entity) {
                Some(id) => self.id(id),
                None => Code::call("text", None, &[]),
            },
            Item::Arc(origin, field) => self.place(names.arc(*origin, *field)),
            Item::Record(id) => self.place(names.shape(Origin::Record(*id), Role::Record)),
            Item::Read(id) => self.place(names.shape(Origin::Entity(*id), Role::Read)),
            Item::Create(id) => self.place(names.shape(Origin::Entity(*id), Role::Create)),
            Item::Patch(id) => self.place(names.shape(Origin::Entity(*id), Role::Patch)),
            // These stand in queries, which no shape holds.
            Item::Words(_) | Item::WordsAndId(_) => Code::call("text", None, &[]),
        }
    }

    fn place(&self, place: Option<&crate::names::Place>) -> Code {
        place.map_or_else(|| Code::call("json", None, &[]), |(_, name)| self.declared(name))
    }

    fn declared(&self, name: &str) -> Code {
        Code::of(format!("{}{name}", self.home))
    }

    fn id(&mut self, id: &IdShape) -> Code {
        let ty = (self.brands != Brands::None).then(|| self.speller.refer(self.names.id(id.entity)));
        self.scalar(id.ty.scalar, &id.ty.limits, ty)
    }

    fn words(&mut self, id: EnumId) -> Code {
        let item = self.schema.enumeration(id);
        let list = self.speller.value(item.domain, &item.name.shouting());
        Code::call("words", None, &[Code::of(list)])
    }

    /// A scalar; `ty` is the type that only its values have.
    fn scalar(&mut self, scalar: Scalar, limits: &Limits, ty: Option<String>) -> Code {
        let ty = ty.or_else(|| {
            let spelled = (self.brands == Brands::All).then(|| self.speller.scalar(scalar))?;
            spelled.starts_with('$').then_some(spelled)
        });
        let (name, given) = self.call(scalar, limits);
        Code::call(name, ty.as_deref(), &given)
    }

    fn call(&mut self, scalar: Scalar, limits: &Limits) -> (&'static str, Vec<Code>) {
        let wire = self.schema.wire;
        match scalar {
            Scalar::Text => ("text", texts(limits, None)),
            Scalar::Varchar(most) => ("text", texts(limits, Some(most))),
            Scalar::Email => ("email", texts(limits, None)),
            Scalar::Url => ("url", texts(limits, None)),
            Scalar::Semver => ("semver", texts(limits, None)),
            Scalar::Smallint => ("integer", with("16", range(limits, ""))),
            Scalar::Int => ("integer", with("32", range(limits, ""))),
            Scalar::Bigint if wire.int8 == WireNumber::Number => ("safeInteger", arguments(range(limits, ""))),
            Scalar::Bigint => ("int64", arguments(range(limits, "n"))),
            Scalar::Numeric { precision, scale } => {
                let name = match wire.numeric {
                    WireNumber::Number => "decimalNumber",
                    WireNumber::String => "decimal",
                };
                (name, with(&format!("{precision}, {scale}"), quoted(limits)))
            }
            Scalar::Float => ("float", arguments(range(limits, ""))),
            Scalar::Bool => ("bool", Vec::new()),
            Scalar::Uuid => ("uuid", Vec::new()),
            Scalar::Timestamp => ("timestamp", arguments(quoted(limits))),
            Scalar::TimestampLocal => ("localDateTime", arguments(quoted(limits))),
            Scalar::Date => ("localDate", arguments(quoted(limits))),
            Scalar::Time => ("localTime", arguments(quoted(limits))),
            Scalar::Duration => ("duration", arguments(quoted(limits))),
            Scalar::Bytes => {
                let (min, max) = counts(limits.length);
                ("bytes", arguments([min, max]))
            }
            Scalar::Vector(dimensions) => ("vector", vec![Code::of(dimensions.to_string())]),
            Scalar::Sha256 => ("sha256", Vec::new()),
            Scalar::Inet => ("inet", Vec::new()),
            // What is left has a name, and is referred to by it.
            _ => ("json", Vec::new()),
        }
    }
}

/// The key of an entry of an object literal: there, one name is not what it looks like.
pub(crate) fn entry(name: &str) -> String {
    match name {
        "__proto__" => "[\"__proto__\"]".to_owned(),
        name => escape::key(name),
    }
}

/// A number of elements, or of bytes.
fn counts(length: Option<Length>) -> (Option<Code>, Option<Code>) {
    let code = |count: u32| Code::of(count.to_string());
    let min = length.map(|length| length.min).filter(|&min| min > 0);
    (min.map(code), length.and_then(|length| length.max).map(code))
}

fn texts(limits: &Limits, widest: Option<u32>) -> Vec<Code> {
    let (min, _) = counts(limits.length);
    let most = limits.length.and_then(|length| length.max);
    let most = [most, widest].into_iter().flatten().min();
    let pattern = limits.pattern.as_deref();
    let form = pattern.map(portable).filter(|form| pattern != Some(form));
    let said = [
        min.map(|min| format!("min: {}", min.plain)),
        most.map(|most| format!("max: {most}")),
        pattern.map(|pattern| format!("pattern: {}", escape::string(pattern))),
        form.map(|form| format!("form: {}", escape::string(&form))),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() {
        return Vec::new();
    }
    vec![Code::of(format!("{{ {} }}", said.join(", ")))]
}

fn with(first: &str, rest: [Option<Code>; 2]) -> Vec<Code> {
    arguments(std::iter::once(Some(Code::of(first))).chain(rest))
}

/// The least and the greatest number; `suffix` says of which kind.
fn range(limits: &Limits, suffix: &str) -> [Option<Code>; 2] {
    let number = |limit: &Option<Value>| {
        let limit = crate::literal::plain(limit.as_ref()?);
        Some(Code::of(format!("{limit}{suffix}")))
    };
    [number(&limits.min), number(&limits.max)]
}

/// The same as texts.
fn quoted(limits: &Limits) -> [Option<Code>; 2] {
    let text = |limit: &Option<Value>| Some(Code::of(escape::string(&crate::literal::plain(limit.as_ref()?))));
    [text(&limits.min), text(&limits.max)]
}
