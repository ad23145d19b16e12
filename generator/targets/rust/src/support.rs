//! What all emitted crates share. In: the files of `support/`, ordinary Rust, and the names that a crate's own files
//! use. Out: as much of them as that crate needs, so that nothing in it is dead code.

use std::collections::BTreeSet;

use driftless_model::{Wire, WireNumber};
use driftless_target::EmitError;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{ImplItem, Item, UseTree, Visibility};

use crate::mentions::Mentions;
use crate::print::Source;

/// Names in the head of an impl that every crate has.
const EVERYWHERE: [&str; 9] = ["T", "a", "_", "de", "Option", "Vec", "Box", "String", "bool"];

/// A shared file.
struct Shared {
    path: &'static str,
    feature: Option<&'static str>,
    file: syn::File,
    kept: BTreeSet<usize>,
}

/// The shared files, as far as `used` names them.
pub(crate) fn sources(wire: Wire, used: &Mentions) -> Result<Vec<Source>, EmitError> {
    let mut shared = files(wire)?;
    let mut mentions = used.clone();
    while shared.iter_mut().any(|file| file.grow(used, &mut mentions)) {}
    Ok(shared
        .iter()
        .filter(|file| !file.kept.is_empty())
        .map(|file| file.source(&mentions))
        .collect())
}

fn files(wire: Wire) -> Result<Vec<Shared>, EmitError> {
    let int8 = match wire.int8 {
        WireNumber::String => include_str!("../support/wire_int8_string.rs"),
        WireNumber::Number => include_str!("../support/wire_int8_number.rs"),
    };
    let numeric = match wire.numeric {
        WireNumber::String => include_str!("../support/wire_numeric_string.rs"),
        WireNumber::Number => include_str!("../support/wire_numeric_number.rs"),
    };
    let scalars = [include_str!("../support/wire_scalars.rs"), int8, numeric].join("\n");
    [
        ("src/validation.rs", None, include_str!("../support/validation.rs")),
        ("src/rules.rs", None, include_str!("../support/rules.rs")),
        ("src/logic.rs", None, include_str!("../support/logic.rs")),
        ("src/scalars.rs", None, include_str!("../support/scalars.rs")),
        ("src/wire/mod.rs", Some("serde"), include_str!("../support/wire.rs")),
        ("src/wire/scalars.rs", Some("serde"), &scalars),
        ("src/digest.rs", Some("serde"), include_str!("../support/digest.rs")),
    ]
    .into_iter()
    .map(|(path, feature, text)| {
        let file = syn::parse_file(text).map_err(|error| EmitError::new("rust", path, error.to_string()))?;
        Ok(Shared {
            path,
            feature,
            file,
            kept: BTreeSet::new(),
        })
    })
    .collect()
}

impl Shared {
    /// The module by which others name what is in it.
    fn module(&self) -> &'static str {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.rsplit('/').next().unwrap_or(path)
    }

    /// Keeps what is mentioned by now, and takes note of what that mentions in turn.
    fn grow(&mut self, used: &Mentions, mentions: &mut Mentions) -> bool {
        let before = (self.kept.len(), mentions.len());
        let inside = self.inside(mentions);
        for (at, item) in self.file.items.iter().enumerate() {
            if !self.kept.contains(&at) && self.is_wanted(item, used, mentions, &inside) {
                self.kept.insert(at);
            }
        }
        for &at in &self.kept {
            mentions.take(pruned(&self.file.items[at], mentions).to_token_stream());
        }
        before != (self.kept.len(), mentions.len())
    }

    fn is_wanted(&self, item: &Item, used: &Mentions, mentions: &Mentions, inside: &Mentions) -> bool {
        let is_wanted = |name: &String| inside.has(name) || mentions.has(&format!("{}::{name}", self.module()));
        match item {
            Item::Use(_) => false,
            Item::Impl(block) => {
                let mut head = Mentions::default();
                head.take(block.self_ty.to_token_stream());
                head.names().all(|name| {
                    EVERYWHERE.contains(&name.as_str()) || used.has(name) || (self.declares(name) && is_wanted(name))
                })
            }
            other => name_of(other).is_some_and(|name| is_wanted(&name)),
        }
    }

    fn declares(&self, name: &str) -> bool {
        self.file
            .items
            .iter()
            .filter_map(name_of)
            .any(|declared| declared == name)
    }

    /// What the kept items mention.
    fn inside(&self, mentions: &Mentions) -> Mentions {
        let mut inside = Mentions::default();
        self.kept
            .iter()
            .for_each(|&at| inside.take(pruned(&self.file.items[at], mentions).to_token_stream()));
        inside
    }

    fn source(&self, mentions: &Mentions) -> Source {
        let inside = self.inside(mentions);
        let exported: Mentions = self
            .kept
            .iter()
            .filter_map(|&at| name_of(&self.file.items[at]))
            .collect();
        let mut groups: Vec<Vec<TokenStream>> = Vec::new();
        let mut last = "";
        for (at, item) in self.file.items.iter().enumerate() {
            match item {
                Item::Use(import) => {
                    let names = if is_export(import) { &exported } else { &inside };
                    let Some(tree) = leaves(&import.tree, names) else {
                        continue;
                    };
                    let tokens = syn::ItemUse { tree, ..import.clone() }.to_token_stream();
                    match groups.last_mut() {
                        Some(group) if last == kind(&import.tree) => group.push(tokens),
                        _ => groups.push(vec![tokens]),
                    }
                    last = kind(&import.tree);
                }
                item if self.kept.contains(&at) => {
                    groups.push(vec![pruned(item, mentions).to_token_stream()]);
                    last = "";
                }
                _ => {}
            }
        }
        let head = &self.file.attrs;
        Source {
            path: self.path.to_owned(),
            feature: self.feature,
            head: quote!(#(#head)*),
            groups,
        }
    }
}

