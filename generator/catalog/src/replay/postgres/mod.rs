//! PostgreSQL statements, one after the other. Expressions, types and defaults are kept as they were written.

mod block;
mod column;
mod comment;
mod constraint;
mod depend;
mod function;
mod grant;
mod hanging;
mod inherit;
mod mention;
mod name;
mod opaque;
mod path;
mod rename;
mod table;
mod types;

use squawk_parser::SyntaxKind as K;

use super::not_understood;
use super::stage::Stage;
use crate::parse::Mistake;
use crate::parse::postgres::{Node, parse};
use crate::{Namespace, ObjectName, Origin};

type Outcome = Result<(), Mistake>;

pub(super) fn replay(stage: &mut Stage, text: &str) -> Outcome {
    let root = parse(text)?;
    root.children
        .iter()
        .filter(|node| node.is_statement())
        .try_for_each(|node| statement(stage, node))
}

fn statement(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    match node.kind {
        // What touches rows, settings and transactions leaves the Catalog as it is.
        K::BEGIN | K::COMMIT_TRANSACTION | K::LOCK | K::ANALYZE | K::VACUUM | K::CLUSTER | K::REFRESH | K::REINDEX => {
            Ok(())
        }
        K::SET | K::RESET => path::set(stage, node),
        K::SELECT if node.find(K::INTO_CLAUSE).is_none() => block::select(stage, node),
        K::UPDATE | K::INSERT | K::DELETE | K::TRUNCATE | K::VALUES | K::PAREN_SELECT | K::MERGE => Ok(()),
        K::CALL => block::select(stage, node),
        K::DO => block::run(stage, node),
        K::CREATE_SCHEMA => create_namespace(stage, node),
        K::CREATE_TYPE if node.child(K::ENUM_TYPE).is_some() => types::create(stage, node),
        K::ALTER_TYPE if types::is_enum(stage, node) => types::alter(stage, node),
        K::DROP_TYPE if types::is_enum(stage, node) => types::remove(stage, node),
        K::CREATE_FUNCTION => function::create(stage, node),
        K::ALTER_FUNCTION if function::is_modelled(stage, node) => function::alter(stage, node),
        K::DROP_FUNCTION if function::is_modelled(stage, node) => function::remove(stage, node),
        K::CREATE_TABLE => table::create(stage, node),
        K::CREATE_TABLE_AS if node.child(K::TEMP).is_some() => table::create(stage, node),
        K::ALTER_TABLE => table::alter(stage, node),
        K::DROP_TABLE => table::remove(stage, node),
        K::CREATE_INDEX => hanging::create_index(stage, node),
        K::ALTER_INDEX => hanging::alter_index(stage, node),
        K::DROP_INDEX => hanging::drop_index(stage, node),
        K::CREATE_TRIGGER => hanging::create_trigger(stage, node),
        K::ALTER_TRIGGER => hanging::alter_trigger(stage, node),
        K::DROP_TRIGGER => hanging::drop_trigger(stage, node),
        K::CREATE_POLICY => hanging::create_policy(stage, node),
        K::ALTER_POLICY => hanging::alter_policy(stage, node),
        K::DROP_POLICY => hanging::drop_policy(stage, node),
        // Sequences of numbered columns carry no name of their own.
        K::ALTER_SEQUENCE if node.child(K::SEQUENCE_RENAME_TO).is_some() && !opaque::is_known(stage, node) => Ok(()),
        K::GRANT | K::REVOKE => grant::change(stage, node),
        K::COMMENT_ON => comment::comment(stage, node),
        K::DROP_SCHEMA => drop_namespace(stage, node),
        _ => opaque::run(stage, node),
    }
}

fn create_namespace(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::NAMED_SCHEMA)?.last_name()?;
    if stage.catalog.namespaces.iter().any(|namespace| namespace.name == name) {
        return match node.child(K::IF_NOT_EXISTS) {
            Some(_) => Ok(()),
            None => Err(rename::taken(node.start, &name)),
        };
    }
    stage.catalog.namespaces.push(Namespace {
        name,
        comment: None,
        grants: Vec::new(),
        origin: Origin::default(),
    });
    path::within(stage, node)
}

fn drop_namespace(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::SCHEMA_REF)?.last_name()?;
    let inside = |object: &ObjectName| object.namespace.as_ref() == Some(&name);
    let types = stage.catalog.enums.iter().map(|item| &item.name);
    let functions = stage.catalog.functions.iter().map(|function| &function.name);
    let tables = stage.tables().map(|(_, table)| &table.name);
    if let Some(first) = types.chain(functions).chain(tables).find(|object| inside(object)) {
        return Err(depend::needed(node.start, &name, &format!("`{first}`")));
    }
    let before = stage.catalog.namespaces.len();
    stage.catalog.namespaces.retain(|namespace| namespace.name != name);
    if stage.catalog.namespaces.len() < before || node.child(K::IF_EXISTS).is_some() {
        Ok(())
    } else {
        Err(not_understood(node.start, &format!("the schema `{name}`")))
    }
}

/// Clauses beyond what a schema can ask for, each as one text with single blanks.
fn extras(node: &Node<'_>, kinds: &[K]) -> Vec<String> {
    let found = node.children.iter().filter(|child| kinds.contains(&child.kind));
    found
        .map(|clause| clause.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
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
        let namespace = names.pop();
        Ok(ObjectName { namespace, name }.in_default())
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
