//! Patterns: the subset of regular expressions that PostgreSQL, ECMA-262 and Rust read alike. In: a pattern as
//! written. Out: nothing, or what about it is not portable. Never more: every output takes the text as it stands.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_syntax::document::Text;

/// Longer patterns are programs.
const LONGEST: usize = 500;
/// PostgreSQL refuses larger counts (`DUPMAX`).
const MOST_REPEATS: u32 = 255;
/// Deeper groups could exhaust the stack of some matcher.
const DEEPEST: usize = 20;

/// Says where a pattern leaves the portable subset.
pub(crate) fn check_pattern(pattern: &Text, of: &str, diagnostics: &mut Diagnostics) {
    if let Err((at, problem)) = parse(&pattern.value) {
        // One byte for the opening quote; an escaped literal may shift it, so the label is the whole text then.
        let fits = (pattern.span.end - pattern.span.start) as usize == pattern.value.len() + 2;
        let span = if fits {
            let at = pattern.value.floor_char_boundary(at);
            let length = pattern.value[at..].chars().next().map_or(1, char::len_utf8);
            pattern.span.slice(at + 1, at + 1 + length)
        } else {
            pattern.span
        };
        diagnostics.push(
            Diagnostic::error(Code::PatternSyntax, format!("not every output reads the pattern of `{of}` alike"))
                .label(span, problem)
                .help(
                    "write `^…$` with literals, classes such as `[a-z0-9_]`, groups, `|`, `?`, `*`, `+` and counts such as `{2,4}`",
                ),
        );
    }
}

/// Whether a text matches. A pattern that was reported as wrong matches everything.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).map_or(true, |regex| regex.is_match(text))
}

type Problem = (usize, String);

fn parse(pattern: &str) -> Result<(), Problem> {
    if pattern.len() > LONGEST {
        return Err((LONGEST, format!("is longer than {LONGEST} bytes")));
    }
    if let Some(at) = pattern.find(|c: char| !c.is_ascii() || c.is_ascii_control()) {
        return Err((at, "only printable ASCII may stand in a pattern".to_owned()));
    }
    if !pattern.starts_with('^') {
        return Err((0, "starts with `^`, so that the whole text has to match".to_owned()));
    }
    if !pattern.ends_with('$') || pattern.ends_with("\\$") {
        return Err((
            pattern.len().saturating_sub(1),
            "ends with `$`, so that the whole text has to match".to_owned(),
        ));
    }
    let mut parser = Parser {
        bytes: pattern.as_bytes(),
        at: 1,
        end: pattern.len() - 1,
    };
    // Without a group, `^a|b$` would anchor each half on one side only.
    if parser.alternation(0)? > 1 {
        return Err((
            1,
            "alternatives at the top level belong in a group: `^(a|b)$`".to_owned(),
        ));
    }
    if parser.at < parser.end {
        return Err((parser.at, "closes a group that was never opened".to_owned()));
    }
    Ok(())
}

