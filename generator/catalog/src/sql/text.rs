//! The one way a name becomes an identifier, and the one way a text becomes a literal.

use std::fmt::Write;

use crate::{Dialect, ObjectName};

/// A name as an identifier: quoted always, since what is a keyword differs between servers and versions.
pub fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name with its namespace.
pub fn qualified(name: &ObjectName) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", identifier(namespace), identifier(&name.name)),
        None => identifier(&name.name),
    }
}

/// Identifiers in a list.
pub(crate) fn identifiers<S: AsRef<str>>(names: &[S]) -> String {
    names
        .iter()
        .map(|name| identifier(name.as_ref()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text as a literal on one line: migration runners look for their own words at the starts of lines, and a literal
/// must not put any there. Backslashes mean themselves (`standard_conforming_strings`).
pub fn literal(dialect: Dialect, text: &str) -> String {
    if !text.contains(breaks_line) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    match dialect {
        Dialect::Postgres => escaped(text),
        Dialect::Sqlite => concatenated(text),
    }
}

fn breaks_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn escaped(text: &str) -> String {
    let mut out = String::from("E'");
    for c in text.chars() {
        match c {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if breaks_line(c) => write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a String"),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn concatenated(text: &str) -> String {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(breaks_line) {
        let c = rest[at..].chars().next().expect("a character was found here");
        pieces.push(format!("'{}'", rest[..at].replace('\'', "''")));
        pieces.push(format!("char({})", u32::from(c)));
        rest = &rest[at + c.len_utf8()..];
    }
    pieces.push(format!("'{}'", rest.replace('\'', "''")));
    pieces.retain(|piece| piece != "''");
    format!("({})", pieces.join(" || "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(identifier("a\"; DROP"), "\"a\"\"; DROP\"");
    }

    #[test]
    fn literals_stay_on_one_line() {
        assert_eq!(literal(Dialect::Postgres, "it's \\d"), "'it''s \\d'");
        assert_eq!(literal(Dialect::Postgres, "a\n-- b\\'"), "E'a\\n-- b\\\\'''");
        assert_eq!(literal(Dialect::Sqlite, "a\n'b"), "('a' || char(10) || '''b')");
        assert_eq!(literal(Dialect::Postgres, "a\u{2028}b"), "E'a\\u2028b'");
    }
}
