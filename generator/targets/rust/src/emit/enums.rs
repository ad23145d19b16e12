//! Enums: closed sets of words, and the way from and to each word.

use driftless_model::Enum;
use proc_macro2::TokenStream;
use quote::quote;

use crate::attributes;
use crate::docs;
use crate::names;
use crate::scope::Scope;

/// An enum with its words.
pub(crate) fn emit(scope: &Scope<'_>, item: &Enum) -> Vec<TokenStream> {
    vec![declaration(item), words(item), display(item), from_str(scope, item)]
}

fn declaration(item: &Enum) -> TokenStream {
    let rust_name = item.name.pascal();
    let name = names::ident(&rust_name);
    let doc = docs::marked(item.span, &rust_name, &item.doc);
    let deprecated = docs::deprecated(item.deprecated.as_deref());
    let base = ["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];
    let attributes = attributes::of(&base, &item.derives, &item.attributes);
    let variants = item.values.iter().map(|value| {
        let variant = names::variant(&value.value);
        let doc = docs::marked(value.span, &format!("{rust_name}::{variant}"), &value.doc);
        let deprecated = docs::deprecated(value.deprecated.as_deref());
        quote!(#doc #deprecated #variant)
    });
    quote! {
        #doc
        #deprecated
        #attributes
        pub enum #name { #(#variants),* }
    }
}

fn words(item: &Enum) -> TokenStream {
    let name = names::ident(&item.name.pascal());
    let variants: Vec<_> = item.values.iter().map(|value| names::variant(&value.value)).collect();
    let words = item.values.iter().map(|value| &value.value);
    let texts = words.clone();
    quote! {
        impl #name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// Every word, in order.
            pub const WORDS: &'static [&'static str] = &[#(#texts),*];

            /// The word in JSON and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#variants => #words),* }
            }
        }
    }
}

fn display(item: &Enum) -> TokenStream {
    let name = names::ident(&item.name.pascal());
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

fn from_str(scope: &Scope<'_>, item: &Enum) -> TokenStream {
    let name = names::ident(&item.name.pascal());
    let unknown = scope.name("crate::scalars", "UnknownWord");
    let result = scope.prelude("Result");
    let variants = item.values.iter().map(|value| names::variant(&value.value));
    let words = item.values.iter().map(|value| &value.value);
    quote! {
        impl std::str::FromStr for #name {
            type Err = #unknown;

            fn from_str(word: &str) -> #result<Self, #unknown> {
                match word {
                    #(#words => Ok(Self::#variants),)*
                    _ => Err(#unknown { expected: Self::WORDS }),
                }
            }
        }
    }
}
