//! Rows in order, page by page: each order ends in the key, and a page begins behind the last row of the one before.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use driftless_catalog::{Dialect, arc_text};
use driftless_shape::{Member, Role};

use crate::data::column::Column;
use crate::data::decode::arc_type;
use crate::data::entity::{Function, Part};
use crate::data::given::{Given, is_of, of_arc};
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
    let mut statements = Vec::new();
    for order in &orders {
        for kind in kinds(store) {
            let [first, next] = constants(order, kind);
            statements.push((first, sql(store, order, kind, false)));
            statements.push((next, sql(store, order, kind, true)));
        }
    }
    vec![
        Part {
            name: "list".to_owned(),
            statements,
            function: pages(store, &orders, &row),
        },
        Part {
            name: "stream".to_owned(),
            statements: Vec::new(),
            function: stream(store, &orders, &row),
        },
    ]
}

/// What a statement of a list relies on. A server may plan it before it has the values: it would use no index for a filter that
/// may be absent, and read the whole list for one that is there.
#[derive(Clone, Copy)]
enum Filtered<'a> {
    /// No filter is there.
    Not,
    /// This one is there, and an index begins with it.
    By(&'a Member),
    /// One is there, of those with which no index begins.
    Loosely,
}

/// The statements of each order: every filter that an index begins with has its own.
fn kinds<'a>(store: &Store<'a>) -> Vec<Filtered<'a>> {
    let (leading, others) = leaders(store);
    let led = leading.into_iter().map(Filtered::By);
    let loosely = (!others.is_empty()).then_some(Filtered::Loosely);
    std::iter::once(Filtered::Not).chain(led).chain(loosely).collect()
}