struct Parser<'p> {
    bytes: &'p [u8],
    at: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        (self.at < self.end).then(|| self.bytes[self.at])
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn problem<T>(&self, text: impl Into<String>) -> Result<T, Problem> {
        Err((self.at, text.into()))
    }

    /// How many alternatives there were.
    fn alternation(&mut self, depth: usize) -> Result<usize, Problem> {
        if depth > DEEPEST {
            return self.problem("groups are nested too deep");
        }
        let mut alternatives = 1;
        loop {
            self.sequence(depth)?;
            if !self.take(b'|') {
                return Ok(alternatives);
            }
            alternatives += 1;
        }
    }

    fn sequence(&mut self, depth: usize) -> Result<(), Problem> {
        while let Some(byte) = self.peek() {
            if matches!(byte, b'|' | b')') {
                return Ok(());
            }
            self.atom(byte, depth)?;
            self.repeat()?;
        }
        Ok(())
    }

    fn atom(&mut self, byte: u8, depth: usize) -> Result<(), Problem> {
        match byte {
            b'(' => self.group(depth),
            b'[' => self.class(),
            b'\\' => self.escape(),
            b'*' | b'+' | b'?' | b'{' => self.problem("repeats nothing"),
            b'^' | b'$' => {
                self.problem("anchors stand at the two ends only; write `\\` before it to mean the character")
            }
            b']' | b'}' => self.problem("write `\\` before it to mean the character"),
            _ => {
                self.at += 1;
                Ok(())
            }
        }
    }

    fn group(&mut self, depth: usize) -> Result<(), Problem> {
        self.at += 1;
        if self.peek() == Some(b'?') {
            return self.problem("groups have no `(?…)` forms");
        }
        self.alternation(depth + 1)?;
        if self.take(b')') {
            Ok(())
        } else {
            self.problem("the group is not closed")
        }
    }

    fn escape(&mut self) -> Result<(), Problem> {
        self.at += 1;
        match self.peek() {
            Some(byte) if byte.is_ascii_punctuation() => {
                self.at += 1;
                Ok(())
            }
            _ => self.problem("`\\` stands before a punctuation character only; write classes out, as in `[0-9]`"),
        }
    }

    fn class(&mut self) -> Result<(), Problem> {
        self.at += 1;
        self.take(b'^');
        let mut items = 0;
        while let Some(byte) = self.peek() {
            if byte == b']' {
                if items == 0 {
                    return self.problem("the class is empty");
                }
                self.at += 1;
                return Ok(());
            }
            self.class_item()?;
            items += 1;
        }
        self.problem("the class is not closed")
    }

    fn class_item(&mut self) -> Result<(), Problem> {
        let low = self.class_character()?;
        let is_range = self.peek() == Some(b'-') && self.bytes.get(self.at + 1).is_some_and(|&next| next != b']');
        if !is_range {
            return Ok(());
        }
        self.at += 1;
        let high = self.class_character()?;
        if low <= high {
            Ok(())
        } else {
            self.problem("the range is upside down")
        }
    }

    fn class_character(&mut self) -> Result<u8, Problem> {
        let Some(byte) = self.peek() else {
            return self.problem("the class is not closed");
        };
        match byte {
            b'[' => self.problem("write `\\[` to mean the character"),
            b'&' | b'~' if self.bytes.get(self.at + 1) == Some(&byte) => {
                self.problem("means something else in some outputs")
            }
            b'\\' => {
                self.escape()?;
                Ok(self.bytes[self.at - 1])
            }
            _ => {
                self.at += 1;
                Ok(byte)
            }
        }
    }

    fn repeat(&mut self) -> Result<(), Problem> {
        match self.peek() {
            Some(b'*' | b'+' | b'?') => self.at += 1,
            Some(b'{') => self.counts()?,
            _ => return Ok(()),
        }
        match self.peek() {
            Some(b'*' | b'+' | b'?' | b'{') => self.problem("repeats a repetition"),
            _ => Ok(()),
        }
    }

    fn counts(&mut self) -> Result<(), Problem> {
        let start = self.at + 1;
        let close = self.bytes[start..self.end].iter().position(|&byte| byte == b'}');
        let Some(length) = close else {
            return self.problem("the count is not closed");
        };
        let text = std::str::from_utf8(&self.bytes[start..start + length]).unwrap_or("");
        let (low, high) = text.split_once(',').unwrap_or((text, text));
        let low = low.parse::<u32>().ok().filter(|&low| low <= MOST_REPEATS);
        let high = if high.is_empty() {
            low
        } else {
            high.parse::<u32>().ok().filter(|&high| high <= MOST_REPEATS)
        };
        match (low, high) {
            (Some(low), Some(high)) if low <= high => {
                self.at = start + length + 1;
                Ok(())
            }
            _ => self.problem(format!(
                "write a count such as `{{2}}`, `{{2,}}` or `{{2,4}}`, up to {MOST_REPEATS}"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn portable_patterns_pass() {
        for pattern in [
            "^[a-z0-9]+(-[a-z0-9]+)*$",
            r"^\.[^/]{1,4}$",
            "^(a|b|c)?$",
            "^.*$",
            "^[a-z_-]+$",
            "^[a-z]{2,}$",
            r"^\$$",
        ] {
            assert_eq!(parse(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for pattern in [
            "abc",
            "^abc",
            r"^\d+$",
            r"^\w$",
            "^(?i)a$",
            "^(?=a)b$",
            "^a|b$",
            "^[]$",
            "^(a$",
            "^a)$",
            "^a**$",
            "^a+?$",
            "^ä$",
            "^[z-a]$",
            "^a{3,2}$",
            "^a{999}$",
            "^*$",
            "^[[:alpha:]]$",
            "^a^b$",
            r"^a\$",
            "^[a$",
            "^",
        ] {
            assert!(parse(pattern).is_err(), "{pattern}");
        }
    }
}
