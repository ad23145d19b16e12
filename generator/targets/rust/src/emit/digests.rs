//! Content digests of entities. In: a field with `digest_of`. Out: a function over the fields that it covers, and a method
//! on what makes a row, where that holds all of them.

use driftless_model::{Entity, EntityId, Field, FieldId, Visibility};
use driftless_shape::{Body, Member, Module, Origin, Role, Shape};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::names;
use crate::scope::Scope;
use crate::types::{self, Wrapping};
use crate::view::View;

/// The digests of the entities of a domain.
pub(crate) fn emit(scope: &Scope<'_>, module: &Module) -> Vec<TokenStream> {
    let entities = scope
        .view
        .schema
        .entities()
        .filter(|(_, entity)| entity.domain == module.domain);
    entities
        .flat_map(|(id, entity)| {
            entity
                .fields
                .iter()
                .filter(|field| !field.digest_of.is_empty())
                .map(move |f| (id, f))
        })
        .flat_map(|(id, field)| of_field(scope, module, id, field))
        .collect()
}

/// Whether the digest can be made here: what is secret or absent from the row's type cannot be read.
pub(crate) fn is_emitted(entity: &Entity, field: &Field) -> bool {
    field
        .digest_of
        .iter()
        .all(|&id| entity.field(id).visibility != Visibility::Secret)
        && entity.variants.is_none()
}

fn of_field(scope: &Scope<'_>, module: &Module, id: EntityId, field: &Field) -> Vec<TokenStream> {
    let entity = scope.view.schema.entity(id);
    let Some((_, row)) = scope.view.shape((Origin::Entity(id), Role::Row)) else {
        return Vec::new();
    };
    if !is_emitted(entity, field) {
        return Vec::new();
    }
    let covered = covered(row, &field.digest_of);
    let name = scope.declared(module.domain, &entity.name.pascal());
    let function = format_ident!("{}_of", field.name.snake());
    let mut items = vec![function_item(scope, &name, &function, field, row, &covered)];
    if let Some((_, create)) = scope.view.shape((Origin::Entity(id), Role::Create)) {
        items.extend(method_item(scope, module, &name, &function, field, create));
    }
    items
}

fn covered<'a>(shape: &'a Shape, fields: &[FieldId]) -> Vec<&'a Member> {
    let members = shape.body.members();
    fields
        .iter()
        .flat_map(|field| members.iter().copied().filter(|member| member.field == *field))
        .collect()
}

fn function_item(
    scope: &Scope<'_>,
    owner: &TokenStream,
    function: &Ident,
    field: &Field,
    row: &Shape,
    covered: &[&Member],
) -> TokenStream {
    let sha256 = scope.name("crate::scalars", "Sha256");
    let result = scope.prelude("Result");
    scope.module("crate", "digest");
    let parameters = covered.iter().map(|member| {
        let (name, ty) = (
            names::ident(&member.name.snake()),
            types::member_type(scope, row, member),
        );
        quote!(#name: &#ty)
    });
    let text = format!(" What `{}` is of a row with this content.", field.name.snake());
    let body = match covered {
        [only] if field.digest_of.len() == 1 => {
            let name = names::ident(&only.name.snake());
            quote!(digest::of(#name))
        }
        _ => {
            let members = scope.name("crate::wire", "Members");
            let count = Literal::usize_unsuffixed(covered.len());
            let writes = covered.iter().map(|member| {
                let (key, name) = (member.name.snake(), names::ident(&member.name.snake()));
                quote!(object_.member(#key, #name)?;)
            });
            quote! {
                let mut object_ = #members::new(digest::Canonical, "", #count)?;
                #(#writes)*
                object_.end().map(|text| digest::of_text(&text))
            }
        }
    };
    quote! {
        impl #owner {
            #[doc = #text]
            ///
            /// # Errors
            /// A number in it is not finite.
            pub fn #function(#(#parameters),*) -> #result<#sha256, serde_json::Error> { #body }
        }
    }
}

/// Whether what makes a row can tell what a digest of it will be.
pub(crate) fn is_made_by(view: &View<'_>, id: EntityId, field: &Field) -> bool {
    let create = view.shape((Origin::Entity(id), Role::Create));
    !field.digest_of.is_empty()
        && is_emitted(view.schema.entity(id), field)
        && create.is_some_and(|(_, create)| holds_all(create, field))
}

fn holds_all(create: &Shape, field: &Field) -> bool {
    let covered = covered(create, &field.digest_of);
    let is_whole = field
        .digest_of
        .iter()
        .all(|id| covered.iter().any(|member| member.field == *id));
    let is_known = |member: &&Member| match types::wrapping(create.role, member) {
        Wrapping::Plain => true,
        Wrapping::Option => member.nullable,
        Wrapping::Double => false,
    };
    matches!(create.body, Body::Struct(_)) && is_whole && covered.iter().all(is_known)
}

/// The digest of a row that is about to be made, where what makes it holds everything that is covered.
fn method_item(
    scope: &Scope<'_>,
    module: &Module,
    owner: &TokenStream,
    function: &Ident,
    field: &Field,
    create: &Shape,
) -> Option<TokenStream> {
    if !holds_all(create, field) {
        return None;
    }
    let covered = covered(create, &field.digest_of);
    let name = scope.declared(module.domain, &create.name);
    let method = names::ident(&field.name.snake());
    let (sha256, result) = (scope.name("crate::scalars", "Sha256"), scope.prelude("Result"));
    let arguments = covered.iter().map(|member| names::ident(&member.name.snake()));
    let text = format!(" What `{}` will be of the row that it makes.", field.name.snake());
    Some(quote! {
        impl #name {
            #[doc = #text]
            ///
            /// # Errors
            /// A number in it is not finite.
            pub fn #method(&self) -> #result<#sha256, serde_json::Error> {
                #owner::#function(#(&self.#arguments),*)
            }
        }
    })
}
