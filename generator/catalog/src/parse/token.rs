//! SQL text to tokens, by the lexer of its dialect. Blanks and comments are left out; nothing is unquoted.

use sqlite3_parser::lexer::Splitter;
use sqlite3_parser::lexer::sql::Tokenizer;
use squawk_lexer::TokenKind;

use super::Mistake;
use crate::Dialect;

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) start: usize,
    pub(crate) text: &'t str,
}

impl Token<'_> {
    /// Whether it is this keyword; a quoted name never is.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The byte behind it.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a text.
pub(crate) fn tokens(dialect: Dialect, text: &str) -> Result<Vec<Token<'_>>, Mistake> {
    match dialect {
        Dialect::Postgres => Ok(postgres(text)),
        Dialect::Sqlite => sqlite(text),
    }
}

fn postgres(text: &str) -> Vec<Token<'_>> {
    let mut start = 0;
    let mut tokens = Vec::new();
    for token in squawk_lexer::tokenize(text) {
        let end = start + token.len as usize;
        let blank = matches!(
            token.kind,
            TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment { .. } | TokenKind::Eof
        );
        if let Some(text) = text.get(start..end).filter(|_| !blank) {
            tokens.push(Token { start, text });
        }
        start = end;
    }
    tokens
}

fn sqlite(text: &str) -> Result<Vec<Token<'_>>, Mistake> {
    let (mut tokenizer, mut offset, mut tokens) = (Tokenizer::new(), 0, Vec::new());
    while let Some(rest) = text.as_bytes().get(offset..).filter(|rest| !rest.is_empty()) {
        let (token, length) = tokenizer.split(rest).map_err(|error| Mistake {
            offset,
            message: error.to_string(),
        })?;
        let length = length.max(1);
        if token.is_some()
            && let Some(text) = text.get(offset..offset + length)
        {
            tokens.push(Token { start: offset, text });
        }
        offset += length;
    }
    Ok(tokens)
}
