//! PostgreSQL statements, one after the other. Expressions, types and defaults are kept as they were written.

mod comment;
mod function;
mod grant;
mod hanging;
mod table;

use squawk_parser::SyntaxKind as K;

use super::{not_understood, table_mut};
use crate::parse::Mistake;
use crate::parse::postgres::{Node, parse, unquote_text};
use crate::{Catalog, EnumType, Namespace, ObjectName, Origin, Unseen};

type Outcome = Result<(), Mistake>;

pub(super) fn replay(catalog: &mut Catalog, text: &str) -> Outcome {
    let root = parse(text)?;
    root.children
        .iter()
        .filter(|node| node.is_statement())
        .try_for_each(|node| statement(catalog, node))
}

fn statement(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    match node.kind {
        K::SET | K::RESET => Ok(()),
        K::CREATE_SCHEMA => create_namespace(catalog, node),
        K::CREATE_TYPE => create_enum(catalog, node),
        K::CREATE_FUNCTION => function::create(catalog, node),
        K::CREATE_TABLE => table::create(catalog, node),
        K::ALTER_TABLE => table::alter(catalog, node),
        K::CREATE_INDEX => hanging::create_index(catalog, node),
        K::CREATE_TRIGGER => hanging::create_trigger(catalog, node),
        K::CREATE_POLICY => hanging::create_policy(catalog, node),
        K::GRANT => grant::grant(catalog, node),
        K::REVOKE => grant::revoke(catalog, node),
        K::COMMENT_ON => comment::comment(catalog, node),
        K::DROP_TABLE => remove(&mut catalog.tables, node, K::TABLE_NAME_REF, |table| &table.name),
        K::DROP_TYPE => remove(&mut catalog.enums, node, K::TYPE_NAME_REF, |item| &item.name),
        K::DROP_FUNCTION => function::remove(catalog, node),
        K::DROP_SCHEMA => drop_namespace(catalog, node),
        _ => Err(not_understood(node.start, "this statement")),
    }
}

fn create_namespace(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let name = need(node, K::NAMED_SCHEMA)?.last_name()?;
    catalog.namespaces.push(Namespace {
        name,
        comment: None,
        grants: Vec::new(),
        origin: Origin::default(),
    });
    Ok(())
}

fn drop_namespace(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let name = need(node, K::SCHEMA_REF)?.last_name()?;
    catalog.namespaces.retain(|namespace| namespace.name != name);
    Ok(())
}

fn create_enum(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let variants = need(need(node, K::ENUM_TYPE)?, K::VARIANT_LIST)?;
    let labels = variants
        .each(K::VARIANT)
        .map(|variant| unquote_text(variant.text))
        .collect();
    let name = need(node, K::TYPE_NAME)?.object_name()?;
    catalog.enums.push(EnumType {
        name,
        labels,
        words: Unseen::default(),
        comment: None,
        origin: Origin::default(),
    });
    Ok(())
}

fn remove<T>(objects: &mut Vec<T>, node: &Node<'_>, kind: K, name_of: impl Fn(&T) -> &ObjectName) -> Outcome {
    let name = need(node, kind)?.object_name()?;
    let before = objects.len();
    objects.retain(|object| *name_of(object) != name);
    if objects.len() < before {
        Ok(())
    } else {
        Err(not_understood(node.start, &format!("dropping `{name}`")))
    }
}

/// A child that must be there.
fn need<'n, 's>(node: &'n Node<'s>, kind: K) -> Result<&'n Node<'s>, Mistake> {
    node.child(kind)
        .ok_or_else(|| not_understood(node.start, &format!("a statement without {kind:?}")))
}

impl Node<'_> {
    /// The last identifier inside.
    fn last_name(&self) -> Result<String, Mistake> {
        self.name()
            .ok_or_else(|| not_understood(self.start, "a statement without a name"))
    }

    /// The name of an object, with its namespace where one is written.
    fn object_name(&self) -> Result<ObjectName, Mistake> {
        let mut names = self.names();
        let name = names
            .pop()
            .ok_or_else(|| not_understood(self.start, "a statement without a name"))?;
        Ok(ObjectName {
            namespace: names.pop(),
            name,
        })
    }

    /// The names of the columns in a list.
    fn column_names(&self) -> Vec<String> {
        self.each(K::COLUMN_NAME_REF).filter_map(Node::name).collect()
    }

    /// The exact text between the parentheses that are its own.
    fn enclosed(&self) -> Result<String, Mistake> {
        let open = self.children.iter().position(|child| child.kind == K::L_PAREN);
        let inner = open.and_then(|at| self.children.get(at + 1));
        inner
            .map(|node| node.text.to_owned())
            .ok_or_else(|| not_understood(self.start, "a missing expression"))
    }
}
