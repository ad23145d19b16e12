//! GRANT and REVOKE.

use squawk_parser::SyntaxKind as K;

use super::{Outcome, function, need, not_understood, table_mut};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Catalog, Grant, Privilege};

pub(super) fn grant(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let privileges = need(node, K::REVOKE_COMMAND_LIST)?.each(K::REVOKE_COMMAND);
    let privileges = privileges.map(privilege).collect::<Result<Vec<_>, _>>()?;
    let role = need(node, K::ROLE_REF_LIST)?.last_name()?;
    grants_of(catalog, node)?.push(Grant { role, privileges });
    Ok(())
}

/// Only the right that everybody has to a new function is ever withdrawn.
pub(super) fn revoke(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let objects = need(node, K::ON_PRIVILEGE_OBJECTS_CLAUSE)?;
    let everything = node.child(K::ALL_PRIVILEGES).is_some() && need(node, K::ROLE_REF_LIST)?.text == "PUBLIC";
    let Some(functions) = objects.child(K::PRIVILEGE_FUNCTION).filter(|_| everything) else {
        return Err(not_understood(node.start, "this REVOKE"));
    };
    let list = need(functions, K::FUNCTION_SIG_LIST)?;
    function::find(catalog, need(list, K::FUNCTION_SIG)?)?.restricted = true;
    Ok(())
}

fn grants_of<'c>(catalog: &'c mut Catalog, node: &Node<'_>) -> Result<&'c mut Vec<Grant>, Mistake> {
    let objects = need(node, K::ON_PRIVILEGE_OBJECTS_CLAUSE)?;
    let object = objects
        .children
        .last()
        .ok_or_else(|| not_understood(node.start, "this GRANT"))?;
    match object.kind {
        K::PRIVILEGE_TABLE => Ok(&mut table_mut(catalog, &object.object_name()?, node.start)?.grants),
        K::PRIVILEGE_FUNCTION => {
            let list = need(object, K::FUNCTION_SIG_LIST)?;
            Ok(&mut function::find(catalog, need(list, K::FUNCTION_SIG)?)?.grants)
        }
        K::PRIVILEGE_SCHEMA => {
            let name = object.last_name()?;
            let found = catalog.namespaces.iter_mut().find(|namespace| namespace.name == name);
            Ok(&mut found
                .ok_or_else(|| not_understood(node.start, "the schema of this GRANT"))?
                .grants)
        }
        _ => Err(not_understood(node.start, "this GRANT")),
    }
}

fn privilege(node: &Node<'_>) -> Result<Privilege, Mistake> {
    let all = [
        Privilege::Select,
        Privilege::Insert,
        Privilege::Update,
        Privilege::Delete,
        Privilege::Usage,
        Privilege::Execute,
    ];
    let found = all.into_iter().find(|privilege| privilege.as_str() == node.text);
    found.ok_or_else(|| not_understood(node.start, "this privilege"))
}
