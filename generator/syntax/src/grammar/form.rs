//! The forms texts and names have. Each is told in words, as a pattern for editors, and as a check.

use std::str::FromStr;

use driftless_diagnostics::Code;
use heck::{ToSnakeCase, ToUpperCamelCase};

use super::spelling;

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Any text.
    Free,
    /// `lending_desk`.
    Snake,
    /// `BookCopy`.
    Pascal,
    /// A value of an enum: short and plain, for it becomes a literal in every output.
    EnumValue,
    /// `1.2.0`.
    Version,
    /// `1..64`, `..64`, `1..`.
    Length,
    /// The code of a finding.
    Code,
    /// A name with a spelling of its own, as a database or JSON has it. It stands on one line of many a file.
    Line,
    /// The same where nobody else looks at its length: PostgreSQL would cut it off.
    Identifier,
    /// A table, perhaps with its namespace: `lending.books`.
    Table,
    /// A setting of PostgreSQL: `app.branch_id`.
    Setting,
    /// A part of a path: `books`, `/lending/books`.
    Segments,
    /// The name of a crate.
    Crate,
    /// The name of an npm package.
    Npm,
    /// Where a service answers: a URL or a path.
    Address,
}

/// Longest value of an enum, in bytes: PostgreSQL cuts labels there.
const LONGEST_ENUM_VALUE: usize = 63;
/// Longest name of an object, in bytes: PostgreSQL cuts those off there as well.
const LONGEST_NAME: usize = 63;

impl Form {
    /// In words, as the object of "takes".
    pub fn words(self) -> &'static str {
        match self {
            Self::Free => "a text",
            Self::Snake => "a name in small letters, digits and `_`",
            Self::Pascal => "a name that starts with a capital, in letters and digits",
            Self::EnumValue => "up to 63 letters, digits, spaces and `_ - . : /`",
            Self::Version => "a version such as `1.2.0`",
            Self::Length => "a range such as `1..64`",
            Self::Code => "the code of a finding",
            Self::Line => "a name on one line, without blanks at its ends",
            Self::Identifier => "a name of up to 63 bytes on one line, without blanks at its ends",
            Self::Table => "a name on one line, perhaps behind a namespace and a `.`",
            Self::Setting => "a setting with a prefix, such as `app.branch_id`",
            Self::Segments => "parts of a path in letters, digits and `- . _ ~`, with `/` between them",
            Self::Crate => "the name of a crate: letters, digits, `-` and `_`, a letter first",
            Self::Npm => "the name of an npm package, such as `@library/schema`",
            Self::Address => "a URL such as `https://api.example.org`, or a path such as `/v1`",
        }
    }

    /// As a regular expression that editors know, where there is one.
    pub fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Free | Self::Code => None,
            Self::Snake => Some("^[a-z][a-z0-9]*(_[a-z0-9]+)*$"),
            Self::Pascal => Some("^[A-Z][A-Za-z0-9]*$"),
            Self::EnumValue => Some("^[A-Za-z0-9_.:/ -]{1,63}$"),
            Self::Version => Some(concat!(
                r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}",
                r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
            )),
            Self::Length => Some(r"^([0-9]+\.\.[0-9]*|\.\.[0-9]+)$"),
            Self::Line => Some(r"^\S(.*\S)?$"),
            Self::Identifier => Some(r"^\S(.{0,61}\S)?$"),
            Self::Table => Some(r"^[^.\s]([^.]*[^.\s])?(\.\S(.*\S)?)?$"),
            Self::Setting => Some("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+$"),
            Self::Segments => Some("^/?[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$"),
            Self::Crate => Some("^[A-Za-z][A-Za-z0-9_-]{0,63}$"),
            Self::Npm => Some("^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$"),
            Self::Address => Some("^(https?://[A-Za-z0-9\\[]|/)[A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]*$"),
        }
    }

    /// Whether a text has the form.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Free => true,
            Self::Snake => is_snake(text),
            Self::Pascal => {
                text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
            }
            Self::EnumValue => (1..=LONGEST_ENUM_VALUE).contains(&text.len()) && text.bytes().all(is_enum_byte),
            Self::Version => is_version(text),
            Self::Length => length(text).is_some(),
            Self::Code => Code::from_str(text).is_ok(),
            Self::Line => spelling::is_line(text),
            Self::Identifier => spelling::is_line(text) && text.len() <= LONGEST_NAME,
            Self::Table => text.split_once('.').map_or_else(
                || spelling::is_line(text),
                |(space, name)| spelling::is_line(space) && spelling::is_line(name),
            ),
            Self::Setting => spelling::is_setting(text) && text.len() <= LONGEST_NAME,
            Self::Segments => spelling::is_path(text),
            Self::Crate => spelling::is_crate(text),
            Self::Npm => spelling::is_npm(text),
            Self::Address => spelling::is_address(text),
        }
    }

    /// The text as it was probably meant, where it can be guessed.
    pub fn corrected(self, text: &str) -> Option<String> {
        let guess = match self {
            Self::Snake => text.to_snake_case(),
            Self::Pascal => text.to_upper_camel_case(),
            Self::Code => driftless_diagnostics::closest(text, Code::ALL.iter().map(|code| code.as_str()))?.to_owned(),
            Self::Length => text.replace('-', "..").replace(' ', ""),
            Self::Version => format!(
                "{}{}",
                text.trim_start_matches('v'),
                ".0".repeat(2 - text.matches('.').count().min(2))
            ),
            _ => return None,
        };
        Some(guess).filter(|guess| guess != text && self.fits(guess))
    }
}

