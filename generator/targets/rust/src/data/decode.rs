//! Rows as values: an arc is one value out of several columns, a variant one out of its tag and its columns.

use driftless_model::FieldKind;
use driftless_shape::{Body, Member, Origin, Role, Shape, Tagged};
use proc_macro2::TokenStream;
use quote::quote;

use crate::data::store::Store;
use crate::names;
use crate::view::variant_type;

/// How a row of the database becomes the row type of the entity.
pub(crate) fn emit(store: &Store<'_>) -> Option<TokenStream> {
    let (shape, name) = (store.shape(Role::Row)?, store.shape_type(Role::Row)?);
    let (row, result) = (store.name("Row"), store.scope.prelude("Result"));
    let body = match &shape.body {
        Body::Struct(members) => {
            let fields = members.iter().map(|member| field(store, member));
            quote!(Ok(Self { #(#fields),* }))
        }
        Body::Tagged(tagged) => of_tagged(store, shape, tagged),
    };
    Some(quote! {
        impl<'r> sqlx::FromRow<'r, #row> for #name {
            fn from_row(row: &'r #row) -> #result<Self, sqlx::Error> { #body }
        }
    })
}

fn of_tagged(store: &Store<'_>, shape: &Shape, tagged: &Tagged) -> TokenStream {
    let domain = store.entity.domain;
    let inner = store.scope.declared(domain, &variant_type(shape).unwrap_or_default());
    let tag_type = crate::types::item_type(store.scope, &tagged.tag.ty);
    let tag = names::ident(&tagged.tag.name.snake());
    let read = value(store, &tagged.tag);
    let arms = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let fields = case.members.iter().map(|member| field(store, member));
        let fields = (!case.members.is_empty()).then(|| quote!({ #(#fields),* }));
        quote!(#tag_type::#variant => #inner::#variant #fields)
    });
    let common = tagged.common.iter().map(|member| field(store, member));
    quote! {
        let tag: #tag_type = #read;
        let tag = match tag { #(#arms),* };
        Ok(Self { #tag: tag, #(#common),* })
    }
}

fn field(store: &Store<'_>, member: &Member) -> TokenStream {
    let (name, value) = (names::ident(&member.name.snake()), value(store, member));
    quote!(#name: #value)
}

/// The value of a member.
fn value(store: &Store<'_>, member: &Member) -> TokenStream {
    let Some(at) = member.column else {
        return arc(store, member);
    };
    let Some(column) = store.columns_of(member.field).nth(at) else {
        return quote!(compile_error!("no such column"));
    };
    let (form, name) = (store.form(column), &column.declared.name);
    let read = store.name(if member.nullable { "read_nullable" } else { "read" });
    quote!(#read::<#form, _>(row, #name)?)
}

fn arc(store: &Store<'_>, member: &Member) -> TokenStream {
    let field = store.entity.field(member.field);
    let FieldKind::Arc(declared) = &field.kind else {
        return quote!(compile_error!("no such arc"));
    };
    let nullable = store.name("read_nullable");
    let ty = arc_type(store, member);
    let targets = store
        .columns_of(member.field)
        .zip(&declared.targets)
        .map(|(column, target)| {
            let (form, name) = (store.form(column), &column.declared.name);
            let variant = names::variant(&target.kind);
            quote!(#nullable::<#form, _>(row, #name)?.map(#ty::#variant))
        });
    let first = quote!([#(#targets),*].into_iter().flatten().next());
    if member.nullable {
        return first;
    }
    let (present, name) = (store.name("present"), field.name.as_str());
    quote!(#present(#first, #name)?)
}

/// The type of an arc of the entity.
pub(crate) fn arc_type(store: &Store<'_>, member: &Member) -> TokenStream {
    match store.scope.view.arc(Origin::Entity(store.id), member.field) {
        Some((domain, arc)) => store.scope.declared(domain, &arc.name),
        None => quote!(compile_error!("no such arc")),
    }
}
