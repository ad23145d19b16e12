//! Declared checks, evaluated in Rust with the logic of SQL. In: an expression over fields. Out: a method that says
//! whether it holds, fails or cannot be known; where a shape lacks a field that the check reads, no method at all.

use driftless_model::{Check, Default, FieldId, Value};
use driftless_shape::constraints;
use driftless_shape::{Body, Item, Member, Origin, Role, Shape, Tagged};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::expression;
use crate::names;
use crate::operand::{self, Operand};
use crate::rules::Place;
use crate::scope::Scope;
use crate::types::{self, Wrapping};
use crate::view::variant_type;

/// Calls of the checks, and the checks themselves.
pub(crate) fn emit(scope: &Scope<'_>, shape: &Shape) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let Origin::Entity(id) = shape.origin else {
        return (Vec::new(), Vec::new());
    };
    let checks = &scope.view.schema.entity(id).checks;
    checks
        .iter()
        .filter_map(|check| Some((call(scope, shape, check), method(scope, shape, check)?)))
        .unzip()
}

/// Whether a shape evaluates a check.
pub(crate) fn is_evaluated(scope: &Scope<'_>, shape: &Shape, check: &Check) -> bool {
    method(scope, shape, check).is_some()
}

fn call(scope: &Scope<'_>, shape: &Shape, check: &Check) -> TokenStream {
    let name = method_name(check);
    let code = constraints::of_check(scope.view.schema, shape.origin, check.name.as_str());
    let message = if check.doc.is_empty() {
        format!("must satisfy {}", check.text)
    } else {
        check.doc.clone()
    };
    let fields = check.expr.fields();
    let members = shape.body.members();
    let pointer = match fields.as_slice() {
        [field] => members
            .iter()
            .find(|member| member.field == *field)
            .map(|member| format!("/{}", member.json)),
        _ => None,
    };
    let pointer = pointer.unwrap_or_default();
    quote!(errors.check(#pointer, #code, #message, self.#name());)
}

fn method_name(check: &Check) -> Ident {
    names::ident(&format!("check_{}", check.name.snake()))
}

fn method(scope: &Scope<'_>, shape: &Shape, check: &Check) -> Option<TokenStream> {
    let name = method_name(check);
    let mut inputs = Vec::new();
    let mut reads: Vec<(FieldId, Option<usize>)> = Vec::new();
    check.expr.walk(&mut |expr| {
        let read = expression::read(expr);
        reads.extend(read.filter(|read| !reads.contains(read)));
    });
    for (field, column) in reads {
        inputs.push(input(scope, shape, field, column)?);
    }
    let value = expression::emit(scope, shape.origin, &check.expr)?;
    let option = scope.prelude("Option");
    scope.module("crate", "logic");
    Some(quote! {
        fn #name(&self) -> #option<bool> {
            #(#inputs)*
            #value
        }
    })
}

/// Binds what a field holds: a value or null. Where it is absent and nobody knows what the database would put there, the
/// whole check is unknown.
fn input(scope: &Scope<'_>, shape: &Shape, field: FieldId, column: Option<usize>) -> Option<TokenStream> {
    let local = expression::variable(scope, shape.origin, field, column);
    let members = shape.body.members();
    let member = members
        .iter()
        .find(|member| member.field == field && member.column == column)?;
    if scope.view.is_secret(shape.origin, member) {
        return None;
    }
    let value = match &shape.body {
        Body::Struct(_) => of_member(scope, shape, member)?,
        Body::Tagged(tagged) => of_tagged(scope, shape, tagged, member)?,
    };
    Some(quote!(let #local = #value;))
}

fn of_member(scope: &Scope<'_>, shape: &Shape, member: &Member) -> Option<TokenStream> {
    let name = names::ident(&member.name.snake());
    let place = Place::Value(quote!(self.#name));
    match (types::wrapping(shape.role, member), shape.role) {
        (Wrapping::Plain, _) => {
            let value = operand::value(scope, &member.ty, &place)?;
            Some(quote!(Some(#value)))
        }
        (Wrapping::Option, Role::Patch) => present(scope, member, &name),
        (Wrapping::Option, _) if member.nullable => operand::optional(scope, &member.ty, &place),
        (Wrapping::Option, _) => defaulted(scope, member, &name),
        (Wrapping::Double, Role::Patch) if types::is_copied(scope, &member.ty) => {
            operand::optional(scope, &member.ty, &Place::Value(quote!(self.#name?)))
        }
        (Wrapping::Double, Role::Patch) => {
            operand::optional(scope, &member.ty, &Place::Reference(quote!(self.#name.as_ref()?)))
        }
        (Wrapping::Double, _) => defaulted_or_null(scope, member, &name),
    }
}

/// A value that may be null, and absent where the default is meant.
fn defaulted_or_null(scope: &Scope<'_>, member: &Member, name: &Ident) -> Option<TokenStream> {
    let Some(Default::Value(literal)) = &member.default else {
        return None;
    };
    let literal = match literal {
        Value::Null => quote!(None),
        literal => {
            let literal = default_operand(scope, member, literal)?;
            quote!(Some(#literal))
        }
    };
    let (option, place) = match types::is_copied(scope, &member.ty) {
        true => (quote!(self.#name), Place::Value(quote!(value))),
        false => (quote!(self.#name.as_ref()), Place::Reference(quote!(value))),
    };
    let value = operand::optional(scope, &member.ty, &place)?;
    Some(match value.to_string().as_str() {
        "value" => quote!(#option.unwrap_or(#literal)),
        _ => quote!(#option.map_or(#literal, |value| #value)),
    })
}

/// A value that may be absent; then the check is unknown.
fn present(scope: &Scope<'_>, member: &Member, name: &Ident) -> Option<TokenStream> {
    let place = match types::is_copied(scope, &member.ty) {
        true => Place::Value(quote!(self.#name?)),
        false => Place::Reference(quote!(self.#name.as_ref()?)),
    };
    let value = operand::value(scope, &member.ty, &place)?;
    Some(quote!(Some(#value)))
}

/// A value that is absent where the default is meant: the default, where it is a literal.
fn defaulted(scope: &Scope<'_>, member: &Member, name: &Ident) -> Option<TokenStream> {
    let literal = match &member.default {
        Some(Default::Value(literal)) => default_operand(scope, member, literal),
        _ => None,
    };
    let Some(literal) = literal else {
        return present(scope, member, name);
    };
    let (option, place) = match types::is_copied(scope, &member.ty) {
        true => (quote!(self.#name), Place::Value(quote!(value))),
        false => (quote!(self.#name.as_ref()), Place::Reference(quote!(value))),
    };
    let value = operand::value(scope, &member.ty, &place)?;
    Some(match value.to_string().as_str() {
        "value" => quote!(Some(#option.unwrap_or(#literal))),
        "i64 :: from (value)" => quote!(Some(#option.map_or(#literal, i64::from))),
        _ => quote!(Some(#option.map_or(#literal, |value| #value))),
    })
}

fn default_operand(scope: &Scope<'_>, member: &Member, literal: &Value) -> Option<TokenStream> {
    match &member.ty.item {
        _ if member.ty.array.is_some() => None,
        Item::Scalar(scalar) => operand::literal(scope, Operand::of_scalar(*scalar), literal),
        Item::Enum(_) => operand::literal(scope, Operand::Text, literal),
        _ => None,
    }
}

/// A member that only some cases have is null in the others.
fn of_tagged(scope: &Scope<'_>, shape: &Shape, tagged: &Tagged, member: &Member) -> Option<TokenStream> {
    if tagged.common.iter().any(|common| common.field == member.field) {
        return of_member(scope, shape, member);
    }
    let tag = names::ident(&tagged.tag.name.snake());
    if tagged.tag.field == member.field {
        return Some(quote!(Some(self.#tag.tag().as_str())));
    }
    let inner = names::ident(&variant_type(shape)?);
    let name = names::ident(&member.name.snake());
    let holders = tagged
        .cases
        .iter()
        .filter(|case| case.members.iter().any(|held| held.field == member.field));
    let patterns: Vec<_> = holders
        .map(|case| {
            let variant = names::variant(&case.value);
            quote!(#inner::#variant { #name: value, .. })
        })
        .collect();
    let value = operand::value(scope, &member.ty, &Place::Reference(quote!(value)))?;
    let found = match types::wrapping(shape.role, member) {
        Wrapping::Plain => quote!(Some(#value)),
        Wrapping::Option if member.nullable => operand::optional(scope, &member.ty, &Place::Reference(quote!(value)))?,
        Wrapping::Option | Wrapping::Double => return None,
    };
    let rest = (patterns.len() < tagged.cases.len()).then(|| quote!(_ => None));
    Some(quote!(match &self.#tag { #(#patterns)|* => #found, #rest }))
}
