//! From tokens to a file. In: the items of a module. Out: text in rustfmt's form, parsed on the way. Printing syntax
//! trees knows no blank lines, so one pass puts them between items, and between the members of an impl.

use driftless_target::{EmitError, HEADER};
use proc_macro2::TokenStream;
use quote::quote;

use crate::mentions::Mentions;

type Printed = Result<String, EmitError>;

/// A file, as groups of lines that belong together: the imports of one kind, or a single item.
pub(crate) struct Source {
    /// Path inside the crate.
    pub(crate) path: String,
    /// The feature that switches it, if one does.
    pub(crate) feature: Option<&'static str>,
    /// Inner attributes of the module.
    head: Printed,
    /// Groups of items; no blank line separates the items of a group. Printed at once, so that no tokens wait for the others.
    groups: Vec<Printed>,
    /// What the items speak of.
    pub(crate) mentions: Mentions,
}

impl Source {
    /// A file that is always there.
    pub(crate) fn new(path: impl Into<String>, head: TokenStream, groups: Vec<Vec<TokenStream>>) -> Self {
        let mut mentions = Mentions::default();
        groups.iter().flatten().for_each(|item| mentions.take(item.clone()));
        let path = path.into();
        Self {
            feature: None,
            head: printed(&path, head),
            groups: groups
                .into_iter()
                .map(|group| printed(&path, quote!(#(#group)*)))
                .collect(),
            mentions,
            path,
        }
    }

    /// The same file, switched by a feature.
    pub(crate) fn behind(self, feature: Option<&'static str>) -> Self {
        Self { feature, ..self }
    }

    /// Puts items before all others.
    pub(crate) fn begin_with(&mut self, group: Vec<TokenStream>) {
        self.groups.insert(0, printed(&self.path, quote!(#(#group)*)));
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Something in it is not Rust: a bug of the emitter.
    pub(crate) fn print(self) -> Result<String, EmitError> {
        let mut text = format!("// {HEADER}\n");
        text.push_str(&self.head?);
        for group in self.groups {
            text.push('\n');
            text.push_str(&group?);
        }
        Ok(text)
    }
}

/// The text of a part of a file, or why it is not Rust.
fn printed(path: &str, tokens: TokenStream) -> Printed {
    let file: syn::File = syn::parse2(tokens)
        .map_err(|error| EmitError::new("rust", path, format!("what was emitted is not Rust: {error}")))?;
    let is_block = matches!(
        file.items.as_slice(),
        [syn::Item::Impl(_) | syn::Item::Trait(_) | syn::Item::Mod(_)]
    );
    let text = prettyplease::unparse(&file);
    Ok(if is_block { spaced(&text) } else { text })
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
