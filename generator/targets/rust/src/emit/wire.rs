//! The JSON of a domain's types: how each is read and written. It stands apart from the types, so that they read as
//! what they are and the whole of it is switched by one feature.

use driftless_shape::{ArcShape, Body, Member, Module, Role, Shape, Tagged};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::docs;
use crate::emit::digests;
use crate::json;
use crate::names;
use crate::print::Source;
use crate::scope::Scope;
use crate::types::{self, Wrapping};
use crate::view::{View, variant_type};

/// The module of a domain's JSON; nothing where it declares no types.
pub(crate) fn emit(view: &View<'_>, module: &Module) -> Option<Source> {
    let name = view.module(module.domain);
    let scope = Scope::new(view, format!("crate::wire::{name}"));
    let mut items = Vec::new();
    items.extend(module.arcs.iter().flat_map(|arc| arc_items(&scope, module, arc)));
    let shapes = module.shapes.iter().filter(|shape| shape.role != Role::Row);
    items.extend(shapes.flat_map(|shape| shape_items(&scope, module, shape)));
    items.extend(digests::emit(&scope, module));
    let registrations = registrations(&scope, module);
    if registrations.is_empty() {
        return None;
    }
    let head = docs::inner_doc(&format!("The JSON of `{name}`."));
    let mut groups = scope.imports();
    groups.extend(registrations.into_iter().chain(items).map(|item| vec![item]));
    Some(Source::new(format!("src/wire/{name}.rs"), head, groups).behind(Some("serde")))
}

