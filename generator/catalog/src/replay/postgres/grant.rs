//! GRANT and REVOKE. A role has one grant on an object, of all it may do there.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
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

/// GRANT and REVOKE of what the Catalog knows; all others are opaque.
pub(super) fn change(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let grants = node.kind == K::GRANT;
    let Some(rights) = rights(node) else {
        return unknown(stage, node);
    };
    for object in objects(node)? {
        if grants_of(stage, node, object).is_err() {
            return unknown(stage, node);
        }
    }
    for object in objects(node)? {
        if rights.public {
            *restricted(stage, node, object)? = !grants;
            continue;
        }
        let known = grants_of(stage, node, object)?;
        for role in &rights.roles {
            if grants {
                give(known, role, &rights.privileges);
            } else {
                take(known, role, &rights.privileges);
            }
        }
    }
    Ok(())
}

/// Who may do what, as far as the Catalog can tell.
struct Rights {
    roles: Vec<String>,
    public: bool,
    /// `None` for all.
    privileges: Option<Vec<Privilege>>,
}

fn rights(node: &Node<'_>) -> Option<Rights> {
    let listed = node.child(K::ROLE_REF_LIST)?;
    let roles: Vec<_> = listed.each(K::ROLE_REF).filter_map(Node::name).collect();
    let public = listed.text.eq_ignore_ascii_case("PUBLIC");
    let everything = node.child(K::ALL_PRIVILEGES).is_some();
    let privileges = if everything { None } else { Some(privileges(node).ok()?) };
    let objects = objects(node).ok()?;
    let functions = objects.iter().all(|object| object.kind == K::FUNCTION_SIG);
    // Everybody has one right by birth: to call a function. What else a role could have of all is no member here.
    let told = if public {
        functions
    } else {
        !everything || functions || node.kind == K::REVOKE
    };
    let plain = !roles.is_empty() && !roles.iter().any(|role| role == "public" && !public);
    (told && plain).then_some(Rights {
        roles,
        public,
        privileges,
    })
}

fn give(grants: &mut Vec<Grant>, role: &str, given: &Option<Vec<Privilege>>) {
    let given = given.clone().unwrap_or_else(|| vec![Privilege::Execute]);
    match grants.iter_mut().find(|grant| grant.role == role) {
        None => grants.push(Grant {
            role: role.to_owned(),
            privileges: given,
        }),
        Some(grant) => {
            let missing = given.iter().filter(|privilege| !grant.privileges.contains(privilege));
            let missing: Vec<_> = missing.copied().collect();
            grant.privileges.extend(missing);
            grant.privileges.sort();
        }
    }
}

fn take(grants: &mut Vec<Grant>, role: &str, taken: &Option<Vec<Privilege>>) {
    for grant in grants.iter_mut().filter(|grant| grant.role == role) {
        let all = taken.is_none();
        grant
            .privileges
            .retain(|privilege| !all && !taken.as_ref().is_some_and(|taken| taken.contains(privilege)));
    }
    grants.retain(|grant| !grant.privileges.is_empty());
}

fn unknown(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let words: Vec<_> = node.text.split_whitespace().collect();
    let needs = match objects(node)
        .ok()
        .and_then(|objects| objects.first().map(|object| object.object_name()))
    {
        Some(name) => vec![name?],
        None => Vec::new(),
    };
    stage.put_opaque(Said {
        kind: "grant",
        name: words.join(" "),
        text: node.text,
        needs,
    });
    Ok(())
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
