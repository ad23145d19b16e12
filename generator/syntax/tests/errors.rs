//! What an author sees: one file per sort of mistake under `tests/errors`, rendered as on a terminal.

use std::fs;
use std::path::Path;

use driftless_diagnostics::{Colour, Diagnostics, FileId, Format, Sources, render};
use driftless_syntax::{Document, parse, parse_included};

fn rendered(name: &str, parse: fn(FileId, &str, &mut Diagnostics) -> Document) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors").join(name);
    let text = fs::read_to_string(path).expect("the case is there");
    let mut sources = Sources::default();
    let file = sources.add(name, text.as_str());
    let mut diagnostics = Diagnostics::default();
    parse(file, &text, &mut diagnostics);
    assert!(diagnostics.has_errors(), "{name} is a case of something wrong");
    diagnostics.sort();
    render(&diagnostics, &sources, Format::Human, Colour::Never, "0.0.0")
}

macro_rules! cases {
    ($($behaviour:ident: $file:literal,)+) => {$(
        #[test]
        fn $behaviour() {
            insta::assert_snapshot!(stringify!($behaviour), rendered($file, parse));
        }
    )+};
}

cases! {
    unknown_keys_are_named_with_what_was_meant: "unknown-keys.toml",
    missing_keys_are_shown_as_they_are_typed: "missing-keys.toml",
    wrong_kinds_of_value_say_what_the_key_takes: "wrong-kinds.toml",
    words_outside_their_set_list_the_set: "unknown-words.toml",
    names_and_values_out_of_form_are_corrected: "forms.toml",
    keys_that_exclude_each_other_are_marked: "conflicts.toml",
    every_syntax_error_shows_in_one_run: "syntax.toml",
    a_text_that_is_never_closed_is_marked_where_it_opens: "unclosed-text.toml",
    toml_1_1_is_refused: "toml-1.1.toml",
    hidden_characters_are_marked_exactly: "hidden-characters.toml",
    numbers_no_output_knows_are_refused: "values.toml",
}

#[test]
fn settings_in_an_included_file_are_sent_to_the_root_file() {
    insta::assert_snapshot!(rendered("included.toml", parse_included));
}
