//! `validate`: everything the database would refuse about one value, before it is asked. In: a shape that comes from
//! clients or is stored as JSON. Out: a method that reports each broken rule by JSON pointer and constraint name.

use driftless_shape::constraints;
use driftless_shape::{Body, Case, Item, Member, Role, Shape, Tagged};
use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks;
use crate::names;
use crate::rules::{self, Place, Rule};
use crate::scope::Scope;
use crate::types::{self, Wrapping};
use crate::view::{View, variant_type};

/// Variables of the method that a member could hide.
const TAKEN: [&str; 4] = ["errors", "value", "index", "item"];

/// The method, and the checks that it calls; nothing for what the service itself makes.
pub(crate) fn emit(scope: &Scope<'_>, shape: &Shape) -> Option<TokenStream> {
    if matches!(shape.role, Role::Read | Role::Row) {
        return None;
    }
    let name = names::ident(&shape.name);
    let error = scope.name("crate::validation", "FieldError");
    let (result, vec) = (scope.prelude("Result"), scope.prelude("Vec"));
    let mut statements = match &shape.body {
        Body::Struct(members) => members.iter().map(|member| of_self(scope, shape, member)).collect(),
        Body::Tagged(tagged) => of_tagged(scope, shape, tagged),
    };
    if shape.role == Role::Patch {
        statements.insert(0, something());
    }
    let (calls, methods) = checks::emit(scope, shape);
    statements.extend(calls);
    let body = body(scope, statements);
    Some(quote! {
        impl #name {
            /// Everything the database would refuse about it, by JSON pointer and constraint name.
            pub fn validate(&self) -> #result<(), #vec<#error>> { #body }
            #(#methods)*
        }
    })
}

/// A patch changes something: one that does not was meant otherwise.
fn something() -> TokenStream {
    let (code, message) = (constraints::EMPTY, "must change something");
    quote!(errors.check("", #code, #message, Some(*self != Self::default()));)
}

fn body(scope: &Scope<'_>, statements: Vec<TokenStream>) -> TokenStream {
    let statements: Vec<_> = statements
        .into_iter()
        .filter(|statement| !statement.is_empty())
        .collect();
    if statements.is_empty() {
        return quote!(Ok(()));
    }
    let errors = scope.name("crate::validation", "Errors");
    if statements
        .iter()
        .any(|statement| statement.to_string().contains("rules ::"))
    {
        scope.module("crate", "rules");
    }
    quote! {
        let mut errors = #errors::default();
        #(#statements)*
        errors.finish()
    }
}

fn of_self(scope: &Scope<'_>, shape: &Shape, member: &Member) -> TokenStream {
    let name = names::ident(&member.name.snake());
    of_member(scope, shape, member, &Place::Value(quote!(self.#name)))
}

fn of_tagged(scope: &Scope<'_>, shape: &Shape, tagged: &Tagged) -> Vec<TokenStream> {
    let mut statements: Vec<_> = tagged
        .common
        .iter()
        .map(|member| of_self(scope, shape, member))
        .collect();
    let inner = names::ident(&variant_type(shape).unwrap_or_default());
    let tag = names::ident(&tagged.tag.name.snake());
    let arms: Vec<_> = tagged
        .cases
        .iter()
        .filter_map(|case| of_case(scope, shape, case))
        .collect();
    statements.push(match arms.as_slice() {
        [] => quote!(),
        [(pattern, rules)] => quote!(if let #inner::#pattern = &self.#tag { #rules }),
        _ => {
            let rest = (arms.len() < tagged.cases.len()).then(|| quote!(_ => {}));
            let arms = arms
                .iter()
                .map(|(pattern, rules)| quote!(#inner::#pattern => { #rules }));
            quote!(match &self.#tag { #(#arms)* #rest })
        }
    });
    statements
}

/// The pattern of a case and the rules about its members; nothing where there are none.
fn of_case(scope: &Scope<'_>, shape: &Shape, case: &Case) -> Option<(TokenStream, TokenStream)> {
    let variant = names::variant(&case.value);
    let mut patterns = Vec::new();
    let mut statements = Vec::new();
    for member in &case.members {
        let (pattern, local) = names::binding(&member.name.snake(), &TAKEN);
        let rules = of_member(scope, shape, member, &Place::Reference(quote!(#local)));
        if !rules.is_empty() {
            patterns.push(pattern);
            statements.push(rules);
        }
    }
    let rest = (patterns.len() < case.members.len()).then(|| quote!(..));
    (!statements.is_empty()).then(|| (quote!(#variant { #(#patterns,)* #rest }), quote!(#(#statements)*)))
}

/// The rules about a member, whatever it is wrapped in.
fn of_member(scope: &Scope<'_>, shape: &Shape, member: &Member, place: &Place) -> TokenStream {
    let wrapping = types::wrapping(shape.role, member);
    let inside = if wrapping == Wrapping::Plain {
        place.clone()
    } else {
        Place::Reference(quote!(value))
    };
    let exposed = if scope.view.is_secret(shape.origin, member) {
        let receiver = inside.receiver();
        Place::Reference(quote!(#receiver.expose()))
    } else {
        inside
    };
    let rules = of_value(scope, shape, member, &exposed);
    if rules.is_empty() {
        return rules;
    }
    let value = place.by_ref();
    match wrapping {
        Wrapping::Plain => rules,
        Wrapping::Option => quote!(if let Some(value) = #value { #rules }),
        Wrapping::Double => quote!(if let Some(Some(value)) = #value { #rules }),
    }
}

fn of_value(scope: &Scope<'_>, shape: &Shape, member: &Member, place: &Place) -> TokenStream {
    let pointer = format!("/{}", member.json.replace('~', "~0").replace('/', "~1"));
    let Some(count) = member.ty.array else {
        return of_item(scope, shape, member, place, &quote!(#pointer));
    };
    let count = rules::of_array(count, place).map(|rule| {
        let call = call(scope, shape, member, &rule, &quote!(#pointer));
        quote!(errors #call;)
    });
    let item_pointer = format!("{pointer}/{{index}}").replace("{{index}}", "{index}");
    let inside = of_item(
        scope,
        shape,
        member,
        &Place::Reference(quote!(item)),
        &quote!(format_args!(#item_pointer)),
    );
    let each = (!inside.is_empty()).then(|| {
        let receiver = place.receiver();
        quote!(for (index, item) in #receiver.iter().enumerate() { #inside })
    });
    quote!(#count #each)
}

/// The rules about a single value, or about each element.
fn of_item(scope: &Scope<'_>, shape: &Shape, member: &Member, place: &Place, pointer: &TokenStream) -> TokenStream {
    if is_validated(&member.ty.item) {
        let receiver = place.receiver();
        return quote!(errors.nested(#pointer, #receiver.validate()););
    }
    let rules = rules::of_item(scope, &member.ty, place);
    let calls: Vec<_> = rules
        .iter()
        .map(|rule| call(scope, shape, member, rule, pointer))
        .collect();
    if calls.is_empty() {
        quote!()
    } else {
        quote!(errors #(#calls)*;)
    }
}

fn is_validated(item: &Item) -> bool {
    View::shape_key(item).is_some_and(|(_, role)| !matches!(role, Role::Read | Role::Row))
}

fn call(scope: &Scope<'_>, shape: &Shape, member: &Member, rule: &Rule, pointer: &TokenStream) -> TokenStream {
    let code = constraints::of_member(scope.view.schema, shape.origin, member, rule.aspect);
    let fault = &rule.fault;
    quote!(.rule(#pointer, #code, #fault))
}
