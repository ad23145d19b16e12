//! Printing without telling: types with a member that is secret, internal or personal get a `Debug` that leaves it out.

use driftless_shape::{Body, Member, Shape, Tagged};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names;
use crate::view::variant_type;

/// The impls that replace a derive, where one must not be derived.
pub(crate) fn emit(shape: &Shape) -> Vec<TokenStream> {
    if !shape.body.members().iter().any(|member| member.redacted) {
        return Vec::new();
    }
    match &shape.body {
        Body::Struct(members) => vec![structure(shape, members.iter().map(of_self).collect())],
        Body::Tagged(tagged) => {
            let mut fields: Vec<_> = tagged.common.iter().map(of_self).collect();
            let (tag, name) = (names::ident(&tagged.tag.name.snake()), tagged.tag.name.snake());
            fields.insert(tagged.tag_position.min(fields.len()), quote!(.field(#name, &self.#tag)));
            vec![structure(shape, fields), variants(shape, tagged)]
        }
    }
}

fn structure(shape: &Shape, fields: Vec<TokenStream>) -> TokenStream {
    let (name, text) = (names::ident(&shape.name), &shape.name);
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    }
}

fn of_self(member: &Member) -> TokenStream {
    let (name, text) = (names::ident(&member.name.snake()), member.name.snake());
    if member.redacted {
        redacted(&text)
    } else {
        quote!(.field(#text, &self.#name))
    }
}

fn redacted(text: &str) -> TokenStream {
    quote!(.field(#text, &format_args!("[redacted]")))
}

fn variants(shape: &Shape, tagged: &Tagged) -> TokenStream {
    let name = names::ident(&variant_type(shape).unwrap_or_default());
    let arms = tagged.cases.iter().map(|case| {
        let (variant, text) = (names::variant(&case.value), names::variant(&case.value).to_string());
        let shown = case
            .members
            .iter()
            .filter(|member| !member.redacted)
            .map(|m| names::ident(&m.name.snake()));
        let rest = case.members.iter().any(|member| member.redacted).then(|| quote!(..));
        let pattern = (!case.members.is_empty()).then(|| quote!({ #(#shown,)* #rest }));
        let fields = case.members.iter().map(|member| {
            let (name, text) = (names::ident(&member.name.snake()), member.name.snake());
            if member.redacted {
                redacted(&text)
            } else {
                quote!(.field(#text, #name))
            }
        });
        quote!(Self::#variant #pattern => f.debug_struct(#text) #(#fields)* .finish())
    });
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self { #(#arms),* }
            }
        }
    }
}
