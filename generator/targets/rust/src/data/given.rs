//! What each column of a new row is given: by the transaction, by the owner of a link, by a client, by the service, or by the
//! database where nobody says.

use driftless_catalog::sql::literal;
use driftless_catalog::{Dialect, default_text};
use driftless_model::{Default, Scalar};
use driftless_shape::{Body, Member, Role, Shape, Tagged};
use proc_macro2::TokenStream;
use quote::quote;

use crate::data::column::Column;
use crate::data::create::owner;
use crate::data::decode::arc_type;
use crate::data::inputs;
use crate::data::statement::Statement;
use crate::data::store::Store;
use crate::emit::digests;
use crate::names;
use crate::types::{self, Wrapping};
use crate::view::variant_type;

/// What a column is given; nothing where the database knows best.
pub(crate) fn value(store: &Store<'_>, statement: &mut Statement<'_, '_>, column: &Column<'_>) -> Option<String> {
    if column.field.computed.is_some() || column.field.identity {
        return None;
    }
    if store.is_tenant(column) {
        return Some(statement.put(column, &quote!(tenant)));
    }
    if owner(store)
        .iter()
        .any(|known| known.declared.name == column.declared.name)
    {
        let (variable, _) = store.parameters(&[column]).remove(0);
        return Some(statement.put(column, &quote!(#variable)));
    }
    if digests::is_made_by(store.scope.view, store.id, column.field) {
        let method = names::ident(&column.field.name.snake());
        let made = quote!(&new.#method().map_err(|error| sqlx::Error::Encode(error.into()))?);
        return Some(statement.put(column, &made));
    }
    if let Some(id) = made_key(store, column) {
        return Some(statement.put(column, &quote!(&#id::generate())));
    }
    if let Some(created) = store.shape(Role::Create).and_then(|shape| sent(store, shape, column)) {
        return Some(given(store, statement, column, created));
    }
    let internal = inputs::at_creation(store.scope.view, store.id);
    let internal = internal.iter().find(|internal| is_of(internal.member, column))?;
    let name = names::ident(&internal.member.name.snake());
    let created = wrapped(internal.wrapping, &quote!(internal.#name));
    Some(given(
        store,
        statement,
        column,
        of_arc(store, internal.member, column, created),
    ))
}

/// The type of a key that the service makes, where no client sends one.
fn made_key(store: &Store<'_>, column: &Column<'_>) -> Option<TokenStream> {
    let is_sent = store
        .shape(Role::Create)
        .is_some_and(|shape| shape.body.members().iter().any(|m| is_of(m, column)));
    if is_sent { None } else { generated(store, column) }
}

/// The type of a key of the entity that the service can make.
fn generated(store: &Store<'_>, column: &Column<'_>) -> Option<TokenStream> {
    let is_made = column.field.default == Some(Default::Uuid)
        && column.declared.ty.scalar == Scalar::Uuid
        && store.entity.key == [column.id];
    let (domain, id) = store.scope.view.id(store.id).filter(|_| is_made)?;
    Some(store.scope.declared(domain, &id.name))
}

/// How a value is given.
pub(crate) enum Given {
    /// A reference to it.
    Always(TokenStream),
    /// An optional reference; where it is absent, the default.
    Perhaps(TokenStream),
    /// Whether it is given, and an optional reference to it.
    OrNull(TokenStream, TokenStream),
    /// An optional reference that only rows of these tags have.
    OfVariants(TokenStream, Vec<String>),
}

fn given(store: &Store<'_>, statement: &mut Statement<'_, '_>, column: &Column<'_>, given: Given) -> String {
    let default = column.stored.default.clone();
    match given {
        Given::Always(value) => statement.put(column, &value),
        Given::Perhaps(value) => {
            let place = statement.put_some(column, &value);
            match default {
                Some(default) => format!("coalesce({}, {default})", typed(store, column, &place)),
                None => place,
            }
        }
        Given::OrNull(flag, value) => {
            let flag = statement.add(&flag);
            let place = statement.put_some(column, &value);
            let place = typed(store, column, &place);
            let default = default.unwrap_or_else(|| "NULL".to_owned());
            format!("CASE WHEN {flag} THEN {place} ELSE {default} END")
        }
        Given::OfVariants(value, tags) => {
            let place = statement.put_some(column, &value);
            of_tags(store, statement, column, &place, &tags).unwrap_or(place)
        }
    }
}

/// A place beside a literal: PostgreSQL would take both for texts.
fn typed(store: &Store<'_>, column: &Column<'_>, place: &str) -> String {
    match store.database.dialect {
        Dialect::Postgres if !place.starts_with("CAST") => format!("CAST({place} AS {})", column.cast_type()),
        _ => place.to_owned(),
    }
}

/// The default of a field that only some variants have is part of the statement: its column has none.
fn of_tags(
    store: &Store<'_>,
    statement: &mut Statement<'_, '_>,
    column: &Column<'_>,
    place: &str,
    tags: &[String],
) -> Option<String> {
    let (schema, dialect) = (store.scope.view.schema, store.database.dialect);
    let default = default_text(schema, dialect, column.field, column.declared)?;
    let tag = store.columns_of(store.entity.variants.as_ref()?.tag).next()?;
    let name = names::ident(&tag.word());
    let told = statement.put(tag, &quote!(&new.#name.tag()));
    let words: Vec<String> = tags.iter().map(|tag| literal(dialect, tag)).collect();
    Some(format!(
        "CASE WHEN {told} IN ({}) THEN coalesce({}, {default}) END",
        words.join(", "),
        typed(store, column, place)
    ))
}

/// What a client sends for a column.
fn sent(store: &Store<'_>, shape: &Shape, column: &Column<'_>) -> Option<Given> {
    let common = match &shape.body {
        Body::Struct(members) => members,
        Body::Tagged(tagged) => {
            if is_of(&tagged.tag, column) {
                let tag = names::ident(&tagged.tag.name.snake());
                return Some(Given::Always(quote!(&new.#tag.tag())));
            }
            if let Some(given) = of_variants(store, shape, tagged, column) {
                return Some(given);
            }
            &tagged.common
        }
    };
    let member = common.iter().find(|member| is_of(member, column))?;
    let name = names::ident(&member.name.snake());
    let wrapping = types::wrapping(Role::Create, member);
    if wrapping == Wrapping::Option
        && let Some(id) = generated(store, column)
    {
        return Some(Given::Always(quote!(&new.#name.unwrap_or_else(#id::generate))));
    }
    Some(of_arc(store, member, column, wrapped(wrapping, &quote!(new.#name))))
}

/// A value by how it is wrapped.
pub(crate) fn wrapped(wrapping: Wrapping, place: &TokenStream) -> Given {
    match wrapping {
        Wrapping::Plain => Given::Always(quote!(&#place)),
        Wrapping::Option => Given::Perhaps(quote!(#place.as_ref())),
        Wrapping::Double => Given::OrNull(
            quote!(#place.is_some()),
            quote!(#place.as_ref().and_then(|value| value.as_ref())),
        ),
    }
}

/// The part of an arc that a column holds.
pub(crate) fn of_arc(store: &Store<'_>, member: &Member, column: &Column<'_>, given: Given) -> Given {
    let Some(arc) = column.field.arc().filter(|_| member.column.is_none()) else {
        return given;
    };
    let Some(target) = arc.targets.get(column.at) else {
        return given;
    };
    let (ty, variant) = (arc_type(store, member), names::variant(&target.kind));
    let otherwise = (arc.targets.len() > 1).then(|| quote!(_ => None,));
    let part = quote!(match arc { #ty::#variant(key) => Some(key), #otherwise });
    match given {
        Given::Always(value) => Given::Perhaps(quote!(Some(#value).and_then(|arc| #part))),
        Given::Perhaps(value) => Given::Perhaps(quote!(#value.and_then(|arc| #part))),
        Given::OrNull(flag, value) => Given::OrNull(flag, quote!(#value.and_then(|arc| #part))),
        Given::OfVariants(value, tags) => Given::OfVariants(quote!(#value.and_then(|arc| #part)), tags),
    }
}

/// Whether a member is about a column.
pub(crate) fn is_of(member: &Member, column: &Column<'_>) -> bool {
    member.field == column.id && member.column.is_none_or(|at| at == column.at)
}

/// What the variants that have a column send for it.
fn of_variants(store: &Store<'_>, shape: &Shape, tagged: &Tagged, column: &Column<'_>) -> Option<Given> {
    let ty = store
        .scope
        .declared(store.entity.domain, &variant_type(shape).unwrap_or_default());
    let cases = tagged.cases.iter().filter_map(|case| {
        let member = case.members.iter().find(|member| is_of(member, column))?;
        Some((case, member))
    });
    let cases: Vec<_> = cases.collect();
    let (_, first) = cases.first()?;
    let arms = cases.iter().map(|(case, member)| {
        let (variant, name) = (names::variant(&case.value), names::ident(&member.name.snake()));
        let value = match types::wrapping(Role::Create, member) {
            Wrapping::Plain => quote!(Some(value)),
            Wrapping::Option => quote!(value.as_ref()),
            Wrapping::Double => quote!(value.as_ref().and_then(|value| value.as_ref())),
        };
        quote!(#ty::#variant { #name: value, .. } => #value,)
    });
    let tag = names::ident(&tagged.tag.name.snake());
    let otherwise = (cases.len() < tagged.cases.len()).then(|| quote!(_ => None,));
    let value = quote!(match &new.#tag { #(#arms)* #otherwise });
    let tags = cases.iter().map(|(case, _)| case.value.clone()).collect();
    Some(of_arc(store, first, column, Given::OfVariants(value, tags)))
}
