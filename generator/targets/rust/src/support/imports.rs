//! Imports of shared files, without the names that a crate does not need.

use syn::{UseTree, Visibility};

use crate::mentions::Mentions;

/// Whether an import is for others.
pub(super) fn is_export(import: &syn::ItemUse) -> bool {
    !matches!(import.vis, Visibility::Inherited)
}

/// Imports stand in three groups: the standard library, other crates, this crate.
pub(super) fn kind(tree: &UseTree) -> &'static str {
    match tree {
        UseTree::Path(path) if path.ident == "std" => "std",
        UseTree::Path(path) if path.ident == "crate" || path.ident == "super" => "crate",
        _ => "extern",
    }
}

/// An import without the names that nobody uses.
pub(super) fn pruned(tree: &UseTree, inside: &Mentions) -> Option<UseTree> {
    match tree {
        UseTree::Path(path) => {
            let tree = pruned(&path.tree, inside)?;
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
            let items: Vec<UseTree> = group.items.iter().filter_map(|item| pruned(item, inside)).collect();
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
        "SubsecRound" => ".trunc_subsecs()",
        "Timelike" => ".nanosecond()",
        "TypeInfo" | "ValueRef" => ".type_info()",
        "Arguments" => ".add()",
        other => other,
    }
    .to_owned()
}

/// How other files mention a name that this import brings in: by the module that it comes from, so that a value of an
/// enum called `Decimal` is not taken for the type.
pub(super) fn origin(tree: &UseTree, name: &str) -> Option<String> {
    let UseTree::Path(path) = tree else { return None };
    let is_name = |tree: &UseTree| matches!(tree, UseTree::Name(leaf) if leaf.ident == name);
    let is_here = match &*path.tree {
        UseTree::Group(group) => group.items.iter().any(is_name),
        leaf => is_name(leaf),
    };
    if is_here {
        Some(format!("{}::{name}", path.ident))
    } else {
        origin(&path.tree, name)
    }
}
