//! The JSON of a domain's types: how each is read and written. It stands apart from the types, so that they read as
//! what they are and the whole of it is switched by one feature.

use driftless_model::Enum;
use driftless_shape::{ArcShape, Body, IdShape, Member, Module, Role, Shape, Tagged};
use proc_macro2::TokenStream;
use quote::quote;

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
    items.extend(module.ids.iter().flat_map(|id| id_items(&scope, module, id)));
    items.extend(module.enums.iter().flat_map(|&id| enum_items(&scope, view.schema.enumeration(id))));
    items.extend(module.arcs.iter().flat_map(|arc| arc_items(&scope, module, arc)));
    let shapes = module.shapes.iter().filter(|shape| shape.role != Role::Row);
    items.extend(shapes.flat_map(|shape| shape_items(&scope, module, shape)));
    if items.is_empty() {
        return None;
    }
    let registrations = registrations(&scope, module);
    let mut groups = scope.imports();
    groups.extend(registrations.into_iter().chain(items).map(|item| vec![item]));
    Some(Source { path: format!("src/wire/{name}.rs"), feature: Some("serde"), head: quote!(), groups })
}

/// Declares the domains' modules in the module that holds them.
pub(crate) fn join(sources: &mut [Source]) {
    let modules = sources.iter().filter_map(|source| source.path.strip_prefix("src/wire/")?.strip_suffix(".rs"));
    let declarations: Vec<TokenStream> = modules
        .filter(|module| *module != "mod")
        .map(|module| {
            let module = names::ident(module);
            quote!(mod #module;)
        })
        .collect();
    if let Some(holder) = sources.iter_mut().find(|source| source.path == "src/wire/mod.rs") {
        holder.groups.insert(0, declarations);
    }
}

/// Which types are read strictly, read tolerantly and shown.
fn registrations(scope: &Scope<'_>, module: &Module) -> Vec<TokenStream> {
    let view = scope.view;
    let shapes = || module.shapes.iter().filter(|shape| shape.role != Role::Row);
    let names = |shapes: Vec<&Shape>| -> Vec<TokenStream> {
        shapes.into_iter().map(|shape| scope.declared(module.domain, &shape.name)).collect()
    };
    let scalars: Vec<TokenStream> = module
        .ids
        .iter()
        .map(|id| id.name.clone())
        .chain(module.enums.iter().map(|&id| view.schema.enumeration(id).name.pascal()))
        .chain(module.arcs.iter().map(|arc| arc.name.clone()))
        .map(|name| scope.declared(module.domain, &name))
        .collect();
    let mut documents = scalars.clone();
    documents.extend(names(shapes().filter(|shape| !is_request(shape)).collect()));
    let requests = names(shapes().filter(|shape| is_request(shape)).collect());
    let mut shown = scalars;
    shown.extend(names(shapes().filter(|shape| !view.holds_secret((shape.origin, shape.role))).collect()));
    [("documents", documents), ("requests", requests), ("shown", shown)]
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

fn id_items(scope: &Scope<'_>, module: &Module, id: &IdShape) -> Vec<TokenStream> {
    let name = scope.declared(module.domain, &id.name);
    let read = read_impl(scope, &name, quote!(value), quote!(reading), quote!(Read::read(value, reading).map(Self)));
    vec![read, write_impl(scope, &name, quote!(self.0.write(serializer)))]
}

fn enum_items(scope: &Scope<'_>, item: &Enum) -> Vec<TokenStream> {
    let name = scope.declared(item.domain, &item.name.pascal());
    let word = scope.name("crate::wire::scalars", "word");
    let read = read_impl(scope, &name, quote!(value), quote!(_), quote!(#word(value)));
    vec![read, write_impl(scope, &name, quote!(serializer.serialize_str(self.as_str())))]
}

fn arc_items(scope: &Scope<'_>, module: &Module, arc: &ArcShape) -> Vec<TokenStream> {
    let name = scope.declared(module.domain, &arc.name);
    let (object, fault) = (scope.name("crate::wire", "Object"), scope.name("crate::wire", "Fault"));
    let members = scope.name("crate::wire", "Members");
    let (string, ok, err) = (scope.prelude("String"), scope.prelude("Ok"), scope.prelude("Err"));
    let variants: Vec<_> = arc.targets.iter().map(|(kind, _)| names::variant(kind)).collect();
    let words: Vec<_> = arc.targets.iter().map(|(kind, _)| kind).collect();
    let expected = format!("expected one of: {}", arc.targets.iter().map(|(k, _)| k.as_str()).collect::<Vec<_>>().join(", "));
    let text = &arc.name;
    let read = quote! {
        let mut object = #object::of(value, reading)?;
        let kind: #string = object.required("kind")?;
        let arc = match kind.as_str() {
            #(#words => Self::#variants(object.required("id")?),)*
            _ => return #err(#fault::new(#expected).inside("kind")),
        };
        object.finish()?;
        #ok(arc)
    };
    let write = quote! {
        let mut object = #members::new(serializer, #text, 2)?;
        object.word("kind", self.kind())?;
        match self { #(Self::#variants(id) => object.member("id", id)?),* }
        object.end()
    };
    vec![read_impl(scope, &name, quote!(value), quote!(reading), read), write_impl(scope, &name, write)]
}

fn shape_items(scope: &Scope<'_>, module: &Module, shape: &Shape) -> Vec<TokenStream> {
    let name = scope.declared(module.domain, &shape.name);
    let read = match &shape.body {
        Body::Struct(members) => read_struct(scope, shape, members),
        Body::Tagged(tagged) => read_tagged(scope, module, shape, tagged),
    };
    let mut items = vec![read_impl(scope, &name, quote!(value), quote!(reading), read)];
    if !scope.view.holds_secret((shape.origin, shape.role)) {
        let write = match &shape.body {
            Body::Struct(members) => write_struct(scope, shape, members),
            Body::Tagged(tagged) => write_tagged(scope, module, shape, tagged),
        };
        items.push(write_impl(scope, &name, write));
    }
    items
}

fn read_impl(scope: &Scope<'_>, name: &TokenStream, value: TokenStream, reading: TokenStream, body: TokenStream) -> TokenStream {
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
    let (object, ok) = (scope.name("crate::wire", "Object"), scope.prelude("Ok"));
    let fields = members.iter().map(|member| read_member(scope, shape, member));
    let mutable = (!members.is_empty()).then(|| quote!(mut));
    quote! {
        let #mutable object = #object::of(value, reading)?;
        let read = Self { #(#fields),* };
        object.finish()?;
        #ok(read)
    }
}

fn read_tagged(scope: &Scope<'_>, module: &Module, shape: &Shape, tagged: &Tagged) -> TokenStream {
    let (object, ok) = (scope.name("crate::wire", "Object"), scope.prelude("Ok"));
    let inner = scope.declared(module.domain, &variant_type(shape).unwrap_or_default());
    let tag_type = types::item_type(scope, &tagged.tag.ty);
    let (tag, key) = (names::ident(&tagged.tag.name.snake()), &tagged.tag.json);
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
    let mut fields: Vec<_> = tagged.common.iter().map(|member| read_member(scope, shape, member)).collect();
    fields.insert(tagged.tag_position.min(fields.len()), quote!(#tag));
    quote! {
        let mut object = #object::of(value, reading)?;
        let #tag = match #tag_value { #(#arms),* };
        let read = Self { #(#fields),* };
        object.finish()?;
        #ok(read)
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
    let (name, count) = (&shape.name, members.len());
    let writes = members.iter().map(|member| write_member(shape, member, &quote!(&self.)));
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
    let (name, count) = (&shape.name, tagged.common.len() + 1);
    let (tag, key) = (names::ident(&tagged.tag.name.snake()), &tagged.tag.json);
    let mut writes: Vec<_> = tagged.common.iter().map(|member| write_member(shape, member, &quote!(&self.))).collect();
    let position = tagged.tag_position.min(writes.len());
    writes.insert(position, quote!(object.member(#key, &self.#tag.tag())?;));
    let arms = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let fields: Vec<_> = case.members.iter().map(|member| names::ident(&member.name.snake())).collect();
        let pattern = (!fields.is_empty()).then(|| quote!({ #(#fields),* }));
        let writes = case.members.iter().map(|member| write_member(shape, member, &quote!()));
        quote!(#inner::#variant #pattern => { #(#writes)* })
    });
    quote! {
        let mut object = #writer::new(serializer, #name, #count)?;
        #(#writes)*
        match &self.#tag { #(#arms)* }
        object.end()
    }
}

/// One member of a value that is being written; `place` is what stands before its name.
fn write_member(shape: &Shape, member: &Member, place: &TokenStream) -> TokenStream {
    let (name, key) = (names::ident(&member.name.snake()), &member.json);
    match (shape.role, types::wrapping(shape.role, member)) {
        (Role::Create | Role::Patch, Wrapping::Option | Wrapping::Double) => {
            quote!(object.present(#key, #place #name)?;)
        }
        _ => quote!(object.member(#key, #place #name)?;),
    }
}
