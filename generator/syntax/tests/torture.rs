//! Hostile texts: whatever is typed, a parse ends, without a panic, and points inside the text.

use driftless_diagnostics::{Diagnostics, FileId};
use driftless_syntax::{Document, parse};

const VALID: &str = include_str!("library.toml");

/// A small generator of numbers: the same seed gives the same run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

fn check(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let document = parse(FileId(0), text, &mut diagnostics);
    for finding in diagnostics.iter() {
        for label in finding.primary.iter().chain(&finding.related) {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            assert!(
                start <= end && text.get(start..end).is_some(),
                "{finding:?} points outside"
            );
        }
        assert!(
            !finding.message.is_empty() && !finding.message.ends_with('.'),
            "{finding:?}"
        );
    }
    (document, diagnostics)
}

fn mutated(random: &mut Random) -> String {
    const SCRAPS: &[&str] = &[
        "[",
        "]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\"",
        "'",
        "\"\"\"",
        "\n",
        "\r\n",
        "#",
        "\\",
        "\u{0}",
        "\u{202e}",
        "é",
        "💥",
        "[[",
        "]]",
        "true",
        "-1",
        "1e400",
        "nan",
        "2026-13-01",
        "fields",
        "[entity.Book]\n",
        "= {",
        "\\uD800",
        "a.b.c",
        "_",
    ];
    let mut text: Vec<char> = VALID.chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len());
        let end = (at + random.below(40)).min(text.len());
        match random.below(4) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, SCRAPS[random.below(SCRAPS.len())].chars())),
            2 => drop(text.splice(at..end, SCRAPS[random.below(SCRAPS.len())].chars())),
            _ => {
                let copy: Vec<_> = text[at..end].to_vec();
                let to = random.below(text.len());
                text.splice(to..to, copy);
            }
        }
    }
    text.into_iter().collect()
}

#[test]
fn the_schema_that_is_mutated_is_right() {
    let (document, diagnostics) = check(VALID);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert!(document.entities.len() > 1);
}

#[test]
fn no_mutation_panics() {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(0x5eed_0b00_u64);
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(400);
    println!("SEED={seed} ROUNDS={rounds}");
    let mut random = Random(seed.max(1));
    for round in 0..rounds {
        let text = mutated(&mut random);
        let outcome = std::panic::catch_unwind(|| check(&text));
        assert!(outcome.is_ok(), "SEED={seed}, round {round}:\n{text}");
    }
}

#[test]
fn every_beginning_of_a_schema_is_survived() {
    for end in (0..VALID.len()).step_by(7).filter(|&end| VALID.is_char_boundary(end)) {
        check(&VALID[..end]);
    }
}

#[test]
fn depth_is_refused_before_it_overflows() {
    let keys = "a.".repeat(30);
    let nested = format!("x = {}", format!("{{ {keys}a = ").repeat(70));
    let texts = [
        format!("a = {}", "[".repeat(10_000)),
        format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a = {}", "{ a = ".repeat(10_000)),
        format!("[{}a]", "a.".repeat(10_000)),
        format!("{}a = 1", "a.".repeat(10_000)),
        nested,
    ];
    for text in texts {
        assert!(
            check(&text)
                .1
                .iter()
                .any(|finding| finding.code.as_str() == "too-large"),
            "{}",
            &text[..20]
        );
    }
}

#[test]
fn size_is_refused() {
    let (document, diagnostics) = check(&format!("#{}", "x".repeat(9 * 1024 * 1024)));
    assert_eq!(document, Document::default());
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn many_mistakes_take_no_more_than_linear_time() {
    let text = format!("[schema]\nname = \"x\"\n{}", "k = [ , = }\n".repeat(20_000));
    let started = std::time::Instant::now();
    check(&text);
    let elapsed = started.elapsed();
    assert!(elapsed.as_secs() < 20, "{elapsed:?}");
}
