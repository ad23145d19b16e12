//! What a text has to keep to before it is parsed at all: a size, a depth, and TOML 1.0. In: the text. Out: whether it
//! may be parsed, and the places where only TOML 1.1 would read it.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// Bytes of one file: far more than a schema of thousands of entities has.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// Far deeper than the language goes; parsers and readers descend by recursion.
pub(crate) const DEEPEST: usize = 40;

/// Whether the text is small and flat enough to be parsed.
pub(crate) fn check_size(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    if text.len() > LARGEST {
        // Whoever read it may have stopped there.
        let message = format!("the file has more than {LARGEST} bytes, which is more than any schema needs");
        let help = "split it by `include`";
        diagnostics.push(
            Diagnostic::error(Code::TooLarge, message)
                .label(Span::new(file, 0, 0), "")
                .help(help),
        );
        return false;
    }
    let Some(token) = too_deep(text) else { return true };
    diagnostics.push(nested_too_deeply(Span::new(
        file,
        token.span().start(),
        token.span().end(),
    )));
    false
}

/// Says that a value lies too deep.
pub(crate) fn nested_too_deeply(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        format!("tables and lists are nested more than {DEEPEST} deep"),
    )
    .label(span, "too deep here")
    .help("the language needs no more than ten levels: look for a bracket that is not closed")
}

/// Reports inline tables that only TOML 1.1 reads: spread over lines, or with a comma behind the last value. Editors and
/// other tools that keep to TOML 1.0 refuse them. The text has no syntax errors.
pub(crate) fn check_version(file: FileId, text: &str, diagnostics: &mut Diagnostics) {
    let mut open = Vec::new();
    let mut comma: Option<Token> = None;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => open.push((token.kind(), false)),
            TokenKind::RightCurlyBracket => {
                open.pop();
                if let Some(comma) = comma {
                    diagnostics.push(not_toml_1_0(file, comma, "a comma behind its last value"));
                }
            }
            TokenKind::RightSquareBracket => drop(open.pop()),
            TokenKind::Newline => {
                if let Some((TokenKind::LeftCurlyBracket, reported @ false)) = open.last_mut() {
                    *reported = true;
                    diagnostics.push(not_toml_1_0(file, token, "a line break in it"));
                }
            }
            _ => {}
        }
        match token.kind() {
            TokenKind::Comma => comma = Some(token),
            TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment => {}
            _ => comma = None,
        }
    }
}

fn not_toml_1_0(file: FileId, token: Token, what: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TomlSyntax,
        format!("an inline table has {what}, which TOML 1.0 does not know"),
    )
    .label(Span::new(file, token.span().start(), token.span().end()), "here")
    .help("write it on one line, or as dotted keys: `fields.title.type = \"text\"`")
}

/// The first token that lies too deep: brackets and the dots of keys both descend.
fn too_deep(text: &str) -> Option<Token> {
    let mut open: Vec<usize> = Vec::new();
    let (mut outer, mut dots) = (0, 0);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => {
                open.push(dots + 1);
                outer += dots + 1;
                dots = 0;
            }
            TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket => {
                let level = open.pop().unwrap_or(0);
                outer -= level;
                dots = level.saturating_sub(1);
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Comma | TokenKind::Newline => dots = 0,
            _ => {}
        }
        if outer + dots > DEEPEST {
            return Some(token);
        }
    }
    None
}
