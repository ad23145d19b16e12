//! Changes of a row. A member that is absent leaves the column as it is, within a statement whose text never changes. Where
//! the tag changes, the columns of variants that the row is no longer of become null.

use driftless_catalog::sql::literal;
use driftless_catalog::{Dialect, default_text, now_text};
use driftless_model::{Expr, Mutability};
use driftless_shape::{Member, Role};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::given::{Given, is_of, of_arc, wrapped};
use crate::data::statement::{Statement, conditions};
use crate::data::store::Store;
use crate::data::{inputs, shared_path};
use crate::names;
use crate::types;

/// Changes the row of a key.
pub(crate) fn emit(store: &Store<'_>) -> Option<Part> {
    if store.entity.mutability != Mutability::Mutable {
        return None;
    }
    let mut statement = Statement::new(store);
    let columns = store.columns.iter();
    let changes: Vec<(&Column<'_>, String)> = columns
        .filter_map(|column| Some((column, changed(store, &mut statement, column)?)))
        .collect();
    let mut parameters = store.parameters(&store.named_key());
    let inputs = inputs(store);
    if changes.is_empty() || inputs.is_empty() {
        return None;
    }
    parameters.extend(inputs);
    let mut all: Vec<String> = statement.tenant_condition().into_iter().collect();
    all.extend(statement.equal(&store.named_key()));
    let (statements, chosen) = texts(store, &changes, &conditions(&all));
    let (run, puts) = (store.name("optional"), statement.code());
    let (row, option) = (store.shape_type(Role::Row)?, store.scope.prelude("Option"));
    let body = quote! {
        #puts
        #run(transaction, #chosen, values).await
    };
    Some(Part {
        name: "patch".to_owned(),
        statements,
        function: Function {
            text: "Changes the row of a key, and gives it as it is then stored; nothing if there is none.".to_owned(),
            parameters,
            result: quote!(#option<#row>),
            body,
        }
        .emit(store, "patch"),
    })
}

/// A column and what it becomes.
type Change<'s, 'a> = (&'s Column<'a>, String);

/// The statements by the names of their constants, and which of them a change needs.
fn texts(store: &Store<'_>, changes: &[Change<'_, '_>], of_row: &str) -> (Vec<(Ident, String)>, TokenStream) {
    let text = |changes: &[&Change<'_, '_>]| {
        let set = changes
            .iter()
            .map(|(column, value)| format!("{} = {value}", column.sql()));
        let set = set.collect::<Vec<_>>().join(", ");
        let (table, selected) = (store.table_sql(), store.selected());
        format!("UPDATE {table} SET {set}{of_row} RETURNING {selected}")
    };
    let patch = (format_ident!("PATCH"), text(&changes.iter().collect::<Vec<_>>()));
    let (found, light): (Vec<_>, Vec<_>) = changes.iter().partition(|(column, _)| is_found_by(store, column));
    if store.database.dialect != Dialect::Sqlite || found.is_empty() || light.is_empty() {
        return (vec![patch], quote!(PATCH));
    }
    let touches = found.iter().flat_map(|(column, _)| touches(store, column));
    let chosen = quote!(if #(#touches)||* { PATCH } else { PATCH_UNINDEXED });
    (vec![patch, (format_ident!("PATCH_UNINDEXED"), text(&light))], chosen)
}

/// Whether rows are found by a column, from here or from other tables. SQLite writes the entries of indexes and asks foreign keys
/// for every column that a statement names, whether or not its value changes. The statement that leaves them out has the
/// same values all the same: they are told by number.
fn is_found_by(store: &Store<'_>, column: &Column<'_>) -> bool {
    if column.field.touched {
        return false;
    }
    let entity = store.entity;
    let indexes = entity.indexes.iter().map(|index| (&index.parts, &index.predicate));
    let uniques = entity.uniques.iter().map(|unique| (&unique.parts, &unique.predicate));
    let speaks = |expr: &Expr| expr.fields().contains(&column.id);
    column.field.reference().is_some()
        || column.field.arc().is_some()
        || indexes.chain(uniques).any(|(parts, predicate)| {
            parts.iter().any(|part| speaks(&part.expr)) || predicate.as_ref().is_some_and(speaks)
        })
}

/// Whether a change writes a column: the member that it is of is there, or the tag that empties it.
fn touches(store: &Store<'_>, column: &Column<'_>) -> Vec<TokenStream> {
    let of_tag = store
        .entity
        .variants
        .as_ref()
        .filter(|_| !column.field.variants.is_empty());
    let tag = of_tag.and_then(|variants| store.columns_of(variants.tag).next());
    let columns = std::iter::once(column).chain(tag);
    columns
        .filter_map(|column| member(store, column))
        .map(|(_, _, place)| quote!(#place.is_some()))
        .collect()
}

/// What a client sends, and what the service changes beside it.
fn inputs(store: &Store<'_>) -> Vec<(Ident, TokenStream)> {
    let sent = store
        .shape_type(Role::Patch)
        .map(|patch| (format_ident!("patch"), quote!(&#patch)));
    let internal = inputs::at_change(store.scope.view, store.id);
    let internal = (!internal.is_empty()).then(|| {
        let ty = store
            .scope
            .name(&shared_path(store.scope.view, store.id), "InternalPatch");
        (format_ident!("internal"), quote!(&#ty))
    });
    sent.into_iter().chain(internal).collect()
}

/// Whether a column may ever change.
pub(crate) fn is_changeable(store: &Store<'_>, column: &Column<'_>) -> bool {
    member(store, column).is_some()
}

/// The member that changes a column, and where it stands.
fn member<'a>(store: &Store<'a>, column: &Column<'_>) -> Option<(&'a Member, types::Wrapping, TokenStream)> {
    let sent = store
        .shape(Role::Patch)
        .into_iter()
        .flat_map(|shape| shape.body.members());
    if let Some(member) = sent.into_iter().find(|member| is_of(member, column)) {
        let name = names::ident(&member.name.snake());
        return Some((member, types::wrapping(Role::Patch, member), quote!(patch.#name)));
    }
    let internal = inputs::at_change(store.scope.view, store.id);
    let internal = internal.into_iter().find(|internal| is_of(internal.member, column))?;
    let name = names::ident(&internal.member.name.snake());
    Some((internal.member, internal.wrapping, quote!(internal.#name)))
}

/// What a column becomes; nothing where it stays as it is.
fn changed(store: &Store<'_>, statement: &mut Statement<'_, '_>, column: &Column<'_>) -> Option<String> {
    if column.field.touched {
        return touched(store, column);
    }
    let (member, wrapping, place) = member(store, column)?;
    let own = column.sql();
    let given = match (wrapped(wrapping, &place), column.field.arc()) {
        (Given::Perhaps(value), Some(_)) => Given::OrNull(quote!(#place.is_some()), value),
        (given, _) => given,
    };
    let value = match of_arc(store, member, column, given) {
        Given::OrNull(flag, value) => {
            let flag = statement.add(&flag);
            let place = statement.put_some(column, &value);
            format!("CASE WHEN {flag} THEN {place} ELSE {own} END")
        }
        Given::Always(value) => statement.put(column, &value),
        Given::Perhaps(value) | Given::OfVariants(value, _) => {
            let place = statement.put_some(column, &value);
            format!("coalesce({place}, {own})")
        }
    };
    Some(of_tag(store, statement, column, value))
}

/// SQLite gives a row as it is before triggers have run, so the statement does what the trigger would.
pub(crate) fn touched(store: &Store<'_>, column: &Column<'_>) -> Option<String> {
    let dialect = store.database.dialect;
    let now = || now_text(store.scope.view.schema, dialect, column.declared.ty.scalar);
    (dialect == Dialect::Sqlite).then(now)
}

/// The value of a column that only rows of some tags have.
fn of_tag(store: &Store<'_>, statement: &mut Statement<'_, '_>, column: &Column<'_>, value: String) -> String {
    let Some(variants) = store
        .entity
        .variants
        .as_ref()
        .filter(|_| !column.field.variants.is_empty())
    else {
        return value;
    };
    let tag = store
        .columns_of(variants.tag)
        .next()
        .and_then(|tag| Some((tag, member(store, tag)?)));
    let Some((tag, (_, _, place))) = tag else {
        return value;
    };
    let (dialect, schema) = (store.database.dialect, store.scope.view.schema);
    let told = statement.put_some(tag, &quote!(#place.as_ref()));
    let cases = column.field.variants.iter().filter_map(|&at| variants.cases.get(at));
    let words: Vec<String> = cases.map(|case| literal(dialect, &case.value)).collect();
    let default = default_text(schema, dialect, column.field, column.declared).filter(|_| !column.field.nullable);
    let value = default.map_or(value.clone(), |default| format!("coalesce({value}, {default})"));
    format!(
        "CASE WHEN coalesce({told}, {}) IN ({}) THEN {value} END",
        tag.sql(),
        words.join(", ")
    )
}
