//! Text of others made safe to print. In: names and texts that anybody may have written. Out: the same without a
//! character that a terminal obeys or a reader cannot see: escape sequences, text direction, zero width.

/// Characters after which a text is cut; a name can be as long as a file.
const LONGEST: usize = 1000;

/// Whether a character acts on a terminal or deceives the eye instead of showing itself. Joiners stay: words and emoji
/// need them.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// One line: everything hidden, line breaks too, is written as an escape.
pub(crate) fn line(text: &str) -> String {
    escaped(text, is_hidden)
}

/// Lines: as [`line`], but line breaks stay.
pub(crate) fn lines(text: &str) -> String {
    escaped(text, |c| c != '\n' && is_hidden(c))
}

/// One visible character for one character, so that columns stay what they are. Tabs stay for the renderer to expand.
pub(crate) fn glyph(c: char) -> char {
    match c {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

fn escaped(text: &str, hidden: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len().min(4 * LONGEST));
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push_str("...");
            break;
        }
        if hidden(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{glyph, is_hidden, line, lines};

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        assert_eq!(line("a\u{1b}[31mb\u{9b}1m"), r"a\u{1b}[31mb\u{9b}1m");
        assert_eq!(line("x\u{202e}y\u{2066}\u{feff}"), r"x\u{202e}y\u{2066}\u{feff}");
        assert_eq!(line("a\r\n\tb"), r"a\r\n\tb");
        assert_eq!(lines("a\r\nb"), "a\\r\nb");
    }

    #[test]
    fn honest_text_stays() {
        let text = "Bücher 書 \u{1f469}\u{200d}\u{1f52c} `x` \"y\" \\";
        assert_eq!(line(text), text);
    }

    #[test]
    fn long_text_is_cut() {
        let cut = line(&"é".repeat(100_000));
        assert_eq!(cut.chars().count(), 1003);
        assert!(cut.ends_with("é..."));
    }

    #[test]
    fn glyphs_hide_nothing() {
        let all = (0..=0x10_ffff).filter_map(char::from_u32);
        assert!(all.filter(|&c| c != '\t').all(|c| !is_hidden(glyph(c))));
    }
}
