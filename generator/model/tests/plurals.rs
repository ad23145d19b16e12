//! The plurals that name tables. A library that learned better English would rename tables, so its answers are pinned:
//! when this test fails after an upgrade, the old answers stay and the upgrade waits for a new generation of lowering.

use driftless_model::Name;

const PLURALS: &str = include_str!("plurals.txt");

#[test]
fn pinned_words_keep_their_plurals() {
    let mut expected: Vec<(&str, &str)> = Vec::new();
    for line in PLURALS.lines() {
        expected.push(line.split_once(' ').expect("a line holds a word and its plural"));
    }
    assert!(expected.len() >= 500, "{} words", expected.len());
    for (word, plural) in expected {
        assert_eq!(Name::new(word).plural(), plural, "{word}");
    }
}

#[test]
fn only_the_last_word_of_a_name_changes() {
    assert_eq!(Name::new("BusinessUnit").plural(), "business_units");
    assert_eq!(Name::new("DataEntry").plural(), "data_entries");
}
