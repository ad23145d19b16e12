//! Doc comments out of text that people wrote for people. In: any text. Out: `#[doc]` attributes, one per line, whose
//! Markdown can neither become code that is compiled and run as a test, nor a link, nor HTML.

use driftless_diagnostics::Span;
use driftless_output::mark_named;
use proc_macro2::TokenStream;
use quote::quote;

/// The doc comment of a declaration, with the place it comes from and the name it goes by in reports.
pub(crate) fn marked(span: Span, name: &str, text: &str) -> TokenStream {
    let (marker, text) = (mark_named(span, name), doc(text));
    quote!(#[doc = #marker] #text)
}

/// A doc comment, one attribute per line; nothing where there is nothing to say.
pub(crate) fn doc(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// The same for a crate or a module as a whole.
pub(crate) fn inner_doc(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#![doc = #lines])*)
}

/// The attribute of what should no longer be used; rustdoc reads its note as Markdown too.
pub(crate) fn deprecated(instead: Option<&str>) -> TokenStream {
    let Some(text) = instead else { return TokenStream::new() };
    let note = note(text);
    quote!(#[deprecated(note = #note)])
}

fn note(text: &str) -> String {
    let lines = lines(text);
    lines
        .iter()
        .map(|line| line.trim_start())
        .collect::<Vec<_>>()
        .join("\n")
}

fn lines(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(is_break).map(|line| prefixed(&harmless(line))).collect()
}

/// With the blank that stands behind `///`.
fn prefixed(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// One line without indentation, which would make it code, and with every sign escaped that would mean something.
fn harmless(line: &str) -> String {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let line = words.join(" ");
    let pieces: Vec<&str> = line.split('`').collect();
    // Code spans are kept where they are plainly that: single ticks in pairs. Anything else might open a fence.
    let is_paired = pieces.len() % 2 == 1 && !line.contains("``");
    let escaped = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| match is_paired && at % 2 == 1 {
            true => (*piece).to_owned(),
            false => escape(piece),
        });
    escaped.collect::<Vec<_>>().join(if is_paired { "`" } else { "\\`" })
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, c| {
        if matches!(c, '[' | ']' | '<' | '~' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_a_code_block() {
        assert_eq!(
            lines("```\nfn main() {}\n```"),
            [" \\`\\`\\`", " fn main() {}", " \\`\\`\\`"]
        );
        assert_eq!(
            lines("a\n\n    let x = 1;\n\tlet y"),
            [" a", "", " let x = 1;", " let y"]
        );
        assert_eq!(lines("-     code\n> ~~~"), [" - code", " > \\~\\~\\~"]);
    }

    #[test]
    fn what_to_use_instead_is_text_as_well() {
        assert_eq!(note("use `isbn`"), "use `isbn`");
        assert_eq!(note("[x](y)\n    <b>"), "\\[x\\](y)\n\\<b>");
    }

    #[test]
    fn links_and_tags_are_text_and_code_spans_stay() {
        assert_eq!(lines("a [link] and <b> of `T[]`"), [" a \\[link\\] and \\<b> of `T[]`"]);
        assert_eq!(lines("an odd ` tick"), [" an odd \\` tick"]);
    }
}
