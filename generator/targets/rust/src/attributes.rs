//! Derives and attributes: those every type of a kind has, and those the schema asks for besides.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::Schema;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::Parser as _;

/// The attributes of a type: its own derives, then what the schema adds.
pub(crate) fn of(base: &[&str], derives: &[String], attributes: &[String]) -> TokenStream {
    let own = base.iter().map(|name| syn::Path::from(format_ident!("{name}")));
    let last = |derive: &str| derive.rsplit("::").next().unwrap_or_default().trim().to_owned();
    let added = derives.iter().filter(|derive| !base.contains(&last(derive).as_str()));
    let paths = own.chain(added.filter_map(|derive| syn::parse_str(derive).ok()));
    let attributes = attributes.iter().filter_map(|text| parse(text));
    quote!(#[derive(#(#paths),*)] #(#attributes)*)
}

/// Refuses what is not one derive or one attribute.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    let enums = schema
        .enums
        .iter()
        .map(|e| (e.span, &e.name, &e.derives, &e.attributes));
    let records = schema
        .records
        .iter()
        .map(|r| (r.span, &r.name, &r.derives, &r.attributes));
    let entities = schema
        .entities
        .iter()
        .map(|e| (e.span, &e.name, &e.derives, &e.attributes));
    for (span, name, derives, attributes) in enums.chain(records).chain(entities) {
        let wrong = derives.iter().filter(|text| syn::parse_str::<syn::Path>(text).is_err());
        wrong.for_each(|text| diagnostics.push(refused(span, name.as_str(), "derive", text)));
        let wrong = attributes.iter().filter(|text| parse(text).is_none());
        wrong.for_each(|text| diagnostics.push(refused(span, name.as_str(), "attribute", text)));
    }
}

fn refused(span: Span, name: &str, kind: &str, text: &str) -> Diagnostic {
    Diagnostic::error(Code::ValueForm, format!("`{text}` is no Rust {kind}"))
        .label(span, format!("declares `{name}`"))
        .help(format!("write one {kind} per entry, without `#[` and `]`"))
}

/// An attribute, written with or without its brackets.
fn parse(text: &str) -> Option<syn::Attribute> {
    let inner = text
        .trim()
        .strip_prefix("#[")
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let meta: syn::Meta = syn::parse_str(inner).ok()?;
    let parsed = syn::Attribute::parse_outer.parse2(quote!(#[#meta])).ok()?;
    <[syn::Attribute; 1]>::try_from(parsed)
        .ok()
        .map(|[attribute]| attribute)
}
