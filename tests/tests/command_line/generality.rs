//! No entity is special: renaming one and generating is the same as generating and renaming.

use driftless_tests::project::Project;

/// A name of the same length, so that no line breaks elsewhere, and of the same ending, so that the plurals agree.
const FROM: &str = "EvalScenario";
const TO: &str = "OvalElephant";

#[test]
fn renaming_before_and_after_is_the_same() {
    let (from, to) = (FROM, TO);
    let before = Project::of("schema.toml");
    let renamed = Project::new(
        &before
            .read("schema.toml")
            .replace(from, to)
            .replace(&snake(from), &snake(to)),
    );
    before.run(&["gen"]).passed();
    renamed.run(&["gen"]).passed();
    let expected: Vec<(String, String)> = before
        .files()
        .into_iter()
        .map(|(path, text)| (rename(&path, from, to), rename(&text, from, to)))
        .collect();
    let actual = renamed.files();
    for (path, text) in expected {
        // Digests of the files differ with the files.
        if path.ends_with("manifest.json") || path.ends_with("history.toml") {
            continue;
        }
        let found = actual.get(&path).unwrap_or_else(|| panic!("{path} is missing"));
        assert_eq!(without_hashes(found), without_hashes(&text), "{path}");
    }
}

/// Keys of fixtures hold a hash of whose they are, between a beginning that all have and the number.
fn without_hashes(text: &str) -> String {
    let mut pieces = text.split("01936f7c-3b5a-7");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + "…" + piece.get("xxx-8xxx".len()..).unwrap_or(piece)
    })
}

/// Every spelling that outputs use.
fn rename(text: &str, from: &str, to: &str) -> String {
    let (snake_from, snake_to) = (snake(from), snake(to));
    let spoken = |name: &str| name.replace('_', " ");
    let mut text = text.replace(from, to).replace(&snake_from, &snake_to);
    text = text.replace(&snake_from.replace('_', "-"), &snake_to.replace('_', "-"));
    text = text.replace(&snake_from.to_uppercase(), &snake_to.to_uppercase());
    text = text.replace(&spoken(&snake_from), &spoken(&snake_to));
    text = text.replace(&lower_first(from), &lower_first(to));
    // Anchors of headings.
    text.replace(&from.to_lowercase(), &to.to_lowercase())
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn lower_first(name: &str) -> String {
    format!("{}{}", name[..1].to_ascii_lowercase(), &name[1..])
}
