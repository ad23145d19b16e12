//! Names in a syntax tree.

use driftless_catalog::ObjectName;
use driftless_catalog::parse::postgres::Node;
use squawk_parser::SyntaxKind as K;

/// The name of an object, with its namespace where that is not the default one.
pub(super) fn object(node: &Node<'_>) -> Option<ObjectName> {
    from_parts(node.names())
}

/// The table and the column of a qualified column.
pub(super) fn column(node: &Node<'_>) -> Option<(ObjectName, String)> {
    let mut parts = node.names();
    let column = parts.pop()?;
    Some((from_parts(parts)?, column))
}

fn from_parts(mut parts: Vec<String>) -> Option<ObjectName> {
    let name = parts.pop()?;
    let namespace = parts.pop().filter(|namespace| namespace != "public");
    Some(ObjectName { namespace, name })
}

/// The object that a child of some kind names.
pub(super) fn child(node: &Node<'_>, kind: K) -> Option<ObjectName> {
    node.child(kind).and_then(object)
}

/// The objects that the nodes of a kind name, at any depth.
pub(super) fn all(node: &Node<'_>, kind: K) -> Vec<ObjectName> {
    let mut found = Vec::new();
    collect(node, kind, &mut found);
    found
}

fn collect(node: &Node<'_>, kind: K, found: &mut Vec<ObjectName>) {
    for child in &node.children {
        match child.kind == kind {
            true => found.extend(object(child)),
            false => collect(child, kind, found),
        }
    }
}

/// Whether a token stands in a node, at any depth.
pub(super) fn has(node: &Node<'_>, kind: K) -> bool {
    node.find(kind).is_some()
}

/// The tables and views that the queries inside read.
pub(super) fn sources(node: &Node<'_>) -> Vec<ObjectName> {
    let mut found = Vec::new();
    collect_sources(node, &mut found);
    found.sort();
    found.dedup();
    found
}

fn collect_sources(node: &Node<'_>, found: &mut Vec<ObjectName>) {
    for child in &node.children {
        if child.kind == K::RELATION_FROM_ITEM {
            found.extend(child.child(K::RELATION_NAME_REF).and_then(object));
        }
        collect_sources(child, found);
    }
}
