//! Structs: one per shape. A tagged shape is a struct of its common members with an enum of its cases inside, in the
//! place of the tag, so that no value has members of a case it is not.

use driftless_model::{Default, Value};
use driftless_shape::{Body, Member, Role, Shape, Tagged};
use proc_macro2::TokenStream;
use quote::quote;

use crate::attributes;
use crate::docs;
use crate::names;
use crate::scope::Scope;
use crate::types::{self, Wrapping};
use crate::view::variant_type;

/// The type, or the two types, of a shape.
pub(crate) fn emit(scope: &Scope<'_>, shape: &Shape) -> Vec<TokenStream> {
    match &shape.body {
        Body::Struct(members) => {
            let fields: Vec<_> = members.iter().map(|member| field(scope, shape, member)).collect();
            vec![structure(scope, shape, &fields)]
        }
        Body::Tagged(tagged) => {
            let mut fields: Vec<_> = tagged.common.iter().map(|member| field(scope, shape, member)).collect();
            fields.insert(tagged.tag_position.min(fields.len()), tag_field(shape, tagged));
            vec![
                structure(scope, shape, &fields),
                variants(scope, shape, tagged),
                tag_of(scope, shape, tagged),
            ]
        }
    }
}

fn structure(scope: &Scope<'_>, shape: &Shape, fields: &[TokenStream]) -> TokenStream {
    let name = names::ident(&shape.name);
    let text = match shape.role {
        Role::Read | Role::Record => shape.doc.clone(),
        Role::Create => format!("What is sent to make one `{}`.", read_name(shape)),
        Role::Patch => format!(
            "What is sent to change one `{}`: absent members stay as they are.",
            read_name(shape)
        ),
        Role::Row => format!("A `{}` as it is stored; it never leaves the service.", read_name(shape)),
    };
    let doc = docs::marked(shape.span, &shape.name, &text);
    let deprecated = docs::deprecated(shape.deprecated.as_deref());
    let attributes = type_attributes(scope, shape);
    quote! {
        #doc
        #deprecated
        #attributes
        pub struct #name { #(#fields),* }
    }
}

fn read_name(shape: &Shape) -> &str {
    let suffix = match shape.role {
        Role::Read | Role::Record => "",
        Role::Create => "Create",
        Role::Patch => "Patch",
        Role::Row => "Row",
    };
    shape.name.strip_suffix(suffix).unwrap_or(&shape.name)
}

fn type_attributes(scope: &Scope<'_>, shape: &Shape) -> TokenStream {
    let is_redacted = shape.body.members().iter().any(|member| member.redacted);
    let mut base = if is_redacted {
        vec!["Clone", "PartialEq"]
    } else {
        vec!["Debug", "Clone", "PartialEq"]
    };
    if !scope.view.holds_float((shape.origin, shape.role)) {
        base.push("Eq");
    }
    if shape.role == Role::Patch {
        base.push("Default");
    }
    let is_own = |derive: &&String| is_redacted && derive.ends_with("Debug");
    let derives: Vec<String> = shape.derives.iter().filter(|derive| !is_own(derive)).cloned().collect();
    attributes::of(&base, &derives, &shape.attributes)
}

fn field(scope: &Scope<'_>, shape: &Shape, member: &Member) -> TokenStream {
    let (doc, field) = described_field(scope, shape, member, &shape.name);
    quote!(#doc pub #field)
}

/// What stands before a field, and the field: between them `pub`, unless it is one of a variant.
fn described_field(scope: &Scope<'_>, shape: &Shape, member: &Member, owner: &str) -> (TokenStream, TokenStream) {
    let name = names::ident(&member.name.snake());
    let doc = docs::marked(
        member.span,
        &format!("{owner}.{}", member.name.snake()),
        &describe(shape, member),
    );
    let deprecated = docs::deprecated(member.deprecated.as_deref());
    let ty = types::member_type(scope, shape, member);
    (quote!(#doc #deprecated), quote!(#name: #ty))
}

fn tag_field(shape: &Shape, tagged: &Tagged) -> TokenStream {
    let name = names::ident(&tagged.tag.name.snake());
    let symbol = format!("{}.{}", shape.name, tagged.tag.name.snake());
    let doc = docs::marked(tagged.tag.span, &symbol, &tagged.tag.doc);
    let ty = names::ident(&variant_type(shape).unwrap_or_default());
    quote!(#doc pub #name: #ty)
}

/// The meaning of a member, and what else a reader should know of it.
fn describe(shape: &Shape, member: &Member) -> String {
    let mut text = member.doc.clone();
    let mut add = |line: String| {
        text.push_str(if text.is_empty() { "" } else { "\n\n" });
        text.push_str(&line);
    };
    if let Some(pii) = &member.pii {
        let purpose = pii
            .purpose
            .as_deref()
            .map(|purpose| format!(": {purpose}"))
            .unwrap_or_default();
        add(format!("Personal data ({}){purpose}", pii.kind));
    }
    if matches!(types::wrapping(shape.role, member), Wrapping::Double) {
        add("`None` leaves it as it is, `Some(None)` makes it null.".to_owned());
    }
    let is_open = shape.usage.request && !member.redacted;
    if let Some(default) = member.default.as_ref().filter(|_| is_open).and_then(said) {
        add(format!("Without a value: {default}."));
    }
    text
}

fn said(default: &Default) -> Option<String> {
    match default {
        Default::Now => Some("the current time".to_owned()),
        Default::Uuid => Some("a new key".to_owned()),
        Default::Value(Value::Text(text)) => Some(format!("`{text}`")),
        Default::Value(Value::Int(number)) => Some(format!("`{number}`")),
        Default::Value(Value::Bool(value)) => Some(format!("`{value}`")),
        Default::Value(Value::Decimal(number)) => Some(format!("`{number}`")),
        Default::Value(Value::Float(number)) => Some(format!("`{number}`")),
        Default::Value(_) => None,
    }
}

fn variants(scope: &Scope<'_>, shape: &Shape, tagged: &Tagged) -> TokenStream {
    let type_name = variant_type(shape).unwrap_or_default();
    let name = names::ident(&type_name);
    let doc = docs::doc(&format!(
        "What a `{}` has beside its common members, by `{}`.",
        shape.name, tagged.tag.json
    ));
    let deprecated = docs::deprecated(shape.deprecated.as_deref());
    let attributes = type_attributes(scope, shape);
    let cases = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let symbol = format!("{type_name}::{variant}");
        let doc = docs::marked(case.span, &symbol, &case.doc);
        let fields = case.members.iter().map(|member| {
            let (doc, field) = described_field(scope, shape, member, &symbol);
            quote!(#doc #field)
        });
        let fields = (!case.members.is_empty()).then(|| quote!({ #(#fields),* }));
        quote!(#doc #variant #fields)
    });
    quote! {
        #doc
        #deprecated
        #attributes
        pub enum #name { #(#cases),* }
    }
}

/// The tag that a case stands for.
fn tag_of(scope: &Scope<'_>, shape: &Shape, tagged: &Tagged) -> TokenStream {
    let name = names::ident(&variant_type(shape).unwrap_or_default());
    let tag = types::item_type(scope, &tagged.tag.ty);
    let arms = tagged.cases.iter().map(|case| {
        let variant = names::variant(&case.value);
        let rest = (!case.members.is_empty()).then(|| quote!({ .. }));
        quote!(Self::#variant #rest => #tag::#variant)
    });
    quote! {
        impl #name {
            /// The tag that tells which one it is.
            pub const fn tag(&self) -> #tag {
                match self { #(#arms),* }
            }
        }
    }
}
