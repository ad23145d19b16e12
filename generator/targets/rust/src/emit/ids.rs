//! Typed keys: a newtype per entity, so that the key of one can never be taken for that of another.

use driftless_model::{Default, Scalar};
use driftless_shape::IdShape;
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs;
use crate::names;
use crate::scope::Scope;
use crate::types;

/// A typed key with its ways from and to text.
pub(crate) fn emit(scope: &Scope<'_>, id: &IdShape) -> Vec<TokenStream> {
    let mut items = vec![declaration(scope, id)];
    items.extend(generate(scope, id));
    items.extend(debug(scope, id));
    if types::is_textual(id.ty.scalar) {
        items.extend([display(id), from_str(scope, id)]);
    }
    items
}

fn declaration(scope: &Scope<'_>, id: &IdShape) -> TokenStream {
    let name = names::ident(&id.name);
    let inner = types::scalar(scope, id.ty.scalar);
    let entity = scope.view.schema.entity(id.entity);
    let doc = docs::marked(id.span, &id.name, &format!("Key of `{}`.", entity.name));
    let debug = (!is_redacted(scope, id)).then(|| quote!(Debug,));
    let copy = types::is_copy(id.ty.scalar).then(|| quote!(Copy,));
    quote! {
        #doc
        #[derive(#debug Clone, #copy PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(pub #inner);
    }
}

/// A new key, where the service makes them.
fn generate(scope: &Scope<'_>, id: &IdShape) -> Option<TokenStream> {
    let key = scope
        .view
        .schema
        .entity(id.entity)
        .field(scope.view.schema.entity(id.entity).key[0]);
    if id.ty.scalar != Scalar::Uuid || key.default != Some(Default::Uuid) {
        return None;
    }
    let (name, uuid) = (names::ident(&id.name), scope.name("uuid", "Uuid"));
    Some(quote! {
        impl #name {
            /// A new key; later ones sort behind earlier ones.
            pub fn generate() -> Self {
                Self(#uuid::now_v7())
            }
        }
    })
}

/// Prints nothing of a key that is itself personal.
fn debug(scope: &Scope<'_>, id: &IdShape) -> Option<TokenStream> {
    if !is_redacted(scope, id) {
        return None;
    }
    let (name, text) = (names::ident(&id.name), format!("{}([redacted])", id.name));
    Some(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(#text)
            }
        }
    })
}

fn is_redacted(scope: &Scope<'_>, id: &IdShape) -> bool {
    let entity = scope.view.schema.entity(id.entity);
    entity.field(entity.key[0]).is_redacted()
}

fn display(id: &IdShape) -> TokenStream {
    let name = names::ident(&id.name);
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    }
}

fn from_str(scope: &Scope<'_>, id: &IdShape) -> TokenStream {
    let name = names::ident(&id.name);
    let inner = types::scalar(scope, id.ty.scalar);
    let result = scope.prelude("Result");
    quote! {
        impl std::str::FromStr for #name {
            type Err = <#inner as std::str::FromStr>::Err;

            fn from_str(text: &str) -> #result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    }
}
