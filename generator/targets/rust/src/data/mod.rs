//! The data layer: for each entity and each database, the statements that read and write its rows, as constant text, and a
//! typed function for each. In: the Schema, its Shapes, and the Catalog of each database, which knows how columns are kept
//! and what rules are called. Out: files of the crate behind the features `postgres` and `sqlite`. No statement is ever
//! put together from values.

mod column;
mod constraints;
pub(crate) mod create;
mod decode;
mod delete;
mod entity;
mod filter;
mod find;
mod form;
mod given;
pub(crate) mod inputs;
mod list;
mod lookup;
pub(crate) mod patch;
mod shared;
mod statement;
pub(crate) mod store;
mod synchronise;
mod upsert;
mod walk;

use driftless_catalog::{Catalog, Dialect, lower};
use driftless_model::{Entity, EntityId};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names;
use crate::print::Source;
use crate::view::View;

/// Modules beside those of entities.
const RESERVED: [&str; 1] = ["constraints"];

/// What is known of one database.
pub(crate) struct Database {
    /// Its dialect of SQL.
    pub(crate) dialect: Dialect,
    /// Its tables.
    catalog: Catalog,
}

/// The databases that the schema is kept in: those that are made, and can hold all of it.
pub(crate) fn databases(view: &View<'_>) -> Vec<Database> {
    let is_made = |dialect: &Dialect| view.schema.output(dialect.as_str()).is_none_or(|output| output.enabled);
    Dialect::ALL
        .into_iter()
        .filter(is_made)
        .filter_map(|dialect| {
            let lowered = lower(view.schema, dialect);
            let catalog = lowered.catalog;
            (!lowered.diagnostics.has_errors()).then_some(Database { dialect, catalog })
        })
        .collect()
}

/// Every file of the data layer but those that all crates share.
pub(crate) fn sources(view: &View<'_>) -> Vec<Source> {
    let databases = databases(view);
    if databases.is_empty() || view.schema.entities.is_empty() {
        return Vec::new();
    }
    let entities = || view.schema.entities();
    let mut sources: Vec<Source> = entities().map(|(id, _)| shared::emit(view, id)).collect();
    sources.push(constraints::emit(view, &databases));
    for database in &databases {
        sources.extend(entities().filter_map(|(id, _)| entity::emit(view, database, id)));
    }
    sources
}

/// Declares the modules of a folder in the file that holds them.
pub(crate) fn join(sources: &mut [Source]) {
    for folder in ["src/data/", "src/postgres/", "src/sqlite/"] {
        let declarations: Vec<TokenStream> = sources
            .iter()
            .filter_map(|source| source.path.strip_prefix(folder)?.strip_suffix(".rs"))
            .filter(|module| *module != "mod")
            .map(|module| {
                let module = names::ident(module);
                quote!(pub mod #module;)
            })
            .collect();
        let holder = format!("{folder}mod.rs");
        if let Some(holder) = sources.iter_mut().find(|source| source.path == holder)
            && !declarations.is_empty()
        {
            holder.begin_with(declarations);
        }
    }
}

/// The module of an entity.
pub(crate) fn module(entity: &Entity) -> String {
    names::module(&entity.name.snake(), &RESERVED)
}

/// The module of what the databases share about an entity, as a path.
fn shared_path(view: &View<'_>, id: EntityId) -> String {
    format!("crate::data::{}", module(view.schema.entity(id)))
}

impl Database {
    /// The feature and the module of the database.
    pub(crate) fn name(&self) -> &'static str {
        self.dialect.as_str()
    }

    /// The module as a path.
    fn path(&self) -> &'static str {
        match self.dialect {
            Dialect::Postgres => "crate::postgres",
            Dialect::Sqlite => "crate::sqlite",
        }
    }
}
