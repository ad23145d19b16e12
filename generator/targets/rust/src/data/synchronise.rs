//! Sets of rows that belong to one owner: what is new is made, what differs is changed, what is not named any more is
//! removed. PostgreSQL does all of it in one statement; SQLite, which is in the same process, in a few for each row.

use driftless_catalog::Dialect;
use driftless_model::{Action, Mutability, Tenancy};
use driftless_shape::{Body, Role};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::statement::{Statement, conditions};
use crate::data::store::Store;
use crate::data::{create, given, upsert};
use crate::names;
use crate::types::{self, Wrapping};

/// A set: the column that names its owner, and the key by which rows are told apart.
struct Set<'s, 'a> {
    owner: &'s Column<'a>,
    key: Vec<&'s Column<'a>>,
}

/// One for each owner that a unique key of the entity names.
pub(crate) fn emit(store: &Store<'_>) -> Vec<Part> {
    if store.entity.mutability != Mutability::Mutable || store.entity.tenancy == Tenancy::Root {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    for (_, key) in upsert::keys(store) {
        for owner in key.iter().filter(|column| is_owner(store, column)) {
            let set = Set {
                owner,
                key: key.clone(),
            };
            let name = name(store, &set);
            if key.len() > 1 + usize::from(key.iter().any(|column| store.is_tenant(column)))
                && !parts.iter().any(|part| part.name == name)
            {
                parts.extend(part(store, &set, &name));
            }
        }
    }
    parts
}

fn name(store: &Store<'_>, set: &Set<'_, '_>) -> String {
    match is_link_owner(store, set.owner) {
        true => "synchronise".to_owned(),
        false => format!("synchronise_by_{}", set.owner.word()),
    }
}

fn is_link_owner(store: &Store<'_>, column: &Column<'_>) -> bool {
    create::owner(store)
        .iter()
        .any(|owner| owner.declared.name == column.declared.name)
}

/// Whether rows go with the row that a column names: those of a link, and those that a deletion takes with it.
fn is_owner(store: &Store<'_>, column: &Column<'_>) -> bool {
    if store.is_tenant(column) || store.columns_of(column.id).count() != 1 {
        return false;
    }
    let is_owning = column
        .field
        .reference()
        .is_some_and(|reference| reference.on_delete == Action::Cascade);
    is_link_owner(store, column) || (store.entity.ends().is_none() && is_owning && member(store, column).is_some())
}

/// The member that names the owner in what a client sends.
fn member(store: &Store<'_>, column: &Column<'_>) -> Option<TokenStream> {
    let common = match &store.shape(Role::Create)?.body {
        Body::Struct(members) => members,
        Body::Tagged(tagged) => &tagged.common,
    };
    let member = common.iter().find(|member| given::is_of(member, column))?;
    let name = names::ident(&member.name.snake());
    (types::wrapping(Role::Create, member) == Wrapping::Plain).then(|| quote!(#name))
}

fn part(store: &Store<'_>, set: &Set<'_, '_>, name: &str) -> Option<Part> {
    let create = store.shape_type(Role::Create)?;
    let (item, pattern) = match create::internal_type(store) {
        Some(internal) => (quote!((#create, #internal)), quote!((new, internal))),
        None => (create, quote!(new)),
    };
    let mut parameters = store.parameters(&[set.owner]);
    let owner = parameters[0].0.clone();
    parameters.push((format_ident!("rows"), quote!(&[#item])));
    let misplaced = (!is_link_owner(store, set.owner)).then(|| {
        let (error, member) = (store.scope.name("crate::data", "Error"), member(store, set.owner));
        quote! {
            if new.#member != #owner {
                return Err(#error::Misplaced);
            }
        }
    });
    let constant = name.to_uppercase();
    let (statements, body) = match store.database.dialect {
        Dialect::Postgres => on_postgres(store, set, &constant, &pattern, misplaced),
        Dialect::Sqlite => on_sqlite(store, set, &constant, &pattern, misplaced),
    };
    Some(Part {
        name: name.to_owned(),
        statements,
        function: Function {
            text: "Makes the rows of an owner exactly these: others are removed, and those that differ are changed."
                .to_owned(),
            parameters,
            result: store.scope.name("crate::data", "Synchronised"),
            body,
        }
        .emit(store, name),
    })
}

type Emitted = (Vec<(proc_macro2::Ident, String)>, TokenStream);

fn on_postgres(
    store: &Store<'_>,
    set: &Set<'_, '_>,
    constant: &str,
    pattern: &TokenStream,
    misplaced: Option<TokenStream>,
) -> Emitted {
    let mut statement = Statement::of_lines(store);
    let written = create::values(store, &mut statement);
    let named: Vec<String> = written
        .iter()
        .map(|(column, value)| format!("{value} AS {column}"))
        .collect();
    let columns: Vec<String> = written.iter().map(|(column, _)| column.clone()).collect();
    let table = store.table_sql();
    let same: Vec<String> = set
        .key
        .iter()
        .map(|column| format!("\"new\".{0} = {table}.{0}", column.sql()))
        .collect();
    let (mut puts, mut of_owner): (Vec<TokenStream>, Vec<String>) = (Vec::new(), Vec::new());
    let (owner, _) = store.parameters(&[set.owner]).remove(0);
    let tenant = store
        .tenant_column()
        .map(|column| (column, quote!(transaction.tenant())));
    for (at, (column, value)) in (statement.width() + 1..).zip(tenant.into_iter().chain([(set.owner, quote!(&#owner))]))
    {
        let form = store.form(column);
        puts.push(quote!(values.put::<#form, _>(#value)?;));
        of_owner.push(format!(
            "{table}.{} = CAST(${at} AS {})",
            column.sql(),
            column.cast_type()
        ));
    }
    of_owner.push(format!("NOT EXISTS (SELECT 1 FROM \"new\"{})", conditions(&same)));
    let sql = format!(
        "WITH \"new\" AS MATERIALIZED (SELECT {named} FROM {lines}), \
         \"gone\" AS (DELETE FROM {table}{of_owner} RETURNING 1), \
         \"kept\" AS (INSERT INTO {table} ({columns}) SELECT {columns} FROM \"new\"{conflict} RETURNING xmax = 0 AS \"made\") \
         SELECT (SELECT count(*) FROM \"kept\" WHERE \"made\"), (SELECT count(*) FROM \"kept\" WHERE NOT \"made\"), \
         (SELECT count(*) FROM \"gone\")",
        named = named.join(", "),
        lines = statement.lines(),
        of_owner = conditions(&of_owner),
        columns = columns.join(", "),
        conflict = upsert::on_conflict(store, &set.key, true),
    );
    let (values, run, arguments) = (
        store.name("Values"),
        store.name("synchronised"),
        create::arguments(store),
    );
    let constant = format_ident!("{constant}");
    let width = Literal::usize_unsuffixed(statement.width());
    let body = quote! {
        let mut values = #values::of_lines(#width);
        for #pattern in rows {
            #misplaced
            written(&mut values, #arguments)?;
            values.end_line();
        }
        values.end_lines()?;
        #(#puts)*
        #run(transaction, #constant, values).await
    };
    (vec![(constant, sql)], body)
}

fn on_sqlite(
    store: &Store<'_>,
    set: &Set<'_, '_>,
    constant: &str,
    pattern: &TokenStream,
    misplaced: Option<TokenStream>,
) -> Emitted {
    let table = store.table_sql();
    let primary: Vec<String> = store.key().iter().map(|column| column.sql()).collect();
    let mut before = Statement::new(store);
    let mut of_owner: Vec<String> = before.tenant_condition().into_iter().collect();
    of_owner.extend(before.equal(&[set.owner]));
    let there = format!("SELECT {} FROM {table}{}", primary.join(", "), conditions(&of_owner));
    let mut statement = Statement::new(store);
    let written = create::values(store, &mut statement);
    let same: Vec<String> = set
        .key
        .iter()
        .filter_map(|column| {
            let (name, value) = written.iter().find(|(name, _)| *name == column.sql())?;
            Some(format!("{name} = {value}"))
        })
        .collect();
    let found = format!("SELECT {} FROM {table}{}", primary.join(", "), conditions(&same));
    let insert = create::insert(store, &mut Statement::new(store));
    let put = format!("{insert}{}", upsert::on_conflict(store, &set.key, true));
    let by_key: Vec<String> = (1..)
        .zip(&primary)
        .map(|(at, column): (usize, _)| format!("{column} = ?{at}"))
        .collect();
    let removed = format!("DELETE FROM {table}{}", conditions(&by_key));
    let constants = ["THERE", "FOUND", "PUT", "REMOVED"].map(|word| format_ident!("{constant}_{word}"));
    let statements = constants.iter().cloned().zip([there, found, put, removed]).collect();
    let (values, run, arguments) = (
        store.name("Values"),
        store.name("synchronised"),
        create::arguments(store),
    );
    let (code, vec) = (before.code(), store.scope.prelude("Vec"));
    let body = quote! {
        #code
        let mut lines = #vec::with_capacity(rows.len());
        for #pattern in rows {
            #misplaced
            let (mut found, mut put) = (#values::default(), #values::default());
            written(&mut found, #arguments)?;
            written(&mut put, #arguments)?;
            lines.push((found, put));
        }
        #run(transaction, [#(#constants),*], values, lines).await
    };
    (statements, body)
}
