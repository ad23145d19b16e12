//! What the emitted crate makes of a text: whether it can be read as a shape, and the rules it breaks.

use driftless_shape::{Role, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names;
use crate::view::View;

/// The function that reads any shape.
pub(super) fn emit(view: &View<'_>) -> Vec<TokenStream> {
    let travelling = view.shapes.shapes().filter(|(_, shape)| shape.role != Role::Row);
    let arms = travelling.map(|(domain, shape)| {
        let (module, name) = (names::path_segment(view.module(domain)), names::ident(&shape.name));
        arms(view, shape, &quote!(library::#module::#name))
    });
    vec![
        quote!(
            pub(crate) mod postgres;
        ),
        quote!(
            pub(crate) mod sqlite;
        ),
        quote!(
            use serde_json::{Value, json};
        ),
        quote! {
            /// What the crate says about a text as an instance of a shape, and what it writes of it.
            pub(crate) fn read(shape: &str, strict: bool, text: &str) -> (Value, Value) {
                match (shape, strict) {
                    #(#arms)*
                    _ => (json!("there is no such shape"), Value::Null),
                }
            }
        },
    ]
}

fn arms(view: &View<'_>, shape: &Shape, ty: &TokenStream) -> TokenStream {
    let name = &shape.name;
    let is_request = shape.usage.request && !shape.usage.stored && !shape.usage.response;
    let checked = match shape.role {
        Role::Read | Role::Row => quote!(Value::Null),
        _ => quote! {
            match value.validate() {
                Ok(()) => Value::Null,
                Err(errors) => errors
                    .into_iter()
                    .map(|error| json!([error.field, error.code, error.message]))
                    .collect(),
            }
        },
    };
    let written = if view.holds_secret((shape.origin, shape.role)) {
        quote!(Value::Null)
    } else {
        quote!(serde_json::to_string(&value).map_or_else(|fault| json!({ "fault": fault.to_string() }), Value::from))
    };
    let arm = |strict: TokenStream, ty: TokenStream, value: TokenStream| {
        quote! {
            (#name, #strict) => match serde_json::from_str::<#ty>(text) {
                Err(fault) => (json!(fault.to_string()), Value::Null),
                Ok(#value) => {
                    let _ = &value;
                    (#checked, #written)
                }
            },
        }
    };
    if is_request {
        return arm(quote!(_), ty.clone(), quote!(value));
    }
    let strict = arm(
        quote!(true),
        quote!(library::wire::Strict<#ty>),
        quote!(library::wire::Strict(value)),
    );
    let tolerant = arm(quote!(false), ty.clone(), quote!(value));
    quote!(#strict #tolerant)
}
