//! One row: by its key, or by what is unique about it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::statement::{Statement, conditions};
use crate::data::store::Store;
use driftless_shape::Role;

/// The row of a key.
pub(crate) fn by_key(store: &Store<'_>) -> Option<Part> {
    one(store, &store.named_key(), "get", "The row of a key, if there is one.")
}

/// The row of each unique key of plain columns.
pub(crate) fn by_uniques(store: &Store<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for columns in uniques(store) {
        let words: Vec<String> = columns.iter().map(|column| column.word()).collect();
        let name = format!("get_by_{}", words.join("_and_"));
        let text = format!("The row whose {} is such, if there is one.", words.join(" and "));
        if !parts.iter().any(|part| part.name == name) {
            parts.extend(one(store, &columns, &name, &text));
        }
    }
    parts
}

/// The columns of each unique key beside the primary one, without the tenant's.
pub(crate) fn uniques<'s, 'a>(store: &'s Store<'a>) -> Vec<Vec<&'s Column<'a>>> {
    let keys = store.table.uniques.iter();
    let named = keys.map(|key| {
        let columns = key.columns.iter();
        let found = columns.filter_map(|name| store.columns.iter().find(|column| column.declared.name == *name));
        found.filter(|column| !store.is_tenant(column)).collect::<Vec<_>>()
    });
    let primary: Vec<String> = store.named_key().iter().map(|column| column.sql()).collect();
    let is_other = |columns: &Vec<&Column<'_>>| {
        let names: Vec<String> = columns.iter().map(|column| column.sql()).collect();
        !columns.is_empty() && !primary.iter().all(|key| names.contains(key))
    };
    named.filter(is_other).collect()
}

fn one(store: &Store<'_>, columns: &[&Column<'_>], name: &str, text: &str) -> Option<Part> {
    let row = store.shape_type(Role::Row)?;
    let mut statement = Statement::new(store);
    let mut all: Vec<String> = statement.tenant_condition().into_iter().collect();
    all.extend(statement.equal(columns));
    let sql = format!(
        "SELECT {} FROM {}{}",
        store.selected(),
        store.table_sql(),
        conditions(&all)
    );
    let option = store.scope.prelude("Option");
    let (run, puts) = (store.name("optional"), statement.code());
    let constant = format_ident!("{}", name.to_uppercase());
    let body: TokenStream = quote! {
        #puts
        #run(transaction, #constant, values).await
    };
    Some(Part {
        name: name.to_owned(),
        statements: vec![(constant, sql)],
        function: Function {
            text: text.to_owned(),
            parameters: store.parameters(columns),
            result: quote!(#option<#row>),
            body,
        }
        .emit(store, name),
    })
}
