//! The removal of a row, where rows may go.

use driftless_model::Mutability;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::data::entity::{Function, Part};
use crate::data::statement::{Statement, conditions};
use crate::data::store::Store;

/// Removes the row of a key.
pub(crate) fn emit(store: &Store<'_>) -> Option<Part> {
    if store.entity.mutability == Mutability::AppendOnly {
        return None;
    }
    let key = store.named_key();
    let mut statement = Statement::new(store);
    let mut all: Vec<String> = statement.tenant_condition().into_iter().collect();
    all.extend(statement.equal(&key));
    let sql = format!("DELETE FROM {}{}", store.table_sql(), conditions(&all));
    let (run, puts) = (store.name("execute"), statement.code());
    let constant = format_ident!("DELETE");
    let body: TokenStream = quote! {
        #puts
        Ok(#run(transaction, #constant, values).await? > 0)
    };
    Some(Part {
        name: "delete".to_owned(),
        statements: vec![(constant, sql)],
        function: Function {
            text: "Removes the row of a key; whether there was one.".to_owned(),
            parameters: store.parameters(&key),
            result: quote!(bool),
            body,
        }
        .emit(store, "delete"),
    })
}
