//! The file of an entity in one database: how its rows are read, its statements, and a function for each.

use driftless_model::EntityId;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::data::store::Store;
use crate::data::{Database, create, decode, delete, find, list, lookup, module, patch, synchronise, upsert, walk};
use crate::docs;
use crate::names;
use crate::print::Source;
use crate::scope::Scope;
use crate::view::View;

/// One operation: its statements and its function.
pub(crate) struct Part {
    /// The name of the function.
    pub(crate) name: String,
    /// The statements by the names of their constants.
    pub(crate) statements: Vec<(Ident, String)>,
    /// The function.
    pub(crate) function: TokenStream,
}

/// A function of a transaction.
pub(crate) struct Function {
    /// What it does.
    pub(crate) text: String,
    /// What it takes beside the transaction.
    pub(crate) parameters: Vec<(Ident, TokenStream)>,
    /// What it gives.
    pub(crate) result: TokenStream,
    /// What it does.
    pub(crate) body: TokenStream,
}

impl Function {
    /// The function as an item.
    pub(crate) fn emit(&self, store: &Store<'_>, name: &str) -> TokenStream {
        let (name, doc) = (names::ident(name), docs::doc(&self.text));
        let parameters = self.parameters.iter().map(|(name, ty)| quote!(#name: #ty));
        let transaction = store.transaction();
        let (result, error) = (store.scope.prelude("Result"), store.scope.name("crate::data", "Error"));
        let (given, body) = (&self.result, &self.body);
        quote! {
            #doc
            ///
            /// # Errors
            /// A rule refuses it, or the database does not answer.
            pub async fn #name(transaction: #transaction, #(#parameters),*) -> #result<#given, #error> {
                #body
            }
        }
    }
}

/// The file of an entity.
pub(crate) fn emit(view: &View<'_>, database: &Database, id: EntityId) -> Option<Source> {
    let entity = view.schema.entity(id);
    let name = module(entity);
    let scope = Scope::new(view, format!("{}::{name}", database.path()));
    let store = Store::of(&scope, database, id)?;
    let parts = parts(&store);
    let mut items: Vec<TokenStream> = decode::emit(&store).into_iter().collect();
    let constants: Vec<&(Ident, String)> = parts.iter().flat_map(|part| &part.statements).collect();
    let names = constants.iter().map(|(name, _)| name);
    items.push(quote! {
        /// Every statement of this module.
        pub const STATEMENTS: &[&str] = &[#(#names),*];
    });
    items.extend(texts(&constants, &store.selected()));
    items.extend(parts.iter().map(|part| part.function.clone()));
    let head = docs::inner_doc(&format!("Rows of `{}` on {}.", entity.name, database.dialect.title()));
    let mut groups = scope.imports();
    groups.extend(items.into_iter().map(|item| vec![item]));
    let path = format!("src/{}/{name}.rs", database.name());
    Some(Source::new(path, head, groups).behind(Some(database.name())))
}

/// The texts of statements. The columns of a row are in nearly every one of them: they are written once.
fn texts(constants: &[&(Ident, String)], columns: &str) -> Vec<TokenStream> {
    let repeats = constants.iter().filter(|(_, sql)| sql.contains(columns)).count() > 1;
    let text = |sql: &str| match sql.split_once(columns).filter(|_| repeats) {
        Some((before, "")) => quote!(concat!(#before, columns!())),
        Some((before, behind)) => quote!(concat!(#before, columns!(), #behind)),
        None => quote!(#sql),
    };
    let shared = repeats.then(|| {
        quote!(
            macro_rules! columns { () => { #columns }; }
        )
    });
    let statements = constants.iter().map(|(name, sql)| {
        let text = text(sql);
        quote!(const #name: &str = #text;)
    });
    shared.into_iter().chain(statements).collect()
}

fn parts(store: &Store<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    parts.extend(create::emit(store));
    parts.extend(find::by_key(store));
    parts.extend(find::by_uniques(store));
    parts.extend(lookup::emit(store));
    parts.extend(list::emit(store));
    parts.extend(patch::emit(store));
    parts.extend(upsert::emit(store));
    parts.extend(synchronise::emit(store));
    parts.extend(delete::emit(store));
    parts.extend(walk::emit(store));
    parts
}
