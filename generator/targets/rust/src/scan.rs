//! Reads emitted Rust again, as far as is needed to know what it declares. In: the text of a file. Out: its types, their
//! members and their cases, or the first place where strings, comments or brackets do not close. It knows tokens, not
//! grammar, and nothing of what was meant to be printed.

use std::str::Chars;

/// Where a text is not Rust.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// From 1.
    pub(crate) line: usize,
    pub(crate) reason: &'static str,
}

/// What a text declares outside of functions, sorted: `Book`, `Book.title`, `Genre::Novel`, `Medium::Audio.voice`.
pub(crate) fn declared(text: &str) -> Result<Vec<String>, Fault> {
    let mut scanner = Scanner {
        text,
        rest: text.chars(),
        open: Vec::new(),
        words: Words::default(),
        declared: Vec::new(),
    };
    while let Some(c) = scanner.rest.next() {
        scanner.token(c)?;
    }
    if !scanner.open.is_empty() {
        return Err(scanner.fault("a bracket that is never closed"));
    }
    scanner.declared.sort();
    Ok(scanner.declared)
}

/// Words behind which a name is declared.
const DECLARING: [&str; 9] = [
    "struct", "enum", "union", "trait", "type", "mod", "fn", "const", "static",
];

/// What an open bracket is around.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Around {
    /// The members of a struct or of a case.
    Members(String),
    /// The cases of an enum.
    Cases(String),
    /// Anything else, with what closes it.
    Other,
}

/// What was read just before.
#[derive(Debug, Default)]
struct Words {
    last: String,
    /// A struct or an enum whose body has yet to begin, and whether it has cases.
    pending: Option<(String, bool)>,
    /// Whether a case of an enum may begin here.
    begins: bool,
}

struct Scanner<'t> {
    text: &'t str,
    rest: Chars<'t>,
    open: Vec<(char, Around)>,
    words: Words,
    declared: Vec<String>,
}

