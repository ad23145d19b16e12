//! Patterns, each compiled once in the emitted crate. In: the types whose values are validated. Out: a name for each
//! pattern, taken from the named type or from the first member that has it.

use std::collections::BTreeMap;

use driftless_diagnostics::Span;
use driftless_model::{Name, Schema};
use driftless_shape::{Item, Member, Origin, Role, Shapes};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::docs;
use crate::print::Source;
use crate::view::View;

/// Patterns in order of first use, with their names.
#[derive(Default)]
pub(crate) struct Patterns {
    named: Vec<(String, String)>,
    unusable: Vec<(String, String, Span)>,
}

impl Patterns {
    /// Those of everything that is validated.
    pub(crate) fn of(schema: &Schema, shapes: &Shapes) -> Self {
        let mut patterns = Self::default();
        let ids: BTreeMap<_, _> = shapes
            .modules
            .iter()
            .flat_map(|m| &m.ids)
            .map(|id| (id.entity, id))
            .collect();
        for (_, shape) in shapes
            .shapes()
            .filter(|(_, shape)| !matches!(shape.role, Role::Read | Role::Row))
        {
            for member in shape.body.members() {
                let (ty, named) = match &member.ty.item {
                    Item::Id(entity) => match ids.get(entity) {
                        Some(id) => (&id.ty.limits, id.ty.named),
                        None => continue,
                    },
                    _ => (&member.ty.limits, member.ty.named),
                };
                let Some(pattern) = &ty.pattern else { continue };
                if regex_lite::Regex::new(pattern).is_err() {
                    patterns
                        .unusable
                        .push((pattern.clone(), member.object.clone(), member.span));
                    continue;
                }
                let type_name = named.map(|id| schema.named_type(id).name.shouting());
                patterns.add(
                    pattern,
                    type_name.unwrap_or_else(|| member_name(schema, shape.origin, member)),
                );
            }
        }
        patterns
    }

    /// The name of a pattern.
    pub(crate) fn name(&self, pattern: &str) -> Option<&str> {
        self.named
            .iter()
            .find(|(text, _)| text == pattern)
            .map(|(_, name)| name.as_str())
    }

    /// Patterns that the emitted crate could not compile, with what has them.
    pub(crate) fn unusable(&self) -> impl Iterator<Item = (&str, String, Span)> {
        self.unusable
            .iter()
            .map(|(pattern, object, span)| (pattern.as_str(), object.clone(), *span))
    }

    fn add(&mut self, pattern: &str, mut name: String) {
        if self.name(pattern).is_some() {
            return;
        }
        while self.named.iter().any(|(_, taken)| *taken == name) {
            name.push_str("_FORM");
        }
        self.named.push((pattern.to_owned(), name));
    }
}

fn member_name(schema: &Schema, origin: Origin, member: &Member) -> String {
    let owner = match origin {
        Origin::Entity(id) => &schema.entity(id).name,
        Origin::Record(id) => &schema.record(id).name,
    };
    Name::new(format!("{}_{}", owner.snake(), member.name.snake())).shouting()
}

/// The module of patterns; nothing where there are none.
pub(crate) fn emit(view: &View<'_>) -> Option<Source> {
    let patterns = &view.patterns.named;
    if patterns.is_empty() {
        return None;
    }
    let mut groups = vec![
        vec![quote!(
            use std::sync::LazyLock;
        )],
        vec![quote!(
            use regex_lite::Regex;
        )],
    ];
    groups.extend(patterns.iter().map(|(pattern, name)| {
        let name = format_ident!("{name}");
        vec![quote!(pub(crate) static #name: LazyLock<Regex> = LazyLock::new(|| compiled(#pattern));)]
    }));
    groups.push(vec![compiled()]);
    let head = docs::inner_doc("The forms that texts must have, each compiled when it is first needed.");
    Some(Source::new("src/patterns.rs", head, groups))
}

fn compiled() -> TokenStream {
    quote! {
        fn compiled(pattern: &str) -> Regex {
            match Regex::new(pattern) {
                Ok(form) => form,
                Err(error) => unreachable!("each pattern was compiled once before it was written here: {error}"),
            }
        }
    }
}
