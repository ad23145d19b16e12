//! New rows. A member that is absent takes the default of its column within the same statement, so that the text of the
//! statement never changes.

use driftless_catalog::Dialect;
use driftless_shape::Role;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::given::value;
use crate::data::inputs;
use crate::data::statement::Statement;
use crate::data::store::Store;

/// Makes a row, or many.
pub(crate) fn emit(store: &Store<'_>) -> Vec<Part> {
    let (Some(row), Some(parameters)) = (store.shape_type(Role::Row), parameters(store)) else {
        return Vec::new();
    };
    let mut statement = Statement::new(store);
    let insert = insert(store, &mut statement);
    let sql = format!("{insert} RETURNING {}", store.selected());
    let (run, filled) = (store.name("one"), fill(store));
    let body = quote! {
        #filled
        #run(transaction, CREATE, values).await
    };
    let function = Function {
        text: "Makes a row, and gives it as it is stored.".to_owned(),
        parameters,
        result: row.clone(),
        body,
    };
    let mut parts = vec![Part {
        name: "create".to_owned(),
        statements: vec![(format_ident!("CREATE"), sql)],
        function: function.emit(store, "create"),
    }];
    parts.extend(many(store, &row));
    parts.extend(written(store, statement.puts));
    parts
}

/// Makes many rows: on PostgreSQL by one statement over all of them; SQLite has no way to go, and runs one for each.
fn many(store: &Store<'_>, row: &TokenStream) -> Option<Part> {
    if values(store, &mut Statement::new(store)).is_empty() {
        return None;
    }
    let create = store.shape_type(Role::Create)?;
    let (item, pattern) = match internal_type(store) {
        Some(internal) => (quote!((#create, #internal)), quote!((new, internal))),
        None => (create, quote!(new)),
    };
    let mut parameters = store.parameters(&owner(store));
    parameters.push((format_ident!("rows"), quote!(&[#item])));
    let arguments = arguments(store);
    let (statements, body) = match store.database.dialect {
        Dialect::Postgres => {
            let mut statement = Statement::of_lines(store);
            let insert = insert(store, &mut statement);
            let sql = format!("{insert} RETURNING {}", store.selected());
            let (values, run) = (store.name("Values"), store.name("many"));
            let width = Literal::usize_unsuffixed(statement.width());
            let body = quote! {
                let mut values = #values::of_lines(#width);
                for #pattern in rows {
                    written(&mut values, #arguments)?;
                    values.end_line();
                }
                values.end_lines()?;
                #run(transaction, CREATE_MANY, values).await
            };
            (vec![(format_ident!("CREATE_MANY"), sql)], body)
        }
        Dialect::Sqlite => {
            let (run, values, vec) = (store.name("one"), store.name("Values"), store.scope.prelude("Vec"));
            let body = quote! {
                let mut made = #vec::with_capacity(rows.len());
                for #pattern in rows {
                    let mut values = #values::default();
                    written(&mut values, #arguments)?;
                    made.push(#run(transaction, CREATE, values).await?);
                }
                Ok(made)
            };
            (Vec::new(), body)
        }
    };
    let vec = store.scope.prelude("Vec");
    Some(Part {
        name: "create_many".to_owned(),
        statements,
        function: Function {
            text: "Makes many rows, and gives them as they are stored.".to_owned(),
            parameters,
            result: quote!(#vec<#row>),
            body,
        }
        .emit(store, "create_many"),
    })
}

/// The values of a new row, in the order in which each statement that makes one has them.
fn written(store: &Store<'_>, puts: Vec<TokenStream>) -> Option<Part> {
    let values_type = store.name("Values");
    let tenant = store.tenant_column().map(|column| {
        let ty = column.rust_type(store.scope);
        quote!(tenant: &#ty,)
    });
    let owner = store
        .parameters(&owner(store))
        .into_iter()
        .map(|(name, ty)| quote!(#name: &#ty,));
    let create = store.shape_type(Role::Create)?;
    let internal = internal_type(store).map(|internal| quote!(internal: &#internal,));
    let (result, error) = (store.scope.prelude("Result"), store.scope.name("crate::data", "Error"));
    let is_used = puts
        .iter()
        .any(|put| crate::mentions::Mentions::of(put.clone()).has("new"));
    let new = if is_used { quote!(new) } else { quote!(_) };
    Some(Part {
        name: "written".to_owned(),
        statements: Vec::new(),
        function: quote! {
            /// The values of a new row.
            fn written(values: &mut #values_type, #tenant #(#owner)* #new: &#create, #internal) -> #result<(), #error> {
                #(#puts)*
                Ok(())
            }
        },
    })
}

/// The code that adds the values of a new row.
pub(crate) fn fill(store: &Store<'_>) -> TokenStream {
    let arguments = arguments(store);
    let values = store.name("Values");
    quote! {
        let mut values = #values::default();
        written(&mut values, #arguments)?;
    }
}

/// What `written` is given beside the values.
pub(crate) fn arguments(store: &Store<'_>) -> TokenStream {
    let tenant = store.tenant_column().map(|_| quote!(transaction.tenant(),));
    let owner = store
        .parameters(&owner(store))
        .into_iter()
        .map(|(name, _)| quote!(&#name,));
    let internal = internal_type(store).map(|_| quote!(internal));
    quote!(#tenant #(#owner)* new, #internal)
}

/// What a new row is made of: the owner of a link, what a client sends, what the service fills in.
pub(crate) fn parameters(store: &Store<'_>) -> Option<Vec<(proc_macro2::Ident, TokenStream)>> {
    let mut parameters = store.parameters(&owner(store));
    let create = store.shape_type(Role::Create)?;
    parameters.push((format_ident!("new"), quote!(&#create)));
    parameters.extend(internal_type(store).map(|internal| (format_ident!("internal"), quote!(&#internal))));
    Some(parameters)
}

/// The type of what the service fills in, where it does.
pub(crate) fn internal_type(store: &Store<'_>) -> Option<TokenStream> {
    let members = inputs::at_creation(store.scope.view, store.id);
    let path = crate::data::shared_path(store.scope.view, store.id);
    (!members.is_empty()).then(|| store.scope.name(&path, "Internal"))
}

/// The columns that name the owner of a link.
pub(crate) fn owner<'s, 'a>(store: &'s Store<'a>) -> Vec<&'s Column<'a>> {
    let Some(ends) = store.entity.ends() else {
        return Vec::new();
    };
    let columns = store.columns_of(ends.owner_field);
    columns.filter(|column| !store.is_tenant(column)).collect()
}

/// The columns of a new row and what they are given, as SQL.
pub(crate) fn values(store: &Store<'_>, statement: &mut Statement<'_, '_>) -> Vec<(String, String)> {
    let columns = store.columns.iter();
    columns
        .filter_map(|column| Some((column.sql(), value(store, statement, column)?)))
        .collect()
}

/// The statement up to what it returns.
pub(crate) fn insert(store: &Store<'_>, statement: &mut Statement<'_, '_>) -> String {
    let written = values(store, statement);
    let table = store.table_sql();
    if written.is_empty() {
        return format!("INSERT INTO {table} DEFAULT VALUES");
    }
    let (columns, values): (Vec<_>, Vec<_>) = written.into_iter().unzip();
    let (columns, values) = (columns.join(", "), values.join(", "));
    if statement.is_of_lines() {
        let lines = statement.lines();
        return format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {lines}");
    }
    format!("INSERT INTO {table} ({columns}) VALUES ({values})")
}
