//! DO blocks. One that only changes rows, in a loop and in batches, leaves the Catalog as it is; it may switch triggers
//! off and on around that. One that makes or drops anything, or runs text, is opaque: what it did, nobody can tell.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
use super::super::stage::Stage;
use super::{Outcome, need, not_understood, path, table};
use crate::Dialect;
use crate::parse::postgres::{Node, parse, unquote, unquote_text};
use crate::parse::token::{Token, tokens};

/// Words that begin a statement which changes more than rows.
const CHANGES: [&str; 13] = [
    "ALTER", "CREATE", "DROP", "GRANT", "REVOKE", "COMMENT", "EXECUTE", "IMPORT", "REASSIGN", "SECURITY", "DO", "CALL",
    "COPY",
];

/// Words behind which a statement begins.
const OPENS: [&str; 5] = ["BEGIN", "THEN", "ELSE", "LOOP", ";"];

pub(super) fn run(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let literals = node
        .find(K::AS_DEFINITION)
        .or_else(|| node.children.iter().rfind(|child| child.kind == K::LITERAL));
    let literal = literals.ok_or_else(|| not_understood(node.start, "a block without a body"))?;
    let body = within(literal.text).ok_or_else(|| not_understood(literal.start, "this body of a block"))?;
    let tokens = tokens(Dialect::Postgres, body)?;
    if changes(&tokens).any(|at| switched(body, &tokens[at..]).is_none()) {
        unknown(stage, node, "block");
        return Ok(());
    }
    for at in changes(&tokens) {
        if let Some(text) = switched(body, &tokens[at..]) {
            let root = parse(text)?;
            table::alter(stage, need(&root, K::ALTER_TABLE)?)?;
        }
    }
    Ok(())
}

/// Where statements begin that change more than rows.
fn changes<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = usize> + 't {
    let begins = |at: usize| {
        at.checked_sub(1)
            .is_none_or(|before| OPENS.iter().any(|word| tokens[before].is(word)))
    };
    (0..tokens.len()).filter(move |&at| begins(at) && CHANGES.iter().any(|word| tokens[at].is(word)))
}

/// Something whose effect nobody can tell without running it. Whatever differs may come from here.
fn unknown(stage: &mut Stage, node: &Node<'_>, kind: &str) {
    let number = stage.catalog.opaque.iter().filter(|known| known.kind == kind).count() + 1;
    stage.put_opaque(Said {
        kind,
        name: format!("{kind} {number}"),
        text: node.text,
        needs: Vec::new(),
    });
}

/// A query, or a call: it may set the path, and it may run a function of the project's own that changes more than rows.
pub(super) fn select(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let text = node.text.to_ascii_lowercase();
    if text.contains("set_config") && text.contains("search_path") {
        let literals = literals(node);
        stage.path = path::normal(
            literals
                .into_iter()
                .nth(1)
                .into_iter()
                .flat_map(|list| list.split(',').map(|name| unquote(name.trim())).collect::<Vec<_>>())
                .collect(),
        );
    }
    let changing = stage
        .catalog
        .opaque
        .iter()
        .filter(|known| matches!(known.kind.as_str(), "function" | "procedure"));
    let called = changing.into_iter().any(|known| {
        let name = known.name.split('(').next().unwrap_or_default().to_ascii_lowercase();
        text.contains(&format!("{name}(")) && changes_more(&known.text)
    });
    if called {
        unknown(stage, node, "call");
    }
    Ok(())
}

fn literals(node: &Node<'_>) -> Vec<String> {
    match node.kind {
        K::LITERAL => vec![unquote_text(node.text)],
        _ => node.children.iter().flat_map(literals).collect(),
    }
}

/// Whether the body of a function has words that change more than rows.
fn changes_more(function: &str) -> bool {
    let bodies = tokens(Dialect::Postgres, function).unwrap_or_default();
    let bodies = bodies.iter().filter_map(|token| within(token.text));
    bodies.into_iter().any(|body| {
        let tokens = tokens(Dialect::Postgres, body).unwrap_or_default();
        changes(&tokens).next().is_some()
    })
}

/// The text of `ALTER TABLE … DISABLE TRIGGER …`, the one change of an object that a block may make.
fn switched<'b>(body: &'b str, tokens: &[Token<'_>]) -> Option<&'b str> {
    let end = tokens.iter().find(|token| token.text == ";")?.start;
    let text = body.get(tokens.first()?.start..end)?;
    let root = parse(text).ok()?;
    let alter = root.child(K::ALTER_TABLE)?;
    let mut changes = alter
        .children
        .iter()
        .skip_while(|child| child.kind != K::TABLE_RELATION_NAME)
        .skip(1);
    let only = changes.all(|change| matches!(change.kind, K::DISABLE_TRIGGER | K::ENABLE_TRIGGER | K::COMMA));
    only.then_some(text)
}

/// The text between the delimiters.
pub(super) fn within(literal: &str) -> Option<&str> {
    let tag = literal
        .get(..=literal.get(1..)?.find('$')? + 1)
        .filter(|tag| tag.starts_with('$'));
    match tag {
        Some(tag) => literal.strip_prefix(tag)?.strip_suffix(tag),
        None => literal
            .strip_prefix('\'')?
            .strip_suffix('\'')
            .filter(|text| !text.contains('\'')),
    }
}