impl Scanner<'_> {
    fn token(&mut self, c: char) -> Result<(), Fault> {
        match c {
            '"' => self.string()?,
            '\'' => self.quote(),
            '/' if self.rest.as_str().starts_with('/') => self.skip_past("\n"),
            '/' if self.rest.as_str().starts_with('*') => self.comment()?,
            'b' if self.rest.as_str().starts_with('"') => {
                self.rest.next();
                self.string()?;
            }
            'r' | 'b' if self.raw_string()? => {}
            c if c.is_whitespace() => {}
            c if is_word(c) => self.word(c),
            '{' | '(' | '[' => self.opens(c),
            '}' | ')' | ']' => self.closes(c)?,
            c => self.sign(c),
        }
        Ok(())
    }

    fn fault(&self, reason: &'static str) -> Fault {
        Fault {
            line: self.text[..self.read()].matches('\n').count() + 1,
            reason,
        }
    }

    fn word(&mut self, first: char) {
        let start = self.read() - first.len_utf8();
        self.take_word();
        if &self.text[start..self.read()] == "r" && self.rest.as_str().starts_with('#') {
            self.rest.next();
            self.take_word();
        }
        let text = self.text;
        let word = &text[start..self.read()];
        match self.open.last() {
            None => self.item(word),
            Some((_, Around::Cases(owner))) if self.words.begins => self.declared.push(format!("{owner}::{word}")),
            _ => {}
        }
        self.words.begins = false;
        word.clone_into(&mut self.words.last);
    }

    /// Behind a word that declares, a word is a name.
    fn item(&mut self, word: &str) {
        let last = self.words.last.as_str();
        if matches!(last, "struct" | "enum" | "union") {
            self.words.pending = Some((word.to_owned(), last == "enum"));
        }
        if DECLARING.contains(&last) {
            self.declared.push(word.to_owned());
        }
    }

    /// How much of the text was read.
    fn read(&self) -> usize {
        self.text.len() - self.rest.as_str().len()
    }

    fn take_word(&mut self) {
        let rest = self.rest.as_str();
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        self.rest = rest[end..].chars();
    }

    fn sign(&mut self, c: char) {
        if c == ':' && self.rest.as_str().starts_with(':') {
            self.rest.next();
        } else if let (':', Some((_, Around::Members(owner)))) = (c, self.open.last()) {
            self.declared.push(format!("{owner}.{}", self.words.last));
        }
        match c {
            ';' if self.open.is_empty() => self.words.pending = None,
            ',' => self.words.begins = true,
            _ => {}
        }
        self.words.last.clear();
    }

    fn opens(&mut self, c: char) {
        let around = match (c, self.words.pending.take(), self.open.last()) {
            ('{', Some((name, true)), _) => Around::Cases(name),
            ('{', Some((name, false)), _) => Around::Members(name),
            ('{', None, Some((_, Around::Cases(owner)))) => Around::Members(format!("{owner}::{}", self.words.last)),
            (_, pending, _) => {
                self.words.pending = pending;
                Around::Other
            }
        };
        self.words.begins |= matches!(around, Around::Cases(_));
        let close = match c {
            '{' => '}',
            '(' => ')',
            _ => ']',
        };
        self.open.push((close, around));
    }

    fn closes(&mut self, c: char) -> Result<(), Fault> {
        match self.open.pop() {
            Some((close, _)) if close == c => {}
            _ => return Err(self.fault("a bracket that closes another one")),
        }
        // Behind an attribute a case may still begin.
        self.words.begins |= c == ']' && matches!(self.open.last(), Some((_, Around::Cases(_))));
        self.words.last.clear();
        Ok(())
    }

    fn string(&mut self) -> Result<(), Fault> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => drop(self.rest.next()),
                '"' => return Ok(()),
                _ => {}
            }
        }
        Err(self.fault("a string that does not end"))
    }

    /// Whether a string that knows no escapes, or one of bytes, began here; then it was read.
    fn raw_string(&mut self) -> Result<bool, Fault> {
        let rest = self.rest.as_str();
        let start = rest.trim_start_matches('r');
        let hashes = start.len() - start.trim_start_matches('#').len();
        let Some(inside) = start[hashes..].strip_prefix('"') else {
            return Ok(false);
        };
        let end = format!("\"{}", "#".repeat(hashes));
        let Some(at) = inside.find(&end) else {
            return Err(self.fault("a raw string that does not end"));
        };
        self.rest = inside[at + end.len()..].chars();
        Ok(true)
    }

    /// A character, or a lifetime.
    fn quote(&mut self) {
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some('\\'), Some(_)) => {
                self.rest = ahead;
                self.skip_past("'");
            }
            (Some(_), Some('\'')) => self.rest = ahead,
            _ => {}
        }
    }

    /// A comment within which others may stand; its first slash was read.
    fn comment(&mut self) -> Result<(), Fault> {
        let mut rest = &self.rest.as_str()[1..];
        let mut depth = 1;
        while depth > 0 {
            let Some(at) = rest.find(['*', '/']) else {
                return Err(self.fault("a comment that does not end"));
            };
            rest = &rest[at..];
            let step = i32::from(rest.starts_with("/*")) - i32::from(rest.starts_with("*/"));
            depth += step;
            rest = &rest[if step == 0 { 1 } else { 2 }..];
        }
        self.rest = rest.chars();
        Ok(())
    }

    fn skip_past(&mut self, end: &str) {
        let rest = self.rest.as_str();
        self.rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]).chars();
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        declared(text).expect("it is Rust")
    }

    #[test]
    fn types_members_and_cases_are_found() {
        let text = "pub struct Key(pub u8);\npub struct Book<'a> { #[doc = \"x: y\"] pub r#type: &'a [u8; 4], b: std::vec::Vec<u8> }\n\
                    #[derive(Debug)]\nenum Medium { /// a\n #[x(y)] Paper, Audio { voice: char }, Film(u8, u8) }\n\
                    impl Book<'_> { const A: u8 = 1; fn b() { struct C { d: u8 } } }\nconst FREE: &str = \"\";";
        let expected = [
            "Book",
            "Book.b",
            "Book.r#type",
            "FREE",
            "Key",
            "Medium",
            "Medium::Audio",
            "Medium::Audio.voice",
            "Medium::Film",
            "Medium::Paper",
        ];
        assert_eq!(names(text), expected);
    }

    #[test]
    fn texts_and_comments_declare_nothing() {
        let text = "// struct A;\n/* struct B; /* struct C; */ struct D; */\nconst E: &str = \"\\\"; struct F;\";\n\
                    const G: &str = r#\"\"; struct H;\"#;\nconst I: [char; 3] = ['\"', '\\'', '\\u{22}'];\nconst J: &[u8] = b\"\\\"struct K;\";";
        assert_eq!(names(text), ["E", "G", "I", "J"]);
    }

    #[test]
    fn what_does_not_close_is_found_with_its_line() {
        let fault = |text: &str| declared(text).map_err(|fault| (fault.line, fault.reason)).unwrap_err();
        assert_eq!(fault("\nconst A: &str = \""), (2, "a string that does not end"));
        assert_eq!(fault("r#\""), (1, "a raw string that does not end"));
        assert_eq!(fault("/* /* */"), (1, "a comment that does not end"));
        assert_eq!(fault("{ ( }"), (1, "a bracket that closes another one"));
        assert_eq!(fault("{"), (1, "a bracket that is never closed"));
    }
}
