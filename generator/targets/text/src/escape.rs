//! One escape function per place that text can be printed to. In: text that anybody may have written. Out: the same
//! text where it cannot be anything but text. Templates reach them as filters.

/// A Python string literal, on one line.
pub(crate) fn python_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unprintable(c) => out.push_str(&python_escape(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The inside of a Python docstring in `"""`.
pub(crate) fn python_doc(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !is_unprintable(c))
        .collect();
    let text = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    match text.strip_suffix('"') {
        Some(head) if !head.ends_with('\\') => format!("{head}\\\""),
        _ => text,
    }
}

/// A Python identifier: words of the language, and what its models need for themselves, get an underscore.
pub(crate) fn python_name(name: &str) -> String {
    if PYTHON.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// One line of Markdown text: nothing in it is markup.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '~' | '$' | '^' => {
                out.extend(['\\', c]);
            }
            c => out.push(c),
        }
    }
    escape_line_start(out)
}

/// Prose of the schema's author in Markdown: code spans and punctuation stay as they are, HTML, links and tables do not.
pub(crate) fn markdown_prose(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in one_line(text).split('`').enumerate() {
        // Every second part stands between two backticks.
        out.push_str(&if at % 2 == 1 {
            format!("`{}`", part.replace('|', "\\|"))
        } else {
            prose(part)
        });
    }
    let is_unpaired = text.matches('`').count() % 2 == 1;
    escape_line_start(if is_unpaired { markdown(text) } else { out })
}

/// A code span of Markdown, in or out of tables.
pub(crate) fn markdown_code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    if text.is_empty() {
        String::new()
    } else {
        format!("{fence}{space}{text}{space}{fence}")
    }
}

/// A type or name in a Mermaid diagram: its words of keys may not be one.
pub(crate) fn mermaid_word(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '[' | ']' | '(' | ')');
    let word: String = text.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    if ["pk", "fk", "uk"].contains(&word.to_lowercase().as_str()) {
        format!("{word}_")
    } else {
        word
    }
}

/// The inside of a Mermaid string: Mermaid has no escapes, only entities.
pub(crate) fn mermaid_text(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '"' => out.push('\''),
            '#' | ';' | '<' | '>' | '&' | '%' | '{' | '}' | '\\' | '`' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A comment that ends with its line, in any language.
pub(crate) fn comment(text: &str) -> String {
    one_line(text).replace("*/", "* /")
}

/// Text without line ends.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || is_unprintable(c))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn prose(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Headings, lists, rules and fences begin a line.
fn escape_line_start(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && (text[digits..].starts_with(". ") || text[digits..].starts_with(") ")) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['#', '-', '+', '=', '~']) {
        format!("\\{text}")
    } else {
        text
    }
}

/// What ends a line or cannot be seen.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{E000}'..='\u{F8FF}')
}

fn python_escape(c: char) -> String {
    let code = u32::from(c);
    if code <= 0xff {
        format!("\\x{code:02x}")
    } else {
        format!("\\u{code:04x}")
    }
}

/// Words of Python, and names that Pydantic's `BaseModel` and ours have for themselves.
const PYTHON: [&str; 61] = [
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "construct",
    "continue",
    "copy",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "from_orm",
    "global",
    "if",
    "import",
    "in",
    "is",
    "json",
    "lambda",
    "model_computed_fields",
    "model_config",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_extra",
    "model_fields",
    "model_fields_set",
    "model_json_schema",
    "model_parametrized_name",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
    "nonlocal",
    "not",
    "or",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "pass",
    "raise",
    "return",
    "schema",
    "schema_json",
    "to_wire",
    "try",
    "update_forward_refs",
    "validate",
    "while",
    "with",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_strings_and_docstrings_end_where_they_should() {
        assert_eq!(python_string("a\"b\\\n\u{2028}"), r#""a\"b\\\n\u2028""#);
        assert_eq!(python_doc(r#"a """ b" \ c""#), r#"a \"\"\" b" \\ c\""#);
        assert_eq!(python_doc("a\\"), "a\\\\");
    }

    #[test]
    fn python_words_are_no_names() {
        let names = ["class", "title", "model_name", "json"].map(python_name);
        assert_eq!(names, ["class_", "title", "model_name", "json_"]);
    }

    #[test]
    fn markdown_is_text() {
        assert_eq!(markdown("a|b <script>\n# c"), "a\\|b &lt;script&gt; \\# c");
        assert_eq!(markdown("# no"), "\\# no");
        assert_eq!(markdown_prose("see `a|b` and <b>"), "see `a\\|b` and &lt;b&gt;");
        assert_eq!(markdown_prose("1. no"), "1\\. no");
        assert_eq!(markdown_code("a`b"), "``a`b``");
    }

    #[test]
    fn mermaid_texts_do_not_end_their_string() {
        assert_eq!(mermaid_text("a \"b\" ;%% c"), "a 'b'     c");
        assert_eq!(["numeric(12,2)[]", "pk"].map(mermaid_word), ["numeric(12_2)[]", "pk_"]);
    }
}
