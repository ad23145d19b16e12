//! What lists are filtered by. In: an entity. Out: the conditions of each statement, and the function that adds their values and
//! says which of the statements it is.

use proc_macro2::TokenStream;
use quote::quote;

use driftless_catalog::arc_text;
use driftless_shape::Member;

use crate::data::column::Column;
use crate::data::decode::arc_type;
use crate::data::entity::Part;
use crate::data::given::{Given, is_of, of_arc};
use crate::data::shared;
use crate::data::shared_path;
use crate::data::statement::Statement;
use crate::data::store::Store;
use crate::names;

/// What a statement of a list relies on. A server may plan it before it has the values: it would use no index for a filter that
/// may be absent, and read the whole list for one that is there.
#[derive(Clone, Copy)]
pub(crate) enum Filtered<'a> {
    /// No filter is there.
    Not,
    /// This one is there, and an index begins with it.
    By(&'a Member),
    /// One is there, of those with which no index begins.
    Loosely,
}

/// The statements of each order: every filter that an index begins with has its own.
pub(crate) fn kinds<'a>(store: &Store<'a>) -> Vec<Filtered<'a>> {
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

/// Whether there is anything to filter by.
pub(crate) fn is_offered(store: &Store<'_>) -> bool {
    !shared::filters(store.scope.view, store.id).is_empty()
}

/// The function that adds the values of filters; none where there is nothing to filter by.
pub(crate) fn emit(store: &Store<'_>) -> Option<Part> {
    if !is_offered(store) {
        return None;
    }
    let mut statement = Statement::new(store);
    conditions(store, &mut statement, None);
    let puts = statement.puts;
    let kind = chosen(store);
    let filter = store.scope.name(&shared_path(store.scope.view, store.id), "Filter");
    let (values, error) = (store.name("Values"), store.scope.name("crate::data", "Error"));
    let result = store.scope.prelude("Result");
    Some(Part {
        name: "filtered".to_owned(),
        statements: Vec::new(),
        function: quote! {
            /// Adds the values of the filters that there are, and says which statement of an order it is.
            fn filtered(values: &mut #values, filter: &#filter) -> #result<usize, #error> {
                let kind = #kind;
                if kind > 0 { #(#puts)* }
                Ok(kind)
            }
        },
    })
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

/// The conditions of a statement.
pub(crate) fn of_kind(store: &Store<'_>, statement: &mut Statement<'_, '_>, kind: Filtered<'_>) -> Vec<String> {
    match kind {
        Filtered::Not => Vec::new(),
        Filtered::By(leader) => conditions(store, statement, Some(leader)),
        Filtered::Loosely => conditions(store, statement, None),
    }
}

/// A condition for each filter, which holds where the filter is absent; the leader is there.
fn conditions(store: &Store<'_>, statement: &mut Statement<'_, '_>, leader: Option<&Member>) -> Vec<String> {
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
