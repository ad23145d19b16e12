//! COMMENT ON.

use squawk_parser::SyntaxKind as K;

use super::{Outcome, function, need, not_understood, table_mut};
use crate::parse::Mistake;
use crate::parse::postgres::{Node, unquote_text};
use crate::{Catalog, ObjectName};

pub(super) fn comment(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let text = unquote_text(need(node, K::LITERAL)?.text);
    let object = node
        .children
        .get(2)
        .ok_or_else(|| not_understood(node.start, "this comment"))?;
    *place(catalog, object)? = Some(text);
    Ok(())
}

/// Where the comment of an object is kept.
fn place<'c>(catalog: &'c mut Catalog, object: &Node<'_>) -> Result<&'c mut Option<String>, Mistake> {
    let missing = || not_understood(object.start, &format!("a comment on `{}`", object.text));
    match object.kind {
        K::OBJECT_SCHEMA => {
            let name = object.last_name()?;
            let found = catalog.namespaces.iter_mut().find(|namespace| namespace.name == name);
            found.map(|namespace| &mut namespace.comment).ok_or_else(missing)
        }
        K::OBJECT_TYPE => {
            let name = object.object_name()?;
            let found = catalog.enums.iter_mut().find(|item| item.name == name);
            found.map(|item| &mut item.comment).ok_or_else(missing)
        }
        K::OBJECT_FUNCTION => Ok(&mut function::find(catalog, need(object, K::FUNCTION_SIG)?)?.comment),
        K::OBJECT_TABLE => Ok(&mut table_mut(catalog, &object.object_name()?, object.start)?.comment),
        K::OBJECT_COLUMN => column(catalog, object)?.ok_or_else(missing),
        K::OBJECT_CONSTRAINT | K::OBJECT_TRIGGER | K::OBJECT_POLICY => hanging(catalog, object)?.ok_or_else(missing),
        _ => Err(missing()),
    }
}

fn column<'c>(catalog: &'c mut Catalog, object: &Node<'_>) -> Result<Option<&'c mut Option<String>>, Mistake> {
    let mut names = object.names();
    let (column, table) = (names.pop(), names.pop());
    let (Some(column), Some(name)) = (column, table) else {
        return Ok(None);
    };
    let table = table_mut(
        catalog,
        &ObjectName {
            namespace: names.pop(),
            name,
        },
        object.start,
    )?;
    Ok(table
        .columns
        .iter_mut()
        .find(|known| known.name == column)
        .map(|known| &mut known.comment))
}

/// `KIND name ON table`
fn hanging<'c>(catalog: &'c mut Catalog, object: &Node<'_>) -> Result<Option<&'c mut Option<String>>, Mistake> {
    let [_, name, .., table] = object.children.as_slice() else {
        return Ok(None);
    };
    let name = name.last_name()?;
    let table = table_mut(catalog, &table.object_name()?, object.start)?;
    Ok(match object.kind {
        K::OBJECT_CONSTRAINT => table
            .checks
            .iter_mut()
            .find(|check| check.name == name)
            .map(|c| &mut c.comment),
        K::OBJECT_TRIGGER => table
            .triggers
            .iter_mut()
            .find(|trigger| trigger.name == name)
            .map(|t| &mut t.comment),
        _ => table
            .policies
            .iter_mut()
            .find(|policy| policy.name == name)
            .map(|p| &mut p.comment),
    })
}
