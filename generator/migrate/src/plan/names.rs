//! Names inside SQL text: whether an expression speaks of a column, and names for what stands beside another for a while.

use driftless_catalog::sql::identifier;
use driftless_catalog::{Index, IndexPart};
use driftless_model::constraint_name;

/// Whether an expression speaks of a column. Emitted expressions quote every name; texts are told apart by their quotes.
pub(crate) fn mentions(expr: &str, column: &str) -> bool {
    let quoted = identifier(column);
    outside_of_texts(expr).any(|piece| piece.contains(&quoted) || has_word(piece, column))
}

/// Whether an index speaks of a column.
pub(crate) fn index_mentions(index: &Index, column: &str) -> bool {
    let in_part = |part: &IndexPart| {
        if part.column {
            part.expr == column
        } else {
            mentions(&part.expr, column)
        }
    };
    let predicate = index.predicate.as_ref();
    index.parts.iter().any(in_part) || predicate.is_some_and(|predicate| mentions(predicate, column))
}

/// An expression with something else in the place of a column. A type may have the column's name, and a text hold it.
pub(crate) fn replaced(expr: &str, column: &str, by: &str) -> String {
    let quoted = identifier(column);
    let pieces = expr.split('\'').enumerate();
    let pieces = pieces.map(|(at, piece)| match at % 2 {
        0 => outside_replaced(piece, &quoted, by),
        _ => piece.to_owned(),
    });
    pieces.collect::<Vec<_>>().join("'")
}

fn outside_replaced(piece: &str, quoted: &str, by: &str) -> String {
    let mut parts = piece.split(quoted);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let of_type = out.ends_with("::") || out.ends_with('.');
        out.push_str(if of_type { quoted } else { by });
        out.push_str(part);
    }
    out
}

/// The pieces of an expression that stand between texts in single quotes.
fn outside_of_texts(expr: &str) -> impl Iterator<Item = &str> {
    expr.split('\'').step_by(2)
}

fn has_word(piece: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
    let found = piece.match_indices(word);
    let mut alone = found.filter(|(at, _)| {
        let before = piece[..*at].chars().next_back();
        let after = piece[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    });
    alone.next().is_some()
}

/// The name of something that makes room for another of its name.
pub(crate) fn old_name(name: &str) -> String {
    constraint_name(&[name, "", "old"])
}

/// The name of something that will take the place of another.
pub(crate) fn new_name(name: &str) -> String {
    constraint_name(&[name, "", "new"])
}

/// The name of the check that stands in for NOT NULL until every row was looked at. Not `not_null`, which PostgreSQL 18
/// gives to constraints of its own.
pub(crate) fn required_name(table: &str, column: &str) -> String {
    constraint_name(&[table, column, "required", "check"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_replaced_and_nothing_else_of_its_name() {
        let replaced = |expr| replaced(expr, "kind", "\"kind__new\"");
        assert_eq!(replaced("\"kind\" = 'a'"), "\"kind__new\" = 'a'");
        assert_eq!(
            replaced("(\"kind\"::text)::\"kind\""),
            "(\"kind__new\"::text)::\"kind\""
        );
        assert_eq!(replaced("x::\"aside\".\"kind\""), "x::\"aside\".\"kind\"");
        assert_eq!(replaced("\"a\" = 'it''s \"kind\"'"), "\"a\" = 'it''s \"kind\"'");
    }

    #[test]
    fn texts_are_no_names() {
        assert!(mentions("\"pages\" > 1", "pages"));
        assert!(!mentions("\"kind\" = 'pages'", "pages"));
        assert!(mentions("length(title) > 1", "title"));
        assert!(!mentions("length(subtitle) > 1", "title"));
        assert!(mentions("\"a\" = 'it''s' AND \"b\" IS NULL", "b"));
    }
}
