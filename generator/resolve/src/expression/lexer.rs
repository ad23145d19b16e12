//! The words of an expression. In: its text. Out: tokens with their places.

use driftless_diagnostics::Span;
use driftless_syntax::document::Text;

use super::Problem;

/// A word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A field, a function or a keyword; keywords are told apart by the parser, without regard to case.
    Word(String),
    /// Digits, perhaps with a fraction.
    Number(String),
    /// `'text'`, quotes taken off, doubled ones made single.
    Text(String),
    /// An operator or punctuation.
    Symbol(&'static str),
}

const SYMBOLS: &[&str] = &[
    "<>", "<=", ">=", "!=", "==", "=", "<", ">", "+", "-", "*", "(", ")", ",",
];

/// Splits an expression into words.
pub(super) fn tokens(text: &Text) -> Result<Vec<(Token, Span)>, Problem> {
    let mut lexer = Lexer {
        text: &text.value,
        at: 0,
        places: Places::of(text),
    };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

/// Turns offsets inside the value into spans of the source. Where the string has escapes, value and source differ in
/// length and only the whole string can be pointed at.
struct Places {
    whole: Span,
    exact: bool,
}

impl Places {
    fn of(text: &Text) -> Self {
        let written = (text.span.end - text.span.start) as usize;
        Self {
            whole: text.span,
            exact: written == text.value.len() + 2,
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        if self.exact {
            self.whole.slice(start + 1, end + 1)
        } else {
            self.whole
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    places: Places,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn next(&mut self) -> Result<Option<(Token, Span)>, Problem> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let start = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        let token = match first {
            '\'' => self.quoted()?,
            c if c.is_ascii_digit() => Token::Number(self.run(|c| c.is_ascii_digit() || c == '.')),
            c if c.is_ascii_alphabetic() || c == '_' => {
                Token::Word(self.run(|c| c.is_ascii_alphanumeric() || c == '_'))
            }
            _ => self.symbol(start, first)?,
        };
        Ok(Some((token, self.places.span(start, self.at))))
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let length = self.rest().find(|c: char| !belongs(c)).unwrap_or(self.rest().len());
        let run = self.rest()[..length].to_owned();
        self.at += length;
        run
    }

    fn quoted(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let Some(end) = self.rest().find('\'') else {
                let span = self.places.span(start, self.text.len());
                return Err(Problem::unreadable(span, "the text is not closed", "end it with `'`"));
            };
            value.push_str(&self.rest()[..end]);
            self.at += end + 1;
            if !self.rest().starts_with('\'') {
                return Ok(Token::Text(value));
            }
            value.push('\'');
            self.at += 1;
        }
    }

    fn symbol(&mut self, start: usize, first: char) -> Result<Token, Problem> {
        let found = SYMBOLS.iter().find(|symbol| self.rest().starts_with(**symbol)).copied();
        let span = self
            .places
            .span(start, start + found.map_or(first.len_utf8(), str::len));
        match found {
            Some("!=") => Err(Problem::unreadable(span, "is not an operator here", "write `<>`")),
            Some("==") => Err(Problem::unreadable(span, "is not an operator here", "write `=`")),
            Some(symbol) => {
                self.at += symbol.len();
                Ok(Token::Symbol(symbol))
            }
            None if first == '"' => Err(Problem::unreadable(
                span,
                "means nothing here",
                "write texts in `'single quotes'` and fields as they are",
            )),
            None => Err(Problem::unreadable(
                span,
                "means nothing here",
                "use fields, literals, `and or not = <> < <= > >= in is + - *`, `length() lower() coalesce()`",
            )),
        }
    }
}
