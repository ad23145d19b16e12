//! GRANT and REVOKE. A role has one grant on an object, of all it may do there.

use squawk_parser::SyntaxKind as K;

use super::super::stage::Stage;
use super::{Outcome, function, need, not_understood};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Grant, Privilege};

/// Rights on one kind of object.
const ON_TABLE: [Privilege; 4] = [
    Privilege::Select,
    Privilege::Insert,
    Privilege::Update,
    Privilege::Delete,
];

pub(super) fn grant(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let role = need(node, K::ROLE_REF_LIST)?.last_name()?;
    if node.child(K::ALL_PRIVILEGES).is_some() {
        return Err(not_understood(node.start, "a GRANT of everything"));
    }
    let given = privileges(node)?;
    let public = is_public(node)?;
    for object in objects(node)? {
        if public {
            *restricted(stage, node, object)? = false;
            continue;
        }
        let grants = grants_of(stage, node, object)?;
        match grants.iter_mut().find(|grant| grant.role == role) {
            None => grants.push(Grant {
                role: role.clone(),
                privileges: given.clone(),
            }),
            Some(grant) => {
                let missing = given.iter().filter(|privilege| !grant.privileges.contains(privilege));
                let missing: Vec<_> = missing.copied().collect();
                grant.privileges.extend(missing);
                grant.privileges.sort();
            }
        }
    }
    Ok(())
}

pub(super) fn revoke(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let role = need(node, K::ROLE_REF_LIST)?.last_name()?;
    let everything = node.child(K::ALL_PRIVILEGES).is_some();
    let taken = if everything { Vec::new() } else { privileges(node)? };
    let public = is_public(node)?;
    for object in objects(node)? {
        if public {
            *restricted(stage, node, object)? = true;
            continue;
        }
        let grants = grants_of(stage, node, object)?;
        for grant in grants.iter_mut().filter(|grant| grant.role == role) {
            grant
                .privileges
                .retain(|privilege| !everything && !taken.contains(privilege));
        }
        grants.retain(|grant| !grant.privileges.is_empty());
    }
    Ok(())
}

fn is_public(node: &Node<'_>) -> Result<bool, Mistake> {
    Ok(need(node, K::ROLE_REF_LIST)?.text.eq_ignore_ascii_case("PUBLIC"))
}

/// Everybody has one right by birth: to call a function.
fn restricted<'c>(stage: &'c mut Stage, node: &Node<'_>, object: &Node<'_>) -> Result<&'c mut bool, Mistake> {
    if object.kind != K::FUNCTION_SIG {
        return Err(not_understood(node.start, "rights of everybody"));
    }
    Ok(&mut function::find(stage, object)?.restricted)
}

fn objects<'n, 's>(node: &'n Node<'s>) -> Result<Vec<&'n Node<'s>>, Mistake> {
    let clause = need(node, K::ON_PRIVILEGE_OBJECTS_CLAUSE)?;
    let listed = clause
        .children
        .last()
        .ok_or_else(|| not_understood(node.start, "this GRANT"))?;
    let (list, kind) = match listed.kind {
        K::PRIVILEGE_TABLE | K::PRIVILEGE_DEFAULT => (listed, K::RELATION_NAME_REF),
        K::PRIVILEGE_FUNCTION => (need(listed, K::FUNCTION_SIG_LIST)?, K::FUNCTION_SIG),
        K::PRIVILEGE_SCHEMA => (listed, K::SCHEMA_REF),
        _ => return Err(not_understood(node.start, "this GRANT")),
    };
    Ok(list.each(kind).collect())
}

fn grants_of<'c>(stage: &'c mut Stage, node: &Node<'_>, object: &Node<'_>) -> Result<&'c mut Vec<Grant>, Mistake> {
    match object.kind {
        K::RELATION_NAME_REF => Ok(&mut stage.named_mut(&object.object_name()?, node.start)?.grants),
        K::FUNCTION_SIG => Ok(&mut function::find(stage, object)?.grants),
        _ => {
            let name = object.last_name()?;
            let found = stage
                .catalog
                .namespaces
                .iter_mut()
                .find(|namespace| namespace.name == name);
            let found = found.ok_or_else(|| not_understood(node.start, "the schema of this GRANT"))?;
            Ok(&mut found.grants)
        }
    }
}

fn privileges(node: &Node<'_>) -> Result<Vec<Privilege>, Mistake> {
    need(node, K::REVOKE_COMMAND_LIST)?
        .each(K::REVOKE_COMMAND)
        .map(privilege)
        .collect()
}

fn privilege(node: &Node<'_>) -> Result<Privilege, Mistake> {
    let others = [Privilege::Usage, Privilege::Execute];
    let mut all = ON_TABLE.into_iter().chain(others);
    let found = all.find(|privilege| node.text.eq_ignore_ascii_case(privilege.as_str()));
    found.ok_or_else(|| not_understood(node.start, "this privilege"))
}
