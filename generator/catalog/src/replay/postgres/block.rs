//! DO blocks. One that only changes rows, in a loop and in batches, leaves the Catalog as it is; it may switch triggers
//! off and on around that. One that makes or drops anything, or runs text, is not understood.

use squawk_parser::SyntaxKind as K;

use super::super::stage::Stage;
use super::{Outcome, need, not_understood, table};
use crate::Dialect;
use crate::parse::postgres::{Node, parse};
use crate::parse::token::{Token, tokens};

/// Words that begin a statement which changes more than rows.
const CHANGES: [&str; 13] = [
    "ALTER", "CREATE", "DROP", "GRANT", "REVOKE", "COMMENT", "EXECUTE", "IMPORT", "REASSIGN", "SECURITY", "DO", "CALL",
    "COPY",
];

/// Words behind which a statement begins.
const OPENS: [&str; 5] = ["BEGIN", "THEN", "ELSE", "LOOP", ";"];

pub(super) fn run(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let literal = need(node, K::LITERAL)?;
    let body = within(literal.text).ok_or_else(|| not_understood(literal.start, "this body of a block"))?;
    let tokens = tokens(Dialect::Postgres, body)?;
    let mut begins = true;
    for (at, token) in tokens.iter().enumerate() {
        if begins && CHANGES.iter().any(|word| token.is(word)) {
            switch(stage, body, &tokens[at..]).ok_or_else(|| not_understood(literal.start, &told(token)))??;
        }
        begins = OPENS.iter().any(|word| token.is(word));
    }
    Ok(())
}

fn told(token: &Token<'_>) -> String {
    format!("{} in a block", token.text.to_ascii_uppercase())
}

/// `ALTER TABLE … DISABLE TRIGGER …`, the one change of an object that a block may make.
fn switch(stage: &mut Stage, body: &str, tokens: &[Token<'_>]) -> Option<Outcome> {
    let end = tokens.iter().find(|token| token.text == ";")?.start;
    let root = parse(body.get(tokens.first()?.start..end)?).ok()?;
    let alter = root.child(K::ALTER_TABLE)?;
    let mut changes = alter
        .children
        .iter()
        .skip_while(|child| child.kind != K::TABLE_RELATION_NAME)
        .skip(1);
    let only_triggers = changes.all(|change| matches!(change.kind, K::DISABLE_TRIGGER | K::ENABLE_TRIGGER | K::COMMA));
    only_triggers.then(|| table::alter(stage, alter))
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
