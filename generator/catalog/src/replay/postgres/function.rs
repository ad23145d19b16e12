//! CREATE FUNCTION and DROP FUNCTION.

use squawk_parser::SyntaxKind as K;

use super::{Outcome, need, not_understood};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::{Catalog, Function, ObjectName, Origin};

pub(super) fn create(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let options = need(node, K::FUNC_OPTION_LIST)?;
    let returns = need(node, K::RET_TYPE)?.text;
    let (body, reads) = body(node, options)?;
    let kept = options
        .children
        .iter()
        .filter(|option| !matches!(option.kind, K::LANGUAGE_FUNC_OPTION | K::AS_FUNC_OPTION));
    catalog.functions.push(Function {
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
    });
    Ok(())
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
pub(super) fn find<'c>(catalog: &'c mut Catalog, node: &Node<'_>) -> Result<&'c mut Function, Mistake> {
    let (name, arguments) = signature(node)?;
    let found = catalog
        .functions
        .iter_mut()
        .find(|known| known.name == name && known.arguments == arguments);
    found.ok_or_else(|| not_understood(node.start, &format!("the function `{name}`")))
}

pub(super) fn remove(catalog: &mut Catalog, node: &Node<'_>) -> Outcome {
    let list = need(node, K::FUNCTION_SIG_LIST)?;
    let (name, arguments) = signature(need(list, K::FUNCTION_SIG)?)?;
    catalog
        .functions
        .retain(|known| known.name != name || known.arguments != arguments);
    Ok(())
}

fn signature(node: &Node<'_>) -> Result<(ObjectName, String), Mistake> {
    Ok((
        need(node, K::FUNCTION_NAME_REF)?.object_name()?,
        arguments(need(node, K::PARAM_LIST)?),
    ))
}

fn arguments(list: &Node<'_>) -> String {
    let text = list.text.strip_prefix('(').unwrap_or(list.text);
    text.strip_suffix(')').unwrap_or(text).to_owned()
}
