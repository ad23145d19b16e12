//! Names of the schema as Rust identifiers. In: words in some case. Out: identifiers that compile in every edition:
//! keywords are written raw, the few that cannot be raw get an underscore.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Words that are keywords in some edition.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Words that no `r#` makes usable.
const NEVER_RAW: [&str; 5] = ["crate", "self", "super", "Self", "_"];

/// An identifier out of words that are already in the right case.
pub(crate) fn ident(word: &str) -> Ident {
    let word = speakable(word);
    if NEVER_RAW.contains(&word.as_str()) {
        return Ident::new(&format!("{word}_"), Span::call_site());
    }
    match KEYWORDS.contains(&word.as_str()) {
        true => Ident::new_raw(&word, Span::call_site()),
        false => Ident::new(&word, Span::call_site()),
    }
}

/// A module and its file: keywords get an underscore, since `r#` is not part of a file name people like to see.
pub(crate) fn module(word: &str, reserved: &[&str]) -> String {
    if !KEYWORDS.contains(&word) && !reserved.contains(&word) {
        word.to_owned()
    } else {
        format!("{word}_")
    }
}

/// A part of a path that is already Rust: `crate` stays itself, `r#type` stays raw.
pub(crate) fn path_segment(word: &str) -> Ident {
    match word.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(word, Span::call_site()),
    }
}

/// A variable bound to a field inside emitted code, and the pattern that binds it. `taken` are the variables there.
pub(crate) fn binding(word: &str, taken: &[&str]) -> (TokenStream, Ident) {
    let field = ident(word);
    if !taken.contains(&word) {
        return (quote!(#field), field);
    }
    let local = Ident::new(&format!("{word}_"), Span::call_site());
    (quote!(#field: #local), local)
}

/// A variant out of a word of an enum: its letters and digits in Pascal case, signs by name where there is nothing else.
pub(crate) fn variant(value: &str) -> Ident {
    let pascal = driftless_model::Name::new(value).pascal();
    if pascal.is_empty() {
        ident(&value.chars().map(sign).collect::<String>())
    } else {
        ident(&pascal)
    }
}

/// Without what no identifier may hold, and never beginning with a digit.
fn speakable(word: &str) -> String {
    let word: String = word
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    match word.chars().next() {
        None => "_".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{word}"),
        Some(_) => word,
    }
}

fn sign(c: char) -> &'static str {
    match c {
        '-' => "Dash",
        '.' => "Dot",
        ':' => "Colon",
        '/' => "Slash",
        ' ' => "Space",
        _ => "Underscore",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_raw_and_the_rest_gets_an_underscore() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("gen").to_string(), "r#gen");
        assert_eq!(ident("Self").to_string(), "Self_");
        assert_eq!(ident("title").to_string(), "title");
        assert_eq!(module("type", &[]), "type_");
        assert_eq!(module("wire", &["wire"]), "wire_");
    }

    #[test]
    fn every_word_of_an_enum_has_a_variant() {
        assert_eq!(variant("in_flight").to_string(), "InFlight");
        assert_eq!(variant("2fa").to_string(), "_2fa");
        assert_eq!(variant("self").to_string(), "Self_");
        assert_eq!(variant("-").to_string(), "Dash");
        assert_eq!(variant("a/b").to_string(), "AB");
    }
}