/// The filters that an index begins with, and the others.
fn leaders<'a>(store: &Store<'a>) -> (Vec<&'a Member>, Vec<&'a Member>) {
    let all = shared::filters(store.scope.view, store.id).into_iter();
    all.partition(|member| shared::leads(store.entity, member.field))
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

/// Which of the statements it is.
fn chosen(store: &Store<'_>) -> TokenStream {
    let there = |member: &Member| {
        let name = names::ident(&member.name.snake());
        quote!(filter.#name.is_some())
    };
    let (leading, others) = leaders(store);
    let mut there_of: Vec<TokenStream> = leading.into_iter().map(there).collect();
    let others: Vec<TokenStream> = others.into_iter().map(there).collect();
    if !others.is_empty() {
        there_of.push(quote!(#(#others)||*));
    }
    quote!([#(#there_of),*].into_iter().position(|is_there| is_there).map_or(0, |at| at + 1))
}

fn sql(store: &Store<'_>, order: &Ordering<'_>, kind: Filtered<'_>, is_continued: bool) -> String {
    let mut statement = Statement::new(store);
    let mut all: Vec<String> = statement.tenant_condition().into_iter().collect();
    match kind {
        Filtered::Not => {}
        Filtered::By(leader) => all.extend(filters(store, &mut statement, Some(leader))),
        Filtered::Loosely => all.extend(filters(store, &mut statement, None)),
    }
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

/// A condition for each filter, which holds where the filter is absent; the leader is there.
fn filters(store: &Store<'_>, statement: &mut Statement<'_, '_>, leader: Option<&Member>) -> Vec<String> {
    let mut all = Vec::new();
    for member in shared::filters(store.scope.view, store.id) {
        let name = names::ident(&member.name.snake());
        let is_leader = leader.is_some_and(|leader| std::ptr::eq(leader, member));
        let or_absent = |condition: String, place: &str| match is_leader {
            true => condition,
            false => format!("({condition} OR {place} IS NULL)"),
        };
        if let Some((condition, place)) = arc_filter(store, statement, member, &name) {
            all.push(or_absent(condition, &place));
            continue;
        }
        for column in store.columns.iter().filter(|column| is_of(member, column)) {
            let given = of_arc(store, member, column, Given::Perhaps(quote!(filter.#name.as_ref())));
            let Given::Perhaps(value) = given else { continue };
            let place = statement.put_some(column, &value);
            all.push(or_absent(format!("{} = {place}", column.sql()), &place));
        }
    }
    all
}

/// An arc is compared by the expressions that its index has, where its keys are of one type.
fn arc_filter(
    store: &Store<'_>,
    statement: &mut Statement<'_, '_>,
    member: &Member,
    name: &proc_macro2::Ident,
) -> Option<(String, String)> {
    let arc = store.entity.field(member.field).arc()?;
    let columns: Vec<&Column<'_>> = store.columns_of(member.field).collect();
    let first = columns.first()?;
    if columns.iter().any(|column| column.stored.ty != first.stored.ty) {
        return None;
    }
    let ty = arc_type(store, member);
    let kind = statement.add(&quote!(filter.#name.as_ref().map(|arc| arc.kind().to_owned())));
    let id = statement.place();
    let arms = columns.iter().zip(&arc.targets).map(|(column, target)| {
        let (form, variant) = (store.form(column), names::variant(&target.kind));
        quote!(Some(#ty::#variant(key)) => values.put::<#form, _>(key)?,)
    });
    let form = store.form(first);
    let key = first.rust_type(store.scope);
    statement.puts.push(quote! {
        match &filter.#name {
            #(#arms)*
            None => values.put_some::<#form, #key>(None)?,
        }
    });
    let (kind_text, id_text) = arc_text(store.scope.view.schema, store.database.dialect, store.id, member.field);
    let condition = format!("({kind_text} = {kind} AND {id_text} = {id})");
    Some((condition, kind))
}

fn parameters(store: &Store<'_>) -> Vec<(proc_macro2::Ident, TokenStream)> {
    let path = shared_path(store.scope.view, store.id);
    let mut parameters = Vec::new();
    if !shared::filters(store.scope.view, store.id).is_empty() {
        let filter = store.scope.name(&path, "Filter");
        parameters.push((format_ident!("filter"), quote!(&#filter)));
    }
    let order = store.scope.name(&path, "Order");
    parameters.push((format_ident!("order"), quote!(#order)));
    parameters
}

/// The values of every statement, and which statement it is, where there are several.
fn puts(store: &Store<'_>) -> TokenStream {
    let values = store.name("Values");
    let mut tenant = Statement::new(store);
    tenant.tenant_condition();
    let tenant = tenant.puts;
    let mut filtered = Statement::new(store);
    filters(store, &mut filtered, None);
    let filtered = filtered.puts;
    let begin = quote!(let mut values = #values::default(); #(#tenant)*);
    if filtered.is_empty() {
        return begin;
    }
    let chosen = chosen(store);
    quote!(#begin let kind = #chosen; if kind > 0 { #(#filtered)* })
}

/// The statements of an order by kind; the only one, where there is one.
fn by_kind(store: &Store<'_>, statement: impl Fn(Filtered<'_>) -> TokenStream) -> TokenStream {
    let all: Vec<TokenStream> = kinds(store).into_iter().map(statement).collect();
    match all.as_slice() {
        [only] => only.clone(),
        _ => quote!([#(#all),*][kind]),
    }
}

fn pages(store: &Store<'_>, orders: &[Ordering<'_>], row: &TokenStream) -> TokenStream {
    let named = |name: &str| store.name(name);
    let (asked, page, put_place, ordered_type) = (named("asked"), named("page"), named("put_place"), named("Ordered"));
    let order_type = store.scope.name(&shared_path(store.scope.view, store.id), "Order");
    let puts = puts(store);
    let arms = orders.iter().map(|order| {
        let (variant, name) = (names::variant(order.name.as_str()), order.name.snake());
        let columns = ordered(store, order);
        let columns = columns.iter().map(|column| &column.declared.name);
        let statements = by_kind(store, |kind| {
            let [first, next] = constants(order, kind);
            quote!([#first, #next])
        });
        quote!(#order_type::#variant => (#statements, #name, &[#(#columns),*]),)
    });
    let (option, vec_type) = (store.scope.prelude("Option"), store.scope.name("crate::data", "Page"));
    let cursor = store.scope.name("crate::data", "Cursor");
    let mut parameters = parameters(store);
    parameters.push((format_ident!("after"), quote!(#option<&#cursor>)));
    parameters.push((format_ident!("limit"), quote!(usize)));
    let body = quote! {
        #puts
        let (statements, name, columns): (_, _, &'static [&'static str]) = match order { #(#arms)* };
        for place in after.map_or(Ok(&[][..]), |after| after.keys(name, columns.len()))? {
            #put_place(&mut values, place)?;
        }
        values.add(#asked(limit))?;
        let is_continued = after.is_some();
        let sql = statements[usize::from(is_continued)];
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
fn stream(store: &Store<'_>, orders: &[Ordering<'_>], row: &TokenStream) -> TokenStream {
    let puts = puts(store);
    let order_type = store.scope.name(&shared_path(store.scope.view, store.id), "Order");
    let arms = orders.iter().map(|order| {
        let variant = names::variant(order.name.as_str());
        let statement = by_kind(store, |kind| {
            let [first, _] = constants(order, kind);
            quote!(#first)
        });
        quote!(#order_type::#variant => #statement,)
    });
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
            #puts
            values.add(#most)?;
            let sql = match order { #(#arms)* };
            Ok(#run(transaction, sql, values))
        }
    }
}