/// Declares the domains' modules in the module that holds them.
pub(crate) fn join(sources: &mut [Source]) {
    let modules = sources
        .iter()
        .filter_map(|source| source.path.strip_prefix("src/wire/")?.strip_suffix(".rs"));
    let declarations: Vec<TokenStream> = modules
        .filter(|module| *module != "mod")
        .map(|module| {
            let module = names::ident(module);
            quote!(mod #module;)
        })
        .collect();
    if let Some(holder) = sources.iter_mut().find(|source| source.path == "src/wire/mod.rs") {
        holder.begin_with(declarations);
    }
}

/// Which types are keys, words, read tolerantly, read strictly, and shown.
fn registrations(scope: &Scope<'_>, module: &Module) -> Vec<TokenStream> {
    let view = scope.view;
    let shapes = || module.shapes.iter().filter(|shape| shape.role != Role::Row);
    let names = |shapes: Vec<&Shape>| -> Vec<TokenStream> {
        shapes
            .into_iter()
            .map(|shape| scope.declared(module.domain, &shape.name))
            .collect()
    };
    let named = |name: &str| scope.declared(module.domain, name);
    let keys: Vec<_> = module.ids.iter().map(|id| named(&id.name)).collect();
    let words: Vec<_> = module
        .enums
        .iter()
        .map(|&id| named(&view.schema.enumeration(id).name.pascal()))
        .collect();
    let mut documents: Vec<_> = module.arcs.iter().map(|arc| named(&arc.name)).collect();
    let mut shown = documents.clone();
    documents.extend(names(shapes().filter(|shape| !is_request(shape)).collect()));
    shown.extend(names(
        shapes()
            .filter(|shape| !view.holds_secret((shape.origin, shape.role)))
            .collect(),
    ));
    let requests = names(shapes().filter(|shape| is_request(shape)).collect());
    [
        ("keys", keys),
        ("words", words),
        ("documents", documents),
        ("requests", requests),
        ("shown", shown),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(word, names)| {
        let word = names::ident(word);
        quote!(crate::wire::#word! { #(#names),* })
    })
    .collect()
}

/// Whether a shape only ever comes from clients.
fn is_request(shape: &Shape) -> bool {
    shape.usage.request && !shape.usage.stored && !shape.usage.response
}

fn arc_items(scope: &Scope<'_>, module: &Module, arc: &ArcShape) -> Vec<TokenStream> {
    let name = scope.declared(module.domain, &arc.name);
    let (object, fault) = (scope.name("crate::wire", "Object"), scope.name("crate::wire", "Fault"));
    let members = scope.name("crate::wire", "Members");
    let string = scope.prelude("String");
    let variants: Vec<_> = arc.targets.iter().map(|(kind, _)| names::variant(kind)).collect();
    let words: Vec<_> = arc.targets.iter().map(|(kind, _)| kind).collect();
    let expected = format!(
        "expected one of: {}",
        arc.targets
            .iter()
            .map(|(k, _)| k.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    );
    let text = &arc.name;
    let read = quote! {
        let mut object = #object::of(value, reading)?;
        let kind: #string = object.required("kind")?;
        let arc = match kind.as_str() {
            #(#words => Self::#variants(object.required("id")?),)*
            _ => return Err(#fault::new(#expected).inside("kind")),
        };
        object.finish()?;
        Ok(arc)
    };
    let write = quote! {
        let mut object = #members::new(serializer, #text, 2)?;
        object.word("kind", self.kind())?;
        match self { #(Self::#variants(id) => object.member("id", id)?),* }
        object.end()
    };
    vec![
        read_impl(scope, &name, quote!(value), quote!(reading), read),
        write_impl(scope, &name, write),
    ]
}

fn shape_items(scope: &Scope<'_>, module: &Module, shape: &Shape) -> Vec<TokenStream> {
    let name = scope.declared(module.domain, &shape.name);
    let read = match &shape.body {
        Body::Struct(members) => read_struct(scope, shape, members),
        Body::Tagged(tagged) => read_tagged(scope, module, shape, tagged),
    };
    let mut items = vec![read_impl(scope, &name, quote!(value), quote!(reading), read)];
    // A record that holds a secret is written into its column, and nowhere else: it is not among what may be shown.
    if shape.usage.stored || !scope.view.holds_secret((shape.origin, shape.role)) {
        let write = match &shape.body {
            Body::Struct(members) => write_struct(scope, shape, members),
            Body::Tagged(tagged) => write_tagged(scope, module, shape, tagged),
        };
        items.push(write_impl(scope, &name, write));
    }
    items
}

fn read_impl(
    scope: &Scope<'_>,
    name: &TokenStream,
    value: TokenStream,
    reading: TokenStream,
    body: TokenStream,
) -> TokenStream {
    let read = scope.name("crate::wire", "Read");
    let (mode, fault) = (scope.name("crate::wire", "Reading"), scope.name("crate::wire", "Fault"));
    let (json, result) = (scope.name("serde_json", "Value"), scope.prelude("Result"));
    quote! {
        impl #read for #name {
            fn read(#value: #json, #reading: #mode) -> #result<Self, #fault> { #body }
        }
    }
}

fn write_impl(scope: &Scope<'_>, name: &TokenStream, body: TokenStream) -> TokenStream {
    let write = scope.name("crate::wire", "Write");
    let (serializer, result) = (scope.name("serde", "Serializer"), scope.prelude("Result"));
    quote! {
        impl #write for #name {
            fn write<S: #serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> { #body }
        }
    }
}

fn read_struct(scope: &Scope<'_>, shape: &Shape, members: &[Member]) -> TokenStream {
    let object = scope.name("crate::wire", "Object");
    let fields = members.iter().map(|member| read_member(scope, shape, member));
    let mutable = (!members.is_empty()).then(|| quote!(mut));
    quote! {
        let #mutable object = #object::of(value, reading)?;
        let read = Self { #(#fields),* };
        object.finish()?;
        Ok(read)
    }
}

fn read_tagged(scope: &Scope<'_>, module: &Module, shape: &Shape, tagged: &Tagged) -> TokenStream {
    let object = scope.name("crate::wire", "Object");
    let inner = scope.declared(module.domain, &variant_type(shape).unwrap_or_default());
    let tag_type = types::item_type(scope, &tagged.tag.ty);
    let (tag, key) = (names::ident(&tagged.tag.name.snake()), &tagged.tag.json);
    let (_, local) = names::binding(&tagged.tag.name.snake(), &["object", "read", "value", "reading"]);
    let tag_value = match json::default(scope, &tagged.tag) {
        Some(default) => quote!(object.or(#key, || #default)?),
        None => quote!(object.required(#key)?),
    };
    let arms = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let fields = case.members.iter().map(|member| read_member(scope, shape, member));
        let fields = (!case.members.is_empty()).then(|| quote!({ #(#fields),* }));
        quote!(#tag_type::#variant => #inner::#variant #fields)
    });
    let mut fields: Vec<_> = tagged
        .common
        .iter()
        .map(|member| read_member(scope, shape, member))
        .collect();
    fields.insert(
        tagged.tag_position.min(fields.len()),
        if tag == local {
            quote!(#tag)
        } else {
            quote!(#tag: #local)
        },
    );
    quote! {
        let mut object = #object::of(value, reading)?;
        let #local = match #tag_value { #(#arms),* };
        let read = Self { #(#fields),* };
        object.finish()?;
        Ok(read)
    }
}

/// One member of a value that is being read.
fn read_member(scope: &Scope<'_>, shape: &Shape, member: &Member) -> TokenStream {
    let (name, key) = (names::ident(&member.name.snake()), &member.json);
    let read = match (shape.role, types::wrapping(shape.role, member)) {
        (Role::Record, wrapping) => match (json::default(scope, member), wrapping) {
            (Some(default), _) => quote!(object.or(#key, || #default)?),
            (None, Wrapping::Plain) => quote!(object.required(#key)?),
            (None, _) => quote!(object.nullable(#key)?),
        },
        (Role::Create, Wrapping::Option) if member.nullable => quote!(object.nullable(#key)?),
        (Role::Create | Role::Patch, Wrapping::Option | Wrapping::Double) => quote!(object.optional(#key)?),
        _ => quote!(object.required(#key)?),
    };
    quote!(#name: #read)
}

fn write_struct(scope: &Scope<'_>, shape: &Shape, members: &[Member]) -> TokenStream {
    let writer = scope.name("crate::wire", "Members");
    let (name, count) = (&shape.name, Literal::usize_unsuffixed(members.len()));
    let writes = members
        .iter()
        .map(|member| write_member(shape, member, &of_self(member)));
    let mutable = (!members.is_empty()).then(|| quote!(mut));
    quote! {
        let #mutable object = #writer::new(serializer, #name, #count)?;
        #(#writes)*
        object.end()
    }
}

fn write_tagged(scope: &Scope<'_>, module: &Module, shape: &Shape, tagged: &Tagged) -> TokenStream {
    let writer = scope.name("crate::wire", "Members");
    let inner = scope.declared(module.domain, &variant_type(shape).unwrap_or_default());
    let (name, count) = (&shape.name, Literal::usize_unsuffixed(tagged.common.len() + 1));
    let (tag, key) = (names::ident(&tagged.tag.name.snake()), &tagged.tag.json);
    let mut writes: Vec<_> = tagged
        .common
        .iter()
        .map(|member| write_member(shape, member, &of_self(member)))
        .collect();
    let position = tagged.tag_position.min(writes.len());
    writes.insert(position, quote!(object.member(#key, &self.#tag.tag())?;));
    let arms = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let bound: Vec<_> = case
            .members
            .iter()
            .map(|member| names::binding(&member.name.snake(), &["object"]))
            .collect();
        let fields = bound.iter().map(|(pattern, _)| pattern);
        let pattern = (!bound.is_empty()).then(|| quote!({ #(#fields),* }));
        let places = bound.iter().map(|(_, local)| quote!(#local));
        let writes = case
            .members
            .iter()
            .zip(places)
            .map(|(member, place)| write_member(shape, member, &place));
        quote!(#inner::#variant #pattern => { #(#writes)* })
    });
    quote! {
        let mut object = #writer::new(serializer, #name, #count)?;
        #(#writes)*
        match &self.#tag { #(#arms)* }
        object.end()
    }
}

fn of_self(member: &Member) -> TokenStream {
    let name = names::ident(&member.name.snake());
    quote!(&self.#name)
}

/// One member of a value that is being written, given a reference to it.
fn write_member(shape: &Shape, member: &Member, place: &TokenStream) -> TokenStream {
    let key = &member.json;
    match (shape.role, types::wrapping(shape.role, member)) {
        (Role::Create | Role::Patch, Wrapping::Option | Wrapping::Double) => quote!(object.present(#key, #place)?;),
        _ => quote!(object.member(#key, #place)?;),
    }
}
