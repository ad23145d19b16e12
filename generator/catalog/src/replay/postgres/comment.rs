//! COMMENT ON.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
use super::super::stage::Stage;
use super::opaque::RELATIONS;
use super::{Outcome, function, need, not_understood};
use crate::ObjectName;
use crate::parse::Mistake;
use crate::parse::postgres::{Node, unquote_text};

pub(super) fn comment(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let text = node.child(K::LITERAL).map(|literal| unquote_text(literal.text));
    if text.is_none() && node.child(K::NULL_KW).is_none() {
        return Err(not_understood(node.start, "this comment"));
    }
    // An empty comment is none to the server.
    let text = text.filter(|text| !text.is_empty());
    let object = node
        .children
        .get(2)
        .ok_or_else(|| not_understood(node.start, "this comment"))?;
    if place(stage, object).is_err() && (!is_modelled(object) || is_known(stage, object)) {
        return note(stage, node, object, text.is_some());
    }
    *place(stage, object)? = text;
    Ok(())
}

/// Kinds whose comments the Catalog keeps, and whose absence is an error.
fn is_modelled(object: &Node<'_>) -> bool {
    matches!(object.kind, K::OBJECT_TABLE | K::OBJECT_COLUMN)
}

fn is_known(stage: &Stage, object: &Node<'_>) -> bool {
    let mut names = object.names();
    if object.kind == K::OBJECT_COLUMN {
        names.pop();
    }
    let (name, namespace) = (names.pop().unwrap_or_default(), names.pop());
    stage.has_opaque(&RELATIONS, &ObjectName { namespace, name }.in_default().to_string())
}

/// A comment on what is opaque itself, or has no comment in the Catalog.
fn note(stage: &mut Stage, node: &Node<'_>, object: &Node<'_>, given: bool) -> Outcome {
    let name = object.text.split_whitespace().collect::<Vec<_>>().join(" ");
    stage.drop_opaque(&["comment"], &name, true, node.start)?;
    if given {
        let on = object.children.last().filter(|_| object.find(K::ON_KW).is_some());
        let needs = on.unwrap_or(object).object_name()?;
        stage.put_opaque(Said {
            kind: "comment",
            name,
            text: node.text,
            needs: vec![needs],
        });
    }
    Ok(())
}

/// Where the comment of an object is kept.
fn place<'c>(stage: &'c mut Stage, object: &Node<'_>) -> Result<&'c mut Option<String>, Mistake> {
    let missing = || not_understood(object.start, &format!("a comment on `{}`", object.text));
    match object.kind {
        K::OBJECT_SCHEMA => {
            let name = object.last_name()?;
            let found = stage
                .catalog
                .namespaces
                .iter_mut()
                .find(|namespace| namespace.name == name);
            found.map(|namespace| &mut namespace.comment).ok_or_else(missing)
        }
        K::OBJECT_TYPE => {
            let name = object.object_name()?;
            let found = stage.catalog.enums.iter_mut().find(|item| item.name == name);
            found.map(|item| &mut item.comment).ok_or_else(missing)
        }
        K::OBJECT_FUNCTION => Ok(&mut function::find(stage, need(object, K::FUNCTION_SIG)?)?.comment),
        K::OBJECT_TABLE => Ok(&mut stage.named_mut(&object.object_name()?, object.start)?.comment),
        K::OBJECT_COLUMN => column(stage, object)?.ok_or_else(missing),
        K::OBJECT_CONSTRAINT | K::OBJECT_TRIGGER | K::OBJECT_POLICY => hanging(stage, object)?.ok_or_else(missing),
        _ => Err(missing()),
    }
}

fn column<'c>(stage: &'c mut Stage, object: &Node<'_>) -> Result<Option<&'c mut Option<String>>, Mistake> {
    let mut names = object.names();
    let (column, table) = (names.pop(), names.pop());
    let (Some(column), Some(name)) = (column, table) else {
        return Ok(None);
    };
    let namespace = names.pop();
    let table = stage.named_mut(&ObjectName { namespace, name }.in_default(), object.start)?;
    Ok(table
        .columns
        .iter_mut()
        .find(|known| known.name == column)
        .map(|known| &mut known.comment))
}

/// `KIND name ON table`
fn hanging<'c>(stage: &'c mut Stage, object: &Node<'_>) -> Result<Option<&'c mut Option<String>>, Mistake> {
    let [_, name, .., table] = object.children.as_slice() else {
        return Ok(None);
    };
    let name = name.last_name()?;
    let table = stage.named_mut(&table.object_name()?, object.start)?;
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
