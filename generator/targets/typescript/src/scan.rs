//! Reads emitted TypeScript again, as far as is needed to know that it is what it looks like. In: the text of a file.
//! Out: the names it declares, or the first place where strings, comments or brackets do not close. It knows tokens,
//! not grammar; the tests ask the real compilers.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Names behind `interface`, `type`, `const` and `function` outside of brackets, sorted.
    pub(crate) declared: Vec<String>,
}

impl Scan {
    /// The first name by which what is declared differs from these, which are sorted; none where they are the same.
    pub(crate) fn parts_from<'n>(&'n self, wanted: &'n [String]) -> Option<&'n str> {
        let longest = self.declared.len().max(wanted.len());
        let mut sides = (0..longest).map(|at| (wanted.get(at), self.declared.get(at)));
        let (wanted, found) = sides.find(|(wanted, found)| wanted != found)?;
        wanted.or(found).map(String::as_str)
    }
}

/// Where a text is not TypeScript.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ScanError {
    line: usize,
    reason: &'static str,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// Reads a text from its first to its last character.
pub(crate) fn scan(text: &str) -> Result<Scan, ScanError> {
    let mut scanner = Scanner {
        rest: text.chars().peekable(),
        line: 1,
        open: Vec::new(),
        word: String::new(),
        declared: Vec::new(),
    };
    scanner.run()?;
    scanner.declared.sort();
    Ok(Scan {
        declared: scanner.declared,
    })
}

/// Begin and end of a provenance marker, which is stripped before a file is written.
const MARKER: (char, char) = ('\u{E000}', '\u{E001}');

struct Scanner<'a> {
    rest: Peekable<Chars<'a>>,
    line: usize,
    /// Closing brackets that are due, innermost last; a template literal waits for its backtick.
    open: Vec<char>,
    /// The word before, where nothing but blanks came since.
    word: String,
    declared: Vec<String>,
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), ScanError> {
        while let Some(c) = self.next() {
            match c {
                '"' | '\'' => self.string(c)?,
                '`' => self.template()?,
                '/' => self.comment()?,
                '(' | '[' | '{' => self.open.push(closing(c)),
                ')' | ']' | '}' => self.close(c)?,
                c if c == MARKER.0 => self.marker()?,
                c if c.is_whitespace() => continue,
                c if is_word(c) => {
                    self.word(c);
                    continue;
                }
                c if is_punctuation(c) => {}
                _ => return Err(self.fault("a character that is no part of TypeScript")),
            }
            self.word.clear();
        }
        if self.open.is_empty() {
            Ok(())
        } else {
            Err(self.fault("a bracket that is never closed"))
        }
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    fn fault(&self, reason: &'static str) -> ScanError {
        ScanError {
            line: self.line,
            reason,
        }
    }

    /// Behind a word that declares, a word is a name.
    fn word(&mut self, first: char) {
        let mut word = String::from(first);
        while let Some(c) = self.rest.next_if(|&c| is_word(c)) {
            word.push(c);
        }
        let declares = matches!(self.word.as_str(), "interface" | "type" | "const" | "function");
        if declares && self.open.is_empty() {
            self.declared.push(word.clone());
        }
        self.word = word;
    }

    fn string(&mut self, quote: char) -> Result<(), ScanError> {
        while let Some(c) = self.next() {
            match c {
                '\\' => drop(self.next()),
                '\n' => return Err(self.fault("a string that does not end on its line")),
                c if c == quote => return Ok(()),
                _ => {}
            }
        }
        Err(self.fault("a string that does not end"))
    }

    /// Up to the end of the literal, or to a hole in it; the hole's `}` comes back here.
    fn template(&mut self) -> Result<(), ScanError> {
        while let Some(c) = self.next() {
            match c {
                '\\' => drop(self.next()),
                '`' => return Ok(()),
                '$' if self.rest.next_if_eq(&'{').is_some() => {
                    self.open.extend(['`', '}']);
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(self.fault("a template literal that does not end"))
    }

    fn close(&mut self, c: char) -> Result<(), ScanError> {
        if self.open.pop() != Some(c) {
            return Err(self.fault("a bracket that closes another one"));
        }
        if self.open.last() == Some(&'`') {
            self.open.pop();
            return self.template();
        }
        Ok(())
    }

    /// A comment; emitted files hold no division and no regular expression.
    fn comment(&mut self) -> Result<(), ScanError> {
        match self.next() {
            Some('/') => while self.rest.next_if(|&c| c != '\n').is_some() {},
            Some('*') => {
                let mut before = ' ';
                loop {
                    match self.next() {
                        Some('/') if before == '*' => break,
                        Some(c) => before = c,
                        None => return Err(self.fault("a comment that does not end")),
                    }
                }
            }
            _ => return Err(self.fault("a slash outside of comments and strings")),
        }
        Ok(())
    }

    fn marker(&mut self) -> Result<(), ScanError> {
        loop {
            match self.next() {
                Some(c) if c == MARKER.1 => return Ok(()),
                Some('\n') | None => return Err(self.fault("a provenance marker that does not end on its line")),
                Some(_) => {}
            }
        }
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// Letters and digits, of names and numbers alike.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        ':' | ';' | ',' | '.' | '=' | '|' | '&' | '?' | '<' | '>' | '*' | '-' | '+' | '%'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(text: &str) -> Vec<String> {
        scan(text).expect("it is TypeScript").declared
    }

    fn fault(text: &str) -> (usize, &'static str) {
        let error = scan(text).expect_err("it is not TypeScript");
        (error.line, error.reason)
    }

    #[test]
    fn declarations_are_found_outside_of_texts() {
        let text = "/* type A */ // const B\nexport interface Book { type: \"interface C\"; }\nexport const KINDS = [\"x\"] as const;\n\
                    export type Kind = (typeof KINDS)[number];\ntype Ref = `${\"a\" | \"b\"}:${string}`;\n";
        assert_eq!(declared(text), ["Book", "KINDS", "Kind", "Ref"]);
    }

    #[test]
    fn a_name_too_many_or_too_few_is_found() {
        let wanted = ["Book".to_owned(), "Kind".to_owned()];
        let parts = |text: &str| {
            scan(text)
                .expect("it is TypeScript")
                .parts_from(&wanted)
                .map(str::to_owned)
        };
        assert_eq!(parts("interface Book {}\ntype Kind = 1;"), None);
        assert_eq!(
            parts("interface Book {}\ntype Kind = 1;\nconst canary = 1;").as_deref(),
            Some("canary")
        );
        assert_eq!(parts("interface Book {}").as_deref(), Some("Kind"));
    }

    #[test]
    fn what_does_not_close_is_found_with_its_line() {
        assert_eq!(fault("\n\"a\n\"").1, "a string that does not end on its line");
        assert_eq!(fault("a\n/* b").0, 2);
        assert_eq!(fault("{ [ } ]"), (1, "a bracket that closes another one"));
        assert_eq!(fault("{"), (1, "a bracket that is never closed"));
        assert_eq!(fault("`${"), (1, "a bracket that is never closed"));
        assert_eq!(fault("a / b"), (1, "a slash outside of comments and strings"));
        assert_eq!(fault("type é = 1"), (1, "a character that is no part of TypeScript"));
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_string() {
        assert_eq!(declared(r#"type A = "\" type B";"#), ["A"]);
    }
}
