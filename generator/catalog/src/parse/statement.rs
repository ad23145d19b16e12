//! SQL text to the exact texts of its statements, by tokens alone: a semicolon inside brackets, an atomic body or the
//! body of a trigger ends nothing. A native object between its two comments is one statement.

use std::ops::Range;

use super::Mistake;
use super::token::{Token, tokens};
use crate::Dialect;
use crate::sql::{NativeText, split_natives};

/// One statement of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'t> {
    /// Where it stands, in bytes; without its semicolon, and without comments before it.
    pub range: Range<usize>,
    /// Its text.
    pub text: &'t str,
    /// The native object that it is, if it is one.
    pub(crate) native: Option<NativeText>,
}

/// The statements of a text in order.
///
/// # Errors
/// The text cannot be split into tokens.
pub fn statements(dialect: Dialect, text: &str) -> Result<Vec<Statement<'_>>, Mistake> {
    let (natives, rest) = split_natives(text)?;
    let mut found: Vec<_> = ranges(dialect, &tokens(dialect, &rest)?)
        .into_iter()
        .map(|range| (range, None))
        .collect();
    if !natives.is_empty() {
        found.extend(natives.into_iter().map(|native| (native.range.clone(), Some(native))));
        found.sort_by_key(|(range, _)| range.start);
    }
    let statements = found.into_iter().filter_map(|(range, native)| {
        let text = text.get(range.clone())?;
        Some(Statement { range, text, native })
    });
    Ok(statements.collect())
}

fn ranges(dialect: Dialect, tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let (mut ranges, mut first) = (Vec::new(), 0);
    let mut body = Body::default();
    for (at, token) in tokens.iter().enumerate() {
        if token.text == ";" && body.is_closed(dialect, &tokens[first..at]) {
            ranges.extend(range(&tokens[first..at]));
            (first, body) = (at + 1, Body::default());
        } else {
            body.read(&tokens[first..=at], token);
        }
    }
    ranges.extend(range(tokens.get(first..).unwrap_or_default()));
    ranges
}

fn range(tokens: &[Token<'_>]) -> Option<Range<usize>> {
    Some(tokens.first()?.start..tokens.last()?.end())
}

/// What is open in the statement that is being read.
#[derive(Default)]
struct Body {
    brackets: usize,
    blocks: usize,
}

impl Body {
    fn read(&mut self, so_far: &[Token<'_>], token: &Token<'_>) {
        match token.text {
            "(" => self.brackets += 1,
            ")" => self.brackets = self.brackets.saturating_sub(1),
            _ if token.is("BEGIN") && makes_routine(so_far) => self.blocks += 1,
            _ if token.is("CASE") && self.blocks > 0 => self.blocks += 1,
            _ if token.is("END") => self.blocks = self.blocks.saturating_sub(1),
            _ => {}
        }
    }

    fn is_closed(&self, dialect: Dialect, statement: &[Token<'_>]) -> bool {
        match dialect {
            Dialect::Postgres => self.brackets == 0 && self.blocks == 0,
            Dialect::Sqlite => !makes_trigger(statement) || ends_block(statement),
        }
    }
}

fn makes_routine(statement: &[Token<'_>]) -> bool {
    let is = |at: usize, words: &[&str]| {
        statement
            .get(at)
            .is_some_and(|token| words.iter().any(|word| token.is(word)))
    };
    let routine = ["FUNCTION", "PROCEDURE"];
    is(0, &["CREATE"]) && (is(1, &routine) || is(1, &["OR"]) && is(3, &routine))
}

fn makes_trigger(statement: &[Token<'_>]) -> bool {
    let mut words = statement
        .iter()
        .filter(|word| !word.is("TEMP") && !word.is("TEMPORARY"));
    words.next().is_some_and(|word| word.is("CREATE")) && words.next().is_some_and(|word| word.is("TRIGGER"))
}

/// `; END` closes the body of a trigger; the END of a CASE has no semicolon before it.
fn ends_block(statement: &[Token<'_>]) -> bool {
    matches!(statement, [.., before, last] if before.text == ";" && last.is("END"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(dialect: Dialect, text: &str) -> Vec<&str> {
        let statements = statements(dialect, text).expect("tokens");
        for statement in &statements {
            assert_eq!(&text[statement.range.clone()], statement.text);
        }
        statements.iter().map(|statement| statement.text).collect()
    }

    #[test]
    fn semicolons_within_something_end_nothing() {
        let text = "-- a;\nSELECT ';', $$;$$, $a$ $$; $a$, \"a;\" /* ; /* ; */ ; */; ;\nCREATE FUNCTION f() RETURNS int \
                    LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; BEGIN; COMMIT";
        let expected = ["SELECT ';', $$;$$, $a$ $$; $a$, \"a;\"", "", "BEGIN", "COMMIT"];
        let found = texts(Dialect::Postgres, text);
        assert_eq!((found[0], found[2], found[3]), (expected[0], expected[2], expected[3]));
        assert!(found[1].ends_with("END"), "{}", found[1]);
    }

    #[test]
    fn triggers_end_behind_their_block() {
        let text = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT ';'; END; SELECT \
                    1; BEGIN; END;";
        let found = texts(Dialect::Sqlite, text);
        assert_eq!(found.len(), 4);
        assert_eq!(found[1..], ["SELECT 1", "BEGIN", "END"]);
    }

    #[test]
    fn natives_are_one_each() {
        let text = "SELECT 1;\n-- native X\nCREATE VIEW a AS SELECT 1;\nSELECT 2;\n-- end of native X\nSELECT 3;\n";
        let found = texts(Dialect::Postgres, text);
        assert_eq!(found.len(), 3);
        assert!(found[1].starts_with("-- native X") && found[1].ends_with("-- end of native X"));
    }
}
