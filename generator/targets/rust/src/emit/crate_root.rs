//! `lib.rs`: the modules of the crate and what it exports. Every type is reached from the root by its name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::docs;
use crate::names;
use crate::print::Source;
use crate::view::View;

/// The root of the crate, given its other files.
pub(crate) fn emit(view: &View<'_>, sources: &[Source]) -> Source {
    let modules: Vec<String> = view
        .shapes
        .modules
        .iter()
        .map(|m| view.module(m.domain).to_owned())
        .collect();
    let domains = modules.iter().map(|module| {
        let module = names::ident(module);
        quote!(pub mod #module;)
    });
    let shared = sources.iter().filter_map(|source| {
        let module = source.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        let module = module.strip_suffix("/mod").unwrap_or(module);
        let is_shared = !module.contains('/') && !modules.iter().any(|domain| domain == module);
        is_shared.then(|| declaration(module, source.feature))
    });
    // A domain that declares nothing yet has nothing to export.
    let declaring = view
        .shapes
        .modules
        .iter()
        .filter(|m| !(m.ids.is_empty() && m.enums.is_empty() && m.arcs.is_empty() && m.shapes.is_empty()));
    let exports = declaring.map(|m| {
        let module = names::ident(view.module(m.domain));
        quote!(pub use #module::*;)
    });
    let groups = vec![
        domains.collect(),
        shared.collect(),
        exports.chain(shared_exports(view, sources)).collect(),
    ];
    let groups = groups.into_iter().filter(|group: &Vec<TokenStream>| !group.is_empty());
    Source::new("src/lib.rs", head(view), groups.collect())
}

fn declaration(module: &str, feature: Option<&str>) -> TokenStream {
    let ident = names::ident(module);
    let condition = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
    let visibility = (!is_private(module)).then(|| quote!(pub));
    quote!(#condition #visibility mod #ident;)
}

fn is_private(module: &str) -> bool {
    matches!(module, "rules" | "logic" | "patterns" | "digest")
}

/// Shared types at the root, unless the schema has taken their names.
fn shared_exports(view: &View<'_>, sources: &[Source]) -> Vec<TokenStream> {
    let exports = [
        ("validation", "FieldError"),
        ("scalars", "Secret"),
        ("scalars", "Sha256"),
        ("scalars", "UnknownWord"),
    ];
    exports
        .into_iter()
        .filter(|(module, name)| !view.is_declared(name) && declares(sources, module, name))
        .map(|(module, name)| {
            let (module, name) = (names::ident(module), names::ident(name));
            quote!(pub use #module::#name;)
        })
        .collect()
}

fn declares(sources: &[Source], module: &str, name: &str) -> bool {
    let path = format!("src/{module}.rs");
    sources
        .iter()
        .any(|source| source.path == path && source.mentions.has(name))
}

fn head(view: &View<'_>) -> TokenStream {
    let doc = docs::inner_doc(&view.schema.doc);
    let notes = docs::inner_doc(NOTES);
    let deprecated = has_deprecated(view)
        .then(|| quote!(#![allow(deprecated, reason = "what is deprecated is still part of the contract")]));
    quote! {
        #doc
        #![doc = ""]
        #notes
        #![forbid(unsafe_code)]
        #deprecated
        #![allow(
            clippy::collapsible_if, clippy::collapsible_match, clippy::doc_lazy_continuation, clippy::enum_variant_names,
            clippy::large_enum_variant, clippy::module_inception, clippy::too_many_arguments, rustdoc::bare_urls,
            reason = "names, sizes and texts follow from the schema"
        )]
    }
}

const NOTES: &str = "For each entity `X` there is what a client sees (`X`), what it sends to make or change one \
(`XCreate`, `XPatch`) and what is stored (`XRow`).\n\n\
Enums are exhaustive on purpose: a value that the schema gains shows up wherever it has to be handled. \
`attributes = [\"non_exhaustive\"]` in the schema makes one open.";

fn has_deprecated(view: &View<'_>) -> bool {
    let enums = view.schema.enums.iter();
    let in_enums = enums
        .flat_map(|e| e.values.iter().map(|v| &v.deprecated).chain([&e.deprecated]))
        .any(Option::is_some);
    let shapes = || view.shapes.shapes().map(|(_, shape)| shape);
    in_enums
        || shapes().any(|shape| shape.deprecated.is_some())
        || shapes()
            .flat_map(|shape| shape.body.members())
            .any(|member| member.deprecated.is_some())
}