fn is_export(import: &syn::ItemUse) -> bool {
    !matches!(import.vis, Visibility::Inherited)
}

/// Imports stand in three groups: the standard library, other crates, this crate.
fn kind(tree: &UseTree) -> &'static str {
    match tree {
        UseTree::Path(path) if path.ident == "std" => "std",
        UseTree::Path(path) if path.ident == "crate" || path.ident == "super" => "crate",
        _ => "extern",
    }
}

/// A block without the methods that nobody calls.
fn pruned(item: &Item, mentions: &Mentions) -> Item {
    let mut item = item.clone();
    if let Item::Impl(block) = &mut item
        && block.trait_.is_none()
    {
        let owner = match &*block.self_ty {
            syn::Type::Path(path) => path
                .path
                .segments
                .last()
                .map(|last| last.ident.to_string())
                .unwrap_or_default(),
            _ => String::new(),
        };
        let is_called = |name: &syn::Ident| {
            let ways = [
                format!(".{name}()"),
                format!("{owner}::{name}"),
                format!("Self::{name}"),
            ];
            ways.iter().any(|way| mentions.has(way))
        };
        block.items.retain(|inner| match inner {
            ImplItem::Fn(method) => matches!(method.vis, Visibility::Public(_)) || is_called(&method.sig.ident),
            _ => true,
        });
    }
    item
}

/// An import without the names that nobody uses.
fn leaves(tree: &UseTree, inside: &Mentions) -> Option<UseTree> {
    match tree {
        UseTree::Path(path) => {
            let tree = leaves(&path.tree, inside)?;
            Some(UseTree::Path(syn::UsePath {
                tree: Box::new(tree),
                ..path.clone()
            }))
        }
        UseTree::Name(name) => inside.has(&name.ident.to_string()).then(|| tree.clone()),
        // A trait for the sake of its methods, or an engine under another name.
        UseTree::Rename(rename) => {
            let name = if rename.rename == "_" {
                marker(&rename.ident.to_string())
            } else {
                rename.rename.to_string()
            };
            inside.has(&name).then(|| tree.clone())
        }
        UseTree::Group(group) => {
            let items: Vec<UseTree> = group.items.iter().filter_map(|item| leaves(item, inside)).collect();
            match items.len() {
                0 => None,
                1 => items.into_iter().next(),
                _ => Some(UseTree::Group(syn::UseGroup {
                    items: items.into_iter().collect(),
                    ..group.clone()
                })),
            }
        }
        UseTree::Glob(_) => Some(tree.clone()),
    }
}

/// A name whose use shows that a nameless trait is needed.
fn marker(name: &str) -> String {
    match name {
        "Engine" => "BASE64",
        "Error" => "custom",
        "SerializeSeq" => ".serialize_element()",
        "SerializeStruct" => ".serialize_field()",
        other => other,
    }
    .to_owned()
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Fn(item) => &item.sig.ident,
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Const(item) => &item.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        _ => return None,
    };
    Some(ident.to_string())
}
