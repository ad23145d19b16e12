//! Text that nobody would write: replay refuses it or takes it, and never panics; a mistake lies within the text. And
//! much text: the time grows with its length alone.

use std::time::{Duration, Instant};

use driftless_catalog::normal::normal;
use driftless_catalog::replay::{replay, statements};
use driftless_catalog::{Catalog, Dialect};

const TEXTS: [(Dialect, &str); 2] = [
    (Dialect::Postgres, include_str!("own.postgres.sql")),
    (Dialect::Sqlite, include_str!("own.sqlite.sql")),
];

/// Pieces that change the meaning of what is around them.
const PIECES: [&str; 24] = [
    "(",
    ")",
    ";",
    "'",
    "\"",
    "$$",
    "--",
    "/*",
    "*/",
    "\\",
    "é🦀",
    "\0",
    " ALTER TABLE ",
    " DROP COLUMN ",
    " RENAME TO ",
    "\"x\"",
    " CASCADE ",
    " IF EXISTS ",
    " BEGIN ",
    " END ",
    ",",
    ".",
    " ON ",
    " USING ",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

#[test]
fn mutated_text_never_panics() {
    let seed = std::env::var("DRIFTLESS_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(7_312_905_u64);
    println!("seed {seed}");
    let mut random = Random(seed);
    let until = Instant::now() + Duration::from_secs(10);
    let mut tried = 0;
    while Instant::now() < until && tried < 20_000 {
        let (dialect, text) = TEXTS[random.below(2)];
        let mutated = mutated(text, &mut random);
        let mut catalog = Catalog::empty(dialect);
        if let Err(mistake) = replay(&mut catalog, &mutated) {
            assert!(mistake.offset <= mutated.len(), "{mistake}\n{mutated}");
        }
        drop(normal(&catalog));
        tried += 1;
    }
    println!("{tried} texts");
}

fn mutated(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        let ends: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
        let at = ends[random.below(ends.len())];
        let to = ends[random.below(ends.len())];
        let (from, to) = (at.min(to), at.max(to).min(at.min(to) + 40));
        let to = (from..=to).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(from);
        match random.below(3) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, PIECES[random.below(PIECES.len())]),
            _ => {
                let copy = text[from..to].to_owned();
                text.insert_str(ends[random.below(ends.len() / 2)].min(from), &copy);
            }
        }
    }
    text
}

/// Ten times the text takes far less than the hundredfold time that looking at everything for each statement would.
#[test]
fn time_grows_with_the_text() {
    let (few, many) = (elapsed(300), elapsed(3_000));
    println!("300 tables {few:?}, 3,000 tables {many:?}");
    assert!(many < few * 30, "300 tables take {few:?}, 3,000 take {many:?}");
}

fn elapsed(tables: usize) -> Duration {
    let text: String = (0..tables).map(statements_of).collect();
    assert_eq!(statements(Dialect::Postgres, &text).expect("tokens").len(), tables * 5);
    let mut catalog = Catalog::empty(Dialect::Postgres);
    let start = Instant::now();
    replay(&mut catalog, &text).unwrap_or_else(|mistake| panic!("{mistake}"));
    let elapsed = start.elapsed();
    assert_eq!(catalog.tables.len(), tables);
    elapsed
}

fn statements_of(n: usize) -> String {
    let before = n.saturating_sub(1);
    format!(
        "CREATE TABLE t{n} (id uuid PRIMARY KEY, a int CHECK (a > 0), b text NOT NULL);\nALTER TABLE t{n} ADD COLUMN c uuid REFERENCES \
         t{before} (id);\nCREATE INDEX t{n}_a ON t{n} (a);\nCOMMENT ON TABLE t{n} IS 'x';\nDROP INDEX t{n}_a;\n"
    )
}
