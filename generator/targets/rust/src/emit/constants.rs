//! What SQL calls an entity: its table and its columns.

use driftless_model::Entity;
use proc_macro2::TokenStream;
use quote::quote;

use crate::names;

/// The constants of an entity, on its read type.
pub(crate) fn emit(entity: &Entity) -> TokenStream {
    let name = names::ident(&entity.name.pascal());
    let table = match &entity.table.namespace {
        Some(namespace) => format!("{namespace}.{}", entity.table.name),
        None => entity.table.name.clone(),
    };
    let columns = entity
        .fields
        .iter()
        .flat_map(|field| field.columns())
        .map(|column| &column.name);
    quote! {
        impl #name {
            /// Its table.
            pub const TABLE: &'static str = #table;

            /// The columns of its table, in order.
            pub const COLUMNS: &'static [&'static str] = &[#(#columns),*];
        }
    }
}
