//! DO blocks: the statements that stand in one as they are. Whether they run is up to the block, so they are told of as
//! if they did; what a block puts together as text, nobody can tell.

use driftless_catalog::Dialect;
use driftless_catalog::parse::postgres::{Node, parse, unquote_text};
use driftless_catalog::replay::statements;
use squawk_parser::SyntaxKind as K;

use crate::Kind;
use crate::effect::Effect;
use crate::world::World;

/// Words of the procedural language behind which a statement begins.
const OPENS: [&str; 4] = ["BEGIN", "THEN", "ELSE", "LOOP"];

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    let mut effects = vec![Effect::new(Kind::RunBlock, "")];
    let Some(literal) = node.find(K::LITERAL) else {
        return effects;
    };
    let body = body(literal.text);
    for piece in statements(Dialect::Postgres, &body).unwrap_or_default() {
        let Ok(root) = parse(behind_opening(piece.text)) else {
            continue;
        };
        let inner = root
            .children
            .iter()
            .filter(|inner| inner.is_statement() && inner.kind != K::DO);
        let inner = inner.flat_map(|inner| super::effects(world, inner));
        // Places count from the start of the block, which is all that can be pointed at.
        effects.extend(inner.map(|effect| effect.at(0..0)));
    }
    effects
}

/// The text between the dollars or quotes.
fn body(literal: &str) -> String {
    let tag = literal
        .strip_prefix('$')
        .and_then(|rest| rest.find('$'))
        .map(|end| &literal[..end + 2]);
    match tag.and_then(|tag| literal.strip_prefix(tag)?.strip_suffix(tag)) {
        Some(inner) => inner.to_owned(),
        None => unquote_text(literal),
    }
}

/// `IF … THEN ALTER TABLE …` without what is no SQL.
fn behind_opening(text: &str) -> &str {
    let upper = text.to_ascii_uppercase();
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let ends = OPENS
        .iter()
        .flat_map(|word| upper.match_indices(word).map(move |(at, _)| (at, at + word.len())));
    let whole =
        ends.filter(|(start, end)| !part(upper[..*start].chars().next_back()) && !part(upper[*end..].chars().next()));
    let last = whole.map(|(_, end)| end).max().unwrap_or(0);
    text.get(last..).unwrap_or("")
}
