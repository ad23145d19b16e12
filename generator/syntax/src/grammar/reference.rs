//! The grammar as Markdown: one chapter per construct, one row per key. In: the grammar. Out: the text of
//! `docs/language-reference.md`.

use std::fmt::Write as _;

use super::{CONSTRUCTS, Construct, Key, Needs, ROOT, listed};

/// The reference of the language.
pub fn reference() -> String {
    let mut out = String::from(
        "<!-- @generated from generator/syntax/src/grammar; do not edit -->\n\n# Schema language: reference\n",
    );
    chapter(&mut out, "Tables", &ROOT);
    for construct in CONSTRUCTS {
        chapter(&mut out, &format!("`[{}]`", construct.header), construct);
    }
    out
}

fn chapter(out: &mut String, title: &str, construct: &Construct) {
    write(out, format_args!("\n## {title}\n\n{}\n", construct.doc));
    match construct.needs {
        Needs::Nothing => {}
        Needs::ExactlyOne(keys) => write(
            out,
            format_args!("Exactly one of {} is required.\n", listed(keys.iter().copied())),
        ),
        Needs::AtLeastOne(keys) => write(
            out,
            format_args!("At least one of {} is required.\n", listed(keys.iter().copied())),
        ),
    }
    write(
        out,
        format_args!("\n| Key | Takes | Meaning | Example |\n| --- | --- | --- | --- |\n"),
    );
    for key in construct.keys() {
        row(out, key);
    }
    for key in construct.keys() {
        words(out, key);
    }
}

fn row(out: &mut String, key: &Key) {
    let required = if key.required { " (required)" } else { "" };
    let (takes, doc, typed) = (cell(&key.takes.words()), cell(key.doc), cell(&key.typed()));
    write(
        out,
        format_args!("| `{}`{required} | {takes} | {doc} | `{typed}` |\n", key.name),
    );
}

/// What each word of a closed set means.
fn words(out: &mut String, key: &Key) {
    let choices = key.takes.choices();
    if choices.is_empty() {
        return;
    }
    write(out, format_args!("\nWords of `{}`:\n\n", key.name));
    for choice in choices {
        write(out, format_args!("- `{}`: {}\n", choice.word, choice.doc));
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn write(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes every write");
}
