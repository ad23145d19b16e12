//! Arcs: one of several entities and its key. On the wire `{ kind, id }`, in a query `kind:id`.

use driftless_model::{EntityId, Scalar};
use driftless_shape::ArcShape;
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs;
use crate::names;
use crate::scope::Scope;
use crate::types;

/// An arc with its ways from and to text.
pub(crate) fn emit(scope: &Scope<'_>, arc: &ArcShape) -> Vec<TokenStream> {
    let mut items = vec![declaration(scope, arc), kinds(arc)];
    if is_textual(scope, arc) {
        items.extend([display(arc), from_str(scope, arc)]);
    }
    items
}

/// Whether it can be written as `kind:id`.
pub(crate) fn is_textual(scope: &Scope<'_>, arc: &ArcShape) -> bool {
    arc.targets
        .iter()
        .all(|(_, target)| types::is_textual(key_scalar(scope, arc, *target)))
}

fn declaration(scope: &Scope<'_>, arc: &ArcShape) -> TokenStream {
    let name = names::ident(&arc.name);
    let doc = docs::marked(arc.span, &arc.name, &arc.doc);
    let variants = arc.targets.iter().map(|(kind, entity)| {
        let variant = names::variant(kind);
        let id = key_type(scope, arc, *entity);
        let doc = docs::doc(&format!("One `{}`.", scope.view.schema.entity(*entity).name));
        quote!(#doc #variant(#id))
    });
    let copy = is_copy(scope, arc).then(|| quote!(Copy,));
    quote! {
        #doc
        #[derive(Debug, Clone, #copy PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name { #(#variants),* }
    }
}

/// The type of the key of one of its targets.
fn key_type(scope: &Scope<'_>, arc: &ArcShape, target: EntityId) -> TokenStream {
    match scope.view.id(target) {
        Some((domain, id)) => scope.declared(domain, &id.name),
        None => types::scalar(scope, key_scalar(scope, arc, target)),
    }
}

/// The scalar of the key of one of its targets.
pub(crate) fn key_scalar(scope: &Scope<'_>, arc: &ArcShape, target: EntityId) -> Scalar {
    let field = scope.view.field(arc.origin, arc.field);
    let found = field
        .arc()
        .and_then(|declared| declared.targets.iter().find(|candidate| candidate.entity == target));
    found.map_or(Scalar::Text, |target| target.column.ty.scalar)
}

fn is_copy(scope: &Scope<'_>, arc: &ArcShape) -> bool {
    arc.targets
        .iter()
        .all(|(_, target)| types::is_copy(key_scalar(scope, arc, *target)))
}

fn kinds(arc: &ArcShape) -> TokenStream {
    let name = names::ident(&arc.name);
    let variants: Vec<_> = arc.targets.iter().map(|(kind, _)| names::variant(kind)).collect();
    let words: Vec<_> = arc.targets.iter().map(|(kind, _)| kind).collect();
    quote! {
        impl #name {
            /// Every word that may stand for the kind, in order.
            pub const KINDS: &'static [&'static str] = &[#(#words),*];

            /// The word for what it points at.
            pub const fn kind(&self) -> &'static str {
                match self { #(Self::#variants(_) => #words),* }
            }
        }
    }
}

fn display(arc: &ArcShape) -> TokenStream {
    let name = names::ident(&arc.name);
    let variants: Vec<_> = arc.targets.iter().map(|(kind, _)| names::variant(kind)).collect();
    let forms: Vec<_> = arc.targets.iter().map(|(kind, _)| format!("{kind}:{{id}}")).collect();
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self { #(Self::#variants(id) => write!(f, #forms)),* }
            }
        }
    }
}

fn from_str(scope: &Scope<'_>, arc: &ArcShape) -> TokenStream {
    let name = names::ident(&arc.name);
    let unknown = scope.name("crate::scalars", "UnknownWord");
    let result = scope.prelude("Result");
    let variants: Vec<_> = arc.targets.iter().map(|(kind, _)| names::variant(kind)).collect();
    let words: Vec<_> = arc.targets.iter().map(|(kind, _)| kind).collect();
    quote! {
        impl std::str::FromStr for #name {
            type Err = #unknown;

            fn from_str(text: &str) -> #result<Self, #unknown> {
                let unknown = #unknown { expected: Self::KINDS };
                let (kind, id) = text.split_once(':').ok_or(unknown)?;
                match kind {
                    #(#words => id.parse().map(Self::#variants).map_err(|_| unknown),)*
                    _ => Err(unknown),
                }
            }
        }
    }
}
