//! Rows that are made, or brought up to date where one with the same unique key is there. What an absent member becomes is
//! the same in both cases: the default.

use driftless_model::{Mutability, Tenancy};
use driftless_shape::Role;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::statement::Statement;
use crate::data::store::Store;
use crate::data::{create, given, patch};

/// One for each unique key of plain columns that a client can name.
pub(crate) fn emit(store: &Store<'_>) -> Vec<Part> {
    if store.entity.mutability != Mutability::Mutable || store.entity.tenancy == Tenancy::Root {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    for (constraint, columns) in keys(store) {
        let others = columns.iter().filter(|column| !store.is_tenant(column));
        let words: Vec<String> = others.map(|column| column.word()).collect();
        let name = format!("upsert_by_{}", words.join("_and_"));
        if !parts.iter().any(|part| part.name == name) {
            parts.extend(of_key(store, &name, constraint, &columns));
        }
    }
    parts
}

/// The unique keys whose every column is given from outside: the primary one first.
pub(crate) fn keys<'s, 'a>(store: &'s Store<'a>) -> Vec<(&'s str, Vec<&'s Column<'a>>)> {
    let keys = store.table.primary_key.iter().chain(&store.table.uniques);
    let found = keys.filter(|key| !key.nulls_not_distinct).filter_map(|key| {
        let column = |name: &String| store.columns.iter().find(|column| column.declared.name == *name);
        let columns: Option<Vec<_>> = key.columns.iter().map(column).collect();
        Some((key.name.as_str(), columns?))
    });
    found
        .filter(|(_, columns)| columns.iter().all(|column| is_given(store, column)))
        .filter(|(_, columns)| columns.iter().any(|column| !store.is_tenant(column)))
        .collect()
}

/// Whether each new row names the column: nulls are never the same.
fn is_given(store: &Store<'_>, column: &Column<'_>) -> bool {
    let create = store.shape(Role::Create);
    let is_sent = create.is_some_and(|shape| shape.body.members().iter().any(|member| given::is_of(member, column)));
    let is_owner = create::owner(store)
        .iter()
        .any(|owner| owner.declared.name == column.declared.name);
    let is_made = column.field.default.is_some() && store.entity.key.contains(&column.id);
    store.is_tenant(column) || is_owner || (is_sent && !is_made && !column.stored.nullable)
}

/// What to do where the key is taken, behind an `INSERT`.
pub(crate) fn on_conflict(store: &Store<'_>, columns: &[&Column<'_>], only_changes: bool) -> String {
    let key: Vec<String> = columns.iter().map(|column| column.sql()).collect();
    let is_key = |column: &Column<'_>| key.contains(&column.sql());
    let changed: Vec<&Column<'_>> = store
        .columns
        .iter()
        .filter(|column| !is_key(column) && patch::is_changeable(store, column))
        .collect();
    let mut changes: Vec<String> = changed
        .iter()
        .map(|column| format!("{0} = excluded.{0}", column.sql()))
        .collect();
    let touched = store.columns.iter().filter(|column| column.field.touched);
    changes.extend(touched.filter_map(|column| Some(format!("{} = {}", column.sql(), patch::touched(store, column)?))));
    if changed.is_empty() {
        // The row is to be given even so.
        changes = key
            .iter()
            .take(1)
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
    }
    let table = store.table_sql();
    let mut conditions: Vec<String> = Vec::new();
    if let Some(tenant) = store.tenant_column() {
        conditions.push(format!("{table}.{0} = excluded.{0}", tenant.sql()));
    }
    if only_changes {
        let differs = changed
            .iter()
            .map(|column| format!("{table}.{0} IS DISTINCT FROM excluded.{0}", column.sql()));
        let differs: Vec<String> = differs.collect();
        conditions.push(if differs.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!("({})", differs.join(" OR "))
        });
    }
    format!(
        " ON CONFLICT ({}) DO UPDATE SET {}{}",
        key.join(", "),
        changes.join(", "),
        crate::data::statement::conditions(&conditions)
    )
}

fn of_key(store: &Store<'_>, name: &str, constraint: &str, columns: &[&Column<'_>]) -> Option<Part> {
    let row = store.shape_type(Role::Row)?;
    let mut statement = Statement::new(store);
    let insert = create::insert(store, &mut statement);
    let conflict = on_conflict(store, columns, false);
    let sql = format!("{insert}{conflict} RETURNING {}", store.selected());
    let (run, filled) = (store.name("optional"), create::fill(store));
    let constant = format_ident!("{}", name.to_uppercase());
    let refused = refused(store, constraint, columns);
    let body: TokenStream = quote! {
        #filled
        let row = #run(transaction, #constant, values).await?;
        row.ok_or(#refused)
    };
    let words: Vec<String> = columns
        .iter()
        .filter(|column| !store.is_tenant(column))
        .map(|c| c.word())
        .collect();
    Some(Part {
        name: name.to_owned(),
        statements: vec![(constant, sql)],
        function: Function {
            text: format!(
                "Makes a row, or brings the one with the same {} up to date.",
                words.join(" and ")
            ),
            parameters: create::parameters(store)?,
            result: row,
            body,
        }
        .emit(store, name),
    })
}

/// The key is taken by a row of another tenant.
fn refused(store: &Store<'_>, constraint: &str, columns: &[&Column<'_>]) -> TokenStream {
    let named = |name: &str| store.scope.name("crate::data", name);
    let (error, violation, rule) = (named("Error"), named("Violation"), named("Rule"));
    let entity = store.entity.name.as_str();
    let fields = columns
        .iter()
        .filter(|column| !store.is_tenant(column))
        .map(|column| column.field.name.snake());
    quote! {
        #error::Refused(#violation {
            rule: #rule::Unique,
            entity: #entity,
            fields: &[#(#fields),*],
            constraint: #constraint,
        })
    }
}
