//! Rows in order, page by page: each order ends in the key, and a page begins behind the last row of the one before.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use driftless_catalog::Dialect;
use driftless_shape::Role;

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::filter::{self, Filtered};
use crate::data::shared::{self, Ordering};
use crate::data::shared_path;
use crate::data::statement::{Statement, conditions};
use crate::data::store::Store;
use crate::names;

/// The first page and those behind it, in each order, and all rows as they arrive.
pub(crate) fn emit(store: &Store<'_>) -> Vec<Part> {
    let (Some(row), view) = (store.shape_type(Role::Row), store.scope.view) else {
        return Vec::new();
    };
    let orders = shared::orders(view, store.id);
    if orders.is_empty() {
        return Vec::new();
    }
    let mut texts = Vec::new();
    for order in &orders {
        for kind in filter::kinds(store) {
            let [first, next] = constants(order, kind);
            texts.push((first, sql(store, order, kind, false)));
            texts.push((next, sql(store, order, kind, true)));
        }
    }
    let mut parts = vec![
        Part {
            name: "list".to_owned(),
            statements: texts,
            function: pages(store, &orders, &row),
        },
        Part {
            name: "stream".to_owned(),
            statements: Vec::new(),
            function: stream(store, &row),
        },
        Part {
            name: "statements".to_owned(),
            statements: Vec::new(),
            function: statements(store, &orders),
        },
    ];
    parts.extend(filter::emit(store));
    parts
}

/// The names of a list's statements: of its first page, and of those behind it. What is put together of several names has two
/// underscores between them, which no name has inside: a field may be called `id_of_slug`, or `slug_after`.
fn constants(order: &Ordering<'_>, kind: Filtered<'_>) -> [proc_macro2::Ident; 2] {
    let name = order.name.snake().to_uppercase();
    let of = match kind {
        Filtered::Not => String::new(),
        Filtered::By(member) => format!("__OF_{}", member.name.snake().to_uppercase()),
        Filtered::Loosely => "__FILTERED".to_owned(),
    };
    ["", "__AFTER"].map(|end| format_ident!("LIST_BY_{name}{of}{end}"))
}

fn sql(store: &Store<'_>, order: &Ordering<'_>, kind: Filtered<'_>, is_continued: bool) -> String {
    let mut statement = Statement::new(store);
    let mut all: Vec<String> = statement.tenant_condition().into_iter().collect();
    all.extend(filter::of_kind(store, &mut statement, kind));
    let columns = ordered(store, order);
    let names: Vec<String> = columns.iter().map(|column| column.sql()).collect();
    if is_continued {
        let places: Vec<String> = columns.iter().map(|column| statement.place_of_text(column)).collect();
        let sign = if order.descending { "<" } else { ">" };
        all.push(format!("({}) {sign} ({})", names.join(", "), places.join(", ")));
    }
    let direction = if order.descending { " DESC" } else { "" };
    let order: Vec<String> = names.iter().map(|name| format!("{name}{direction}")).collect();
    let limit = statement.place();
    format!(
        "SELECT {}{} FROM {}{} ORDER BY {} LIMIT {limit}",
        store.selected(),
        place_of_row(store, &names),
        store.table_sql(),
        conditions(&all),
        order.join(", "),
    )
}

/// PostgreSQL tells the place of a row as texts; what SQLite keeps can be read as it is.
fn place_of_row(store: &Store<'_>, names: &[String]) -> String {
    if store.database.dialect == Dialect::Sqlite {
        return String::new();
    }
    let texts: Vec<String> = names.iter().map(|name| format!("{name}::text")).collect();
    format!(", ARRAY[{}]", texts.join(", "))
}

/// The columns of an order, the key behind them.
fn ordered<'s, 'a>(store: &'s Store<'a>, order: &Ordering<'_>) -> Vec<&'s Column<'a>> {
    let first = store
        .columns
        .iter()
        .filter(|column| order.column == Some((column.id, column.at)));
    let mut key = store.named_key();
    if key.is_empty() {
        key = store.key();
    }
    first.chain(key).collect()
}

