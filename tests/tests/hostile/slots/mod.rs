//! Every place of a schema where an author may write a text or a name. In: nothing. Out: for each place a small schema that
//! is right but for what stands there. What takes a number, a flag or one of a few words is no such place.

mod names;
mod spellings;
mod texts;

pub(crate) use names::{NAMES, REFERENCES};
pub(crate) use spellings::SPELLINGS;
pub(crate) use texts::TEXTS;

use std::ops::Range;

/// A place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    /// What it is called in reports.
    pub(crate) name: &'static str,
    /// Lines within `[schema]`.
    head: &'static str,
    /// Lines behind everything else.
    tail: &'static str,
}

/// What stands for the text in the lines of a place: a literal of TOML.
const HOLE: &str = "<<>>";
/// What stands for it within the quotes of an expression.
const QUOTED: &str = "<'>";

/// A schema whose every declaration can be referred to.
const BASE: &str = r#"
[domain.shelf]
doc = "Books."
[enum.Genre]
domain = "shelf"
values = ["novel", "poem"]
[entity.Book]
domain = "shelf"
fields.id = { type = "uuid", default = "uuid" }
fields.title = "text"
"#;

impl Slot {
    /// The schema with a literal in this place, and where the lines of the place begin and end.
    pub(crate) fn with(&self, literal: &str) -> (String, Range<usize>) {
        let name = if self.head.starts_with("name") {
            ""
        } else {
            "name = \"hostile\"\n"
        };
        let before = format!("[schema]\n{name}");
        let inside = literal[1..literal.len() - 1].replace('\'', "''");
        let fill = |lines: &str| lines.replace(HOLE, literal).replace(QUOTED, &inside);
        let (head, tail) = (fill(self.head), fill(self.tail));
        let text = format!("{before}{head}{BASE}{tail}");
        let range = if tail.is_empty() {
            before.len()..before.len() + head.len()
        } else {
            text.len() - tail.len()..text.len()
        };
        (text, range)
    }
}

const fn head(name: &'static str, head: &'static str) -> Slot {
    Slot { name, head, tail: "" }
}

const fn tail(name: &'static str, tail: &'static str) -> Slot {
    Slot { name, head: "", tail }
}
