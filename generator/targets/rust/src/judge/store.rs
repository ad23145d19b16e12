//! What a database makes of a row: for each entity the calls of its data layer that make one, read it back and change one.

use driftless_shape::{Origin, Role};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::data::store::Store;
use crate::data::{self, Database, create, inputs, patch};
use crate::emit::reads;
use crate::names;
use crate::scope::Scope;
use crate::types::Wrapping;
use crate::view::View;

/// A function for each call, and the one that finds it.
pub(super) fn emit(view: &View<'_>, database: &Database) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let mut arms = Vec::new();
    for (id, entity) in view.schema.entities() {
        let scope = Scope::new(view, "crate::judged");
        let Some(store) = Store::of(&scope, database, id) else {
            continue;
        };
        for (function, is_patch, body) in [
            (format_ident!("create_{}", id.0), false, made(&store)),
            (format_ident!("patch_{}", id.0), true, changed(&store)),
        ] {
            let (Some(body), name) = (body, entity.name.as_str()) else {
                continue;
            };
            arms.push(quote!((#name, #is_patch) => Box::pin(#function(pool, ask)).await,));
            items.push(quote! {
                async fn #function(pool: &Pool, ask: &Ask) -> Result<String, Refusal> { #body }
            });
        }
    }
    items.push(quote! {
        /// Writes what is asked for; the row as a client reads it.
        pub(crate) async fn store(pool: &Pool, ask: &Ask) -> Result<String, Refusal> {
            match (ask.entity(), ask.is_patch()) {
                #(#arms)*
                _ => Err(Refusal::Failed("there is no such call".to_owned())),
            }
        }
    });
    items
}

/// The module of an entity in the database's data layer.
fn module(store: &Store<'_>) -> TokenStream {
    let (database, module) = (
        names::ident(store.database.name()),
        names::ident(&data::module(store.entity)),
    );
    quote!(library::#database::#module)
}

/// A transaction of the tenant whose row it is.
fn begun(store: &Store<'_>) -> TokenStream {
    let database = names::ident(store.database.name());
    let entered = store
        .tenant_column()
        .map(|_| quote!(let mut transaction = transaction.enter(ask.given("tenant", "")?).await?;));
    let mutable = entered.is_none().then(|| quote!(mut));
    quote! {
        let #mutable transaction = library::#database::Transaction::begin(&pool.pool).await?;
        #entered
    }
}

/// The row as a client reads it, once the transaction is over.
fn ended(store: &Store<'_>) -> Option<TokenStream> {
    let read = shape_path(store, Role::Read)?;
    let is_secret = store.scope.view.holds_secret((Origin::Entity(store.id), Role::Read));
    let is_stored = reads::is_stored(store.shape(Role::Read)?, store.shape(Role::Row)?);
    let shown = if is_secret || !is_stored {
        // A secret cannot be written as JSON, and what is stored nowhere is the service's to fill in.
        quote!("null".to_owned())
    } else {
        quote!(serde_json::to_string(&#read::from(row))?)
    };
    Some(quote! {
        if ask.is_kept() {
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
        Ok(#shown)
    })
}

fn shape_path(store: &Store<'_>, role: Role) -> Option<TokenStream> {
    let (domain, shape) = store.scope.view.shape((Origin::Entity(store.id), role))?;
    let (module, name) = (
        names::path_segment(store.scope.view.module(domain)),
        names::ident(&shape.name),
    );
    Some(quote!(library::#module::#name))
}

/// Makes a row, and reads it back.
fn made(store: &Store<'_>) -> Option<TokenStream> {
    let (module, begun, ended) = (module(store), begun(store), ended(store)?);
    let create = shape_path(store, Role::Create)?;
    let owner = create::owner(store)
        .into_iter()
        .map(|column| column.declared.name.clone());
    let owner = owner.map(|name| quote!(ask.given("owner", #name)?,));
    let internal = internal(store);
    let given = internal.as_ref().map(|_| quote!(&internal));
    let key = store.named_key().into_iter().map(|column| {
        let name = names::ident(&column.word());
        quote!(made.#name.clone())
    });
    Some(quote! {
        let new: #create = ask.sent()?;
        #begun
        #internal
        let made = #module::create(&mut transaction, #(#owner)* &new, #given).await?;
        let row = #module::get(&mut transaction, #(#key),*).await?;
        let Some(row) = row.filter(|row| *row == made) else {
            return Err(Refusal::Failed("what is read is not what was made".to_owned()));
        };
        #ended
    })
}

/// What only the service fills in.
fn internal(store: &Store<'_>) -> Option<TokenStream> {
    let members = inputs::at_creation(store.scope.view, store.id);
    let module = names::ident(&data::module(store.entity));
    let fields = members.iter().map(|internal| {
        let (name, json) = (names::ident(&internal.member.name.snake()), &internal.member.json);
        match internal.wrapping {
            Wrapping::Plain => quote!(#name: ask.given("internal", #json)?),
            Wrapping::Option | Wrapping::Double => quote!(#name: None),
        }
    });
    (!members.is_empty()).then(|| quote!(let internal = library::data::#module::Internal { #(#fields),* };))
}

/// Changes a row.
fn changed(store: &Store<'_>) -> Option<TokenStream> {
    patch::emit(store)?;
    let (module, begun, ended) = (module(store), begun(store), ended(store)?);
    let patch = shape_path(store, Role::Patch)?;
    let key = store.named_key().into_iter().map(|column| {
        let name = &column.declared.name;
        quote!(ask.given("key", #name)?,)
    });
    let internal = !inputs::at_change(store.scope.view, store.id).is_empty();
    let internal = internal.then(|| {
        let shared = names::ident(&data::module(store.entity));
        quote!(&library::data::#shared::InternalPatch::default())
    });
    Some(quote! {
        let patch: #patch = ask.sent()?;
        #begun
        let Some(row) = #module::patch(&mut transaction, #(#key)* &patch, #internal).await? else {
            return Err(Refusal::Failed("there is no such row".to_owned()));
        };
        #ended
    })
}
