//! SQLite text by its tokens: names and words without quotes and capitals, single blanks, no outer brackets.

use crate::Dialect;
use crate::parse::token::tokens;
use crate::replay::unquoted;

/// An expression in its normal form.
pub(super) fn expression(text: &str) -> String {
    let mut text = words(text);
    while let Some(inner) = text.strip_prefix("( ").and_then(|text| text.strip_suffix(" )")) {
        if !is_balanced(inner) {
            break;
        }
        text = inner.to_owned();
    }
    text
}

/// Whether every bracket within is closed within.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0i32;
    text.split(' ').all(|word| {
        depth += i32::from(word == "(") - i32::from(word == ")");
        depth >= 0
    })
}

/// A type in its normal form.
pub(super) fn type_name(text: &str) -> String {
    words(text)
}

/// All tokens with single blanks; literals stay as they are.
pub(super) fn words(text: &str) -> String {
    let Ok(tokens) = tokens(Dialect::Sqlite, text) else {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    };
    let words = tokens.iter().map(|token| {
        let quoted = token.text.starts_with('\'');
        let word = if quoted {
            token.text.to_owned()
        } else {
            unquoted(token.text).to_ascii_lowercase()
        };
        match word.as_str() {
            "==" => "=".to_owned(),
            "!=" => "<>".to_owned(),
            _ => word,
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
