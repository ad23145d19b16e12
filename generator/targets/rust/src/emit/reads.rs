//! What of a stored row a client sees. In: the read shape of an entity. Out: the conversion of its row, where the row holds all of
//! it: a member that is stored nowhere is the service's to fill in.

use driftless_shape::{Body, Member, Origin, Role, Shape, Tagged};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::names;
use crate::scope::Scope;
use crate::view::variant_type;

/// The conversion of a row.
pub(crate) fn emit(scope: &Scope<'_>, read: &Shape) -> Option<TokenStream> {
    if read.role != Role::Read || !matches!(read.origin, Origin::Entity(_)) {
        return None;
    }
    let (_, row) = scope.view.shape((read.origin, Role::Row))?;
    if !is_stored(read, row) {
        return None;
    }
    let (own, stored) = (names::ident(&read.name), names::ident(&row.name));
    let fields = match &read.body {
        Body::Struct(members) => members.iter().map(moved).collect(),
        Body::Tagged(tagged) => tagged_fields(read, row, tagged),
    };
    let from = scope.prelude("From");
    Some(quote! {
        impl #from<#stored> for #own {
            fn from(row: #stored) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}

/// Whether a row holds all that a client sees.
pub(crate) fn is_stored(read: &Shape, row: &Shape) -> bool {
    let stored = row.body.members();
    let mut members = read.body.members().into_iter();
    members.all(|member| stored.iter().any(|known| known.field == member.field))
}

fn moved(member: &Member) -> TokenStream {
    let name = name(member);
    quote!(#name: row.#name)
}

fn name(member: &Member) -> Ident {
    names::ident(&member.name.snake())
}

/// The common members, and the case that the row is of.
fn tagged_fields(read: &Shape, row: &Shape, tagged: &Tagged) -> Vec<TokenStream> {
    let type_of = |shape: &Shape| names::ident(&variant_type(shape).unwrap_or_default());
    let (own, stored, tag) = (type_of(read), type_of(row), name(&tagged.tag));
    let Body::Tagged(of_row) = &row.body else {
        return Vec::new();
    };
    let arms = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let members: Vec<Ident> = case.members.iter().map(name).collect();
        let held = of_row.cases.iter().find(|known| known.value == case.value);
        let is_whole = held.is_some_and(|held| held.members.len() == members.len());
        let rest = (!is_whole).then(|| quote!(..));
        let (taken, given) = match (members.is_empty(), is_whole) {
            (true, true) => (quote!(), quote!()),
            (true, false) => (quote!({ .. }), quote!()),
            _ => (quote!({ #(#members,)* #rest }), quote!({ #(#members),* })),
        };
        quote!(#stored::#variant #taken => #own::#variant #given)
    });
    let mut fields: Vec<TokenStream> = tagged.common.iter().map(moved).collect();
    fields.push(quote!(#tag: match row.#tag { #(#arms),* }));
    fields
}
