//! How a database keeps the values of a column. In: a column. Out: the form, one of those that the crate's own module of
//! the database declares.

use driftless_catalog::Dialect;
use driftless_model::Scalar;
use driftless_shape::Item;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::data::Database;
use crate::data::column::{Column, is_document, is_list};
use crate::scope::Scope;

/// The form of a column.
pub(crate) fn of(scope: &Scope<'_>, database: &Database, column: &Column<'_>) -> TokenStream {
    let form = unsealed(scope, database, column);
    if !column.is_secret() {
        return form;
    }
    let sealed = scope.name(database.path(), "Sealed");
    quote!(#sealed<#form>)
}

fn unsealed(scope: &Scope<'_>, database: &Database, column: &Column<'_>) -> TokenStream {
    let ty = &column.declared.ty;
    let named = |name: &str| scope.name(database.path(), name);
    let is_json = match database.dialect {
        Dialect::Postgres => is_document(ty.scalar),
        Dialect::Sqlite => is_document(ty.scalar) || ty.array.is_some(),
    };
    if is_json {
        return match ty.scalar {
            Scalar::Numeric { scale, .. } => {
                let (form, scale) = (named("DecimalList"), Literal::u32_unsuffixed(scale));
                quote!(#form<#scale>)
            }
            _ => named("Json"),
        };
    }
    let form = match &column.item.item {
        Item::Enum(_) => named("Word"),
        Item::Id(_) => {
            let (key, inner) = (named("Key"), scalar(scope, database, column));
            quote!(#key<#inner>)
        }
        _ => scalar(scope, database, column),
    };
    if !is_list(ty) {
        return form;
    }
    let elements = named("Elements");
    quote!(#elements<#form>)
}

fn scalar(scope: &Scope<'_>, database: &Database, column: &Column<'_>) -> TokenStream {
    let named = |name: &str| scope.name(database.path(), name);
    let with_scale = |name: &str, scale: u32| {
        let (form, scale) = (named(name), Literal::u32_unsuffixed(scale));
        quote!(#form<#scale>)
    };
    let is_text = column.stored.ty == "TEXT";
    match (database.dialect, column.declared.ty.scalar) {
        (_, Scalar::Timestamp) => named("Instant"),
        (_, Scalar::TimestampLocal) => named("Local"),
        (_, Scalar::Time) => named("Clock"),
        (_, Scalar::Duration) => named("Micros"),
        (_, Scalar::Sha256) => named("Digest"),
        (Dialect::Postgres, Scalar::Numeric { scale, .. }) => with_scale("Exact", scale),
        (Dialect::Sqlite, Scalar::Numeric { scale, .. }) if is_text => with_scale("Digits", scale),
        (Dialect::Sqlite, Scalar::Numeric { scale, .. }) => with_scale("Scaled", scale),
        (Dialect::Sqlite, Scalar::Uuid) if is_text => named("UuidText"),
        (Dialect::Sqlite, Scalar::Inet) => named("Address"),
        (Dialect::Sqlite, Scalar::Vector(_)) => named("Floats"),
        (Dialect::Sqlite, Scalar::Date) => named("Date"),
        _ => named("Plain"),
    }
}
