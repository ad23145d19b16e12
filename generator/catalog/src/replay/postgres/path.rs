//! The `search_path`: where names without a namespace are looked for.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
use super::super::stage::Stage;
use super::{Outcome, need, statement};
use crate::parse::postgres::{Node, unquote, unquote_text};

/// `SET search_path TO …`. In another encoding the server reads other words than stand here; other settings mean nothing
/// to the Catalog.
pub(super) fn set(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let parameter = node.find(K::CONFIG_PARAMETER_REF).and_then(Node::name);
    if parameter.as_deref() == Some("search_path") {
        let values = node.find(K::TO_CONFIG_VALUE).map(named).unwrap_or_default();
        stage.path = normal(values);
    } else if parameter.as_deref() == Some("client_encoding") {
        let value = node.find(K::TO_CONFIG_VALUE).map(named).unwrap_or_default().concat();
        if !matches!(value.to_ascii_lowercase().as_str(), "" | "utf8" | "utf-8" | "unicode") {
            stage.put_opaque(Said {
                kind: "encoding",
                name: value,
                text: node.text,
                needs: Vec::new(),
            });
        }
    }
    Ok(())
}

fn named(list: &Node<'_>) -> Vec<String> {
    let values = list.children.iter().filter(|child| !child.children.is_empty());
    let names = values.map(|value| match value.kind {
        K::LITERAL => unquote_text(value.text),
        _ => unquote(value.text),
    });
    names.collect()
}

/// The namespaces that the Catalog knows; the usual path is no path.
pub(super) fn normal(names: Vec<String>) -> Vec<String> {
    let kept = names
        .into_iter()
        .filter(|name| !matches!(name.as_str(), "" | "pg_catalog" | "pg_temp" | "$user" | "default"));
    let kept: Vec<_> = kept.collect();
    if kept == ["public"] { Vec::new() } else { kept }
}

/// The objects that CREATE SCHEMA makes at once.
pub(super) fn within(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::NAMED_SCHEMA)?.last_name()?;
    let before = std::mem::replace(&mut stage.path, vec![name, "public".to_owned()]);
    let elements = node.children.iter().filter(|child| !child.children.is_empty());
    let elements = elements.filter(|child| {
        matches!(
            child.kind,
            K::CREATE_TABLE
                | K::CREATE_VIEW
                | K::CREATE_INDEX
                | K::CREATE_SEQUENCE
                | K::CREATE_TRIGGER
                | K::GRANT
                | K::CREATE_DOMAIN
        )
    });
    let done = elements.into_iter().try_for_each(|element| statement(stage, element));
    stage.path = before;
    done
}
