//! Characters no text of a schema may have: they cannot be seen, or change how the text around them reads, and would
//! go on into SQL, code and documentation. In: a decoded text and how it stood in the file. Out: the first such character.

use driftless_diagnostics::{Code, Diagnostic, Span};

/// Reports the first hidden character of a text; `raw` is the text as it stands at `span`, quotes and all.
pub(crate) fn check_text(text: &str, raw: &str, span: Span) -> Option<Diagnostic> {
    let (found, why) = text.chars().find_map(|c| Some((c, why_hidden(c)?)))?;
    let place = place_of(found, raw).map_or(span, |(start, end)| span.slice(start, end));
    let code_point = format!("U+{:04X}", u32::from(found));
    let message = format!("a text contains {code_point}, {why}");
    Some(
        Diagnostic::error(Code::HiddenCharacter, message)
            .label(place, code_point)
            .help("take the character out"),
    )
}

fn why_hidden(c: char) -> Option<&'static str> {
    match c {
        '\t' | '\n' => None,
        c if c.is_control() => Some("a control character"),
        '\u{2028}' | '\u{2029}' => Some("a line break that not every language knows"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("which changes the direction of the text around it")
        }
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
            Some("a character without width")
        }
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            Some("a character for private use")
        }
        '\u{e0000}'..='\u{e007f}' => Some("a tag that cannot be seen"),
        // Readers of YAML, which many a reader of JSON is, refuse them.
        '\u{fdd0}'..='\u{fdef}' => Some("which is no character"),
        c if u32::from(c) & 0xfffe == 0xfffe => Some("which is no character"),
        _ => None,
    }
}

/// Where a character stands in a raw text: as itself, or as an escape that yields it.
fn place_of(wanted: char, raw: &str) -> Option<(usize, usize)> {
    let escapes = raw.starts_with('"');
    let mut rest = raw.char_indices();
    while let Some((at, c)) = rest.next() {
        if c == wanted {
            return Some((at, at + c.len_utf8()));
        }
        if c == '\\' && escapes {
            let (_, letter) = rest.next()?;
            let digits = match letter {
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            let end = at + 2 + digits;
            if escaped(letter, raw.get(at + 2..end)?) == Some(wanted) {
                return Some((at, end));
            }
        }
    }
    None
}

fn escaped(letter: char, digits: &str) -> Option<char> {
    match letter {
        'u' | 'U' => char::from_u32(u32::from_str_radix(digits, 16).ok()?),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'r' => Some('\r'),
        'e' => Some('\u{1b}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_found_where_they_stand() {
        assert_eq!(place_of('\u{202e}', r#""a\u202Eb""#), Some((2, 8)));
        assert_eq!(place_of('\u{202e}', r#""\\u202e \U0000202e""#), Some((9, 19)));
        assert_eq!(place_of('\u{200b}', "'a\u{200b}'"), Some((2, 5)));
        assert_eq!(place_of('\u{202e}', r"'\u202e'"), None);
        assert_eq!(place_of('\u{202e}', r#""\u20"#), None);
    }

    #[test]
    fn honest_text_passes() {
        let text = "Bücher, 書, ¿señal?\n\t— «x» 😀";
        assert!(text.chars().all(|c| why_hidden(c).is_none()));
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        for c in [
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\r',
            '\u{200b}',
            '\u{202e}',
            '\u{2066}',
            '\u{feff}',
            '\u{e000}',
            '\u{f8ff}',
            '\u{fdd0}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{10ffff}',
        ] {
            assert!(why_hidden(c).is_some(), "{c:?}");
        }
    }
}
