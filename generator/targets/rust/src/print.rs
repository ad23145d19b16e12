//! From tokens to a file. In: the items of a module. Out: text in rustfmt's form, parsed on the way. Printing syntax
//! trees knows no blank lines, so one pass puts them between items, and between the members of an impl.

use driftless_target::{EmitError, HEADER};
use proc_macro2::TokenStream;
use quote::quote;

use crate::mentions::Mentions;

/// A file, as groups of lines that belong together: the imports of one kind, or a single item.
pub(crate) struct Source {
    /// Path inside the crate.
    pub(crate) path: String,
    /// The feature that switches it, if one does.
    pub(crate) feature: Option<&'static str>,
    /// Inner attributes of the module.
    head: TokenStream,
    /// Groups of items; no blank line separates the items of a group.
    groups: Vec<Vec<TokenStream>>,
    /// What the items speak of.
    pub(crate) mentions: Mentions,
}

impl Source {
    /// A file that is always there.
    pub(crate) fn new(path: impl Into<String>, head: TokenStream, groups: Vec<Vec<TokenStream>>) -> Self {
        let mut mentions = Mentions::default();
        groups.iter().flatten().for_each(|item| mentions.take(item.clone()));
        Self {
            path: path.into(),
            feature: None,
            head,
            groups,
            mentions,
        }
    }

    /// The same file, switched by a feature.
    pub(crate) fn behind(self, feature: Option<&'static str>) -> Self {
        Self { feature, ..self }
    }

    /// Puts items before all others.
    pub(crate) fn begin_with(&mut self, group: Vec<TokenStream>) {
        self.groups.insert(0, group);
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Something in it is not Rust: a bug of the emitter.
    pub(crate) fn print(&self) -> Result<String, EmitError> {
        let mut text = format!("// {HEADER}\n");
        let head = self.parse(quote!(), &self.head)?;
        if !head.is_empty() {
            text.push_str(&head);
        }
        for group in &self.groups {
            text.push('\n');
            text.push_str(&self.parse(quote!(#(#group)*), &quote!())?);
        }
        Ok(text)
    }

    fn parse(&self, items: TokenStream, head: &TokenStream) -> Result<String, EmitError> {
        let tokens = quote!(#head #items);
        let file: syn::File = syn::parse2(tokens)
            .map_err(|error| EmitError::new("rust", &self.path, format!("what was emitted is not Rust: {error}")))?;
        let is_block = matches!(
            file.items.as_slice(),
            [syn::Item::Impl(_) | syn::Item::Trait(_) | syn::Item::Mod(_)]
        );
        let text = prettyplease::unparse(&file);
        Ok(if is_block { spaced(&text) } else { text })
    }
}

/// Puts a blank line behind each member of a block that is more than one line long.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut ended = false;
    for line in text.lines() {
        if ended && line.starts_with("    ") {
            spaced.push('\n');
        }
        // A member ends with its brace, or with the line of a constant.
        ended = line == "    }"
            || (line.starts_with("    ") && !line.starts_with("     ") && line.ends_with(';'))
            || line == "    ];";
        spaced.push_str(line);
        spaced.push('\n');
    }
    spaced
}
