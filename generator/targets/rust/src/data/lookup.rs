//! What finds a row across tenants: a token by its hash, a person by the address they sign in with. It tells the key and the
//! tenant and nothing more; whoever wants the row enters the tenant and gets it.

use driftless_catalog::Dialect;
use driftless_catalog::sql::qualified;
use driftless_model::{FieldId, Tenancy};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::Part;
use crate::data::statement::{Statement, conditions};
use crate::data::store::Store;
use crate::docs;

/// One for each field of `lookup`.
pub(crate) fn emit(store: &Store<'_>) -> Vec<Part> {
    let is_hidden = !matches!(store.entity.tenancy, Tenancy::Global { .. });
    let sought = store.entity.lookup.iter().filter(|_| is_hidden);
    sought.filter_map(|&field| part(store, field)).collect()
}

/// The columns that are told: the key, and the tenant beside it.
fn found<'s, 'a>(store: &'s Store<'a>) -> Vec<&'s Column<'a>> {
    let mut columns = store.key();
    let tenant = store.tenant_column();
    columns.extend(tenant.filter(|tenant| !store.entity.key.contains(&tenant.id)));
    columns
}

fn part(store: &Store<'_>, field: FieldId) -> Option<Part> {
    let sought: Vec<&Column<'_>> = store.columns_of(field).collect();
    let words: Vec<String> = sought.iter().map(|column| column.word()).collect();
    let name = format!("look_up_by_{}", words.join("_and_"));
    let constant = format_ident!("{}", name.to_uppercase());
    let mut statement = Statement::new(store);
    let sql = text(store, &mut statement, &sought, field)?;
    Some(Part {
        function: function(store, &name, &constant, &statement.code(), &sought),
        name,
        statements: vec![(constant, sql)],
    })
}

/// PostgreSQL lets only a function look across tenants; SQLite knows no tenants.
fn text(
    store: &Store<'_>,
    statement: &mut Statement<'_, '_>,
    sought: &[&Column<'_>],
    field: FieldId,
) -> Option<String> {
    let told: Vec<String> = found(store)
        .iter()
        .map(|column| column.selected(store.database.dialect))
        .collect();
    let told = told.join(", ");
    if store.database.dialect == Dialect::Sqlite {
        let all = statement.equal(sought);
        return Some(format!("SELECT {told} FROM {}{}", store.table_sql(), conditions(&all)));
    }
    let span = store.entity.field(field).span;
    let mut functions = store.database.catalog.functions.iter();
    let function = functions
        .find(|function| function.reads.as_ref() == Some(&store.table.name) && function.origin.span == Some(span))?;
    let parameters = store.parameters(sought);
    let places = sought.iter().zip(parameters);
    let places: Vec<String> = places
        .map(|(column, (name, _))| statement.put(column, &quote!(&#name)))
        .collect();
    Some(format!(
        "SELECT {told} FROM {}({})",
        qualified(&function.name),
        places.join(", ")
    ))
}

/// Rows are told as tuples: the key, then the tenant.
fn function(
    store: &Store<'_>,
    name: &str,
    constant: &Ident,
    code: &TokenStream,
    sought: &[&Column<'_>],
) -> TokenStream {
    let (name, doc) = (
        format_ident!("{name}"),
        docs::doc("The key of each such row, whoever's it is, and the tenant behind it."),
    );
    let transaction = store.name("Transaction");
    let parameters = store
        .parameters(sought)
        .into_iter()
        .map(|(name, ty)| quote!(#name: #ty));
    let (result, vec) = (store.scope.prelude("Result"), store.scope.prelude("Vec"));
    let (error, read, fetched) = (
        store.scope.name("crate::data", "Error"),
        store.name("read"),
        store.name("fetched"),
    );
    let columns = found(store);
    let types = tuple(columns.iter().map(|column| column.rust_type(store.scope)).collect());
    let values = columns.iter().map(|column| {
        let (form, name) = (store.form(column), &column.declared.name);
        quote!(#read::<#form, _>(row, #name)?)
    });
    let values = tuple(values.collect());
    quote! {
        #doc
        ///
        /// # Errors
        /// The database does not answer.
        pub async fn #name(
            transaction: &mut #transaction<'_, impl Sized>,
            #(#parameters),*
        ) -> #result<#vec<#types>, #error> {
            #code
            let rows = #fetched(transaction, #constant, values).await?;
            rows.iter().map(|row| Ok(#values)).collect()
        }
    }
}

/// Several things in parentheses, one by itself.
fn tuple(items: Vec<TokenStream>) -> TokenStream {
    match items.as_slice() {
        [one] => quote!(#one),
        _ => quote!((#(#items),*)),
    }
}
