//! One item of a shared file: what it is called, what it mentions, and whether the crate at hand needs it.

use quote::ToTokens;
use syn::{ImplItem, Item, ItemImpl, Visibility};

use crate::mentions::Mentions;

/// Names in the head of an impl that every crate has.
const EVERYWHERE: [&str; 13] = [
    "T", "F", "S", "R", "a", "c", "_", "de", "Option", "Vec", "Box", "String", "bool",
];

/// Types of the language itself: what a file can do with them, it can do in every crate.
pub(super) const PRIMITIVES: [&str; 6] = ["i16", "i32", "i64", "f32", "f64", "u8"];

/// An item.
pub(super) struct Part {
    /// As written.
    pub(super) item: Item,
    /// Its name, if it has one.
    pub(super) name: Option<String>,
    /// Of an impl: what must be there for it to mean anything.
    pub(super) head: Option<Vec<String>>,
    /// Of an impl: the trait.
    pub(super) implements: Option<String>,
    /// What it mentions, its own methods left out.
    pub(super) own: Mentions,
    /// Methods that nobody outside the crate can call.
    pub(super) methods: Vec<Method>,
    /// Whether the crate needs it.
    pub(super) kept: bool,
}

/// A method that is only there if it is called.
pub(super) struct Method {
    name: String,
    /// The ways in which it could be called.
    pub(super) ways: [String; 3],
    /// What it mentions.
    pub(super) own: Mentions,
    /// Whether it is called.
    pub(super) kept: bool,
}

impl Part {
    /// An item, looked through once.
    pub(super) fn of(item: Item) -> Self {
        let methods = inherent(&item).map(methods).unwrap_or_default();
        let mut part = Self {
            name: name_of(&item),
            head: head(&item),
            implements: implements(&item),
            own: Mentions::default(),
            methods,
            kept: false,
            item,
        };
        part.own.take(part.pruned().to_token_stream());
        part
    }

    /// The item without the methods that nobody calls.
    pub(super) fn pruned(&self) -> Item {
        let mut item = self.item.clone();
        if let Item::Impl(block) = &mut item {
            let is_left_out = |name: &str| self.methods.iter().any(|method| method.name == name && !method.kept);
            block
                .items
                .retain(|inner| !matches!(inner, ImplItem::Fn(method) if is_left_out(&method.sig.ident.to_string())));
        }
        item
    }
}

fn inherent(item: &Item) -> Option<&ItemImpl> {
    match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    }
}

fn methods(block: &ItemImpl) -> Vec<Method> {
    let owner = match &*block.self_ty {
        syn::Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    };
    let hidden = block.items.iter().filter_map(|inner| match inner {
        ImplItem::Fn(method) if !matches!(method.vis, Visibility::Public(_)) => Some(method),
        _ => None,
    });
    hidden
        .map(|method| {
            let name = method.sig.ident.to_string();
            Method {
                ways: [
                    format!(".{name}()"),
                    format!("{owner}::{name}"),
                    format!("Self::{name}"),
                ],
                own: Mentions::of(method.to_token_stream()),
                kept: false,
                name,
            }
        })
        .collect()
}

fn head(item: &Item) -> Option<Vec<String>> {
    let Item::Impl(block) = item else { return None };
    let head = Mentions::of(block.self_ty.to_token_stream());
    Some(
        head.names()
            .filter(|name| !EVERYWHERE.contains(&name.as_str()))
            .cloned()
            .collect(),
    )
}

fn implements(item: &Item) -> Option<String> {
    let Item::Impl(block) = item else { return None };
    let (path, _) = block.trait_.as_ref()?;
    Some(path.segments.last()?.ident.to_string())
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Fn(item) => &item.sig.ident,
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Const(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        _ => return None,
    };
    Some(ident.to_string())
}
