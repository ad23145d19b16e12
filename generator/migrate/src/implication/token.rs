//! The text of a condition as tokens, each in one spelling: words in capitals, everything quoted as it is. Blanks are
//! left out. Never changes what is quoted.

/// The tokens, or `None` where a quote does not end.
pub(super) fn tokens(text: &str) -> Option<Vec<String>> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while !rest.is_empty() {
        let length = length(rest)?;
        let (token, behind) = rest.split_at(length);
        tokens.push(spelled(token));
        rest = behind.trim_start();
    }
    Some(tokens)
}

fn spelled(token: &str) -> String {
    let is_word = token.starts_with(|c: char| c.is_alphabetic() || c == '_') && !token.contains('\'');
    if is_word {
        token.to_uppercase()
    } else {
        token.to_owned()
    }
}

/// The bytes of the first token.
fn length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let is_prefix = |c: char| matches!(c, 'E' | 'e' | 'x' | 'X');
    if is_prefix(first) && text[1..].starts_with('\'') {
        return Some(1 + quoted(&text[1..], '\'', matches!(first, 'E' | 'e'))?);
    }
    Some(match first {
        '\'' | '"' => quoted(text, first, false)?,
        c if c.is_alphabetic() || c == '_' => run(text, |c| c.is_alphanumeric() || c == '_'),
        c if c.is_ascii_digit() => number(text),
        '(' | ')' | ',' | '[' | ']' | '-' | '+' => 1,
        c if is_operator(c) => run(text, is_operator),
        c => c.len_utf8(),
    })
}

/// Minus is no part of one: behind another it is a sign.
fn is_operator(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | '=' | '!' | '~' | '|' | ':' | '@' | '*' | '/' | '%' | '&' | '#' | '?'
    )
}

fn run(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// An exponent may have a sign.
fn number(text: &str) -> usize {
    let front = run(text, |c| c.is_ascii_alphanumeric() || c == '.');
    let behind = &text[front..];
    if text[..front].ends_with(['e', 'E']) && behind.starts_with(['-', '+']) {
        return front + 1 + run(&behind[1..], |c| c.is_ascii_digit());
    }
    front
}

/// A quote inside is written twice, or behind a backslash where those escape.
fn quoted(text: &str, quote: char, escapes: bool) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if escapes && c == '\\' {
            chars.next();
        } else if c == quote && chars.next_if(|&(_, next)| next == quote).is_none() {
            return Some(at + 1);
        }
    }
    None
}
