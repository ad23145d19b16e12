//! What keeps the texts of others from becoming code: every name and text that reaches a file passes one of these.

/// A string literal in double quotes.
pub(crate) fn string(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    // Line separators end a line for many tools, though no longer a string for TypeScript.
    quoted
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
        .replace('\u{7f}', "\\u007f")
}

/// A property key: bare where it is an identifier, else a string literal.
pub(crate) fn key(name: &str) -> String {
    if is_identifier(name) {
        name.to_owned()
    } else {
        string(name)
    }
}

/// One line inside a `/** */` comment: it cannot end the comment, and its `@` starts no tag.
pub(crate) fn comment_line(line: &str) -> String {
    let line = line.trim().replace("*/", "*\\/").replace(['\u{2028}', '\u{2029}'], " ");
    if line.starts_with('@') {
        format!("\\{line}")
    } else {
        line
    }
}

/// ASCII identifiers only: others depend on the Unicode version of the compiler.
fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, '_' | '$'))
        && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_they_should() {
        assert_eq!(string("a\"b\\c\n`${x}`"), r#""a\"b\\c\n`${x}`""#);
        assert_eq!(string("\u{2028}"), r#""\u2028""#);
    }

    #[test]
    fn keys_are_quoted_unless_they_are_identifiers() {
        assert_eq!(key("default"), "default");
        for name in ["", "1st", "a-b", "é", "a b", "@type"] {
            assert_eq!(key(name), format!("\"{name}\""));
        }
    }

    #[test]
    fn comments_cannot_be_ended_nor_tagged() {
        assert_eq!(comment_line("a */ alert(1) /* **/"), "a *\\/ alert(1) /* **\\/");
        assert_eq!(comment_line("  @deprecated no"), "\\@deprecated no");
    }
}