fn parameters(store: &Store<'_>) -> Vec<(proc_macro2::Ident, TokenStream)> {
    let path = shared_path(store.scope.view, store.id);
    let mut parameters = Vec::new();
    if filter::is_offered(store) {
        let filter = store.scope.name(&path, "Filter");
        parameters.push((format_ident!("filter"), quote!(&#filter)));
    }
    let order = store.scope.name(&path, "Order");
    parameters.push((format_ident!("order"), quote!(#order)));
    parameters
}

/// The values with which every statement begins, and which statement of an order it is.
fn begin(store: &Store<'_>) -> TokenStream {
    let values = store.name("Values");
    let mut tenant = Statement::new(store);
    tenant.tenant_condition();
    let tenant = tenant.puts;
    let kind = match filter::is_offered(store) {
        true => quote!(filtered(&mut values, filter)?),
        false => quote!(0),
    };
    quote!(let mut values = #values::default(); #(#tenant)* let kind = #kind;)
}

/// The function that knows the statements.
fn statements(store: &Store<'_>, orders: &[Ordering<'_>]) -> TokenStream {
    let order_type = store.scope.name(&shared_path(store.scope.view, store.id), "Order");
    let arms = orders.iter().map(|order| {
        let variant = names::variant(order.name.as_str());
        let kinds = filter::kinds(store).into_iter().map(|kind| {
            let [first, next] = constants(order, kind);
            quote!([#first, #next])
        });
        quote!(#order_type::#variant => &[#(#kinds),*],)
    });
    quote! {
        /// The statements of an order, by what is filtered: of the first page, and of those behind it.
        fn statements(order: #order_type) -> &'static [[&'static str; 2]] {
            match order { #(#arms)* }
        }
    }
}

fn pages(store: &Store<'_>, orders: &[Ordering<'_>], row: &TokenStream) -> TokenStream {
    let named = |name: &str| store.name(name);
    let (asked, page, put_place, ordered_type) = (named("asked"), named("page"), named("put_place"), named("Ordered"));
    let order_type = store.scope.name(&shared_path(store.scope.view, store.id), "Order");
    let begin = begin(store);
    let arms = orders.iter().map(|order| {
        let (variant, name) = (names::variant(order.name.as_str()), order.name.snake());
        let columns = ordered(store, order);
        let columns = columns.iter().map(|column| &column.declared.name);
        quote!(#order_type::#variant => (#name, &[#(#columns),*]),)
    });
    let (option, vec_type) = (store.scope.prelude("Option"), store.scope.name("crate::data", "Page"));
    let cursor = store.scope.name("crate::data", "Cursor");
    let mut parameters = parameters(store);
    parameters.push((format_ident!("after"), quote!(#option<&#cursor>)));
    parameters.push((format_ident!("limit"), quote!(usize)));
    let body = quote! {
        #begin
        let (name, columns): (_, &'static [&'static str]) = match order { #(#arms)* };
        for place in after.map_or(Ok(&[][..]), |after| after.keys(name, columns.len()))? {
            #put_place(&mut values, place)?;
        }
        values.add(#asked(limit))?;
        let is_continued = after.is_some();
        let sql = statements(order)[kind][usize::from(is_continued)];
        #page(transaction, sql, values, #ordered_type { name, columns, limit, is_continued }).await
    };
    Function {
        text: "At most so many rows in order, from the first one on or from behind a place in the list.".to_owned(),
        parameters,
        result: quote!(#vec_type<#row>),
        body,
    }
    .emit(store, "list")
}

/// Not itself asynchronous: rows arrive as they are asked for.
fn stream(store: &Store<'_>, row: &TokenStream) -> TokenStream {
    let begin = begin(store);
    let (transaction, run) = (store.name("Transaction"), store.name("rows"));
    let rows = store.name("Rows");
    let tenant = store.tenant_column().map(|column| column.rust_type(store.scope));
    let tenant = tenant.unwrap_or_else(|| quote!(impl Sized));
    let (result, error) = (store.scope.prelude("Result"), store.scope.name("crate::data", "Error"));
    let parameters = parameters(store);
    let parameters = parameters.iter().map(|(name, ty)| quote!(#name: #ty));
    let most = Literal::i64_suffixed(i64::MAX);
    quote! {
        /// All rows in order, as they arrive.
        ///
        /// # Errors
        /// A value cannot be sent; what the database says arrives in the stream.
        pub fn stream<'t>(
            transaction: &'t mut #transaction<'_, #tenant>,
            #(#parameters),*
        ) -> #result<#rows<'t, #row>, #error> {
            #begin
            values.add(#most)?;
            Ok(#run(transaction, statements(order)[kind][0], values))
        }
    }
}
