//! How one file speaks of what other files and crates declare. In: a path and a name. Out: the short name, imported once
//! at the top of the file; the full path where a type of the schema has taken that name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::names;
use crate::view::View;

/// One file that is being emitted.
pub(crate) struct Scope<'a> {
    /// What is emitted.
    pub(crate) view: &'a View<'a>,
    /// The module of the file: `crate::books`.
    here: String,
    imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

impl<'a> Scope<'a> {
    /// A file.
    pub(crate) fn new(view: &'a View<'a>, here: impl Into<String>) -> Self {
        Self {
            view,
            here: here.into(),
            imports: RefCell::default(),
        }
    }

    /// A type that the schema makes, declared in the module of a domain.
    pub(crate) fn declared(&self, domain: driftless_model::DomainId, name: &str) -> TokenStream {
        let path = format!("crate::{}", self.view.module(domain));
        let name = names::ident(name);
        if path != self.here {
            self.import(&path, &name.to_string());
        }
        quote!(#name)
    }

    /// A name of this crate's support modules, or of another crate.
    pub(crate) fn name(&self, path: &str, name: &str) -> TokenStream {
        let short = format_ident!("{name}");
        if !self.view.is_declared(name) {
            self.import(path, name);
            return quote!(#short);
        }
        let segments = path.split("::").map(names::path_segment);
        let root = (!path.starts_with("crate")).then(|| quote!(::));
        quote!(#root #(#segments::)* #short)
    }

    /// A module of this crate, spoken of by its name.
    pub(crate) fn module(&self, path: &str, name: &str) {
        self.import(path, name);
    }

    /// A name that needs no import unless a type of the schema has taken it.
    pub(crate) fn prelude(&self, name: &str) -> TokenStream {
        let short = format_ident!("{name}");
        if !self.view.is_declared(name) {
            return quote!(#short);
        }
        let module = match name {
            "Option" => quote!(option),
            "Result" => quote!(result),
            "String" => quote!(string),
            "Vec" => quote!(vec),
            "Box" => quote!(boxed),
            "Default" => quote!(default),
            _ => quote!(convert),
        };
        quote!(::std::#module::#short)
    }

    /// The imports that the file needs by now: the standard library, other crates, this crate.
    pub(crate) fn imports(&self) -> Vec<Vec<TokenStream>> {
        let imports = self.imports.borrow();
        let group = |keep: &dyn Fn(&str) -> bool| -> Vec<TokenStream> {
            let kept = imports
                .iter()
                .filter(|(path, _)| keep(path.split("::").next().unwrap_or_default()));
            kept.map(|(path, names)| import(path, names)).collect()
        };
        [
            group(&|root| root == "std"),
            group(&|root| !matches!(root, "std" | "crate" | "super")),
            group(&|root| matches!(root, "crate" | "super")),
        ]
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect()
    }

    fn import(&self, path: &str, name: &str) {
        self.imports
            .borrow_mut()
            .entry(path.to_owned())
            .or_default()
            .insert(name.to_owned());
    }
}

fn import(path: &str, names: &BTreeSet<String>) -> TokenStream {
    let path = path.split("::").map(names::path_segment);
    let mut idents: Vec<_> = names.iter().map(|name| names::path_segment(name)).collect();
    match idents.as_slice() {
        [_] => {
            let one = idents.remove(0);
            quote!(use #(#path::)* #one;)
        }
        _ => quote!(use #(#path::)*{#(#idents),*};),
    }
}
