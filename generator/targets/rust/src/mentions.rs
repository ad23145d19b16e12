//! What a piece of code speaks of. In: tokens. Out: the names in them, told apart by how they are used, so that a field
//! called `text` is not taken for a function of that name.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

/// What code mentions: `name`, `.method()`, and `module::name`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions(BTreeSet<String>);

impl Mentions {
    /// Whether something is mentioned.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// How many things are mentioned.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
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
                TokenTree::Ident(ident) if at > 0 && is_sign(&tokens[at - 1], '.') => {
                    self.0.insert(format!(".{ident}()"));
                }
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    self.take_path(&name, &tokens[at + 1..]);
                    self.0.insert(name);
                }
                TokenTree::Group(group) => self.take(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// What follows the `::` behind a module: a name, or several in braces.
    fn take_path(&mut self, module: &str, rest: &[TokenTree]) {
        let is_colon = |at: usize| rest.get(at).is_some_and(|tree| is_sign(tree, ':'));
        if !is_colon(0) || !is_colon(1) {
            return;
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
