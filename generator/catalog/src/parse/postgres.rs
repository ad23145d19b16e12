//! PostgreSQL text to a tree of borrowed slices, or the first mistake with its byte offset. Never a guess about
//! meaning. Each node keeps the exact text it was read from.

use squawk_lexer::TokenKind;
use squawk_parser::{EntryPoint, LexedStr, StrStep, SyntaxKind};

use super::Mistake;

/// How deep brackets may nest: the parser is recursive, so hostile text must be refused before it.
const DEEPEST: usize = 200;

/// Bytes of a name; the server cuts off the rest.
const LONGEST_NAME: usize = 63;

/// A node of the syntax tree; tokens are nodes without children. Blanks and comments are left out.
#[derive(Debug)]
pub struct Node<'s> {
    /// What it is in the grammar.
    pub kind: SyntaxKind,
    /// Byte offset in the text that was read.
    pub start: usize,
    /// Exactly what was written, from its first token to its last.
    pub text: &'s str,
    /// What it consists of, in order.
    pub children: Vec<Node<'s>>,
}

/// Reads a text of any number of statements.
///
/// # Errors
/// The text is not PostgreSQL's SQL.
pub fn parse(source: &str) -> Result<Node<'_>, Mistake> {
    let lexed = LexedStr::new(source);
    if let Some((range, message)) = lexed.errors().next() {
        return Err(Mistake {
            offset: range.start as usize,
            message: message.to_owned(),
        });
    }
    refuse_deep_nesting(source)?;
    let output = EntryPoint::SourceFile.parse(&lexed.to_input());
    let (mut open, mut at, mut mistake) = (Vec::new(), 0, None);
    let mut root = None;
    lexed.intersperse_trivia(&output, &mut |step| match step {
        StrStep::Enter { kind } => open.push(Node {
            kind,
            start: at,
            text: "",
            children: Vec::new(),
        }),
        StrStep::Token { kind, text } => {
            let start = at;
            at += text.len();
            if !kind.is_trivia() {
                let node = Node {
                    kind,
                    start,
                    text: &source[start..at],
                    children: Vec::new(),
                };
                if let Some(parent) = open.last_mut() {
                    parent.children.push(node);
                }
            }
        }
        StrStep::Exit => {
            let Some(mut node) = open.pop() else { return };
            if let (Some(first), Some(last)) = (node.children.first(), node.children.last()) {
                node.start = first.start;
                node.text = &source[first.start..last.start + last.text.len()];
            }
            match open.last_mut() {
                Some(parent) => parent.children.push(node),
                None => root = Some(node),
            }
        }
        StrStep::Error { msg, pos } => {
            mistake.get_or_insert_with(|| Mistake {
                offset: pos,
                message: msg.to_owned(),
            });
        }
    });
    match (mistake, root) {
        (None, Some(root)) => Ok(root),
        (Some(mistake), _) => Err(mistake),
        (None, None) => Err(Mistake {
            offset: 0,
            message: "no statement".into(),
        }),
    }
}

fn refuse_deep_nesting(source: &str) -> Result<(), Mistake> {
    let (mut depth, mut offset) = (0usize, 0usize);
    for token in squawk_lexer::tokenize(source) {
        match token.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket => depth += 1,
            TokenKind::CloseParen | TokenKind::CloseBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Mistake {
                offset,
                message: format!("brackets nest deeper than {DEEPEST}"),
            });
        }
        offset += token.len as usize;
    }
    Ok(())
}

impl<'s> Node<'s> {
    /// Whether it is a statement rather than the semicolon behind one.
    pub fn is_statement(&self) -> bool {
        !matches!(self.kind, SyntaxKind::SEMICOLON | SyntaxKind::EMPTY_STMT)
    }

    /// The first child of a kind.
    pub fn child(&self, kind: SyntaxKind) -> Option<&Node<'s>> {
        self.children.iter().find(|c| c.kind == kind)
    }
    /// The first node of a kind, at any depth.
    pub fn find(&self, kind: SyntaxKind) -> Option<&Node<'s>> {
        self.children.iter().find_map(|child| {
            if child.kind == kind {
                Some(child)
            } else {
                child.find(kind)
            }
        })
    }

    /// All identifiers inside, unquoted, in order.
    pub fn names(&self) -> Vec<String> {
        match self.own_name() {
            Some(name) => vec![name],
            None => self.children.iter().flat_map(Node::names).collect(),
        }
    }

    /// All children of a kind.
    pub fn each(&self, kind: SyntaxKind) -> impl Iterator<Item = &Node<'s>> {
        self.children.iter().filter(move |c| c.kind == kind)
    }
    /// The identifier inside, unquoted.
    pub fn name(&self) -> Option<String> {
        self.own_name()
            .or_else(|| self.children.iter().rev().find_map(Node::name))
    }

    /// The name that this very node spells; most keywords are names as well where a name belongs.
    fn own_name(&self) -> Option<String> {
        let spelled = match self.children.as_slice() {
            [only] if names_something(self.kind) && only.children.is_empty() => only,
            _ => self,
        };
        let is_name = spelled.kind == SyntaxKind::IDENT || !std::ptr::eq(spelled, self) && spelled.kind.is_keyword();
        is_name.then(|| unquote(spelled.text))
    }
}

fn names_something(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::NAME_REF
            | K::COLUMN_NAME
            | K::COLUMN_NAME_REF
            | K::PATH_SEGMENT
            | K::PATH_SEGMENT_REF
            | K::SCHEMA
            | K::SCHEMA_REF
            | K::TRIGGER
            | K::TRIGGER_REF
            | K::POLICY
            | K::POLICY_REF
            | K::TABLE_ALIAS
            | K::ROLE_NAME_REF
            | K::LANGUAGE_REF
            | K::ACCESS_METHOD_REF
    )
}

/// A name without its quotes, as long as the server keeps it.
pub(crate) fn unquote(text: &str) -> String {
    let mut name = unquoted(text);
    if name.len() > LONGEST_NAME {
        let mut end = LONGEST_NAME;
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
    }
    name
}

fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_ascii_lowercase(),
    }
}

/// The text of a literal: plain, or with escapes (`E'…'`).
pub fn unquote_text(literal: &str) -> String {
    let (inner, escapes) = match literal.strip_prefix(['E', 'e']) {
        Some(inner) => (inner, true),
        None => (literal, false),
    };
    let inner = inner
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
        .unwrap_or(inner);
    let plain = inner.replace("''", "'");
    if escapes { unescape(&plain) } else { plain }
}

fn unescape(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text.chars());
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let digits: String = rest.by_ref().take(4).collect();
                out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}