/// Both ends of a range of lengths, each open where it was left out; none where it is no range.
pub(crate) fn length(text: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (min, max) = text.split_once("..")?;
    let end = |digits: &str| match digits {
        "" => Some(None),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok().map(Some),
        _ => None,
    };
    Some((end(min)?, end(max)?)).filter(|ends| *ends != (None, None))
}

fn is_snake(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('_').all(plain)
}

fn is_enum_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.:/ ".contains(&byte)
}

fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').unwrap_or((text, "0"));
    let (core, before) = text.split_once('-').unwrap_or((text, "0"));
    let number = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    core.split('.').count() == 3
        && core.split('.').all(number)
        && before.split('.').all(word)
        && build.split('.').all(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_spelling() {
        for name in ["a", "loan2", "due_at", "a_1"] {
            assert!(Form::Snake.fits(name), "{name}");
        }
        for name in ["", "A", "1a", "a__b", "_a", "a_", "due-at", "dueAt", "straße"] {
            assert!(!Form::Snake.fits(name), "{name}");
        }
        assert!(Form::Pascal.fits("BookCopy2") && !Form::Pascal.fits("book") && !Form::Pascal.fits("Book_Copy"));
    }

    #[test]
    fn a_wrong_spelling_is_corrected() {
        assert_eq!(Form::Snake.corrected("DueAt").as_deref(), Some("due_at"));
        assert_eq!(Form::Pascal.corrected("book_copy").as_deref(), Some("BookCopy"));
        assert_eq!(Form::Version.corrected("v1.2").as_deref(), Some("1.2.0"));
        assert_eq!(Form::Length.corrected("1 - 64").as_deref(), Some("1..64"));
        assert_eq!(Form::Code.corrected("unknown_key").as_deref(), Some("unknown-key"));
        assert_eq!(Form::Snake.corrected("…"), None);
    }

    #[test]
    fn lengths_have_at_least_one_end() {
        assert_eq!(length("1..64"), Some((Some(1), Some(64))));
        assert_eq!(length("..64"), Some((None, Some(64))));
        assert_eq!(length("1.."), Some((Some(1), None)));
        for text in [
            "..",
            "",
            "64",
            "a..b",
            "-1..2",
            "+1..2",
            "1...2",
            "99999999999999999999..",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn versions_are_semantic() {
        for version in ["0.1.0", "1.20.3-rc.1+build.5"] {
            assert!(Form::Version.fits(version), "{version}");
        }
        for version in ["1", "1.2", "01.2.3", "1.2.3.4", "1.2.x", "1.2.3-", "v1.2.3"] {
            assert!(!Form::Version.fits(version), "{version}");
        }
    }

    /// Editors have the pattern, the compiler the function: an editor refuses nothing that the compiler takes, and where a
    /// pattern can say it all, it takes nothing else.
    #[test]
    fn patterns_say_what_the_compiler_says() {
        let exact = [
            Form::Snake,
            Form::Pascal,
            Form::EnumValue,
            Form::Version,
            Form::Setting,
            Form::Segments,
            Form::Crate,
            Form::Npm,
        ];
        let wider = [Form::Length, Form::Line, Form::Identifier, Form::Table, Form::Address];
        let parts = [
            "",
            "a",
            "B1",
            "_",
            "-",
            ".",
            "/",
            " ",
            "é",
            "@a",
            "1.2.3",
            "..",
            "1",
            "https://a",
            "\u{1}",
            "a.b",
        ];
        let mut texts = vec!["a".repeat(63), "a".repeat(64), "a".repeat(65)];
        for one in parts {
            for two in parts {
                texts.extend(parts.map(|three| format!("{one}{two}{three}")));
            }
        }
        for form in exact.into_iter().chain(wider) {
            let pattern = regex::Regex::new(form.pattern().expect("it has a pattern")).expect("it is a pattern");
            for text in &texts {
                let (editor, compiler) = (pattern.is_match(text), form.fits(text));
                assert!(editor || !compiler, "{form:?}: no editor takes {text:?}");
                assert!(
                    !editor || compiler || wider.contains(&form),
                    "{form:?}: only an editor takes {text:?}"
                );
            }
        }
    }

    #[test]
    fn enum_values_are_short_and_plain() {
        assert!(Form::EnumValue.fits("application/json: v1.2_x y-z"));
        assert!(!Form::EnumValue.fits("") && !Form::EnumValue.fits("é") && !Form::EnumValue.fits(&"a".repeat(64)));
    }
}
