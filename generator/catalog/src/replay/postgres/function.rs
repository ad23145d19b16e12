//! CREATE FUNCTION, ALTER FUNCTION and DROP FUNCTION.

use squawk_parser::SyntaxKind as K;

use super::super::stage::Stage;
use super::depend::needed;
use super::{Outcome, need, not_understood, opaque, rename};
use crate::parse::Mistake;
use crate::parse::postgres::{Node, parse};
use crate::{Function, ObjectName, Origin, TriggerAction};

/// A function that replaces one of the same arguments keeps its comment and who may call it.
pub(super) fn create(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let Some(function) = read(node).ok().filter(|function| is_ours(node, function)) else {
        let name = stage.here(need(node, K::FUNCTION_NAME)?.object_name()?);
        let arguments = node.child(K::PARAM_LIST).map(arguments).unwrap_or_default();
        let same = |known: &Function| known.name == name && same_arguments(&known.arguments, &arguments);
        stage.catalog.functions.retain(|known| !same(known));
        return opaque::run(stage, node);
    };
    let opaque = format!("{}{}", stage.here(function.name.clone()), opaque::signature(node));
    stage.drop_opaque(&["function"], &opaque, true, node.start)?;
    let function = Function {
        name: stage.here(function.name),
        ..function
    };
    let same = |known: &&mut Function| known.name == function.name && known.arguments == function.arguments;
    match stage.catalog.functions.iter_mut().find(same) {
        None => stage.catalog.functions.push(function),
        Some(known) if node.child(K::OR_REPLACE).is_some() => {
            let before = std::mem::replace(known, function);
            (known.comment, known.grants, known.restricted) = (before.comment, before.grants, before.restricted);
        }
        Some(_) => return Err(rename::taken(node.start, &function.name.to_string())),
    }
    Ok(())
}

/// Whether the Catalog's form tells all of it: a language of ours, and a body as we print it.
fn is_ours(node: &Node<'_>, function: &Function) -> bool {
    let atomic = node.child(K::ATOMIC_BODY).is_some();
    match function.language.as_str() {
        "sql" => atomic && node.text.trim_end_matches(';').trim_end().ends_with("END"),
        "plpgsql" => !atomic,
        _ => false,
    }
}

/// Whether the function that a statement names is one of the Catalog's.
pub(super) fn is_modelled(stage: &Stage, node: &Node<'_>) -> bool {
    let named = node.find(K::FUNCTION_NAME_REF).and_then(|name| name.object_name().ok());
    let renames = node.kind != K::ALTER_FUNCTION || node.child(K::FUNCTION_RENAME_TO).is_some();
    renames
        && stage
            .catalog
            .functions
            .iter()
            .any(|function| Some(&function.name) == named.as_ref())
}

fn read(node: &Node<'_>) -> Result<Function, Mistake> {
    let options = need(node, K::FUNC_OPTION_LIST)?;
    let returns = need(node, K::RET_TYPE)?.text;
    let (body, reads) = body(node, options)?;
    let kept = options
        .children
        .iter()
        .filter(|option| !matches!(option.kind, K::LANGUAGE_FUNC_OPTION | K::AS_FUNC_OPTION));
    Ok(Function {
        name: need(node, K::FUNCTION_NAME)?.object_name()?,
        arguments: arguments(need(node, K::PARAM_LIST)?),
        returns: returns.trim_start_matches("RETURNS").trim_start().to_owned(),
        language: need(need(options, K::LANGUAGE_FUNC_OPTION)?, K::LANGUAGE_REF)?
            .text
            .to_owned(),
        options: kept.map(|option| option.text).collect::<Vec<_>>().join(" "),
        body,
        restricted: false,
        grants: Vec::new(),
        reads,
        comment: None,
        origin: Origin::default(),
    })
}

