//! What a piece of code speaks of. In: tokens. Out: the names in them, told apart by how they are used, so that a field
//! called `text` is not taken for a function of that name.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What code mentions: `name`, `.method()`, `module::name`, and `module::` where a path begins with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions(HashSet<String>);

impl Mentions {
    /// Whether something is mentioned.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// What a piece of code mentions.
    pub(crate) fn of(tokens: TokenStream) -> Self {
        let mut mentions = Self::default();
        mentions.take(tokens);
        mentions
    }

    /// Takes over what another one holds.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    /// All of them.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }

    /// Takes note of what a piece of code mentions.
    pub(crate) fn take(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, tree) in tokens.iter().enumerate() {
            match tree {
                // A field is nothing that others declare.
                TokenTree::Ident(ident) if at > 0 && is_sign(&tokens[at - 1], '.') => {
                    if is_call(&tokens[at + 1..]) {
                        self.0.insert(format!(".{ident}()"));
                    }
                }
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if self.take_path(&name, &tokens[at + 1..]) && is_first(&tokens[..at]) {
                        self.0.insert(format!("{name}::"));
                    }
                    self.0.insert(name);
                }
                TokenTree::Group(group) => self.take(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// What follows the `::` behind a module: a name, or several in braces. Whether there is any.
    fn take_path(&mut self, module: &str, rest: &[TokenTree]) -> bool {
        let is_colon = |at: usize| rest.get(at).is_some_and(|tree| is_sign(tree, ':'));
        if !is_colon(0) || !is_colon(1) {
            return false;
        }
        match rest.get(2) {
            Some(TokenTree::Ident(name)) => drop(self.0.insert(format!("{module}::{name}"))),
            Some(TokenTree::Group(names)) => {
                let names = names.stream().into_iter().filter_map(|tree| match tree {
                    TokenTree::Ident(name) => Some(format!("{module}::{name}")),
                    _ => None,
                });
                self.0.extend(names.collect::<Vec<_>>());
            }
            _ => {}
        }
        true
    }
}

/// Whether what follows a method's name calls it, perhaps with types.
fn is_call(rest: &[TokenTree]) -> bool {
    match rest.first() {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        Some(tree) => is_sign(tree, ':') && rest.get(1).is_some_and(|next| is_sign(next, ':')),
        None => false,
    }
}

/// Whether a name behind these tokens begins a path: `uuid` does in `uuid::Uuid` and in `::uuid::Uuid`.
fn is_first(before: &[TokenTree]) -> bool {
    match before {
        [.., head, a, b] if is_sign(a, ':') && is_sign(b, ':') => !matches!(head, TokenTree::Ident(_)),
        _ => true,
    }
}

impl FromIterator<String> for Mentions {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> Self {
        Self(names.into_iter().collect())
    }
}

fn is_sign(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_no_methods() {
        let mentions = Mentions::of(quote::quote!(a.nested, b.or(c), d.get::<u8>()));
        let found = [".nested()", ".or()", ".get()"].map(|name| mentions.has(name));
        assert_eq!(found, [false, true, true]);
    }
}
