//! Which Rust type a member has. In: an item, and how its role treats null and absence. Out: the type.

use driftless_model::Scalar;
use driftless_shape::{Item, ItemType, Member, Presence, Role, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use crate::scope::Scope;
use crate::view::View;

/// How often a value is wrapped in `Option`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapping {
    /// Always there.
    Plain,
    /// May be null, or may be absent.
    Option,
    /// Absent, null, or there.
    Double,
}

/// How a role treats null and absence of a member.
pub(crate) fn wrapping(role: Role, member: &Member) -> Wrapping {
    match role {
        Role::Read | Role::Row | Role::Record if member.nullable => Wrapping::Option,
        Role::Read | Role::Row | Role::Record => Wrapping::Plain,
        Role::Patch if member.nullable => Wrapping::Double,
        Role::Patch => Wrapping::Option,
        Role::Create if member.presence == Presence::Required => Wrapping::Plain,
        // Where null is no default, absent and null are different wishes.
        Role::Create if member.nullable && member.default.is_some() => Wrapping::Double,
        Role::Create => Wrapping::Option,
    }
}

/// The type of a member of a shape.
pub(crate) fn member_type(scope: &Scope<'_>, shape: &Shape, member: &Member) -> TokenStream {
    let inner = inner_type(scope, shape, member);
    let option = scope.prelude("Option");
    match wrapping(shape.role, member) {
        Wrapping::Plain => inner,
        Wrapping::Option => quote!(#option<#inner>),
        Wrapping::Double => quote!(#option<#option<#inner>>),
    }
}

/// The same without null and absence.
pub(crate) fn inner_type(scope: &Scope<'_>, shape: &Shape, member: &Member) -> TokenStream {
    let mut ty = item_type(scope, &member.ty);
    if scope.view.is_boxed((shape.origin, shape.role), member) {
        let boxed = scope.prelude("Box");
        ty = quote!(#boxed<#ty>);
    }
    if scope.view.is_secret(shape.origin, member) {
        let secret = scope.name("crate::scalars", "Secret");
        ty = quote!(#secret<#ty>);
    }
    ty
}

/// An item, or an array of items.
pub(crate) fn item_type(scope: &Scope<'_>, ty: &ItemType) -> TokenStream {
    let item = item(scope, &ty.item);
    if ty.array.is_none() {
        return item;
    }
    let vec = scope.prelude("Vec");
    quote!(#vec<#item>)
}

fn item(scope: &Scope<'_>, item: &Item) -> TokenStream {
    if let Some((domain, shape)) = View::shape_key(item).and_then(|key| scope.view.shape(key)) {
        return scope.declared(domain, &shape.name);
    }
    match item {
        Item::Scalar(ty) => scalar(scope, *ty),
        Item::Id(entity) => match scope.view.id(*entity) {
            Some((domain, id)) => scope.declared(domain, &id.name),
            None => scope.prelude("String"),
        },
        Item::Enum(id) => {
            let item = scope.view.schema.enumeration(*id);
            scope.declared(item.domain, &item.name.pascal())
        }
        Item::Arc(origin, field) => match scope.view.arc(*origin, *field) {
            Some((domain, arc)) => scope.declared(domain, &arc.name),
            None => scope.prelude("String"),
        },
        // Shapes are done with; words stand in queries, which are not part of any shape.
        _ => scope.prelude("String"),
    }
}

/// A scalar.
pub(crate) fn scalar(scope: &Scope<'_>, scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Smallint => quote!(i16),
        Scalar::Int => quote!(i32),
        Scalar::Bigint => quote!(i64),
        Scalar::Numeric { .. } => scope.name("rust_decimal", "Decimal"),
        Scalar::Float => quote!(f64),
        Scalar::Bool => quote!(bool),
        Scalar::Uuid => scope.name("uuid", "Uuid"),
        Scalar::Timestamp => {
            let (instant, utc) = (scope.name("chrono", "DateTime"), scope.name("chrono", "Utc"));
            quote!(#instant<#utc>)
        }
        Scalar::TimestampLocal => scope.name("chrono", "NaiveDateTime"),
        Scalar::Date => scope.name("chrono", "NaiveDate"),
        Scalar::Time => scope.name("chrono", "NaiveTime"),
        Scalar::Duration => scope.name("chrono", "TimeDelta"),
        Scalar::Json => scope.name("serde_json", "Value"),
        Scalar::Bytes => {
            let vec = scope.prelude("Vec");
            quote!(#vec<u8>)
        }
        Scalar::Vector(_) => {
            let vec = scope.prelude("Vec");
            quote!(#vec<f32>)
        }
        Scalar::Sha256 => scope.name("crate::scalars", "Sha256"),
        Scalar::Inet => scope.name("std::net", "IpAddr"),
        _ => scope.prelude("String"),
    }
}

/// Whether a value of this scalar is copied rather than cloned.
pub(crate) fn is_copy(scalar: Scalar) -> bool {
    !scalar.is_text() && !matches!(scalar, Scalar::Json | Scalar::Bytes | Scalar::Vector(_))
}

/// Whether a value of this type is copied rather than cloned.
pub(crate) fn is_copied(scope: &Scope<'_>, ty: &ItemType) -> bool {
    match &ty.item {
        _ if ty.array.is_some() => false,
        Item::Scalar(scalar) => is_copy(*scalar),
        Item::Id(entity) => scope.view.id(*entity).is_some_and(|(_, id)| is_copy(id.ty.scalar)),
        Item::Enum(_) => true,
        _ => false,
    }
}

/// Whether the text of a Rust value is its text on the wire, and can be read again.
pub(crate) fn is_textual(scalar: Scalar) -> bool {
    let is_time = scalar.is_time() && scalar != Scalar::Date;
    !is_time && !matches!(scalar, Scalar::Bytes | Scalar::Vector(_) | Scalar::Json)
}