/// The text between the delimiters, or the one statement of an atomic body and the table it reads.
fn body(node: &Node<'_>, options: &Node<'_>) -> Result<(String, Option<ObjectName>), Mistake> {
    if let Some(atomic) = node.child(K::ATOMIC_BODY) {
        let query = need(atomic, K::SELECT)?;
        let text = query.text.trim_end().trim_end_matches(';').to_owned();
        let table = query.find(K::RELATION_NAME_REF).map(Node::object_name).transpose()?;
        return Ok((text, table));
    }
    let definition = need(need(options, K::AS_FUNC_OPTION)?, K::AS_DEFINITION)?;
    let text = definition
        .text
        .strip_prefix("$$\n")
        .and_then(|text| text.strip_suffix("\n$$"));
    let text = text.ok_or_else(|| not_understood(definition.start, "this body of a function"))?;
    Ok((text.to_owned(), None))
}

/// The function that a signature names.
pub(super) fn find<'c>(stage: &'c mut Stage, node: &Node<'_>) -> Result<&'c mut Function, Mistake> {
    let (name, arguments) = signature(node)?;
    let any = node.child(K::PARAM_LIST).is_none();
    let found = stage
        .catalog
        .functions
        .iter_mut()
        .find(|known| known.name == name && (any || same_arguments(&known.arguments, &arguments)));
    found.ok_or_else(|| not_understood(node.start, &format!("the function `{name}`")))
}

/// `ALTER FUNCTION name(…) RENAME TO new`: triggers that call it follow.
pub(super) fn alter(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let change = node.child(K::FUNCTION_RENAME_TO);
    let change = change.ok_or_else(|| not_understood(node.start, "this change of a function"))?;
    let function = find(stage, need(node, K::FUNCTION_SIG)?)?;
    let old = function.name.clone();
    let new = old.beside(&need(change, K::FUNCTION_NAME)?.last_name()?);
    function.name = new.clone();
    for slot in callers(stage, &old) {
        for trigger in &mut stage.table_mut(slot, node.start)?.triggers {
            if trigger.action == TriggerAction::Call(old.clone()) {
                trigger.action = TriggerAction::Call(new.clone());
            }
        }
    }
    Ok(())
}

/// Tables with a trigger that calls it.
fn callers(stage: &Stage, name: &ObjectName) -> Vec<usize> {
    let calls = |table: &crate::Table| {
        let mut actions = table.triggers.iter().map(|trigger| &trigger.action);
        actions.any(|action| matches!(action, TriggerAction::Call(called) if called == name))
    };
    stage
        .tables()
        .filter(|(_, table)| calls(table))
        .map(|(slot, _)| slot)
        .collect()
}

pub(super) fn remove(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let cascade = node.child(K::CASCADE).is_some();
    for sig in need(node, K::FUNCTION_SIG_LIST)?.each(K::FUNCTION_SIG) {
        if let Err(missing) = find(stage, sig) {
            match node.child(K::IF_EXISTS) {
                Some(_) => continue,
                None => return Err(missing),
            }
        }
        let arguments = find(stage, sig)?.arguments.clone();
        let (name, _) = signature(sig)?;
        for slot in callers(stage, &name) {
            let table = stage.table_mut(slot, sig.start)?;
            if !cascade {
                return Err(needed(
                    sig.start,
                    &name.to_string(),
                    &format!("a trigger of `{}`", table.name),
                ));
            }
            table
                .triggers
                .retain(|trigger| trigger.action != TriggerAction::Call(name.clone()));
        }
        let functions = &mut stage.catalog.functions;
        functions.retain(|known| known.name != name || known.arguments != arguments);
    }
    Ok(())
}

/// Whether arguments have the same types; a signature may leave out their names.
fn same_arguments(declared: &str, given: &str) -> bool {
    let types = |list: &str| {
        let source = format!("DROP FUNCTION f({list})");
        parse(&source).map(|root| opaque::signature(&root)).ok()
    };
    declared == given || types(declared) == types(given)
}

fn signature(node: &Node<'_>) -> Result<(ObjectName, String), Mistake> {
    Ok((
        need(node, K::FUNCTION_NAME_REF)?.object_name()?,
        node.child(K::PARAM_LIST).map(arguments).unwrap_or_default(),
    ))
}

fn arguments(list: &Node<'_>) -> String {
    let text = list.text.strip_prefix('(').unwrap_or(list.text);
    text.strip_suffix(')').unwrap_or(text).to_owned()
}
